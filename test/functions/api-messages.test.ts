import { expect, test } from 'vitest'
import type { Message } from '../../core/schema/message.ts'
import { factOfMessage, stateKey } from '../../core/store/keys.ts'
import { createApiWorld, type Answer, type ApiWorld } from '../support/api-world.ts'

const idOf = (answer: Answer): string => (answer.body as Message).id
const cancel = (world: ApiWorld, id: string, shop = 'shp_default') =>
  world.call({ method: 'POST', url: `/v1/messages/${id}/cancel`, headers: { 'parley-shop': shop } })

test('a message that waits is cancelled, is never sent, and says so as often as it is asked', async () => {
  const world = createApiWorld()
  const conversation = await world.hear('Hello')
  const id = idOf(await world.say(conversation, { text: 'Hi' }))
  expect(await cancel(world, id)).toMatchObject({ status: 200, body: { status: 'cancelled' } })
  expect(await cancel(world, id)).toMatchObject({ status: 200, body: { status: 'cancelled' } })
  await world.settle()
  expect(world.sent).toEqual([])
  const { body } = await world.call({ url: `/v1/conversations/${conversation}/messages?order=newest` })
  expect(body).toMatchObject({ data: [{ id, status: 'cancelled' }, {}] })
})

test('of a message that is under way only what was not begun is cancelled', async () => {
  const world = createApiWorld()
  const conversation = await world.hear('Hello')
  const id = idOf(await world.say(conversation, { text: 'x'.repeat(5000) }))
  const begun = { p0_state: 'sending', p0_lease: world.clock.now() + 10_000, p0_n: 1 }
  await world.table.update(stateKey(factOfMessage(id)), { set: begun, add: { rev: 1 } })
  expect(await cancel(world, id)).toMatchObject({
    status: 200,
    body: { status: 'sending', parts: [{ status: 'sending' }, { status: 'cancelled' }] },
  })
  expect(await cancel(world, id)).toMatchObject({ status: 409, body: { messageStatus: 'sending' } })
})

test('a message that went is not cancelled, nor is that of another shop', async () => {
  const world = createApiWorld()
  const id = idOf(await world.say(await world.hear('Hello'), { text: 'Hi' }))
  expect(await cancel(world, id, 'shp_other')).toMatchObject({ status: 404 })
  await world.settle()
  expect(await cancel(world, id)).toMatchObject({
    status: 409,
    body: { type: 'urn:parley:problem:not_cancellable', messageStatus: 'sent' },
  })
})
