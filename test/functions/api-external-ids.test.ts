import { beforeEach, expect, test } from 'vitest'
import { readFeed } from '../../core/feed.ts'
import { claimMessageIds } from '../../core/messages/claim.ts'
import type { Conversation } from '../../core/schema/conversation.ts'
import type { Message } from '../../core/schema/message.ts'
import { idAttribute } from '../../core/store/facts.ts'
import { stateKey } from '../../core/store/keys.ts'
import { createApiWorld, type Answer, type ApiWorld, type Timeline } from '../support/api-world.ts'
import type { Operation } from '../support/memory-table.ts'
import { itemsOf, SHOP } from '../support/world.ts'

let world: ApiWorld
let id: string
let interrupt: ((operation: Operation) => Promise<unknown> | undefined) | undefined

beforeEach(async () => {
  interrupt = undefined
  world = createApiWorld({ memory: { before: (operation) => interrupt?.(operation) as Promise<void> | undefined } })
  id = await world.hear('Where is my parcel?')
  await world.clock.advance(1000)
})

const timeline = async () => ((await world.call({ url: `/v1/conversations/${id}/messages` })).body as Timeline).data
const heard = async (): Promise<string> => (await timeline())[0]?.id ?? ''
const name = (message: string, externalIds: object): Promise<Answer> =>
  world.call({ method: 'PATCH', url: `/v1/messages/${message}`, body: { externalIds } })
const find = async (externalId: string, headers = {}): Promise<string[]> => {
  const { body } = await world.call({ url: `/v1/messages?externalId=${externalId}`, headers })
  return (body as { data: Message[] }).data.map((message) => message.id)
}
const taken = { status: 409, body: { type: 'urn:parley:problem:external_id_taken' } }
const replay = async (): Promise<void> => {
  for (const { pk } of itemsOf(world, 'f#').toReversed()) world.stream.push({ pk, sk: 'F' })
  await world.settle()
}

test('a message is found by what it is called elsewhere, and tells it wherever it is shown', async () => {
  const message = await heard()
  const { body } = await name(message, { erp: 'm:1', crm: '7' })
  expect(body).toMatchObject({ id: message, externalIds: { crm: '7', erp: 'm:1' } })
  await replay()
  expect(await timeline()).toMatchObject([{ externalIds: { crm: '7', erp: 'm:1' } }])
  expect([await find('erp:m:1'), await find('erp:m')]).toEqual([[message], []])
  expect(await find('erp:m:1', { 'parley-shop': 'shp_other' })).toEqual([])
  await name(message, { crm: null })
  await name(message, { crm: null })
  expect([await find('crm:7'), await find('erp:m:1')]).toEqual([[], [message]])
  await world.clock.advance(10_000)
  const told = (await readFeed(world.ctx, SHOP, 0, 100)).events.filter(({ type }) => type === 'message.updated')
  expect(told.map(({ data }) => data['externalIds'])).toEqual([{ crm: '7', erp: 'm:1' }, { erp: 'm:1' }])
  const versions = told.map(({ data }) => Number(data['version']))
  expect(versions[1]).toBeGreaterThan(versions[0] ?? 0)
})

test('an id names one message of the shop, until it is taken away', async () => {
  const sent = (await world.say(id, { text: 'On its way', externalIds: { erp: '1' } })).body as Message
  expect(sent.externalIds).toEqual({ erp: '1' })
  await world.settle()
  expect(await find('erp:1')).toEqual([sent.id])
  const message = await heard()
  expect(await name(message, { erp: '1' })).toMatchObject(taken)
  expect(await world.say(id, { text: 'Again', externalIds: { erp: '1' } }, 'key-2')).toMatchObject(taken)
  expect(await world.say(id, { text: 'On its way', externalIds: { erp: '1' } })).toMatchObject({ status: 202 })
  await name(sent.id, { erp: '2' })
  expect((await name(message, { erp: '1' })).status).toBe(200)
  expect([await find('erp:1'), await find('erp:2')]).toEqual([[message], [sent.id]])
  expect((await timeline()).map((entry) => (entry as Message).externalIds)).toEqual([{ erp: '1' }, { erp: '2' }])
  expect(world.sent).toHaveLength(1)
})

test('what a message that was never accepted claimed is free after a minute', async () => {
  await claimMessageIds(world.ctx, SHOP, 'msg_0000000000000000000000', { erp: '1' })
  const message = await heard()
  expect(await name(message, { erp: '1' })).toMatchObject(taken)
  await world.clock.advance(60_000)
  expect((await name(message, { erp: '1' })).status).toBe(200)
})

test('the later of two words stands, whichever is written first', async () => {
  const message = await heard()
  const key = stateKey(message.slice('msg_'.length))
  interrupt = (operation) => {
    if (operation.kind !== 'update' || operation.key.pk !== key.pk) return undefined
    interrupt = undefined
    return world.clock.advance(1000).then(() => name(message, { erp: 'later' }))
  }
  const { body } = await name(message, { erp: 'earlier' })
  expect(body).toMatchObject({ externalIds: { erp: 'later' } })
  expect([await find('erp:earlier'), await find('erp:later')]).toEqual([[], [message]])
  expect((await name(await heard(), { erp: 'earlier' })).status).toBe(200)
  expect(idAttribute('erp') in ((await world.table.get(key)) ?? {})).toBe(true)
})

test('a start names its message as well', async () => {
  const body = {
    channel: 'whatsapp',
    account: '100000000000001',
    to: { contact: ((await world.call({ url: `/v1/conversations/${id}` })).body as Conversation).contact.id },
    purpose: 'service',
    message: { text: 'Your parcel' },
    externalIds: { erp: '5' },
  }
  const headers = { 'idempotency-key': 'start' }
  const answer = await world.call({ method: 'POST', url: '/v1/conversations', headers, body })
  const { message } = answer.body as { message: Message }
  expect(message.externalIds).toEqual({ erp: '5' })
  expect(await find('erp:5')).toEqual([message.id])
  const again = { ...body, message: { text: 'Another' } }
  const other = { 'idempotency-key': 'other' }
  expect(await world.call({ method: 'POST', url: '/v1/conversations', headers: other, body: again })).toMatchObject({
    ...taken,
    body: { errors: [{ path: '/externalIds/erp' }] },
  })
})
