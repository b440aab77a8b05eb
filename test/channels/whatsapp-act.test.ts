import { expect, test } from 'vitest'
import type { ChannelAction } from '../../adapters/adapter.ts'
import { ACCOUNT, PHONE, text, world } from './whatsapp.world.ts'

const signal = new AbortController().signal
const action = (type: ChannelAction['type'], message?: string): ChannelAction => ({
  type,
  address: { channel: 'whatsapp', account: ACCOUNT, peers: [{ type: 'phone', value: PHONE }] },
  ...(message === undefined ? {} : { message }),
})

test('shows that a message was read, and that somebody types, which the sandbox keeps', async () => {
  const { sandbox, adapter, facts, clock } = world()
  const { providerId } = await sandbox.customer({ type: 'text', text: 'Hello', from: PHONE })
  for (const type of ['read', 'typing'] as const)
    expect(await adapter.act?.(action(type, providerId), signal)).toEqual({ kind: 'done' })
  await clock.drain()
  expect(facts).toHaveLength(1)
  const mark = { messaging_product: 'whatsapp', status: 'read', message_id: providerId }
  expect(sandbox.requests()).toMatchObject([
    { method: 'POST', path: `/v26.0/${ACCOUNT}/messages`, body: mark, status: 200 },
    { body: { ...mark, typing_indicator: { type: 'text' } }, status: 200 },
  ])
  expect(sandbox.requests()[0]?.body).toEqual(mark)
})

test('shows nothing where the customer has said nothing yet', async () => {
  const { sandbox, adapter } = world()
  for (const type of ['read', 'typing'] as const)
    expect(await adapter.act?.(action(type), signal)).toMatchObject({
      kind: 'refused',
      failure: { code: 'content_unsupported', retry: 'no' },
    })
  expect(sandbox.requests()).toEqual([])
})

test('says that a message that is none cannot be marked', async () => {
  const { adapter } = world()
  expect(await adapter.act?.(action('read', 'SM123'), signal)).toMatchObject({
    failure: { code: 'provider_rejected', provider: { code: '131009' } },
  })
})

test('is refused as the Cloud API refuses it', async () => {
  const { sandbox } = world()
  const post = async (body: object) => {
    const response = await sandbox.api.request(`/v26.0/${ACCOUNT}/messages`, {
      method: 'POST',
      headers: { authorization: 'Bearer kettle-access' },
      body: JSON.stringify({ status: 'read', ...body }),
    })
    return ((await response.json()) as { error?: { code: number } }).error?.code
  }
  const good = { messaging_product: 'whatsapp', message_id: 'wamid.1' }
  expect(await post(good)).toBeUndefined()
  expect(await post({ ...good, messaging_product: 'sms' })).toBe(100)
  expect(await post({ ...good, typing_indicator: { type: 'audio' } })).toBe(131_009)
})

test('takes no part of the faults that are meant for sends', async () => {
  const { adapter, send } = world({ send: { fault: 'server_error', times: 1 } })
  expect(await adapter.act?.(action('read', 'wamid.1'), signal)).toEqual({ kind: 'done' })
  expect(await send(text)).toMatchObject({ kind: 'refused' })
})
