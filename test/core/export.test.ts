import { beforeEach, describe, expect, test } from 'vitest'
import type { Context } from '../../core/context.ts'
import { workJob } from '../../core/jobs/work.ts'
import type { Worker } from '../../core/jobs/worker.ts'
import type { Export } from '../../core/schema/export.ts'
import { tick } from '../../core/send/tick.ts'
import { createApiWorld, type Answer, type ApiWorld } from '../support/api-world.ts'
import type { Operation } from '../support/memory-table.ts'
import { ACCOUNT, textFact } from '../support/world.ts'

const PHONE = { type: 'phone', value: '+15550001111' }
const OFFICE = { type: 'phone', value: '+15550002222' }
const OTHER = { type: 'phone', value: '+15550009999' }
const SECOND = '100000000000003'
const DAY_MS = 24 * 3_600_000

const worker: Worker = {
  fetch: async () => ({ kind: 'gone', reason: 'gone' }),
  lookUp: async () => ({ kind: 'none' }),
}

let interrupt: ((operation: Operation) => void) | undefined
let world: ApiWorld
let ada: string
let office: string
let conversation: string

const post = (url: string, key: string, body?: object, token?: string): Promise<Answer> =>
  world.call({
    method: 'POST',
    url,
    headers: { 'idempotency-key': key },
    ...(body ? { body } : {}),
    ...(token ? { key: token } : {}),
  })

const contactOf = async ({ value }: { readonly value: string }): Promise<string> => {
  const { body } = await world.call({ url: `/v1/contacts?alias=phone:${encodeURIComponent(value)}` })
  return (body as { data: readonly { id: string }[] }).data[0]?.id ?? ''
}

/** A person of two numbers, with a history on two accounts, and somebody else. */
beforeEach(async () => {
  interrupt = undefined
  world = createApiWorld({ memory: { before: (operation) => interrupt?.(operation) } })
  const file = { id: 'a', kind: 'image', state: 'ready', object: 'media/x' } as const
  const first = textFact('first', { peers: [PHONE], body: { text: 'first', attachments: [file] } })
  await world.record([first])
  await world.settle()
  const consent = { kind: 'consent' as const, id: 'c1', scope: ACCOUNT, account: ACCOUNT, at: null, peers: [PHONE] }
  const stop = { sender: ACCOUNT, purpose: 'marketing', state: 'revoked', source: 'text', evidence: 'STOP' } as const
  await world.record([{ ...consent, ...stop }])
  await world.hear('from the office', { peers: [OFFICE], profile: { name: 'Ada L.' } })
  await world.hear('another account', { peers: [PHONE], account: SECOND, scope: SECOND })
  await world.hear('somebody else', { peers: [OTHER] })
  ada = await contactOf(PHONE)
  office = await contactOf(OFFICE)
  conversation = await world.hear('second', { peers: [PHONE] })
  await world.call({
    method: 'PATCH',
    url: `/v1/contacts/${ada}`,
    body: { metadata: { size: 'XL' }, externalIds: { crm: '7' } },
  })
  await post(`/v1/conversations/${conversation}/notes`, 'n', { author: { kind: 'agent' }, text: 'a note' })
  await world.say(conversation, { text: 'an answer' })
  await world.settle()
  const body = { channel: 'whatsapp', purpose: 'marketing', state: 'granted', source: 'form', evidence: 'order 1' }
  await world.clock.advance(1000)
  await world.call({ method: 'PUT', url: `/v1/contacts/${ada}/consent`, body })
  await post(`/v1/conversations/${conversation}/close`, 'cl')
  await world.settle()
  await world.clock.advance(1000)
  await post(`/v1/contacts/${office}/merge`, 'm', { into: ada })
  await world.hear('third', { peers: [PHONE] })
  await world.clock.advance(1000)
})

const ask = async (key = 'export'): Promise<Export> => {
  const { status, body } = await post(`/v1/contacts/${ada}/export`, key)
  expect(status).toBe(202)
  return body as Export
}

const work = async (ctx: Context = world.ctx): Promise<void> => {
  for (let job = world.jobs.shift(); job; job = world.jobs.shift()) await workJob(ctx, worker, job)
}

/** Runs what is due for a while. */
const runs = async (times = 5, ctx?: Context): Promise<void> => {
  for (let time = 0; time < times; time += 1) {
    await work(ctx)
    await world.clock.advance(300_000)
    await tick(world.ctx)
  }
}

const get = async ({ id }: Export): Promise<Export> => (await world.call({ url: `/v1/exports/${id}` })).body as Export

interface Line {
  readonly type: string
  readonly data: Readonly<Record<string, unknown>>
}
const linesOf = ({ id }: Export): readonly Line[] => {
  const { body } = world.objects.stored.get(`exports/${id}/export.ndjson`) ?? expect.fail('there is no file')
  return Buffer.from(body)
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)
}
const dataOf = (lines: readonly Line[], type: string) =>
  lines.filter((line) => line.type === type).map(({ data }) => data)
const files = (): readonly string[] => [...world.objects.stored.keys()].filter((name) => name.startsWith('exports/'))

describe('an export', () => {
  test('is pending, then ready, with a link that is new with each look at it', async () => {
    const asked = await ask()
    expect(asked).toMatchObject({
      state: 'pending',
      contact: ada,
      url: null,
      readyAt: null,
      expiresAt: null,
      size: null,
    })
    expect(asked.contacts.toSorted()).toEqual([ada, office].toSorted())
    await runs()
    const ready = await get(asked)
    expect(ready).toMatchObject({
      state: 'ready',
      at: asked.at,
      expiresAt: (ready.readyAt ?? 0) + 7 * DAY_MS,
      url: `https://files.test/exports/${asked.id}/export.ndjson?expires=900`,
    })
    expect(world.objects.stored.get(`exports/${asked.id}/export.ndjson`)?.body.byteLength).toBe(ready.size)
    expect(files()).toHaveLength(1)
  })

  test('has all of the person and of everybody merged into them, and nothing of anybody else', async () => {
    const asked = await ask()
    await runs()
    const lines = linesOf(asked)
    expect(lines[0]).toMatchObject({ type: 'export', data: { id: asked.id, contact: ada, at: asked.at } })
    expect(lines.at(-1)).toMatchObject({ type: 'end', data: { id: asked.id } })
    const { body: contact } = await world.call({ url: `/v1/contacts/${ada}` })
    expect(dataOf(lines, 'contact')).toEqual([contact])
    expect(contact).toMatchObject({ metadata: { size: 'XL' }, externalIds: { crm: '7' }, merged: [office] })
    expect(dataOf(lines, 'merged_contact')).toMatchObject([{ id: office, aliases: [OFFICE] }])
    expect(dataOf(lines, 'consent')).toContainEqual(expect.objectContaining({ state: 'granted', evidence: 'order 1' }))
    expect(dataOf(lines, 'consent_said')).toMatchObject([
      { state: 'revoked', evidence: 'STOP', source: 'text', channel: 'whatsapp', aliases: [PHONE] },
      { state: 'granted', evidence: 'order 1', source: 'form' },
    ])
    const texts = dataOf(lines, 'message').map(({ text }) => text)
    const expected = ['first', 'second', 'third', 'from the office', 'another account', 'an answer']
    expect(new Set(texts)).toEqual(new Set(expected))
    expect(texts).toHaveLength(expected.length)
    expect(dataOf(lines, 'note')).toMatchObject([{ text: 'a note' }])
    expect(dataOf(lines, 'conversation')).toHaveLength(3)
    expect(dataOf(lines, 'case')).toMatchObject([{ conversation, status: 'closed' }])
    expect(JSON.stringify(lines)).not.toMatch(/somebody else|5550009999/)
  })

  test('shows conversations and messages as the API does', async () => {
    const asked = await ask()
    await runs()
    const lines = linesOf(asked)
    for (const message of dataOf(lines, 'message'))
      expect((await world.call({ url: `/v1/messages/${String(message['id'])}` })).body).toEqual(message)
    for (const { window: _, ...one } of dataOf(lines, 'conversation'))
      expect((await world.call({ url: `/v1/conversations/${String(one['id'])}` })).body).toMatchObject(one)
    const [picture] = dataOf(lines, 'message').flatMap(({ attachments }) => attachments as { url?: string }[])
    expect(picture?.url).toMatch(/\/v1\/media\/msg_[\w-]{22}\/0$/)
  })

  test('is as of when it was asked for: what is said meanwhile is not in it', async () => {
    const asked = await ask()
    await world.clock.advance(1000)
    await world.hear('too late', { peers: [PHONE] })
    await runs()
    const texts = dataOf(linesOf(asked), 'message').map(({ text }) => text)
    expect(texts).toContain('third')
    expect(texts).not.toContain('too late')
  })

  test('of a conversation with others has what this person said, and of the others nothing', async () => {
    const thread = { type: 'x_post', value: '1' }
    await world.hear('I say', { peers: [PHONE], thread })
    await world.hear('they say', { peers: [OTHER], thread, profile: { name: 'Otto' } })
    const asked = await ask()
    await runs()
    const lines = linesOf(asked)
    expect(dataOf(lines, 'conversation_of_others')).toMatchObject([{ thread }])
    expect(dataOf(lines, 'message').map(({ text }) => text)).toContain('I say')
    expect(JSON.stringify(lines)).not.toMatch(/they say|Otto|5550009999/)
  })
})

describe('the work of an export', () => {
  test('is gone on with where its time ended, and gives the same file', async () => {
    const whole = await ask('whole')
    await runs()
    const short = await ask('short')
    let now = world.clock.now()
    // Some seconds go by with each look at the clock: a run has time for a few reads.
    const slow: Context = { ...world.ctx, now: () => (now += 9000) }
    await work(slow)
    expect((await get(short)).state).toBe('pending')
    expect(files().filter((name) => name.includes(short.id)).length).toBeGreaterThan(0)
    now = world.clock.now()
    for (let time = 0; time < 40; time += 1) {
      await world.clock.advance(600_000)
      now = world.clock.now()
      await tick(world.ctx)
      await work(slow)
    }
    const body = (one: Export) =>
      linesOf(one)
        .slice(1, -1)
        .map((line) => ({ ...line, data: { ...line.data, window: 0 } }))
    expect(body(short)).toEqual(body(whole))
    expect(files()).toHaveLength(2)
  })

  test('ends in one whole file wherever a worker dies', async () => {
    const whole = await ask('whole')
    await runs()
    const expected = linesOf(whole).slice(1, -1)
    const part = (name: string): boolean => name.startsWith('exports/')
    for (let at = 1, crashed = true; crashed; at += 1) {
      const asked = await ask(`crash ${at}`)
      let steps = 0
      crashed = false
      const die = (): void => {
        if ((steps += 1) !== at) return
        crashed = true
        throw new Error('crash')
      }
      const { objects } = world.ctx
      const dying: Context = {
        ...world.ctx,
        objects: {
          ...objects,
          put: async (name, ...rest) => {
            if (part(name)) die()
            return objects.put(name, ...rest)
          },
          delete: async (name) => {
            if (part(name)) die()
            return objects.delete(name)
          },
        },
      }
      interrupt = (operation) => {
        if (operation.kind === 'put' || operation.kind === 'update') die()
      }
      await work(dying).catch(() => undefined)
      await tick(world.ctx).catch(() => undefined)
      await work(dying).catch(() => undefined)
      interrupt = undefined
      await runs()
      expect(linesOf(asked).slice(1, -1), `after step ${at}`).toEqual(expected)
    }
  }, 60_000)

  test('is given up after a day in which it could not be done, and leaves nothing', async () => {
    const asked = await ask()
    const down: Context = {
      ...world.ctx,
      objects: { ...world.ctx.objects, get: () => Promise.reject(new Error('down')) },
    }
    await work(down).catch(() => undefined)
    expect(files()).not.toEqual([])
    for (let hours = 0; hours < 26; hours += 1) {
      await world.clock.advance(3_600_000)
      await tick(world.ctx)
      await work(down).catch(() => undefined)
    }
    expect(await get(asked)).toMatchObject({ state: 'failed', url: null })
    expect(files()).toEqual([])
  })

  test('deletes the file after seven days, and says so', async () => {
    const asked = await ask()
    await runs()
    await world.clock.advance(6 * DAY_MS)
    await tick(world.ctx)
    await work()
    expect(await get(asked)).toMatchObject({ state: 'ready' })
    await world.clock.advance(DAY_MS)
    await tick(world.ctx)
    await work()
    expect(await get(asked)).toMatchObject({ state: 'expired', url: null })
    expect(files()).toEqual([])
    await world.clock.advance(DAY_MS)
    expect((await tick(world.ctx)).woken).toBe(0)
  })
})

describe('an export and an erasure', () => {
  const erase = () => post(`/v1/contacts/${ada}/erase`, 'erase')

  test('of the same person: the file goes, and is not found from the moment of the call', async () => {
    const asked = await ask()
    await runs()
    await erase()
    expect(await world.call({ url: `/v1/exports/${asked.id}` })).toMatchObject({ status: 404 })
    await runs()
    expect(files()).toEqual([])
    expect(await world.call({ url: `/v1/exports/${asked.id}` })).toMatchObject({ status: 404 })
    expect(await post(`/v1/contacts/${ada}/export`, 'export')).toMatchObject({ status: 404 })
  })

  test('of somebody who was shown as the person then, and is not any more: the file goes', async () => {
    await ask()
    await runs()
    await post(`/v1/contacts/${office}/unmerge`, 'u')
    await post(`/v1/contacts/${office}/erase`, 'erase')
    await runs()
    expect(files()).toEqual([])
  })

  test.each(['put', 'ready'])('at the same time: nothing is left, when it comes before the %s', async (when) => {
    await ask()
    const { objects, table } = world.ctx
    let erased = false
    const eraseNow = async () => {
      if (erased) return
      erased = true
      await erase()
      await work()
    }
    const racing: Context = {
      ...world.ctx,
      objects: {
        ...objects,
        put: async (name, ...rest) => {
          if (when === 'put') await eraseNow()
          return objects.put(name, ...rest)
        },
      },
      table: {
        ...table,
        update: async (key, change, guard) => {
          if (when === 'ready' && change.set?.['ready'] !== undefined) await eraseNow()
          return table.update(key, change, guard)
        },
      },
    }
    await runs(3, racing)
    expect(erased).toBe(true)
    await runs()
    expect(files()).toEqual([])
  })
})

describe('who may export', () => {
  const tokenFor = async (limits: object): Promise<string> => {
    const { body } = await post('/v1/api-keys', JSON.stringify(limits), { name: 'Key', scopes: ['admin'], ...limits })
    return (body as { token: string }).token
  }

  test('is not a key that is limited to accounts, although it knows the person', async () => {
    const token = await tokenFor({ accounts: [{ channel: 'whatsapp', account: ACCOUNT }] })
    expect(await post(`/v1/contacts/${ada}/export`, 'e', undefined, token)).toMatchObject({ status: 403 })
    const asked = await ask()
    expect(await world.call({ url: `/v1/exports/${asked.id}`, key: token })).toMatchObject({ status: 404 })
  })

  test('is not a key that may only write', async () => {
    const token = await tokenFor({ scopes: ['write'] })
    expect(await post(`/v1/contacts/${ada}/export`, 'e', undefined, token)).toMatchObject({ status: 403 })
  })

  test('says the same by the same key, and is refused another person by it', async () => {
    const asked = await ask()
    expect(await ask()).toEqual(asked)
    const { body } = await post(`/v1/contacts/${await contactOf(OTHER)}/export`, 'export')
    expect(body).toMatchObject({ type: 'urn:parley:problem:idempotency_key_reused' })
  })
})
