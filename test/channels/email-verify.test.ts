import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { WebhookRequest } from '../../adapters/adapter.ts'
import { inboundSecrets, InboundConfig } from '../../adapters/email/inbound/index.ts'
import { adapter, multipart, NOW, request } from './email.inbound.ts'

const verify = (
  by: string,
  secrets: Readonly<Record<string, readonly string[]>>,
  req: WebhookRequest,
  now = NOW,
): boolean | undefined => adapter({ by }, secrets, now).webhook?.verify(req)

describe('Postmark', () => {
  const plain = request({}, Buffer.from('{}'))
  const basic = (pair: string): WebhookRequest => ({
    ...plain,
    headers: { authorization: `Basic ${Buffer.from(pair).toString('base64')}` },
  })
  const secrets = { postmarkToken: ['s3cret', 'older:one'] }
  test.each<readonly [string, WebhookRequest, boolean]>([
    ['the password of the URL', basic('parley:s3cret'), true],
    ['any user', basic(':s3cret'), true],
    ['an older one with a colon in it', basic('parley:older:one'), true],
    ['a token in the query', { ...plain, query: [['token', 's3cret']] }, true],
    ['another password', basic('parley:s3cres'), false],
    ['the password as the user', basic('s3cret:'), false],
    ['another token', { ...plain, query: [['token', 's3cret ']] }, false],
    ['neither', plain, false],
    ['another scheme', { ...plain, headers: { authorization: 'Bearer s3cret' } }, false],
  ])('is told by %s', (_, req, valid) => {
    expect(verify('postmark', secrets, req)).toBe(valid)
  })
  test('is never told without a secret', () => {
    for (const postmarkToken of [[], ['']]) expect(verify('postmark', { postmarkToken }, basic('parley:'))).toBe(false)
    expect(verify('postmark', {}, { ...plain, query: [['token', '']] })).toBe(false)
  })
})

describe('Mailgun', () => {
  const secrets = { mailgunSigningKey: ['new-key', 'key-1'] }
  const seconds = String(NOW / 1000)
  const signed = (timestamp: string, key = 'key-1', token = 'a-token') =>
    [
      ['timestamp', timestamp],
      ['token', token],
      [
        'signature',
        createHmac('sha256', key)
          .update(timestamp + token)
          .digest('hex'),
      ],
    ] as const
  const form = (fields: readonly (readonly [string, string])[]): WebhookRequest => {
    const { headers, body } = multipart(fields)
    return request(headers, body)
  }
  test('signs time and token, in a form of either encoding', () => {
    expect(verify('mailgun', secrets, form(signed(seconds)))).toBe(true)
    const urlencoded = new URLSearchParams(
      signed(seconds).map(([name, value]): [string, string] => [name, value]),
    ).toString()
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    expect(verify('mailgun', secrets, request(headers, Buffer.from(urlencoded)))).toBe(true)
  })
  test.each([
    ['another key', form(signed(seconds, 'key-2'))],
    ['another token', form([...signed(seconds).filter(([name]) => name !== 'token'), ['token', 'b-token']])],
    ['no signature', form(signed(seconds).slice(0, 2))],
    ['a time that is none', form(signed('12e5'))],
    ['no form', request({ 'content-type': 'application/json' }, Buffer.from('{}'))],
    ['a form without a boundary', request({ 'content-type': 'multipart/form-data' }, Buffer.from('x'))],
    ['nothing', request({}, new Uint8Array())],
  ])('is not told by %s', (_, req) => {
    expect(verify('mailgun', secrets, req)).toBe(false)
  })
  test('is believed within five minutes, either way', () => {
    for (const [away, valid] of [
      [-301, false],
      [-299, true],
      [299, true],
      [301, false],
    ] as const)
      expect(verify('mailgun', secrets, form(signed(String(NOW / 1000 + away))))).toBe(valid)
    const wide = adapter({ by: 'mailgun', toleranceSeconds: 3600 }, secrets)
    expect(wide.webhook?.verify(form(signed(String(NOW / 1000 - 3000))))).toBe(true)
  })
  test('is never told without a key', () => {
    expect(verify('mailgun', { mailgunSigningKey: [''] }, form(signed(seconds, '')))).toBe(false)
  })
})

describe('SendGrid', () => {
  const pair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { publicKey, privateKey } = pair()
  const der = publicKey.export({ format: 'der', type: 'spki' }).toString('base64')
  const secrets = { sendgridPublicKey: [der] }
  const body = Buffer.from('--x\r\nany bytes \xff\r\n', 'latin1')
  const signed = (timestamp = '1791187198', over: Uint8Array = body): WebhookRequest =>
    request(
      {
        'x-twilio-email-event-webhook-timestamp': '1791187198',
        'x-twilio-email-event-webhook-signature': sign(
          'sha256',
          Buffer.concat([Buffer.from(timestamp), over]),
          privateKey,
        ).toString('base64'),
      },
      body,
    )
  test('signs time and raw body', () => {
    expect(verify('sendgrid', secrets, signed())).toBe(true)
  })
  test.each([
    ['another time', signed('1791187199')],
    ['another body', signed('1791187198', Buffer.from('x'))],
    ['no signature', request({ 'x-twilio-email-event-webhook-timestamp': '1' }, body)],
    [
      'a signature that is none',
      { ...signed(), headers: { ...signed().headers, 'x-twilio-email-event-webhook-signature': 'AAAA' } },
    ],
  ])('is not told by %s', (_, req) => {
    expect(verify('sendgrid', secrets, req)).toBe(false)
  })
  test.each([
    ['another key', pair().publicKey.export({ format: 'der', type: 'spki' }).toString('base64')],
    [
      'a key of another kind',
      generateKeyPairSync('ed25519').publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
    ],
    ['a key that is none', 'AAAA'],
    ['an empty key', ''],
  ])('is not believed with %s', (_, key) => {
    expect(verify('sendgrid', { sendgridPublicKey: [key] }, signed())).toBe(false)
  })
})

test('mail from SES has no webhook, and neither has no mail at all', () => {
  expect(adapter({ by: 'ses' }).webhook).toBeUndefined()
  expect(adapter({ by: 'none' }).webhook).toBeUndefined()
  expect(adapter({ by: 'postmark' }).queue).toBeUndefined()
})

test('each way in names the secret it needs', () => {
  const named = (['ses', 'postmark', 'mailgun', 'sendgrid', 'none'] as const).map((by) =>
    inboundSecrets(InboundConfig.parse({ by })),
  )
  expect(named).toEqual([[], ['postmarkToken'], ['mailgunSigningKey'], ['sendgridPublicKey'], []])
})

const corpus = process.env['PARLEY_CORPUS']
if (corpus === undefined)
  test('signatures of the providers are not checked here: PARLEY_CORPUS names no corpus', () =>
    expect(corpus).toBeUndefined())
else {
  const read = (name: string): Record<string, string> =>
    JSON.parse(readFileSync(`${corpus}/email/${name}.json`, 'utf8')) as Record<string, string>
  test("verifies Mailgun's own signature", () => {
    const { signingKey = '', timestamp = '', token = '', signature = '' } = read('mailgun-signature-vector')
    const { headers, body } = multipart(Object.entries({ timestamp, token, signature }))
    const at = (key: string) =>
      verify('mailgun', { mailgunSigningKey: [key] }, request(headers, body), Number(timestamp) * 1000)
    expect(at(signingKey)).toBe(true)
    expect(at(`${signingKey}0`)).toBe(false)
  })
  test("verifies SendGrid's own signature", () => {
    const { publicKeyDerBase64 = '', timestamp = '', signature = '', rawBody = '' } = read('sendgrid-ecdsa-vector')
    const headers = {
      'x-twilio-email-event-webhook-signature': signature,
      'x-twilio-email-event-webhook-timestamp': timestamp,
    }
    const check = (body: string) =>
      verify('sendgrid', { sendgridPublicKey: [publicKeyDerBase64] }, request(headers, Buffer.from(body)))
    expect(check(rawBody)).toBe(true)
    expect(check(rawBody.trimEnd())).toBe(false)
  })
}
