import { ordinaryDeps } from '../../adapters/testing/world.ts'
import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { ChannelAdapter, WebhookRequest } from '../../adapters/adapter.ts'
import { readJson, time } from '../../adapters/json.ts'
import { signatureHeader } from '../../adapters/meta.ts'
import { whatsapp } from '../../adapters/whatsapp/index.ts'

type Webhook = NonNullable<ChannelAdapter['webhook']>

const webhook = (secrets: Readonly<Record<string, readonly string[]>>): Webhook => {
  const { webhook: found } = whatsapp.create(whatsapp.config.parse({}), {
    ...ordinaryDeps(),
    fetch: () => Promise.reject(new Error('no request was expected')),
    now: () => 0,
    nonce: () => '',
    secrets,
    publicUrl: 'https://gateway.example',
    webhookUrl: 'https://gateway.example/webhooks/whatsapp/main',
  })
  if (found === undefined) throw new Error('the adapter has a webhook')
  return found
}

const request = (changes: Partial<WebhookRequest>): WebhookRequest => ({
  method: 'POST',
  url: 'https://gateway.example/webhooks/whatsapp/main',
  query: [],
  headers: {},
  body: new Uint8Array(),
  ...changes,
})

describe('the subscription check', () => {
  const check = (
    query: Record<string, string>,
    secrets: Record<string, string[]> = { verifyToken: ['kettle-token'] },
  ) => webhook(secrets).handshake?.(request({ method: 'GET', query: Object.entries(query) }))
  const asked = { 'hub.mode': 'subscribe', 'hub.challenge': '1158201444', 'hub.verify_token': 'kettle-token' }

  test('is answered with the bare challenge as plain text', () => {
    const reply = check(asked)
    expect(reply).toMatchObject({ status: 200, body: '1158201444' })
    expect(reply?.headers['content-type']).toMatch(/^text\/plain/)
  })

  test('is refused for another token, another mode, no challenge, and when no token is configured', () => {
    expect(check({ ...asked, 'hub.verify_token': 'kettle-tokex' })?.status).toBe(403)
    expect(check({ ...asked, 'hub.mode': 'unsubscribe' })?.status).toBe(403)
    expect(check({ 'hub.mode': 'subscribe', 'hub.verify_token': 'kettle-token' })?.status).toBe(403)
    expect(check({ 'hub.mode': 'subscribe', 'hub.challenge': '1' })?.status).toBe(403)
    for (const secrets of [{}, { verifyToken: [] }, { verifyToken: [''] }])
      expect(check({ ...asked, 'hub.verify_token': '' }, secrets)?.status).toBe(403)
  })

  test('takes the old token as well while it is being rotated', () => {
    expect(check(asked, { verifyToken: ['new-token', 'kettle-token'] })?.status).toBe(200)
  })

  test('is nothing else: a delivery and an ordinary GET are none', () => {
    expect(check({})).toBeUndefined()
    expect(
      webhook({ verifyToken: ['kettle-token'] }).handshake?.(request({ query: Object.entries(asked) })),
    ).toBeUndefined()
  })
})

describe('the signature', () => {
  const verifies = (body: string, header: string | undefined, appSecret: readonly string[] = ['s3cret']): boolean =>
    webhook({ appSecret }).verify(
      request({
        body: new TextEncoder().encode(body),
        headers: header === undefined ? {} : { 'x-hub-signature-256': header },
      }),
    )
  const sign = (secret: string, body: string): string =>
    `sha256=${createHmac('sha256', secret).update(body, 'utf8').digest('hex')}`

  test('is that of a vector computed elsewhere', () => {
    // printf '{"entry":[]}' | openssl dgst -sha256 -hmac s3cret
    const known = 'sha256=55e94cedb4167d0e4e8c20f779a70292819e38da2afea51bf02dc6ecc52542ba'
    expect(sign('s3cret', '{"entry":[]}')).toBe(known)
    expect(signatureHeader('s3cret', '{"entry":[]}')).toBe(known)
    expect(verifies('{"entry":[]}', known)).toBe(true)
  })

  test('is over the raw bytes: escaped as Meta sends them, not as they would be written again', () => {
    const escaped = String.raw`{"text":"\u00e9\ud83c\udf89","url":"https:\/\/x.example\/"}`
    expect(verifies(escaped, sign('s3cret', escaped))).toBe(true)
    expect(verifies(escaped, sign('s3cret', JSON.stringify(JSON.parse(escaped))))).toBe(false)
  })

  test('is refused when another secret made it, a byte changed, or it is missing or malformed', () => {
    const body = '{"entry":[]}'
    const good = sign('s3cret', body)
    expect(verifies(body, sign('other', body))).toBe(false)
    expect(verifies('{"entry":[ ]}', good)).toBe(false)
    expect(verifies(body, undefined)).toBe(false)
    for (const header of ['', 'sha256=', good.slice(7), good.toUpperCase(), good.replace('sha256', 'sha1'), `${good}0`])
      expect(verifies(body, header)).toBe(false)
  })

  test('is checked against every active secret, and against none when none is configured', () => {
    const body = '{}'
    expect(verifies(body, sign('old', body), ['new', 'old'])).toBe(true)
    expect(verifies(body, sign('', body), [''])).toBe(false)
    expect(verifies(body, sign('', body), [])).toBe(false)
  })
})

test('a delivery is acknowledged with 200', () => {
  expect(webhook({}).ack(request({}))).toMatchObject({ status: 200, body: 'EVENT_RECEIVED' })
})

test('provider time is read from strings and numbers, in seconds and milliseconds', () => {
  for (const value of ['1767950000', 1_767_950_000, '1767950000000', 1_767_950_000_000])
    expect(time(value)).toBe(1_767_950_000_000)
  for (const value of ['', 'soon', null, undefined, {}, -1, 1e300, Number.NaN]) expect(time(value)).toBeNull()
})

test('integers beyond 2^53 keep their digits', () => {
  expect(readJson('{"id":24087654321098765,"n":5,"list":[9007199254740993]}')).toEqual({
    id: '24087654321098765',
    n: 5,
    list: ['9007199254740993'],
  })
})
