import { beforeEach, describe, expect, test } from 'vitest'
import { readFeed } from '../../core/feed.ts'
import { row, failure } from '../../core/failures.ts'
import type { FetchOrder, FetchOutcome, LookUpOrder, LookUpOutcome } from '../../core/jobs/worker.ts'
import { workJob } from '../../core/jobs/work.ts'
import { projectFact } from '../../core/project/project.ts'
import { getMessage, listConversations, listTimeline } from '../../core/read.ts'
import type { Attachment } from '../../core/schema/content.ts'
import type { MessageFact } from '../../core/schema/fact.ts'
import { tick } from '../../core/send/tick.ts'
import { messageFact } from '../../core/store/keys.ts'
import { ACCOUNT, createWorld, itemsOf, PRINCIPAL, SHOP, textFact, type World } from '../support/world.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const FILE: Attachment = {
  id: '0',
  kind: 'image',
  state: 'pending',
  contentType: 'image/jpeg',
  filename: 'cat.jpg',
  remote: { id: '4711', url: 'https://provider.example/4711' },
}
const STORED: FetchOutcome = { kind: 'stored', size: 7, contentType: 'image/png', sha256: 'abc' }

let world: World
let fetched: FetchOrder[]
let lookedUp: LookUpOrder[]
let outcomes: (FetchOutcome | (() => FetchOutcome | Promise<FetchOutcome>))[]
let answers: LookUpOutcome[]
let looksUp: boolean
let ctx: World['ctx']
beforeEach(() => {
  world = createWorld()
  fetched = []
  lookedUp = []
  outcomes = []
  answers = []
  looksUp = false
  ctx = world.ctx
  Object.assign(ctx, { looksUp: () => looksUp })
})

/** Works every job that was woken. */
const work = async (): Promise<void> => {
  const worker = {
    fetch: async (order: FetchOrder) => {
      fetched.push(order)
      const next = outcomes.shift() ?? STORED
      return typeof next === 'function' ? next() : next
    },
    lookUp: async (order: LookUpOrder) => {
      lookedUp.push(order)
      return answers.shift() ?? ({ kind: 'none' } as const)
    },
  }
  for (const id of world.jobs.splice(0)) await workJob(ctx, worker, id)
  await world.settle()
}

const fileFact = (files: readonly Attachment[] = [FILE], change: Partial<MessageFact> = {}): MessageFact =>
  textFact('look', { body: { text: 'look', attachments: [...files] }, ...change })
const hear = async (fact: MessageFact = fileFact()): Promise<string> => {
  await world.record([fact])
  await world.settle()
  return `msg_${messageFact(ctx.hash, 'whatsapp', fact.scope, fact.id)}`
}
const attachments = async (id: string) => (await getMessage(ctx, PRINCIPAL, id)).attachments
const jobItems = () => itemsOf(world, 'job#')
const events = async (type: string) =>
  (await readFeed(ctx, SHOP, 0, 1000)).events.filter((event) => event.type === type)
const later = async (ms: number): Promise<void> => {
  await world.clock.advance(ms)
  await tick(ctx)
  await work()
}

describe('a file that waits to be fetched', () => {
  test('is pending at first, and a job of its own', async () => {
    const id = await hear()
    const { remote: _, ...shown } = FILE
    expect(await attachments(id)).toEqual([shown])
    expect(world.jobs).toHaveLength(1)
    expect(jobItems()).toHaveLength(1)
  })

  test('is ready once it is fetched, in the message and in the timeline, as it really is', async () => {
    const id = await hear()
    await work()
    const [file] = await attachments(id)
    expect(file).toEqual({
      id: '0',
      kind: 'image',
      state: 'ready',
      contentType: 'image/png',
      filename: 'cat.jpg',
      size: 7,
      sha256: 'abc',
      object: expect.stringMatching(`^media/${id}/[\\w-]{22}$`),
    })
    const { data } = await listConversations(ctx, PRINCIPAL, { status: 'open', order: 'recent', limit: 1 })
    const timeline = await listTimeline(ctx, PRINCIPAL, data[0]?.id ?? '', { order: 'oldest', limit: 10 })
    expect(timeline.data).toMatchObject([{ id, attachments: [file] }])
    expect(fetched).toMatchObject([
      {
        channel: 'whatsapp',
        connection: 'main',
        account: ACCOUNT,
        remote: FILE.remote,
        object: file?.object,
        contentType: 'image/jpeg',
        filename: 'cat.jpg',
      },
    ])
  })

  test('is told of once, by its URL here and without where it is kept', async () => {
    const id = await hear()
    await work()
    await projectFact(ctx, id.slice(4))
    const url = `https://parley.test/v1/media/${id}/0`
    const [event, ...more] = await events('attachment.updated')
    expect(more).toEqual([])
    expect(event).toMatchObject({ subject: id, data: { message: id, index: 0, state: 'ready', size: 7, url } })
    const told = [event, ...(await events('message.created')), ...(await events('message.updated'))]
    expect(told).toHaveLength(3)
    expect(told[1]).toMatchObject({ data: { attachments: [{ state: 'pending', url }] } })
    expect(told[2]).toMatchObject({ data: { attachments: [{ state: 'ready', url }] } })
    expect(JSON.stringify(told)).not.toMatch(/"object"|"remote"|provider\.example/)
  })

  test('is no job any more once it is fetched, and never again, whatever is projected', async () => {
    const id = await hear()
    await projectFact(ctx, id.slice(4))
    expect(world.jobs).toHaveLength(1)
    await work()
    expect(jobItems()).toEqual([])
    await projectFact(ctx, id.slice(4))
    await later(DAY)
    expect([world.jobs, jobItems()]).toEqual([[], []])
    expect(fetched).toHaveLength(1)
  })

  test('is not fetched again by a job that was made from what was read before', async () => {
    const id = await hear()
    const [job] = jobItems()
    await work()
    await world.table.put(job ?? { pk: '', sk: '' })
    world.jobs.push(job?.pk.slice(4) ?? '')
    await work()
    expect([fetched.length, jobItems()]).toEqual([1, []])
    expect(await attachments(id)).toMatchObject([{ state: 'ready' }])
  })

  test('may be as large as the channel takes files of its kind, or 100 MB where it says nothing', async () => {
    await hear(fileFact([FILE, { ...FILE, id: '1', kind: 'sticker', remote: { id: '2' } }]))
    ctx = { ...ctx, capabilities: (...of) => ({ ...world.ctx.capabilities(...of), media: {} }) as never }
    const [first = '', second = ''] = world.jobs.splice(0)
    world.jobs.push(first)
    await work()
    ctx = world.ctx
    world.jobs.push(second)
    await work()
    expect(fetched.map(({ maxBytes }) => maxBytes)).toEqual([100 * 1_048_576, 500 * 1024])
  })

  test('has a job for each file of the message, and each ends for itself', async () => {
    const id = await hear(fileFact([FILE, { ...FILE, id: '1', remote: { id: '2' } }]))
    outcomes.push({ kind: 'gone', reason: 'gone' })
    await work()
    expect((await attachments(id)).map(({ state }) => state)).toEqual(['expired', 'ready'])
    expect(await events('attachment.updated')).toHaveLength(2)
  })

  test.each([
    ['what is ready already', { ...FILE, state: 'ready', object: 'mail/1' }],
    ['what must not be kept', { ...FILE, state: 'withheld' }],
    ['what says nowhere to fetch it', { id: '0', kind: 'image', state: 'pending' }],
  ] as const)('is not: %s', async (_, file) => {
    await hear(fileFact([file]))
    expect([world.jobs, jobItems()]).toEqual([[], []])
  })

  test('of an echo is fetched too', async () => {
    await hear(fileFact([FILE], { direction: 'out', author: { kind: 'echo' } }))
    expect(world.jobs).toHaveLength(1)
  })

  test('is not fetched once its message was taken back', async () => {
    const fact = fileFact()
    await hear(fact)
    const revoke = { ...textFact(''), kind: 'revoke' as const, target: fact.id }
    await world.record([revoke])
    await world.settle()
    await work()
    expect([fetched, jobItems()]).toEqual([[], []])
  })

  test('stays what it is when an edit states it again, and is another when it states another', async () => {
    const fact = fileFact()
    const id = await hear(fact)
    await work()
    const edit = async (name: string, remote: Attachment['remote']) => {
      const body = { text: name, attachments: [{ ...FILE, ...(remote ? { remote } : {}) }] }
      await world.record([{ ...textFact(''), kind: 'edit', target: fact.id, id: name, body } as never])
      await world.settle()
    }
    await edit('a new caption', { id: '4711', url: 'https://provider.example/4711?signed=later' })
    expect([world.jobs, await attachments(id)]).toMatchObject([[], [{ state: 'ready', size: 7 }]])
    await world.clock.advance(1)
    await edit('another picture', { id: '4712' })
    expect(await attachments(id)).toMatchObject([{ state: 'pending' }])
    await work()
    expect(await attachments(id)).toMatchObject([{ state: 'ready' }])
    expect(fetched.map(({ remote }) => remote.id)).toEqual(['4711', '4712'])
    expect(await events('attachment.updated')).toHaveLength(2)
  })
})

describe('a file that cannot be fetched', () => {
  test('has expired when the provider does not have it any more', async () => {
    const id = await hear()
    outcomes.push({ kind: 'gone', reason: 'kept for 30 days' })
    await work()
    expect(await attachments(id)).toMatchObject([{ state: 'expired', reason: 'kept for 30 days' }])
    expect(jobItems()).toEqual([])
  })

  test('has failed, with the reason, when it is refused for good', async () => {
    const id = await hear()
    outcomes.push({ kind: 'refused', failure: failure('content_too_large', 'more than 5 bytes') })
    await work()
    expect(await attachments(id)).toMatchObject([{ state: 'failed', reason: 'content_too_large: more than 5 bytes' }])
    expect(jobItems()).toEqual([])
  })

  test('is tried again with longer and longer waits, also when the account was refused', async () => {
    const id = await hear()
    outcomes.push(
      { kind: 'refused', failure: failure('provider_unavailable') },
      { kind: 'refused', failure: row('rate_limited', { retry: { afterSeconds: 600 } }) },
      { kind: 'refused', failure: failure('credentials_invalid') },
    )
    await work()
    await later(500)
    expect(fetched).toHaveLength(1)
    await later(500)
    expect(fetched).toHaveLength(2)
    await later(9 * MINUTE)
    expect(fetched).toHaveLength(2)
    await later(MINUTE)
    expect(fetched).toHaveLength(3)
    expect(await attachments(id)).toMatchObject([{ state: 'pending' }])
    await later(4000)
    expect(await attachments(id)).toMatchObject([{ state: 'ready' }])
  })

  test('has failed when it could not be had within 30 days, after not too many tries', async () => {
    const id = await hear()
    const refused: FetchOutcome = { kind: 'refused', failure: failure('provider_unavailable', 'down') }
    outcomes.push(...Array.from({ length: 500 }, () => refused))
    await work()
    for (let hours = 0; hours < 29 * 24; hours += 1) await later(60 * MINUTE)
    expect(await attachments(id)).toMatchObject([{ state: 'pending' }])
    for (let hours = 0; hours < 2 * 24; hours += 1) await later(60 * MINUTE)
    expect(await attachments(id)).toMatchObject([{ state: 'failed', reason: 'provider_unavailable: down' }])
    expect(jobItems()).toEqual([])
    expect(fetched.length).toBeLessThan(200)
  })

  test('that is not found may still come for a quarter of an hour', async () => {
    const id = await hear()
    outcomes.push({ kind: 'missing' }, { kind: 'missing' }, { kind: 'missing' })
    await work()
    await later(10 * MINUTE)
    expect(await attachments(id)).toMatchObject([{ state: 'pending' }])
    await later(10 * MINUTE)
    expect(await attachments(id)).toMatchObject([{ state: 'expired' }])
  })
})

describe('a job', () => {
  test('is worked by one worker at a time', async () => {
    await hear()
    const [id = ''] = world.jobs
    outcomes.push(async () => {
      world.jobs.push(id)
      await work()
      return STORED
    })
    await work()
    expect(fetched).toHaveLength(1)
  })

  test('whose worker died is worked by another when the lease is over, and is left alone before', async () => {
    const id = await hear()
    outcomes.push(() => {
      throw new Error('killed')
    })
    await expect(work()).rejects.toThrow('killed')
    await later(2 * MINUTE)
    expect(fetched).toHaveLength(1)
    await later(MINUTE)
    expect(await attachments(id)).toMatchObject([{ state: 'ready' }])
  })

  test('whose wake-up was lost is found by the tick, and not told to the queue again with every tick', async () => {
    await hear()
    world.jobs.length = 0
    await world.clock.advance(59_000)
    await tick(ctx)
    expect(world.jobs).toEqual([])
    await world.clock.advance(1000)
    for (let second = 0; second < 30; second += 1) {
      await tick(ctx)
      await world.clock.advance(1000)
    }
    expect(world.jobs).toHaveLength(1)
  })

  test('of an unknown id is nothing to do', async () => {
    world.jobs.push('unknown')
    await work()
    expect([fetched, world.logs.filter(({ event }) => event === 'job')]).toEqual([[], []])
  })

  test('says nothing of what it is about in the log', async () => {
    await hear()
    await work()
    expect(JSON.stringify(world.logs)).not.toMatch(/provider\.example|4711|cat\.jpg/)
    expect(world.logs).toContainEqual(expect.objectContaining({ event: 'job', kind: 'media', done: true }))
  })
})

describe('somebody without a name', () => {
  const nameless = () => {
    const { profile: _, ...fact } = textFact('Hello', { peers: [{ type: 'psid', value: '77' }] })
    return fact
  }
  const card = async () => {
    const { data } = await listConversations(ctx, PRINCIPAL, { status: 'open', order: 'recent', limit: 1 })
    return data[0]?.contact
  }
  beforeEach(() => {
    looksUp = true
  })

  test('is looked up where the channel tells names, and shown by name', async () => {
    await hear(nameless())
    expect(await card()).toMatchObject({ name: null })
    answers.push({ kind: 'found', profile: { name: 'Ada', avatarUrl: 'https://a.example/1' } })
    await work()
    expect(lookedUp).toMatchObject([
      { channel: 'whatsapp', connection: 'main', account: ACCOUNT, peer: { value: '77' } },
    ])
    expect(await card()).toMatchObject({ name: 'Ada' })
    expect((await events('contact.updated')).at(-1)).toMatchObject({ data: { name: 'Ada' } })
  })

  test('is looked up once, whatever they write and whatever the channel answers', async () => {
    await hear(nameless())
    await hear(nameless())
    expect(world.jobs).toHaveLength(1)
    await work()
    await hear(nameless())
    await later(30 * DAY)
    expect(lookedUp).toHaveLength(1)
    const [item] = jobItems()
    expect(item).toMatchObject({ done: expect.any(Number) })
    expect(JSON.stringify(item)).not.toContain('77')
  })

  test('is tried again when the channel is not there, and in the end done without', async () => {
    await hear(nameless())
    answers.push(
      ...Array.from({ length: 50 }, () => ({ kind: 'refused', failure: failure('provider_unavailable') }) as const),
    )
    await work()
    for (let hours = 0; hours < 7 * 24; hours += 1) await later(60 * MINUTE)
    expect(lookedUp).toHaveLength(12)
  })

  test('is not looked up when the channel has no names, or the name came with the message', async () => {
    await hear()
    looksUp = false
    await hear(nameless())
    expect(jobItems().filter(({ work: stated }) => String(stated).includes('profile'))).toEqual([])
  })
})
