import { Webhook } from 'standardwebhooks'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { readFeed } from '../../core/feed.ts'
import { retryKey } from '../../core/store/keys.ts'
import { loadEndpoint, type EndpointSettings } from '../../core/webhooks/endpoint.ts'
import { feedsOf } from '../../core/webhooks/feeds.ts'
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
import { TRUSTED_MS } from '../../core/webhooks/wake.ts'
import { PRINCIPAL, SHOP } from '../support/world.ts'
import { createWebhookWorld, DAY, HOUR, MINUTE, status, type WebhookWorld } from './webhooks.world.ts'

const OTHER = 'shp_other'
const LATER = 'shp_later'
const ORGANISATION = { ...PRINCIPAL, name: 'key_organisation', organisation: true }

let world: WebhookWorld
beforeEach(() => {
  world = createWebhookWorld()
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const make = async (settings: Partial<EndpointSettings> = {}, key = 'one') => {
  const given = { url: 'https://helpdesk.example/parley', ...settings }
  const endpoint = await createEndpoint(world.ctx, ORGANISATION, key, given, { organisation: true })
  await world.clock.advance(TRUSTED_MS)
  return endpoint
}
const happen = (shop: string, type: Parameters<WebhookWorld['happen']>[0] = 'message.created', data = {}) =>
  world.happen(type, data, shop)
const change = (id: string, settings: Partial<EndpointSettings>, enabled?: boolean) =>
  changeEndpoint(world.ctx, ORGANISATION, id, {
    settings: (before) => ({ ...before, ...settings }),
    ...(enabled === undefined ? {} : { enabled }),
  })
const state = async (id: string) => (await loadEndpoint(world.ctx, id)) ?? expect.unreachable()
const typesIn = async (shop: string) => (await readFeed(world.ctx, shop, 0, 1000)).events.map(({ type }) => type)
const sentOf = (shop: string) => world.posted.filter(({ event }) => event.shop === shop).map(({ event }) => event.id)

describe('an endpoint of the organisation', () => {
  test('is sent what happens in all shops, in the order of each, signed, with the shop of each event', async () => {
    await happen(SHOP)
    await happen(OTHER)
    const { id } = await make()
    const [a, b, c] = [await happen(SHOP), await happen(OTHER), await happen(SHOP)]
    await world.work()
    expect(sentOf(SHOP)).toEqual([a, c])
    expect(sentOf(OTHER)).toEqual([b])
    for (const { headers, body, at, event } of world.posted) {
      vi.useFakeTimers({ toFake: ['Date'], now: at })
      expect(new Webhook(world.wired.endpoints.secretOf(id, 1)).verify(body, { ...headers })).toEqual(event)
    }
    vi.useRealTimers()
    await world.pass(HOUR)
    expect(world.posted).toHaveLength(3)
  })

  test('is woken for the one feed in which something happened, and reads no other', async () => {
    const { id } = await make()
    await happen(OTHER)
    expect(world.notified.map(({ endpoint }) => endpoint)).toEqual([`${id}/${OTHER}`])
    await happen(SHOP)
    world.notified.length = 1
    await world.work()
    expect(world.posted.map(({ event }) => event.shop)).toEqual([OTHER])
  })

  test('is sent what nobody woke it for', async () => {
    await make()
    const happened = [await happen(SHOP), await happen(OTHER)]
    world.notified.length = 0
    await world.pass(6 * MINUTE)
    expect(new Set(world.ids())).toEqual(new Set(happened))
  })

  test('is sent what passes every filter: type, channel, account and shop', async () => {
    const account = { channel: 'sms', account: 'a' }
    await make({ types: ['message.created'], channels: ['sms'], accounts: [account], shops: [OTHER] })
    const right = await happen(OTHER, 'message.created', account)
    await happen(SHOP, 'message.created', account)
    await happen(OTHER, 'message.updated', account)
    await happen(OTHER, 'message.created', { channel: 'whatsapp', account: 'a' })
    await happen(OTHER, 'message.created', { channel: 'sms', account: 'b' })
    await world.pass(HOUR)
    expect(world.ids()).toEqual([right])
  })

  test('is sent all that happens in a shop that is configured later', async () => {
    await make()
    const shops = world.ctx.directory.shops()
    const first = await happen(LATER)
    vi.spyOn(world.ctx.directory, 'shops').mockReturnValue([...shops, { id: LATER, name: 'Later' }])
    world.notified.length = 0
    await world.pass(6 * MINUTE)
    expect(world.ids()).toEqual([first])
    const next = await happen(LATER)
    await world.work()
    expect(world.ids()).toEqual([first, next])
  })

  test('is sent what happens from now on in a shop that its filter let in', async () => {
    const { id } = await make({ shops: [SHOP] })
    await happen(OTHER)
    await world.work()
    await change(id, { shops: [SHOP, OTHER] })
    const next = await happen(OTHER)
    await world.work()
    await change(id, { shops: [SHOP] })
    await happen(OTHER)
    await world.pass(HOUR)
    await change(id, { shops: [SHOP, OTHER] })
    const last = await happen(OTHER)
    await world.pass(HOUR)
    expect(world.ids()).toEqual([next, last])
  })

  test('takes a shop that is busy beside the others', async () => {
    const { id } = await make()
    for (let i = 0; i < 50; i += 1) await happen(SHOP)
    const quick = await happen(OTHER)
    world.notified.length = 0
    world.helpdesk.answer = async ({ event }) => {
      if (event.shop === SHOP) await world.clock.sleep(5000)
      return new Response(null, { status: 200 })
    }
    const post = world.wired.endpoints.post
    const busy = notify(world.ctx, post, `${id}/${SHOP}`)
    await notify(world.ctx, post, `${id}/${OTHER}`)
    expect(sentOf(OTHER)).toEqual([quick])
    await world.clock.advance(50 * 5000)
    await busy
    expect(sentOf(SHOP)).toHaveLength(50)
    await world.pass(HOUR)
    expect(world.posted).toHaveLength(51)
  })

  test('does not let a shop that always has more keep another waiting for ever', async () => {
    const { id } = await make()
    for (let i = 0; i < 400; i += 1) await happen(SHOP)
    const quiet = await happen(OTHER)
    world.notified.length = 0
    world.helpdesk.answer = async () => {
      await world.clock.advance(1000)
      return new Response(null, { status: 200 })
    }
    for (let run = 0; run < 20 && sentOf(OTHER).length === 0; run += 1)
      await notify({ ...world.ctx, random: () => run / 20 }, world.wired.endpoints.post, id, world.clock.now() + 20_000)
    expect(sentOf(OTHER)).toEqual([quiet])
  })
})

describe('an endpoint of the organisation that fails', () => {
  test('parks as a whole after five failures in a row, and one event of one shop a step is tried', async () => {
    const { id } = await make()
    world.helpdesk.answer = status(500)
    for (let i = 0; i < 3; i += 1) for (const shop of [SHOP, OTHER]) await happen(shop)
    await world.work()
    expect(world.posted).toHaveLength(5)
    expect((await state(id)).parked).toBeDefined()
    for (let i = 0; i < 30; i += 1) {
      await happen(OTHER)
      await world.pass(MINUTE)
    }
    expect(world.posted).toHaveLength(5)
    const kept = world.table.all?.().filter(({ pk, sk }) => pk === `whk#${id}` && sk.startsWith('P#')) ?? []
    expect(kept).toHaveLength(5)
    expect(kept.filter(({ dpk }) => dpk !== undefined)).toEqual([])
    await world.pass(6 * HOUR)
    expect(world.posted).toHaveLength(6)
  })

  test('that is down for two days is sent every event of every shop once more when it is back', async () => {
    await make()
    const happened: string[] = []
    world.helpdesk.answer = status(503)
    for (let hour = 0; hour < 48; hour += 1) {
      happened.push(await happen(SHOP), await happen(OTHER))
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

  test('is not kept from the other shops by one event that it never takes', async () => {
    await make()
    const bad = await happen(SHOP)
    world.helpdesk.answer = ({ event }) => new Response(null, { status: event.id === bad ? 500 : 200 })
    await world.pass(4 * HOUR)
    const next = await happen(OTHER)
    await world.pass(16 * HOUR)
    expect(world.ids()).toContain(next)
  })

  test('is disabled after five days, counted for the endpoint, and each shop is told', async () => {
    const { id } = await make()
    world.helpdesk.answer = status(500)
    await happen(SHOP)
    await world.pass(3 * DAY)
    await happen(OTHER)
    await world.pass(3 * DAY)
    expect(await state(id)).toMatchObject({ off: 'failing' })
    for (const shop of [SHOP, OTHER])
      expect((await typesIn(shop)).filter((type) => type === 'webhook.disabled')).toHaveLength(1)
    const before = world.posted.length
    await happen(OTHER)
    await world.pass(2 * DAY)
    expect(world.posted).toHaveLength(before)
  })

  test('is disabled at once by 410, and goes on in each shop where it was once it is enabled', async () => {
    const { id } = await make()
    world.helpdesk.answer = status(410)
    const happened = [await happen(SHOP)]
    await world.work()
    expect(await state(id)).toMatchObject({ off: 'gone' })
    happened.push(await happen(OTHER), await happen(SHOP))
    await world.pass(HOUR)
    expect(world.posted).toHaveLength(1)
    world.helpdesk.answer = status(200)
    await change(id, {}, true)
    await world.pass(10 * MINUTE)
    const again = world.posted.slice(1).filter(({ event }) => event.type === 'message.created')
    expect(again.map(({ event }) => event.id).toSorted()).toEqual(happened.toSorted())
  })

  test('tries an event again by the feed it is of: positions of two shops are not mistaken for one another', async () => {
    const { id } = await make()
    const [a, b] = [await happen(SHOP), await happen(OTHER)]
    world.helpdesk.answer = status(500)
    await world.work()
    const kept = [SHOP, OTHER].map((shop) => world.table.get(retryKey(id, 1, shop)))
    expect((await Promise.all(kept)).map((item) => item?.['n'])).toEqual([1, 1])
    world.helpdesk.answer = status(200)
    await world.pass(HOUR)
    expect(new Set(world.ids().slice(2))).toEqual(new Set([a, b]))
  })

  test('tells the shop of an event that was never taken, and is not told of that itself', async () => {
    await make()
    const bad = await happen(OTHER)
    world.helpdesk.answer = ({ event }) => new Response(null, { status: event.id === bad ? 500 : 200 })
    await world.work()
    for (let hour = 0; hour < 90; hour += 1) {
      await happen(SHOP)
      await world.pass(HOUR)
    }
    expect(await typesIn(OTHER)).toContain('item.quarantined')
    expect(await typesIn(SHOP)).not.toContain('item.quarantined')
    expect(world.posted.some(({ event }) => event.type === 'item.quarantined')).toBe(false)
  })

  test('loses no event to a worker of another shop that overtakes', async () => {
    const { id } = await make()
    const [a, b] = [await happen(SHOP), await happen(OTHER)]
    world.notified.length = 0
    const post = world.wired.endpoints.post
    world.helpdesk.answer = async ({ event }) => {
      if (event.id !== a || world.posted.length > 1) return new Response(null, { status: 500 })
      await notify(world.ctx, post, `${id}/${OTHER}`)
      return new Response(null, { status: 500 })
    }
    await notify(world.ctx, post, `${id}/${SHOP}`)
    expect(world.logs.map(({ event }) => event)).toContain('webhook_overtaken')
    expect(world.ids().slice(0, 2)).toEqual([a, b])
    world.helpdesk.answer = status(200)
    world.posted.length = 0
    await world.pass(HOUR)
    expect(new Set(world.ids())).toEqual(new Set([a, b]))
    expect(world.posted).toHaveLength(2)
  })
})

describe('what the organisation asks of its endpoint', () => {
  test('signs with two secrets while one is rotated, in every shop', async () => {
    const { id } = await make()
    await rotateSecret(world.ctx, ORGANISATION, 'a', id)
    await happen(SHOP)
    await happen(OTHER)
    await world.work()
    expect(world.posted.map(({ headers }) => headers['webhook-signature']?.split(' ').length)).toEqual([2, 2])
  })

  test('has one event sent again, of whichever shop', async () => {
    const { id } = await make({ types: ['message.created'] })
    const other = await happen(OTHER, 'message.updated')
    await world.work()
    await replay(world.ctx, ORGANISATION, id, { event: other })
    await world.work()
    await world.pass(HOUR)
    expect(world.ids()).toEqual([other])
  })

  test('has a range of time sent again, of every shop', async () => {
    const { id } = await make()
    const happened: string[] = []
    const start = world.clock.now()
    for (let hour = 0; hour < 6; hour += 1) {
      happened.push(await happen(SHOP), await happen(OTHER))
      await world.pass(HOUR)
    }
    await replay(world.ctx, ORGANISATION, id, { from: start + 2 * HOUR, to: start + 4 * HOUR })
    world.notified.length = 0
    await world.pass(10 * MINUTE)
    expect(new Set(world.ids().slice(12))).toEqual(new Set(happened.slice(4, 10)))
    expect(world.posted).toHaveLength(18)
  })

  test('leaves nothing of one that was deleted but its attempts', async () => {
    const { id } = await make()
    world.helpdesk.answer = status(500)
    await happen(SHOP)
    await world.work()
    await deleteEndpoint(world.ctx, ORGANISATION, id)
    await happen(OTHER)
    await world.pass(HOUR)
    expect(world.posted).toHaveLength(1)
    const left = world.table.all?.().filter(({ pk, sk }) => pk === `whk#${id}` && !/^[HT]/.test(sk))
    expect(left).toEqual([])
  })
})

test('only who acts for all shops makes, finds and lists endpoints of the organisation', async () => {
  const { id } = await make()
  const url = 'https://helpdesk.example/'
  const shopsOwn = createEndpoint(world.ctx, PRINCIPAL, 'two', { url }, { organisation: true })
  await expect(shopsOwn).rejects.toMatchObject({ type: 'forbidden' })
  await expect(findEndpoint(world.ctx, PRINCIPAL, id)).rejects.toMatchObject({ type: 'not_found' })
  expect(await listEndpoints(world.ctx, PRINCIPAL)).toEqual([])
  expect(await listEndpoints(world.ctx, PRINCIPAL, { organisation: true })).toEqual([])
  expect((await listEndpoints(world.ctx, ORGANISATION, { organisation: true })).map((one) => one.id)).toEqual([id])
  expect(await listEndpoints(world.ctx, ORGANISATION)).toEqual([])
})

test('shops are named by endpoints of the organisation alone, and must be configured', async () => {
  const url = 'https://helpdesk.example/'
  const own = createEndpoint(world.ctx, ORGANISATION, 'two', { url, shops: [SHOP] })
  await expect(own).rejects.toMatchObject({ type: 'invalid_request' })
  await expect(make({ shops: ['shp_nowhere'] })).rejects.toMatchObject({ type: 'invalid_request' })
  const { id } = await make({ shops: [OTHER] })
  // One that was taken out of the configuration later hinders nobody.
  vi.spyOn(world.ctx.directory, 'shops').mockReturnValue([{ id: SHOP, name: 'Shop' }])
  const { settings } = await change(id, { url: 'https://elsewhere.example/' })
  expect(settings).toMatchObject({ shops: [OTHER], url: 'https://elsewhere.example/' })
  expect(await feedsOf(world.ctx, await state(id), undefined)).toEqual([])
})
