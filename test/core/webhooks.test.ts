import { Webhook } from 'standardwebhooks'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { listEvents } from '../../core/events.ts'
import { readFeed } from '../../core/feed.ts'
import { attemptsPage } from '../../core/webhooks/attempts.ts'
import { endpointKey } from '../../core/store/keys.ts'
import { loadEndpoint } from '../../core/webhooks/endpoint.ts'
import {
  changeEndpoint,
  createEndpoint,
  deleteEndpoint,
  findEndpoint,
  listEndpoints,
  rotateSecret,
} from '../../core/webhooks/manage.ts'
import { notify } from '../../core/webhooks/notify.ts'
import { replay } from '../../core/webhooks/replay.ts'
import { tick } from '../../core/send/tick.ts'
import { TRUSTED_MS } from '../../core/webhooks/wake.ts'
import { PRINCIPAL, SHOP } from '../support/world.ts'
import { createWebhookWorld, DAY, HOUR, MINUTE, status, type Posted, type WebhookWorld } from './webhooks.world.ts'

let world: WebhookWorld
beforeEach(() => {
  world = createWebhookWorld()
})
afterEach(() => {
  vi.useRealTimers()
})

const attempts = async (id: string) => (await attemptsPage(world.ctx, id, 100, undefined)).data
const state = async (id: string) => (await loadEndpoint(world.ctx, id)) ?? expect.unreachable()
const typesInFeed = async () => (await readFeed(world.ctx, SHOP, 0, 1000)).events.map(({ type }) => type)

/** Verifies as a receiver does, at the time of the delivery. */
const verify = (secret: string, { headers, body, at }: Posted): unknown => {
  vi.useFakeTimers({ toFake: ['Date'], now: at })
  return new Webhook(secret).verify(body, { ...headers })
}

describe('an endpoint', () => {
  test('is sent what happens after it was made, once, in order, signed', async () => {
    await world.happen()
    const { id } = await world.endpoint()
    // Until then the process still takes the shop for one without endpoints.
    await world.clock.advance(TRUSTED_MS)
    const happened = [await world.happen(), await world.happen(), await world.happen()]
    await world.work()
    expect(world.ids()).toEqual(happened)
    const secret = world.wired.endpoints.secretOf(id, 1)
    for (const one of world.posted) expect(verify(secret, one)).toEqual(one.event)
    const [first] = (await readFeed(world.ctx, SHOP, 1, 1)).events
    expect(world.posted[0]?.event).toEqual(first)
    await world.pass(HOUR)
    expect(world.posted).toHaveLength(3)
  })

  test('is sent what happens right after it was made within a second, though the process knew of none', async () => {
    await world.happen()
    await world.endpoint()
    const happened = await world.happen()
    await world.clock.advance(1000)
    await tick(world.ctx)
    await world.work()
    expect(world.ids()).toEqual([happened])
  })

  test('is sent what nobody woke it for', async () => {
    await world.endpoint()
    await world.happen()
    world.notified.length = 0
    await world.pass(6 * MINUTE)
    expect(world.posted).toHaveLength(1)
  })

  test('costs a shop without one no write and no wake-up', async () => {
    await world.happen()
    await world.pass(HOUR)
    expect(world.notified).toEqual([])
    expect(world.table.all?.().filter(({ pk }) => pk.startsWith('wh'))).toEqual([])
  })

  test('is sent what passes every filter', async () => {
    await world.endpoint({
      types: ['message.created'],
      channels: ['sms'],
      accounts: [{ channel: 'sms', account: 'a' }],
    })
    const right = await world.happen('message.created', { channel: 'sms', account: 'a' })
    await world.happen('message.updated', { channel: 'sms', account: 'a' })
    await world.happen('message.created', { channel: 'whatsapp', account: 'a' })
    await world.happen('message.created', { channel: 'sms', account: 'b' })
    await world.happen('message.created')
    await world.work()
    expect(world.ids()).toEqual([right])
  })

  test('is sent nothing of another shop', async () => {
    await world.endpoint()
    await world.happen('message.created', {}, 'shp_other')
    await world.pass(HOUR)
    expect(world.posted).toEqual([])
  })

  test('is told by link of an object that is too large, and its filter still knows the channel', async () => {
    await world.endpoint({ channels: ['sms'] })
    await world.happen('message.created', { channel: 'sms', text: 'x'.repeat(21_000) })
    await world.work()
    expect(world.posted[0]?.event.data).toEqual({ id: 'msg_1', link: '/v1/messages/msg_1' })
  })

  test('that was deleted is sent nothing, and leaves nothing due', async () => {
    const { id } = await world.endpoint()
    world.helpdesk.answer = status(500)
    await world.happen()
    await world.work()
    await deleteEndpoint(world.ctx, PRINCIPAL, id)
    const before = world.posted.length
    await world.happen()
    await world.pass(HOUR)
    expect(world.posted).toHaveLength(before)
    expect(world.table.all?.().filter(({ pk, dpk }) => pk.startsWith('whk#') && dpk !== undefined)).toEqual([])
  })

  test('is left by a worker that was overtaken: what another wrote stands', async () => {
    const { id } = await world.endpoint()
    const happened = await world.happen()
    world.helpdesk.answer = async () => {
      world.helpdesk.answer = status(204)
      await notify(world.ctx, world.wired.endpoints.post, id)
      return new Response(null, { status: 500 })
    }
    await world.work()
    const { position, turn } = await state(id)
    expect([position, turn]).toEqual([1, 1])
    expect(world.ids()).toEqual([happened, happened])
    expect(world.logs.map(({ event }) => event)).toContain('webhook_overtaken')
  })

  test('goes on where a run had no time left', async () => {
    const { id } = await world.endpoint()
    for (let i = 0; i < 30; i += 1) await world.happen()
    world.notified.length = 0
    world.helpdesk.answer = async () => {
      await world.clock.advance(1000)
      return new Response(null, { status: 200 })
    }
    await notify(world.ctx, world.wired.endpoints.post, id, world.clock.now() + 25_000)
    expect(world.posted.length).toBeLessThan(15)
    await world.pass(2 * MINUTE)
    expect(new Set(world.ids()).size).toBe(30)
    expect(world.posted).toHaveLength(30)
  })

  test('is sent an event that was kept back by a gap, when the gap is closed', async () => {
    let die = true
    world = createWebhookWorld({
      memory: {
        before: (operation) => {
          if (die && operation.kind === 'put' && operation.key.pk.startsWith('feed#')) throw new Error('died')
        },
      },
    })
    await world.endpoint()
    await expect(world.happen()).rejects.toThrow('died')
    die = false
    const alive = await world.happen()
    await world.work()
    expect(world.posted).toEqual([])
    await world.pass(MINUTE)
    expect(world.ids()).toEqual([alive])
  })
})

describe('an event that is not taken', () => {
  test('is tried ten times over 75 hours and more, by the same id, while others go on', async () => {
    const { id } = await world.endpoint()
    const bad = await world.happen()
    world.helpdesk.answer = ({ event }) => new Response(null, { status: event.id === bad ? 500 : 200 })
    await world.work()
    for (let hour = 0; hour < 90; hour += 1) {
      await world.happen()
      await world.pass(HOUR)
    }
    const tries = world.posted.filter(({ event }) => event.id === bad)
    expect(tries).toHaveLength(10)
    expect((tries.at(-1)?.at ?? 0) - (tries[0]?.at ?? 0)).toBeGreaterThanOrEqual(75 * HOUR)
    expect(world.ids().filter((one) => one === bad)).toHaveLength(10)
    expect(await state(id)).toMatchObject({ failures: 0, off: undefined, parked: undefined })
    // The shop is told, and the endpoint is not told of itself.
    expect(await typesInFeed()).toContain('item.quarantined')
    expect(world.posted.some(({ event }) => event.type === 'item.quarantined')).toBe(false)
    expect(new Set(world.ids()).size).toBe(91)
  })

  test('is tried again after as long as the endpoint asked for', async () => {
    await world.endpoint()
    await world.happen()
    world.helpdesk.answer = status(503, { 'retry-after': '7200' })
    await world.work()
    await world.pass(2 * HOUR - MINUTE)
    expect(world.posted).toHaveLength(1)
    world.helpdesk.answer = status(200)
    await world.pass(2 * MINUTE)
    expect(world.posted).toHaveLength(2)
  })

  test.each([
    ['a redirect', status(302, { location: 'https://elsewhere.example' }), { status: 302, error: 'redirect' }],
    ['an error', status(404), { status: 404, error: null }],
    [
      'a connection that fails',
      () => {
        throw new TypeError('fetch failed')
      },
      { status: null, error: 'unreachable' },
    ],
    [
      'silence',
      () => {
        throw new DOMException('late', 'TimeoutError')
      },
      { status: null, error: 'timeout' },
    ],
  ])('failed: %s', async (_, answer, shown) => {
    const { id } = await world.endpoint()
    await world.happen()
    world.helpdesk.answer = answer
    await world.work()
    expect(await attempts(id)).toMatchObject([{ ...shown, succeeded: false }])
    expect(await state(id)).toMatchObject({ failures: 1 })
  })

  test('is sent again before later ones when its endpoint is well', async () => {
    await world.endpoint()
    const first = await world.happen()
    world.helpdesk.answer = status(500)
    await world.work()
    world.helpdesk.answer = status(200)
    await world.pass(MINUTE)
    expect(world.ids()).toEqual([first, first])
    await world.pass(DAY)
    expect(world.posted).toHaveLength(2)
  })
})

describe('an endpoint that fails', () => {
  test('parks after five failures in a row: nothing more is kept, and one event a step is tried', async () => {
    const { id } = await world.endpoint()
    for (let i = 0; i < 40; i += 1) await world.happen()
    world.helpdesk.answer = status(500)
    await world.work()
    expect(world.posted).toHaveLength(5)
    expect((await state(id)).parked).toBeDefined()
    for (let i = 0; i < 40; i += 1) {
      await world.happen()
      await world.pass(MINUTE)
    }
    expect(world.posted).toHaveLength(5)
    const kept = world.table.all?.().filter(({ pk, sk }) => pk === `whk#${id}` && sk.startsWith('P#')) ?? []
    expect(kept).toHaveLength(5)
    expect(kept.filter(({ dpk }) => dpk !== undefined)).toEqual([])
    await world.pass(6 * HOUR)
    expect(world.posted).toHaveLength(6)
  })

  test('that is down for two days is sent every event once more when it is back', async () => {
    await world.endpoint()
    const happened: string[] = []
    world.helpdesk.answer = status(503)
    for (let hour = 0; hour < 48; hour += 1) {
      happened.push(await world.happen())
      await world.pass(HOUR)
    }
    const taken: string[] = []
    world.helpdesk.answer = ({ event }) => {
      taken.push(event.id)
      return new Response(null, { status: 200 })
    }
    await world.pass(DAY)
    expect(taken.toSorted()).toEqual(happened.toSorted())
  })

  test('is disabled after five days, with an event, and not before', async () => {
    const { id } = await world.endpoint()
    await world.happen()
    world.helpdesk.answer = status(500)
    await world.pass(5 * DAY - HOUR)
    expect(await state(id)).toMatchObject({ off: undefined })
    expect(await typesInFeed()).not.toContain('webhook.disabled')
    await world.pass(DAY + 4 * HOUR)
    expect(await state(id)).toMatchObject({ off: 'failing' })
    expect((await typesInFeed()).filter((type) => type === 'webhook.disabled')).toHaveLength(1)
    const before = world.posted.length
    expect(before).toBeGreaterThanOrEqual(10)
    await world.happen()
    await world.pass(2 * DAY)
    expect(world.posted).toHaveLength(before)
  })

  test('goes on where it was once it is enabled', async () => {
    const { id } = await world.endpoint()
    const happened = [await world.happen()]
    world.helpdesk.answer = status(410)
    await world.work()
    happened.push(await world.happen())
    await world.pass(HOUR)
    expect(world.posted).toHaveLength(1)
    world.helpdesk.answer = status(200)
    await changeEndpoint(world.ctx, PRINCIPAL, id, { settings: (same) => same, enabled: true })
    await world.pass(10 * MINUTE)
    const again = world.posted.slice(1)
    expect(again.map(({ event }) => event.type)).toEqual(['message.created', 'webhook.disabled', 'message.created'])
    expect([again[0]?.event.id, again[2]?.event.id]).toEqual(happened)
  })

  test('is disabled at once by 410, with an event, also when its worker died before that was told', async () => {
    let die = false
    world = createWebhookWorld({
      memory: {
        before: (operation) => {
          if (die && operation.kind === 'put' && operation.key.pk.startsWith('evt#')) throw new Error('died')
        },
      },
    })
    const { id } = await world.endpoint()
    await world.happen()
    world.helpdesk.answer = status(410)
    die = true
    await expect(world.work()).rejects.toThrow('died')
    die = false
    expect(await state(id)).toMatchObject({ off: 'gone' })
    await world.pass(10 * MINUTE)
    expect((await typesInFeed()).filter((type) => type === 'webhook.disabled')).toHaveLength(1)
    expect((await world.table.get(endpointKey(id)))?.['dpk']).toBeUndefined()
  })

  test('does not stay parked by one event that it never takes', async () => {
    const { id } = await world.endpoint()
    const bad = await world.happen()
    world.helpdesk.answer = ({ event }) => new Response(null, { status: event.id === bad ? 500 : 200 })
    await world.pass(4 * HOUR)
    expect((await state(id)).parked).toBeDefined()
    const next = await world.happen()
    await world.pass(16 * HOUR)
    expect(world.ids()).toContain(next)
    expect((await state(id)).parked).toBeUndefined()
  })
})

describe('what the shop asks of an endpoint', () => {
  test('signs with two secrets for a day after one was rotated, and then with the new one alone', async () => {
    const { id } = await world.endpoint()
    await rotateSecret(world.ctx, PRINCIPAL, 'a', id)
    await rotateSecret(world.ctx, PRINCIPAL, 'a', id)
    const { secretOf } = world.wired.endpoints
    const [old, young] = [secretOf(id, 1), secretOf(id, 2)]
    await world.happen()
    await world.work()
    const during = world.last()
    expect(during.headers['webhook-signature']?.split(' ')).toHaveLength(2)
    for (const secret of [old, young]) expect(verify(secret, during)).toEqual(during.event)
    vi.useRealTimers()
    await world.pass(DAY + MINUTE)
    await world.happen()
    await world.work()
    const after = world.last()
    expect(verify(young, after)).toEqual(after.event)
    expect(() => verify(old, after)).toThrow('No matching signature')
  })

  test('has one event sent again, whatever the filter says', async () => {
    const { id } = await world.endpoint({ types: ['message.created'] })
    const other = await world.happen('message.updated')
    await world.work()
    expect(world.posted).toEqual([])
    await replay(world.ctx, PRINCIPAL, id, { event: other })
    await world.work()
    expect(world.ids()).toEqual([other])
    await world.pass(HOUR)
    expect(world.posted).toHaveLength(1)
  })

  test('has a range of time sent again, as far as it passes the filter', async () => {
    const { id } = await world.endpoint({ types: ['message.created'] })
    const happened: string[] = []
    for (let hour = 0; hour < 6; hour += 1) {
      happened.push(await world.happen())
      await world.happen('message.updated')
      await world.pass(HOUR)
    }
    const start = (await readFeed(world.ctx, SHOP, 0, 1)).events[0]?.at ?? 0
    await replay(world.ctx, PRINCIPAL, id, { from: start + 2 * HOUR, to: start + 4 * HOUR })
    world.notified.length = 0
    await world.pass(10 * MINUTE)
    expect(world.ids().slice(6)).toEqual(happened.slice(2, 5))
  })

  test('keeps what the shop changes while a worker is at it', async () => {
    const { id } = await world.endpoint()
    await world.happen()
    world.helpdesk.answer = async () => {
      const settings = () => ({ url: 'https://other.example/' })
      await changeEndpoint(world.ctx, PRINCIPAL, id, { settings, enabled: false })
      return new Response(null, { status: 200 })
    }
    await world.work()
    expect(await state(id)).toMatchObject({ off: 'paused', settings: { url: 'https://other.example/' } })
    await world.pass(HOUR)
    expect(world.posted).toHaveLength(1)
  })

  test('loses no change to a worker that writes in between', async () => {
    const { id } = await world.endpoint()
    await world.happen()
    let meddled = false
    const settings = () => ({ url: 'https://other.example/' })
    const table = {
      ...world.ctx.table,
      update: async (...update: Parameters<typeof world.ctx.table.update>) => {
        if (!meddled) {
          meddled = true
          await world.work()
        }
        return world.ctx.table.update(...update)
      },
    }
    await changeEndpoint({ ...world.ctx, table }, PRINCIPAL, id, { settings })
    expect(await state(id)).toMatchObject({ position: 1, settings: { url: 'https://other.example/' } })
  })
})

test('a key that is limited to accounts makes endpoints of those alone, and knows of no other', async () => {
  const accounts = [{ channel: 'sms', account: 'a' }]
  const limited = { ...PRINCIPAL, name: 'key_limited', accounts }
  const url = 'https://helpdesk.example/'
  const all = await world.endpoint()
  const own = await createEndpoint(world.ctx, limited, 'one', { url })
  expect(own.settings.accounts).toEqual(accounts)
  const beyond = { url, accounts: [{ channel: 'sms', account: 'b' }] }
  await expect(createEndpoint(world.ctx, limited, 'two', beyond)).rejects.toMatchObject({ type: 'invalid_request' })
  const widen = changeEndpoint(world.ctx, limited, own.id, { settings: () => beyond })
  await expect(widen).rejects.toMatchObject({ type: 'invalid_request' })
  expect((await listEndpoints(world.ctx, limited)).map(({ id }) => id)).toEqual([own.id])
  await expect(findEndpoint(world.ctx, limited, all.id)).rejects.toMatchObject({ type: 'not_found' })
  await world.happen('message.created', { channel: 'sms', account: 'a' })
  await world.happen('message.created', { channel: 'sms', account: 'b' })
  const { data } = await listEvents(world.ctx, limited, { after: undefined, limit: 10 })
  expect(data.map(({ subject }) => subject)).toEqual(['msg_1'])
})

describe('the feed by cursor', () => {
  const follow = async (after: Parameters<typeof listEvents>[2]['after']) =>
    listEvents(world.ctx, PRINCIPAL, { after, limit: 2 })

  test('gives a reader who was away for two days every event once', async () => {
    const happened: string[] = []
    const seen: string[] = []
    let place: Parameters<typeof listEvents>[2]['after']
    const read = async () => {
      for (;;) {
        const page = await follow(place)
        seen.push(...page.data.map(({ id }) => id))
        place = page.next
        if (!page.more) return
      }
    }
    for (let hour = 0; hour < 96; hour += 1) {
      happened.push(await world.happen())
      if (hour < 24 || hour > 72) await read()
      await world.clock.advance(HOUR)
    }
    await read()
    expect(seen).toEqual(happened)
  })

  test('refuses a cursor after which events went, and takes one after which none did', async () => {
    await world.happen()
    const { next } = await follow(undefined)
    await world.clock.advance(40 * DAY)
    // Nothing came after it: nothing is missed.
    expect(await follow(next)).toMatchObject({ data: [] })
    const late = await world.happen()
    expect((await follow(next)).data.map(({ id }) => id)).toEqual([late])
    await world.clock.advance(31 * DAY)
    await expect(follow(next)).rejects.toMatchObject({ type: 'cursor_expired' })
    // Also once they are really gone.
    for (const { pk, sk } of world.table.all?.() ?? []) if (pk.startsWith('feed#')) await world.table.delete({ pk, sk })
    await world.happen()
    await expect(follow(next)).rejects.toMatchObject({ type: 'cursor_expired' })
  })

  test('begins with the oldest that is kept, or with what comes', async () => {
    await world.happen()
    await world.clock.advance(31 * DAY)
    const kept = [await world.happen(), await world.happen()]
    const latest = await follow('latest')
    expect((await follow(undefined)).data.map(({ id }) => id)).toEqual(kept)
    expect(latest.data).toEqual([])
    const next = await world.happen()
    expect((await follow(latest.next)).data.map(({ id }) => id)).toEqual([next])
  })
})
