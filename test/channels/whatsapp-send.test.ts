import { ordinaryDeps } from '../../adapters/testing/world.ts'
import { describe, expect, test } from 'vitest'
import type { AdapterDeps, OutboundPart, SendOutcome } from '../../adapters/adapter.ts'
import { whatsapp } from '../../adapters/whatsapp/index.ts'
import { readKey, writeKey } from '../../adapters/whatsapp/own-key.ts'
import { render } from '../../adapters/whatsapp/render.ts'
import { PartContent } from '../../core/schema/message.ts'
import { OWN_KEY, sendFixture, sendNames } from './whatsapp.fixtures.ts'

const partOf = (name: string): OutboundPart => {
  const { address, content, replyTo } = sendFixture(name)
  const part = { key: OWN_KEY, address, content: PartContent.parse(content) }
  return replyTo === undefined ? part : { ...part, replyTo }
}

describe('a part becomes the request body', () => {
  test.each(sendNames())('%s', (name) => {
    expect(render(partOf(name))).toEqual({ body: sendFixture(name).body })
  })
})

const address = {
  channel: 'whatsapp',
  account: '770055001122',
  peers: [{ type: 'phone', value: '+15550142201' }],
} as const
const refused = (content: unknown, to: OutboundPart['address'] = { ...address, peers: [...address.peers] }) =>
  render({ key: OWN_KEY, address: to, content: PartContent.parse(content) })
const choice = (options: unknown[]) => ({
  type: 'choice',
  text: 'Which?',
  choice: { type: 'choice', sections: [{ options }] },
})

test('refuses what WhatsApp has no message for', () => {
  const unsupported = { refused: { code: 'content_unsupported', retry: 'no' } }
  const file = { kind: 'image', url: 'https://files.example/a.jpg' }
  expect(refused({ type: 'media', media: [file, file] })).toMatchObject(unsupported)
  expect(refused({ type: 'media', media: [{ ...file, kind: 'sticker' }], text: 'A caption' })).toMatchObject(
    unsupported,
  )
  const link = { kind: 'url', id: 'u', title: 'Open', url: 'https://shop.example' }
  const reply = { kind: 'reply', id: 'r', title: 'No' }
  expect(refused(choice([link, reply]))).toMatchObject(unsupported)
  expect(refused(choice([link, link]))).toMatchObject(unsupported)
  expect(refused(choice([{ ...link, url: undefined }]))).toMatchObject(unsupported)
})

test('refuses to send to nobody', () => {
  expect(refused({ type: 'text', text: 'Hello?' }, { ...address, peers: [] })).toMatchObject({
    refused: { code: 'recipient_unreachable', retry: 'no' },
  })
})

test('our own key survives the way there and back, and nobody else’s is taken for one', () => {
  for (const key of [OWN_KEY, { message: 'msg_a/b c\n', part: 12 }]) expect(readKey(writeKey(key))).toEqual(key)
  for (const foreign of ['order-118', 'parley/2/0/msg_1', 'parley/1/x/msg_1', 'parley/1/0/', '', null, 7])
    expect(readKey(foreign)).toBeUndefined()
})

const SECRETS = { appSecret: ['app-secret-1'], verifyToken: ['verify-1'], accessToken: ['token-new', 'token-old'] }

interface Sent {
  readonly url: string
  readonly method: string
  readonly headers: Headers
  readonly body: unknown
}

const sending = async (
  respond: () => Response | Promise<Response>,
  deps: Partial<AdapterDeps> = {},
): Promise<{ readonly outcome: SendOutcome; readonly sent: readonly Sent[] }> => {
  const sent: Sent[] = []
  const adapter = whatsapp.create(whatsapp.config.parse({ graphUrl: 'https://graph.example/' }), {
    ...ordinaryDeps(),
    fetch: async (url, init) => {
      const request = new Request(url, init)
      sent.push({ url: request.url, method: request.method, headers: request.headers, body: await request.json() })
      return respond()
    },
    now: () => 1_767_950_000_000,
    nonce: () => 'n',
    secrets: SECRETS,
    publicUrl: 'https://gateway.example',
    webhookUrl: 'https://gateway.example/webhooks/whatsapp/main',
    ...deps,
  })
  return { outcome: await adapter.send(partOf('text'), new AbortController().signal), sent }
}

const json = (status: number, body: unknown) => () => new Response(JSON.stringify(body), { status })
const accepted = (contact: unknown) =>
  json(200, { messaging_product: 'whatsapp', contacts: [contact], messages: [{ id: 'wamid.parley-sent' }] })

test('posts to the number’s messages with the newest access token', async () => {
  const { outcome, sent } = await sending(accepted({ input: '+15550142201', wa_id: '15550142201' }))
  expect(outcome).toEqual({
    kind: 'accepted',
    providerId: 'wamid.parley-sent',
    aliases: [{ type: 'phone', value: '+15550142201' }],
  })
  expect(sent).toHaveLength(1)
  expect(sent[0]?.url).toBe('https://graph.example/v26.0/770055001122/messages')
  expect(sent[0]?.method).toBe('POST')
  expect(sent[0]?.headers.get('authorization')).toBe('Bearer token-new')
  expect(sent[0]?.body).toEqual(sendFixture('text').body)
})

test('learns the user id, and the number as WhatsApp knows it', async () => {
  const { outcome } = await sending(accepted({ input: '+5511955501234', wa_id: '551155501234', user_id: 'BR.77' }))
  expect(outcome).toMatchObject({
    aliases: [
      { type: 'phone', value: '+551155501234' },
      { type: 'wa_bsuid', value: 'BR.77' },
    ],
  })
  expect((await sending(accepted({ input: 'BR.77', wa_id: '', user_id: 'BR.77' }))).outcome).toMatchObject({
    aliases: [{ type: 'wa_bsuid', value: 'BR.77' }],
  })
  expect((await sending(accepted(null))).outcome).toEqual({ kind: 'accepted', providerId: 'wamid.parley-sent' })
})

test('a message held for a quality check is accepted', async () => {
  const held = { messages: [{ id: 'wamid.parley-held', message_status: 'held_for_quality_assessment' }] }
  expect((await sending(json(200, held))).outcome).toEqual({ kind: 'accepted', providerId: 'wamid.parley-held' })
})

test('does not know what became of a send whose success cannot be read', async () => {
  expect((await sending(json(200, { messages: [] }))).outcome.kind).toBe('unknown')
  expect((await sending(() => new Response('<html>', { status: 500 }))).outcome.kind).toBe('unknown')
  expect((await sending(() => Promise.reject(new TypeError('fetch failed')))).outcome.kind).toBe('unknown')
})

test('refuses without a request when there is no access token', async () => {
  const { outcome, sent } = await sending(accepted({}), { secrets: { ...SECRETS, accessToken: [''] } })
  expect(outcome).toMatchObject({ kind: 'refused', failure: { code: 'credentials_invalid', scope: 'account' } })
  expect(sent).toHaveLength(0)
})

test('drops words of the provider that quote a credential', async () => {
  const error = { code: 190, message: 'Malformed access token token-old', error_data: { details: 'ask support' } }
  const { outcome } = await sending(json(401, { error }))
  expect(outcome).toMatchObject({ failure: { code: 'credentials_invalid', provider: { code: '190' } } })
  expect(JSON.stringify(outcome)).not.toContain('token-old')
})

test('the configuration has defaults, and refuses what is no version and no URL', () => {
  expect(whatsapp.config.parse({})).toEqual({ graphVersion: 'v26.0', graphUrl: 'https://graph.facebook.com' })
  expect(whatsapp.config.safeParse({ graphVersion: '26' }).success).toBe(false)
  expect(whatsapp.config.safeParse({ graphUrl: 'ftp://graph.example' }).success).toBe(false)
})
