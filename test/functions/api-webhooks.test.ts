import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { appendEvent, SEAL_AFTER_MS } from '../../core/feed.ts'
import type { ParleyEvent } from '../../core/schema/event.ts'
import { notify } from '../../core/webhooks/notify.ts'
import type { EndpointAnswer, EndpointSecretAnswer } from '../../functions/api/webhooks.ts'
import { createApiWorld, type ApiWorld } from '../support/api-world.ts'
import type { Operation } from '../support/memory-table.ts'
import { SHOP } from '../support/world.ts'

type Made = z.infer<typeof EndpointSecretAnswer>
type Shown = z.infer<typeof EndpointAnswer>
interface Events {
  readonly data: readonly ParleyEvent[]
  readonly next: string
  readonly more: boolean
}

const URL_ = '/v1/webhook-endpoints'
const OTHER = { 'parley-shop': 'shp_other' }
const DAY = 86_400_000
const ROUTES = [
  ['GET', ''],
  ['PATCH', '', { enabled: false }],
  ['DELETE', ''],
  ['POST', '/rotate-secret'],
  ['POST', '/test'],
  ['GET', '/attempts'],
  ['POST', '/replay', { from: '2026-01-01T00:00:00Z' }],
] as const

const createWorld = () => createApiWorld({ fetchPublic: async () => new Response(null, { status: 200 }) })
const make = (world: ApiWorld, body: object, key = 'one') =>
  world.call({ method: 'POST', url: URL_, headers: { 'idempotency-key': key }, body })
const happen = async ({ ctx }: Pick<ApiWorld, 'ctx'>, id: string, type: ParleyEvent['type'] = 'message.created') =>
  (await appendEvent(ctx, { type, shop: SHOP, subject: id, key: [id], data: { id, channel: 'sms', account: 'a' } })).id
const events = async (world: ApiWorld, query = ''): Promise<Events> =>
  (await world.call({ url: `/v1/events${query}` })).body as Events

describe('GET /v1/events', () => {
  test('always says where to go on, and moves on over what a filter leaves out', async () => {
    const world = createWorld()
    const empty = await events(world)
    expect(empty).toMatchObject({ data: [], more: false })
    for (let i = 0; i < 5; i += 1) await happen(world, `m${i}`, i === 4 ? 'message.deleted' : 'message.created')
    const first = await events(world, `?after=${empty.next}&limit=2&types=message.deleted,message.updated`)
    expect(first).toMatchObject({ data: [], more: true })
    const rest = await events(world, `?after=${first.next}&types=message.deleted`)
    expect(rest.data.map(({ subject }) => subject)).toEqual(['m4'])
    expect((await events(world, `?after=${rest.next}`)).data).toEqual([])
  })

  test('refuses a cursor of another shop, one that is none, and types that there are not', async () => {
    const world = createWorld()
    const { next } = await events(world)
    const other = await world.call({ url: `/v1/events?after=${next}`, headers: OTHER })
    expect(other.status).toBe(400)
    const astray = await world.call({ url: '/v1/events?after=1.e30.x' })
    expect(astray).toMatchObject({ status: 400, body: { errors: [{ path: 'after' }] } })
    expect((await world.call({ url: '/v1/events?types=message.created,nothing' })).status).toBe(400)
  })

  test('refuses a cursor after which events are not kept, with 410', async () => {
    const world = createWorld()
    const { next } = await events(world)
    await happen(world, 'old')
    await world.clock.advance(31 * DAY)
    const { status, body } = await world.call({ url: `/v1/events?after=${next}` })
    expect([status, body]).toMatchObject([410, { type: 'urn:parley:problem:cursor_expired' }])
  })

  test('shows nothing behind a cursor it handed out, with writers that stall, die and try again', async () => {
    let seed = 7
    const next = (): number => (seed = (seed * 48_271) % 2_147_483_647)
    let writing = false
    const world = createApiWorld({
      memory: {
        before: async (operation) => {
          if (!writing || operation.kind === 'query' || !/^(?:evt|feed|ctr)#/.test(operation.key.pk)) return
          for (let turns = next() % 4; turns > 0; turns -= 1) await Promise.resolve()
          if (next() % 9 === 0) throw new Error('died')
        },
      },
    })
    const write = async (id: string): Promise<void> => {
      for (;;) {
        try {
          await happen(world, id)
          return
        } catch {
          await world.clock.advance(next() % 3 === 0 ? SEAL_AFTER_MS : 10)
        }
      }
    }
    const seen: string[] = []
    let after = ''
    const follow = async (): Promise<void> => {
      const { status, body } = await world.call({ url: `/v1/events?limit=5${after && `&after=${after}`}` })
      if (status !== 200) return
      const page = body as Events
      seen.push(...page.data.map(({ subject }) => subject))
      after = page.next
    }
    writing = true
    const ids = Array.from({ length: 60 }, (_, i) => `e${i}`)
    const writers = { busy: true }
    const reader = (async () => {
      while (writers.busy) {
        await follow()
        await new Promise((resolve) => setImmediate(resolve))
      }
    })()
    await Promise.all(
      Array.from({ length: 6 }, async (_, lane) => {
        for (const id of ids.filter((__, i) => i % 6 === lane)) await write(id)
      }),
    )
    writers.busy = false
    await reader
    writing = false
    for (let i = 0; i < 30; i += 1) {
      await world.clock.advance(SEAL_AFTER_MS)
      await follow()
    }
    expect(seen.toSorted()).toEqual(ids.toSorted())
  })
})

test('GET /v1/events/{event} gives an event to its shop alone, as long as it is kept', async () => {
  const world = createWorld()
  const url = `/v1/events/${await happen(world, 'm')}`
  expect(await world.call({ url })).toMatchObject({ status: 200, body: { subject: 'm' } })
  expect((await world.call({ url, headers: OTHER })).status).toBe(404)
  await world.clock.advance(31 * DAY)
  expect((await world.call({ url })).status).toBe(404)
})

describe('webhook endpoints', () => {
  test('are made once for an Idempotency-Key, with a secret that is shown there alone', async () => {
    const world = createWorld()
    const made = (await make(world, { url: 'https://helpdesk.example/' })).body as Made
    expect((await make(world, { url: 'https://helpdesk.example/' })).body).toEqual(made)
    expect((await make(world, { url: 'https://other.example/' })).status).toBe(409)
    const { secret, ...shown } = made
    expect((await world.call({ url: `${URL_}/${made.id}` })).body).toEqual(shown)
    expect((await world.call({ url: URL_ })).body).toEqual({ data: [shown], next: null })
    expect(JSON.stringify(world.table.all?.())).not.toContain(secret)
    expect(JSON.stringify(world.logs)).not.toContain(secret)
  })

  test('do not exist for another shop, over any route', async () => {
    const world = createWorld()
    const { id } = (await make(world, { url: 'https://helpdesk.example/' })).body as Made
    for (const [method, path, body] of ROUTES) {
      const headers = { ...OTHER, 'idempotency-key': path }
      const call = { method, url: `${URL_}/${id}${path}`, headers, ...(body ? { body } : {}) }
      expect((await world.call(call)).status, `${method} ${path}`).toBe(404)
    }
    expect((await world.call({ url: URL_, headers: OTHER })).body).toEqual({ data: [], next: null })
  })

  test.each(['http://helpdesk.example/', 'https://127.0.0.1/', 'https://helpdesk.example:22/'])(
    'are refused at %s, when they are made and when they are changed',
    async (url) => {
      const world = createWorld()
      expect((await make(world, { url })).body).toMatchObject({ status: 400, errors: [{ path: '/url' }] })
      const { id } = (await make(world, { url: 'https://helpdesk.example/' }, 'two')).body as Made
      expect((await world.call({ method: 'PATCH', url: `${URL_}/${id}`, body: { url } })).status).toBe(400)
    },
  )

  test('are changed field by field, paused and enabled', async () => {
    const world = createWorld()
    const body = { url: 'https://helpdesk.example/', types: ['message.created'], channels: ['sms'] }
    const { id } = (await make(world, body)).body as Made
    const change = async (patch: object): Promise<Shown> =>
      (await world.call({ method: 'PATCH', url: `${URL_}/${id}`, body: patch })).body as Shown
    expect(await change({ types: null })).toMatchObject({ types: null, channels: ['sms'], status: 'active' })
    expect(await change({ enabled: false })).toMatchObject({ channels: ['sms'], status: 'paused', reason: null })
    const replay = { method: 'POST', url: `${URL_}/${id}/replay`, body: { from: '2026-01-01T00:00:00Z' } }
    expect((await world.call(replay)).body).toMatchObject({ type: 'urn:parley:problem:endpoint_disabled' })
    expect(await change({ enabled: true })).toMatchObject({ status: 'active' })
    expect((await world.call(replay)).status).toBe(202)
  })

  test('have a tag, by which a change is refused that somebody else changed first', async () => {
    let between: (() => Promise<unknown>) | undefined
    const before = async (operation: Operation): Promise<void> => {
      if (operation.kind !== 'update' || !operation.key.pk.startsWith('whk#')) return
      const run = between
      between = undefined
      await run?.()
    }
    const world = createApiWorld({ memory: { before } })
    const { id, version } = (await make(world, { url: 'https://helpdesk.example/' })).body as Made
    const url = `${URL_}/${id}`
    const change = (description: string, etag: string) =>
      world.call({ method: 'PATCH', url, headers: { 'if-match': etag }, body: { description } })
    const { headers } = await world.call({ url })
    const etag = headers['etag'] ?? ''
    expect(etag).toBe(`W/"${version}"`)
    // Of two who write at the same moment, one is told of the other.
    between = async () =>
      expect(await change('Ada', etag)).toMatchObject({ status: 200, body: { version: version + 1 } })
    const late = await change('Ida', etag)
    expect(late).toMatchObject({ status: 412, body: { type: 'urn:parley:problem:precondition_failed' } })
    const second = await world.call({ url })
    expect(second.body).toMatchObject({ description: 'Ada' })
    // What its worker writes is no change of what was said.
    await happen(world, 'm')
    await notify(world.ctx, world.wired.endpoints.post, id)
    expect((await change('Ida', second.headers['etag'] ?? '')).status).toBe(200)
  })

  test('of the organisation exist for keys of all shops alone, over any route', async () => {
    const world = createWorld()
    const body = { url: 'https://helpdesk.example/', reach: 'organisation', shops: [SHOP] }
    const made = (await make(world, body)).body as Made
    expect(made).toMatchObject({ shop: null, shops: [SHOP] })
    const { secret: _, ...shown } = made
    expect((await world.call({ url: `${URL_}/${made.id}`, headers: OTHER })).body).toEqual(shown)
    expect((await world.call({ url: `${URL_}?reach=organisation` })).body).toEqual({ data: [shown], next: null })
    expect((await world.call({ url: URL_ })).body).toEqual({ data: [], next: null })
    const key = (
      await world.call({
        method: 'POST',
        url: '/v1/api-keys',
        headers: { 'idempotency-key': 'k' },
        body: { name: 'Of a shop', scopes: ['admin'] },
      })
    ).body as { token: string }
    for (const [method, path, sent] of ROUTES) {
      const call = { method, url: `${URL_}/${made.id}${path}`, headers: { 'idempotency-key': path } }
      const answer = await world.call({ ...call, key: key.token, ...(sent ? { body: sent } : {}) })
      expect(answer.status, `${method} ${path}`).toBe(404)
    }
    expect((await world.call({ url: `${URL_}?reach=organisation`, key: key.token })).body).toMatchObject({ data: [] })
    const refused = { method: 'POST', url: URL_, headers: { 'idempotency-key': 'x' }, body, key: key.token }
    expect((await world.call(refused)).status).toBe(403)
    expect((await make(world, { url: body.url, shops: [SHOP] }, 'two')).body).toMatchObject({
      status: 400,
      errors: [{ path: '/shops' }],
    })
  })

  test('do not come back by the key that made one which was deleted', async () => {
    const world = createWorld()
    const { id } = (await make(world, { url: 'https://helpdesk.example/' })).body as Made
    expect((await world.call({ method: 'DELETE', url: `${URL_}/${id}` })).status).toBe(204)
    expect((await world.call({ url: `${URL_}/${id}` })).status).toBe(404)
    expect((await make(world, { url: 'https://helpdesk.example/' })).status).toBe(409)
  })

  test('show a new secret once it was rotated, and how long the old one signs', async () => {
    const world = createWorld()
    const made = (await make(world, { url: 'https://helpdesk.example/' })).body as Made
    const rotate = async (key: string): Promise<Made> =>
      (
        await world.call({
          method: 'POST',
          url: `${URL_}/${made.id}/rotate-secret`,
          headers: { 'idempotency-key': key },
        })
      ).body as Made
    const rotated = await rotate('a')
    expect(rotated.secret).not.toBe(made.secret)
    expect(rotated.previousSecretUntil).toBe(world.clock.now() + DAY)
    expect(await rotate('a')).toEqual(rotated)
    expect((await rotate('b')).secret).not.toBe(rotated.secret)
  })

  test('are tested at once; attempts are listed newest first, page by page, without a word of either side', async () => {
    const world = createApiWorld({ fetchPublic: async () => new Response('who is this', { status: 500 }) })
    const { id } = (await make(world, { url: 'https://helpdesk.example/' })).body as Made
    for (let i = 0; i < 3; i += 1) {
      await world.clock.advance(1000)
      const { body } = await world.call({ method: 'POST', url: `${URL_}/${id}/test` })
      expect(body).toMatchObject({ type: 'webhook.test', status: 500, succeeded: false, error: null })
    }
    const times: number[] = []
    let url: string | null = `${URL_}/${id}/attempts?limit=2`
    while (url !== null) {
      const page = (await world.call({ url })).body as { data: { at: number }[]; next: string | null }
      times.push(...page.data.map(({ at }) => at))
      url = page.next && `${URL_}/${id}/attempts?limit=2&cursor=${page.next}`
    }
    expect(times).toEqual(times.toSorted((a, b) => b - a))
    expect(times).toHaveLength(3)
    expect(JSON.stringify(world.table.all?.())).not.toContain('who is this')
  })

  test('replay one event or a range, and nothing that is both or neither', async () => {
    const world = createWorld()
    const { id } = (await make(world, { url: 'https://helpdesk.example/' })).body as Made
    const event = await happen(world, 'm')
    const replay = async (body: object) =>
      (await world.call({ method: 'POST', url: `${URL_}/${id}/replay`, body })).status
    const from = '2026-01-01T00:00:00Z'
    expect(await replay({ event })).toBe(202)
    expect(await replay({ from })).toBe(202)
    expect(await replay({ from, to: '2026-01-02T00:00:00+02:00' })).toBe(202)
    for (const body of [{}, { event, from }, { to: from }, { event: 'evt_1' }]) expect(await replay(body)).toBe(400)
    expect(await replay({ event: `evt_${'a'.repeat(22)}` })).toBe(404)
  })
})
