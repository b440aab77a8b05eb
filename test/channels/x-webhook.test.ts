import { expect, test } from 'vitest'
import type { WebhookRequest } from '../../adapters/adapter.ts'
import { handshake, signature, verify } from '../../adapters/x/webhook.ts'

const TOKEN = 'NmM1NGZlYTItZDgwZi00NTc4LWFhZDUtZDcxNzkzZGUwMWU2'
const request = (token: string | undefined, method = 'GET'): WebhookRequest => ({
  method,
  url: 'https://gateway.example/webhooks/x/main',
  query: token === undefined ? [] : [['crc_token', token]],
  headers: {},
  body: new Uint8Array(),
})
const signed = (body: string, header: string): WebhookRequest => ({
  ...request(undefined, 'POST'),
  headers: { 'x-twitter-webhooks-signature': header },
  body: new TextEncoder().encode(body),
})

test('answers the check with the signature of its token, in JSON', () => {
  const reply = handshake(request(TOKEN), ['consumer_secret'])
  expect(reply).toMatchObject({ status: 200, headers: { 'content-type': 'application/json' } })
  // Computed with openssl: printf %s $TOKEN | openssl dgst -sha256 -hmac consumer_secret -binary | base64
  expect(JSON.parse(reply?.body ?? '')).toEqual({
    response_token: 'sha256=n5vXR6AZBUkPmPwGNntdmaqQzAdRbdf4UFywywGSSqU=',
  })
})

test('signs with the newest of several secrets, and with none that is empty', () => {
  const answer = (secrets: readonly string[]) => handshake(request(TOKEN), secrets)?.body
  expect(answer(['', 'new', 'old'])).toBe(answer(['new']))
  expect(answer(['new', 'old'])).not.toBe(answer(['old']))
})

test('can not be made to sign a webhook', () => {
  const bodies = [
    '{"for_user_id":"1","direct_message_events":[]}',
    '{"data":{"event_type":"dm.received"}}',
    '[1,2,3,4,5,6,7,8,9,10]',
    '"AAAAAAAAAAAAAAAAAAAAAA"',
    ' '.repeat(20),
    `${TOKEN}\n`,
    `\n${TOKEN}`,
    'A'.repeat(15),
    'A'.repeat(129),
    '',
  ]
  for (const body of bodies) {
    const reply = handshake(request(body), ['secret'])
    expect(reply?.status, body).toBe(403)
    expect(reply?.body).not.toContain(signature('secret', body).slice('sha256='.length))
  }
})

test('no answer to a check is a webhook: every token it signs is no JSON object', () => {
  for (const token of [TOKEN, '1234567890123456', 'trueAAAAAAAAAAAA', 'null+null/null==']) {
    expect(handshake(request(token), ['secret'])?.status).toBe(200)
    let value: unknown
    try {
      value = JSON.parse(token)
    } catch {
      value = undefined
    }
    expect(typeof value === 'object' && value !== null).toBe(false)
  }
})

test('refuses the check when no secret is configured, and knows what is none', () => {
  for (const secrets of [undefined, [], ['']]) expect(handshake(request(TOKEN), secrets)?.status).toBe(403)
  expect(handshake(request(TOKEN, 'POST'), ['secret'])).toBeUndefined()
  expect(handshake(request(undefined), ['secret'])).toBeUndefined()
})

test('verifies the raw bytes under any active secret', () => {
  const body = '{"for_user_id":"1","text":"Zoë"}'
  for (const secret of ['new', 'old']) expect(verify(signed(body, signature(secret, body)), ['new', 'old'])).toBe(true)
  expect(verify(signed(body, signature('other', body)), ['new', 'old'])).toBe(false)
  expect(verify(signed(`${body} `, signature('new', body)), ['new'])).toBe(false)
  expect(verify(signed(body, signature('', body)), [''])).toBe(false)
})
