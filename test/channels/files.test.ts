import { describe, expect, test } from 'vitest'
import { sms } from '../../adapters/sms/index.ts'
import { whatsapp } from '../../adapters/whatsapp/index.ts'
import type { AdapterDeps } from '../../adapters/adapter.ts'
import type { RemoteFile } from '../../core/schema/content.ts'
import { ordinaryDeps } from '../../adapters/testing/world.ts'

const deps = (
  secrets: AdapterDeps['secrets'],
  answer: unknown = {},
  more: Partial<AdapterDeps> = {},
): AdapterDeps & { asked: string[] } => {
  const asked: string[] = []
  return {
    ...ordinaryDeps(),
    asked,
    fetch: async (input) => {
      asked.push(input instanceof Request ? input.url : input.toString())
      return Response.json(answer)
    },
    now: () => 0,
    nonce: () => 'nonce',
    secrets,
    publicUrl: 'https://parley.test',
    webhookUrl: 'https://parley.test/webhooks/x/main',
    ...more,
  }
}
const signal = new AbortController().signal

describe('a file of WhatsApp', () => {
  const secrets = { appSecret: ['app'], verifyToken: ['verify'], accessToken: ['', 'token'] }
  const find = (file: RemoteFile, world: AdapterDeps) =>
    whatsapp.create(whatsapp.config.parse({}), world).media?.(file, '100', signal)
  const LINK = 'https://lookaside.fbsbx.com/1'

  test('is asked for by its id, as the number it came to', async () => {
    const world = deps(secrets, { url: LINK, id: '4/7' })
    expect(await find({ id: '4/7', url: 'https://elsewhere.example/' }, world)).toMatchObject({ url: LINK })
    expect(world.asked).toEqual(['https://graph.facebook.com/v26.0/4%2F7?phone_number_id=100'])
  })

  test('is at the link of the webhook where it has no id', async () => {
    const world = deps(secrets)
    expect(await find({ url: LINK }, world)).toMatchObject({ url: LINK, trusted: ['lookaside.fbsbx.com'] })
    expect(world.asked).toEqual([])
  })

  test.each(['https://evil.example/1', 'https://lookaside.fbsbx.com.evil.example/1'])(
    'at %s is fetched without the token',
    async (url) => {
      const source = await find({ id: '1' }, deps(secrets, { url }))
      expect(source?.kind === 'fetch' && source.trusted.includes(new URL(url).hostname)).toBe(false)
    },
  )

  test.each(['http://lookaside.fbsbx.com/1', 'nonsense', 7])('is not taken from the link %s', async (url) => {
    expect(await find({ id: '1' }, deps(secrets, { url }))).toMatchObject({ kind: 'refused' })
  })

  test('in the sandbox is at whatever host the sandbox says', async () => {
    const url = 'http://127.0.0.1:8787/media/1'
    const source = await find({ id: '1' }, deps(secrets, { url }, { mode: 'test' }))
    expect(source).toMatchObject({ kind: 'fetch', url, trusted: ['127.0.0.1'] })
  })

  test('waits for a token', async () => {
    expect(await find({ id: '1' }, deps({}))).toMatchObject({ failure: { code: 'credentials_invalid' } })
  })
})

describe('a file of an MMS', () => {
  const secrets = { accountSid: ['AC1'], authToken: ['token'] }
  const find = (file: RemoteFile, world = deps(secrets), config: object = {}) =>
    sms.create(sms.config.parse({ provider: 'twilio', ...config }), world).media?.(file, '+1', signal)

  test.each([
    ['https://api.twilio.com/1', ['api.twilio.com']],
    ['https://api.dublin.ie1.twilio.com/1', ['api.dublin.ie1.twilio.com']],
    ['http://api.twilio.com/1', []],
    ['https://api.twilio.com.evil.example/1', []],
    ['https://mms.twiliocdn.com/1', []],
    ['https://apixtwilio.com/1', []],
  ])('at %s is fetched with credentials for %o', async (url, trusted) => {
    expect(await find({ url })).toMatchObject({ kind: 'fetch', url, trusted })
  })

  test('is found at the host that was configured', async () => {
    const url = 'https://twilio.example/1'
    expect(await find({ url }, deps(secrets), { apiUrl: 'https://twilio.example' })).toMatchObject({
      trusted: ['twilio.example'],
    })
  })

  test('waits for credentials, and is none without an address', async () => {
    expect(await find({ url: 'https://api.twilio.com/1' }, deps({}))).toMatchObject({
      failure: { code: 'credentials_invalid' },
    })
    expect(await find({ url: 'nonsense' })).toMatchObject({ kind: 'refused' })
    expect(await find({ id: 'ME1' })).toMatchObject({ kind: 'gone' })
  })
})
