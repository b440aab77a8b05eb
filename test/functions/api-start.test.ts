import { expect, test } from 'vitest'
import { projectFact } from '../../core/project/project.ts'
import type { Conversation } from '../../core/schema/conversation.ts'
import type { Message } from '../../core/schema/message.ts'
import { factOfMessage } from '../../core/store/keys.ts'
import { createApiWorld, type Answer, type ApiWorld, type Conversations } from '../support/api-world.ts'
import { ACCOUNT, receiptFact, textFact } from '../support/world.ts'

const PHONE = { type: 'phone', value: '+15550003333' }
const BSUID = { type: 'wa_bsuid', value: 'US.1' }
const TEMPLATE = { content: { type: 'template', name: 'order_sent', language: 'en' } }
const BODY = { channel: 'whatsapp', account: ACCOUNT, to: { alias: PHONE }, purpose: 'service', message: TEMPLATE }

const start = (world: ApiWorld, change: object = {}, key = 'k'): Promise<Answer> =>
  world.call({
    method: 'POST',
    url: '/v1/conversations',
    headers: { 'idempotency-key': key },
    body: { ...BODY, ...change },
  })
const started = (answer: Answer) => answer.body as { conversation: Conversation; message: Message }
const all = async (world: ApiWorld) => ((await world.call({ url: '/v1/conversations' })).body as Conversations).data

test('a conversation that the shop begins is sent to, listed, and with whom it was sent to', async () => {
  const world = createApiWorld()
  const answer = await start(world)
  expect(answer).toMatchObject({ status: 202, body: { message: { status: 'queued', direction: 'out' } } })
  const { conversation, message } = started(answer)
  expect(conversation.contact.id).toBe(message.contact)
  await world.settle()
  expect(world.sent).toMatchObject([{ address: { peers: [PHONE] }, content: TEMPLATE.content }])
  expect(await all(world)).toMatchObject([{ id: conversation.id, contact: { id: message.contact }, unread: 0 }])
  expect(await world.call({ url: `/v1/contacts/${message.contact}` })).toMatchObject({ body: { aliases: [PHONE] } })
  // Again, nothing is sent and nothing changes.
  expect(started(await start(world)).message.id).toBe(message.id)
  await world.settle()
  expect(world.sent).toHaveLength(1)
  expect(await start(world, { purpose: 'marketing' })).toMatchObject({ status: 409 })
})

test('what the customer answers comes to it, also under a user id that only the receipt told of', async () => {
  const world = createApiWorld()
  const { conversation } = started(await start(world))
  await world.settle()
  await world.record([receiptFact('wamid.out-1', 'delivered', null, { peers: [PHONE, BSUID] })])
  await world.settle()
  await world.clock.advance(1000)
  await world.record([textFact('Thanks', { peers: [BSUID] })])
  await world.settle()
  expect(await all(world)).toMatchObject([{ id: conversation.id, preview: { text: 'Thanks' }, unread: 1 }])
})

test('it goes on where there is one already, also for a contact, and the window counts', async () => {
  const world = createApiWorld()
  const id = await world.hear('Hello', { peers: [PHONE] })
  const [known] = await all(world)
  const to = { contact: known?.contact.id }
  const answer = started(await start(world, { to, message: { text: 'Hi again' } }))
  expect(answer.conversation.id).toBe(id)
  expect(
    await start(world, { to: { alias: { ...PHONE, value: '+15550004444' } }, message: { text: 'Hi' } }, 'b'),
  ).toMatchObject({
    status: 422,
    body: { type: 'urn:parley:problem:window_closed', errors: [{ path: '/message/text' }] },
  })
})

test('nobody is written to who forbade it, by an account that is not the shop’s, or under what is no person', async () => {
  const world = createApiWorld()
  await world.hear('Stop', { peers: [PHONE] })
  const contact = (await all(world))[0]?.contact.id
  const no = { channel: 'whatsapp', purpose: 'marketing', state: 'revoked', source: 'call' }
  await world.call({ method: 'PUT', url: `/v1/contacts/${contact}/consent`, body: no })
  expect(await start(world, { purpose: 'marketing' })).toMatchObject({ status: 422 })
  const wrong = [
    [{ account: '100000000000002' }, '/account'],
    [{ channel: 'sms' }, '/account'],
    [{ to: { alias: { type: 'wa_group', value: 'g' } } }, '/to/alias'],
    [{ to: { alias: { type: 'wa_parent_bsuid', value: 'g' } } }, '/to'],
    [{ validUntil: '2020-01-01T00:00:00Z' }, '/validUntil'],
  ] as const
  for (const [change, path] of wrong)
    expect(await start(world, change, path)).toMatchObject({ status: 400, body: { errors: [{ path }] } })
  expect(await start(world, { to: { contact: `ctc_${'x'.repeat(22)}` } }, 'c')).toMatchObject({ status: 404 })
  expect(await start(world, { to: { alias: { type: 'phone', value: '0155' } } }, 'd')).toMatchObject({ status: 400 })
})

test('who died after accepting it has begun it all the same', async () => {
  const world = createApiWorld()
  const { message, conversation } = started(await start(world))
  for (let n = 0; n < 2; n += 1) await projectFact(world.ctx, factOfMessage(message.id))
  const again = createApiWorld()
  for (const item of world.table.all?.() ?? [])
    if (item.pk.startsWith('f#') || item.pk.startsWith('adr#') || item.pk.startsWith('ali#'))
      await again.table.put(item)
  await again.settle()
  expect(await all(again)).toMatchObject([{ id: conversation.id, contact: { id: message.contact } }])
  expect(again.sent).toHaveLength(1)
})
