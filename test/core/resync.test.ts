import { beforeEach, describe, expect, test } from 'vitest'
import { workJob } from '../../core/jobs/work.ts'
import type { Worker } from '../../core/jobs/worker.ts'
import type { Item } from '../../core/ports.ts'
import { PARTS, readRun, runItem, type Run } from '../../core/resync/run.ts'
import { resyncOnceADay } from '../../core/resync/start.ts'
import { workResync } from '../../core/resync/work.ts'
import type { Contact } from '../../core/schema/identity.ts'
import type { Conversation } from '../../core/schema/conversation.ts'
import type { Resync } from '../../core/schema/resync.ts'
import { tick } from '../../core/send/tick.ts'
import { RESYNC_KEY } from '../../core/store/keys.ts'
import { createApiWorld, type ApiWorld, type Conversations } from '../support/api-world.ts'
import type { Operation } from '../support/memory-table.ts'
import { ACCOUNT, itemsOf, receiptFact, textFact } from '../support/world.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const PHONE = [{ type: 'phone', value: '+15550001111' }] as const
const worker: Worker = {
  fetch: async () => ({ kind: 'gone', reason: 'gone' }),
  lookUp: async () => ({ kind: 'none' }),
}

let interrupt: ((operation: Operation) => void | Promise<void>) | undefined
let world: ApiWorld
beforeEach(async () => {
  interrupt = undefined
  world = createApiWorld({ memory: { before: (operation) => interrupt?.(operation), pageItems: 7 } })
  await live(world)
})

const ask = async <T>(method: string, url: string, body?: object): Promise<T> => {
  const headers = { 'idempotency-key': `${method} ${url} ${JSON.stringify(body)}` }
  const answer = await world.call({ method, url, headers, ...(body ? { body } : {}) })
  expect(answer.status, `${method} ${url}: ${JSON.stringify(answer.body)}`).toBeLessThan(300)
  await world.settle()
  await world.clock.advance(1000)
  return answer.body as T
}
const hear = async (...given: Parameters<ApiWorld['hear']>): Promise<string> => {
  const id = await world.hear(...given)
  await world.clock.advance(1000)
  return id
}

/** Something of every kind of fact, with views of every kind. */
const live = async ({ record, settle }: ApiWorld): Promise<void> => {
  const first = textFact('Where is my parcel?')
  await record([first])
  await settle()
  await world.clock.advance(1000)
  const ada = await hear('Hello?')
  const path = `/v1/conversations/${ada}`
  const about = { scope: ACCOUNT, account: ACCOUNT, at: null, peers: [...PHONE], direction: 'in' as const }
  await record([
    { ...about, kind: 'reaction', id: 'r', target: first.id, emoji: '👍' },
    { ...about, kind: 'edit', id: 'e', target: first.id, body: { text: 'Where is my box?', attachments: [] } },
    { ...about, kind: 'activity', id: 'a', event: 'call.missed', text: 'Missed call', detail: {} },
  ])
  await settle()
  await ask('PATCH', path, { assignee: 'agent-1', tags: ['parcel'], metadata: { order: '4711' } })
  await ask('POST', `${path}/messages`, { text: 'On its way' })
  await record([receiptFact('wamid.out-1', 'delivered')])
  await ask('POST', `${path}/notes`, { text: 'Promised a voucher' })
  await ask('POST', `${path}/close`)
  await hear('Not here yet')
  await ask('PATCH', path, { tags: ['late'], externalIds: { crm: 'c-1' } })
  await ask('POST', `${path}/snooze`, { until: new Date(world.clock.now() + DAY).toISOString() })
  await ask('POST', `${path}/read`)
  const bob = await hear('And mine?', { peers: [{ type: 'phone', value: '+15550002222' }], profile: { name: 'Bob' } })
  await ask('POST', `/v1/conversations/${bob}/close`)
  const cid = await hear('Mine too', { peers: [{ type: 'phone', value: '+15550003333' }], profile: { name: 'Cid' } })
  const contactOf = async (id: string) => (await ask<Conversation>('GET', `/v1/conversations/${id}`)).contact.id ?? ''
  await ask('PATCH', `/v1/contacts/${await contactOf(ada)}`, { name: 'Countess', externalIds: { crm: 'p-1' } })
  await ask('POST', `/v1/contacts/${await contactOf(bob)}/merge`, { into: await contactOf(cid) })
  const consent = { channel: 'whatsapp', purpose: 'marketing', state: 'granted', source: 'form' }
  await ask('PUT', `/v1/contacts/${await contactOf(ada)}/consent`, consent)
  await record([
    {
      kind: 'watermark',
      scope: ACCOUNT,
      account: ACCOUNT,
      at: null,
      peers: [...PHONE],
      state: 'read',
      upTo: world.clock.now(),
    },
  ])
  await settle()
}

/** How often something was written is not part of what it says. */
const unversioned = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (name, one: unknown) => (name === 'version' ? 0 : one)))

/** Everything that a shop is shown. */
const shown = async (): Promise<unknown> => {
  const get = async <T>(url: string): Promise<T> => (await world.call({ url })).body as T
  const lists = await Promise.all(
    ['status=open', 'status=closed', 'status=snoozed', 'assignee=agent-1', 'order=waiting'].map((query) =>
      get<Conversations>(`/v1/conversations?${query}&limit=100`),
    ),
  )
  const { data: contacts } = await get<{ data: Contact[] }>('/v1/contacts?limit=100')
  const ids = [...new Set(lists.flatMap(({ data }) => data.map(({ id }) => id)))].sort()
  const conversations = await Promise.all(
    ids.map(async (id) => [
      await get(`/v1/conversations/${id}`),
      await get(`/v1/conversations/${id}/entries?limit=100`),
      await get(`/v1/conversations/${id}/cases`),
    ]),
  )
  const consents = await Promise.all(contacts.map(({ id }) => get(`/v1/contacts/${id}/consent`)))
  return unversioned({ lists, contacts, conversations, consents })
}

const VIEWS = /^(?:cnv#\S+ (?:H$|E#|C#|L#|M)|ctc#\S+ [HV]|con#|dls#)/
const views = (): readonly Item[] => itemsOf(world, '').filter(({ pk, sk }) => VIEWS.test(`${pk} ${sk}`))
const loseViews = async (): Promise<void> => {
  for (const view of views()) await world.table.delete(view)
}
/** A place in a list that was left stays behind, in no list. */
const keysOf = (items: readonly Item[]): string[] =>
  items.filter(({ sk, lpk }) => !sk.startsWith('L#') || lpk !== undefined).map(({ pk, sk }) => `${pk} ${sk}`)

const start = async (): Promise<Resync> => (await world.call({ method: 'POST', url: '/v1/resync' })).body as Resync
const state = async (): Promise<Resync> => (await world.call({ url: '/v1/resync' })).body as Resync

/** Works woken jobs, then what is due, as queue and clock would, until nothing is left of the resync. */
const work = async (): Promise<void> => {
  for (let turn = 0; (await state()).status === 'running'; turn += 1) {
    expect(turn).toBeLessThan(100)
    for (const id of world.jobs.splice(0)) await workJob(world.ctx, worker, id).catch(() => undefined)
    await world.clock.advance(MINUTE)
    await tick(world.ctx)
  }
  await world.settle()
}

describe('a resync', () => {
  test('makes all views anew from the facts, as they were', async () => {
    const [before, keys] = [await shown(), keysOf(views())]
    await loseViews()
    expect(await shown()).not.toEqual(before)
    expect(await start()).toMatchObject({ status: 'running', cause: 'asked', facts: 0, doneAt: null })
    await work()
    expect(keysOf(views())).toEqual(keys)
    expect(await shown()).toEqual(before)
    const facts = new Set(itemsOf(world, 'f#').map(({ pk }) => pk)).size
    expect(await state()).toMatchObject({ status: 'done', failed: 0, parts: { done: PARTS * 2, total: PARTS * 2 } })
    expect((await state()).facts).toBeGreaterThanOrEqual(facts)
    expect(world.logs).toContainEqual(expect.objectContaining({ event: 'resync_done', failed: 0 }))
  })

  test('writes nothing where nothing is missing, sends nothing, and tells of nothing as new or twice', async () => {
    const before = views()
    const toldBy = async (): Promise<string[]> => {
      const known = itemsOf(world, 'evt#').length
      await start()
      await work()
      return itemsOf(world, 'feed#')
        .slice(known)
        .map(({ type }) => String(type))
    }
    // Of what moved without an event, how it is now.
    expect(new Set(await toldBy())).toEqual(new Set(['conversation.updated', 'case.updated', 'message.updated']))
    expect(await toldBy()).toEqual([])
    expect(views()).toEqual(before)
    expect(world.sent).toHaveLength(1)
  })

  test('goes on where it was when its worker dies between any two steps', async () => {
    const [before, keys] = [await shown(), keysOf(views())]
    await loseViews()
    await start()
    let [operations, deaths, dead] = [0, 0, false]
    interrupt = () => {
      operations += 1
      if (operations % 97 === 0) [dead, deaths] = [true, deaths + 1]
      // Nothing comes of what a dead worker would still do.
      if (dead) throw new Error('killed')
    }
    for (let turn = 0; turn < 40; turn += 1) {
      for (const id of world.jobs.splice(0)) {
        await workJob(world.ctx, worker, id).catch(() => undefined)
        dead = false
      }
      await world.clock.advance(MINUTE)
      await tick(world.ctx).catch(() => undefined)
      dead = false
    }
    interrupt = undefined
    await work()
    expect(deaths).toBeGreaterThan(2)
    expect(keysOf(views())).toEqual(keys)
    expect(await shown()).toEqual(before)
  })

  test('may be worked by several at once, while customers write', async () => {
    const texts = Array.from({ length: 12 }, (_, n) => textFact(`live ${n}`, { peers: [...PHONE] }))
    await loseViews()
    const { id } = await start()
    const parts = world.jobs.splice(0)
    const twice = [...parts, ...parts].map((job) => workJob(world.ctx, worker, job))
    const others = parts.map((_, part) => workResync(world.ctx, { kind: 'resync', run: id, part }))
    for (const text of texts) {
      await world.record([text])
      await world.project()
      await world.clock.advance(1000)
    }
    await Promise.all([...twice, ...others])
    await work()
    const after = await shown()
    const { data } = (await world.call({ url: '/v1/conversations?limit=100' })).body as Conversations
    expect(data.find(({ preview }) => preview?.text === 'live 11')).toMatchObject({ unread: 12 })
    await loseViews()
    await start()
    await work()
    expect(await shown()).toEqual(after)
  })

  test('tries what fails once more: a fact that fails for a moment is shown', async () => {
    const close = itemsOf(world, 'f#').find(({ body }) => String(body).includes('"kind":"close"'))
    const before = await shown()
    await loseViews()
    // In the last pass, after which nobody comes back to it.
    const isLast = () => itemsOf(world, 'rsy').some((run) => !JSON.stringify(run).includes('passes\\":0'))
    let tries = 0
    interrupt = (operation) => {
      if (operation.kind !== 'query' || operation.range.pk !== close?.pk || !isLast()) return
      tries += 1
      if (tries === 1) throw new Error('throttled')
    }
    await start()
    await work()
    expect(tries).toBe(2)
    expect(await state()).toMatchObject({ failed: 0 })
    expect(await shown()).toEqual(before)
  })

  test('of which a fact fails says so, names it in the log, and makes the views of all others', async () => {
    const fact = itemsOf(world, 'f#').find(({ sk, own }) => sk === 'F' && own === undefined)
    interrupt = (operation) => {
      if (operation.kind === 'query' && operation.range.pk === fact?.pk) throw new TypeError('words of a customer')
    }
    await start()
    await work()
    expect(await state()).toMatchObject({ status: 'done', failed: expect.any(Number) })
    expect((await state()).failed).toBeGreaterThanOrEqual(1)
    const failures = world.logs.filter(({ event }) => event === 'resync_fact_failed')
    expect(failures[0]).toEqual({ event: 'resync_fact_failed', fact: fact?.pk.slice(2), error: 'TypeError' })
  })
})

test('files of messages that were never shown are fetched once they are due: a worker does not wake its own kind', async () => {
  const file = { id: '0', kind: 'image', state: 'pending', remote: { url: 'https://files.example/1' } } as const
  await world.record([textFact('look', { body: { text: 'look', attachments: [file] } })])
  world.stream.length = 0
  await start()
  // Both passes, as far as they go without waiting.
  for (const id of world.jobs.splice(0)) await workJob(world.ctx, worker, id)
  const waiting = itemsOf(world, 'job#').filter(({ work: what }) => String(what).includes('media'))
  expect(waiting).toHaveLength(1)
  expect(world.jobs).toEqual([])
  await world.clock.advance(MINUTE)
  await tick(world.ctx)
  expect(world.jobs).toContain(waiting[0]?.pk.slice('job#'.length))
})

describe('one resync at a time', () => {
  test('asked for again while it runs it goes on, and after that it begins anew', async () => {
    const first = await start()
    expect((await start()).id).toBe(first.id)
    await work()
    expect((await state()).id).toBe(first.id)
    const second = await start()
    expect(second).toMatchObject({ status: 'running' })
    expect(second.id).not.toBe(first.id)
  })

  test('of two that are asked for at the same moment one begins', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => world.call({ method: 'POST', url: '/v1/resync' })))
    expect(new Set(answers.map(({ body }) => (body as Resync).id)).size).toBe(1)
    expect(world.logs.filter(({ event }) => event === 'resync_started')).toHaveLength(1)
    expect(new Set(world.jobs).size).toBe(PARTS)
  })

  test('begun by another one right before, it is that one', async () => {
    let other: Resync | undefined
    interrupt = async ({ kind, ...operation }) => {
      if (kind !== 'put' || !('key' in operation) || operation.key.pk !== RESYNC_KEY.pk) return
      interrupt = undefined
      other = await start()
    }
    const { id } = await start()
    expect(id).toBe(other?.id)
    expect(new Set(world.jobs).size).toBe(PARTS)
  })

  test('what a worker of an earlier one read is not kept of a later one', async () => {
    await start()
    const [job = ''] = world.jobs.splice(0)
    const parts = Array.from({ length: PARTS }, () => ({ passes: 0, facts: 0, failed: 0 }))
    const later: Run = { id: 'rsy_later', cause: 'asked', at: world.clock.now(), parts }
    interrupt = async ({ kind, ...operation }) => {
      if (kind !== 'update' || !('key' in operation) || operation.key.pk !== RESYNC_KEY.pk) return
      interrupt = undefined
      await world.table.put(runItem(later))
    }
    await workJob(world.ctx, worker, job)
    expect(await readRun(world.ctx)).toEqual(later)
  })

  test('begun by a caller who died before anybody was woken, it is worked once it is asked for again', async () => {
    interrupt = ({ kind, ...operation }) => {
      if (kind === 'put' && 'key' in operation && operation.key.pk.startsWith('job#')) throw new Error('killed')
    }
    expect((await world.call({ method: 'POST', url: '/v1/resync' })).status).toBe(500)
    interrupt = undefined
    expect(world.jobs).toEqual([])
    await start()
    await work()
    expect(await state()).toMatchObject({ status: 'done' })
  })

  test('what an overtaken worker read is not kept', async () => {
    const { id } = await start()
    const jobs = world.jobs.splice(0)
    const [job = ''] = jobs
    let overtaken = false
    interrupt = async ({ kind, ...operation }) => {
      if (overtaken || kind !== 'update' || !('key' in operation) || operation.key.pk !== RESYNC_KEY.pk) return
      overtaken = true
      for (const other of jobs) if (other !== job) await workJob(world.ctx, worker, other)
      const run = await readRun(world.ctx)
      const [first] = run?.parts ?? []
      await world.table.update(RESYNC_KEY, { set: { p0: JSON.stringify({ ...first, facts: 1000 }) } })
    }
    await workJob(world.ctx, worker, job)
    expect(overtaken).toBe(true)
    await work()
    expect(await state()).toMatchObject({ id, status: 'done' })
    expect((await state()).facts).toBeGreaterThan(1000)
  })
})

describe('by itself', () => {
  test('it starts once a day at most, and not while one is running', async () => {
    await resyncOnceADay(world.ctx)
    const first = await state()
    expect(first).toMatchObject({ cause: 'stream', status: 'running' })
    await world.clock.advance(2 * DAY)
    await resyncOnceADay(world.ctx)
    expect((await state()).id).toBe(first.id)
    await work()
    await resyncOnceADay(world.ctx)
    expect(await state()).not.toMatchObject({ id: first.id })
    const second = await state()
    await work()
    await resyncOnceADay(world.ctx)
    expect((await state()).id).toBe(second.id)
    await world.clock.advance(DAY)
    await resyncOnceADay(world.ctx)
    expect((await state()).id).not.toBe(second.id)
  })
})

describe('over the API', () => {
  test('a key of one shop may not start one, nor see it', async () => {
    const made = await ask<{ token: string }>('POST', '/v1/api-keys', { name: 'Shop', scopes: ['admin'] })
    for (const method of ['POST', 'GET'])
      expect(await world.call({ method, url: '/v1/resync', key: made.token })).toMatchObject({ status: 403 })
  })

  test('before the first one there is none', async () => {
    expect(await world.call({ url: '/v1/resync' })).toMatchObject({ status: 404 })
  })
})
