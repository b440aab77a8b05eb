import { ordinaryDeps } from '../../adapters/testing/world.ts'
import { describe, expect, test } from 'vitest'
import type { AdapterDeps, OutboundPart, SendOutcome } from '../../adapters/adapter.ts'
import { sms } from '../../adapters/sms/index.ts'
import { FAILURES } from '../../adapters/sms/twilio/errors.ts'
import { segments } from '../../core/text/measure.ts'
import { OWN_KEY, sendFixture, sendNames, WEBHOOK_URL } from './sms.fixtures.ts'

const secrets = { accountSid: ['AC5f0c3d2b1a4e6978f0c3d2b1a4e69780'], authToken: ['new-token', 'old-token'] }
const text: OutboundPart = {
  key: OWN_KEY,
  address: { channel: 'sms', account: '+14155550199', peers: [{ type: 'phone', value: '+14155550111' }] },
  content: { type: 'text', text: 'hi' },
}

const send = async (part: OutboundPart, answer: Response, changed: Partial<AdapterDeps> = {}, config: object = {}) => {
  const requests: Request[] = []
  const adapter = sms.create(sms.config.parse({ provider: 'twilio', ...config }), {
    ...ordinaryDeps(),
    fetch: async (input, init) => {
      requests.push(new Request(input, init))
      return answer
    },
    now: () => 0,
    nonce: () => 'nonce',
    secrets,
    publicUrl: 'https://gateway.example',
    webhookUrl: WEBHOOK_URL,
    ...changed,
  })
  const outcome: SendOutcome = await adapter.send(part, new AbortController().signal)
  return { outcome, requests }
}
const created = (): Response => Response.json({ sid: 'SM1', account_sid: 'AC9', status: 'queued' }, { status: 201 })
const error = (status: number, code: number, message = 'no'): Response =>
  Response.json({ code, message, status }, { status })

describe('a part becomes one form', () => {
  test.each(sendNames())('%s', async (name) => {
    const { form, ...part } = sendFixture(name)
    const { requests } = await send({ ...part, key: OWN_KEY }, created())
    expect(requests).toHaveLength(1)
    expect(Array.from(new URLSearchParams(await requests[0]?.text()))).toEqual(form)
  })
})

describe('send', () => {
  test("calls the account's Messages with the newest token", async () => {
    const { outcome, requests } = await send(text, created())
    const [request] = requests
    expect(request?.method).toBe('POST')
    expect(request?.url).toBe(`https://api.twilio.com/2010-04-01/Accounts/${secrets.accountSid[0]}/Messages.json`)
    const credentials = Buffer.from(`${secrets.accountSid[0]}:new-token`).toString('base64')
    expect(request?.headers.get('authorization')).toBe(`Basic ${credentials}`)
    expect(outcome).toEqual({ kind: 'accepted', providerId: 'SM1', scope: 'AC9' })
  })

  test('sends files without a text as files alone', async () => {
    const media = [{ kind: 'image' as const, url: 'https://files.example/a.jpg' }]
    const { requests } = await send({ ...text, content: { type: 'media', media, text: '' } }, created())
    expect(new URLSearchParams(await requests[0]?.text()).has('Body')).toBe(false)
  })

  test('calls the host it is configured for', async () => {
    const { requests } = await send(text, created(), {}, { apiUrl: 'http://127.0.0.1:8787/sandbox/' })
    expect(requests[0]?.url).toMatch(/^http:\/\/127\.0\.0\.1:8787\/sandbox\/2010-04-01\/Accounts\/AC/)
  })

  test.each<readonly [string, OutboundPart, string]>([
    [
      'a file that only another provider holds',
      { ...text, content: { type: 'media', media: [{ kind: 'image', providerMediaId: '7' }] } },
      'media_rejected',
    ],
    [
      'a name, which cannot be answered',
      { ...text, address: { ...text.address, peers: [{ type: 'sender_id', value: 'ACME' }] } },
      'recipient_unreachable',
    ],
    ['a reaction', { ...text, content: { type: 'reaction', target: 'SM1', emoji: '👍' } }, 'content_unsupported'],
  ])('refuses %s without a request', async (_, part, code) => {
    const { outcome, requests } = await send(part, created())
    expect(outcome).toMatchObject({ kind: 'refused', failure: { code } })
    expect(requests).toEqual([])
  })

  test("hands on Twilio's words and page, without the token if they quote it", async () => {
    const { outcome } = await send(text, error(400, 21610, 'blacklist rule; token new-token'))
    expect(outcome).toEqual({
      kind: 'refused',
      failure: {
        code: 'recipient_opted_out',
        retry: 'no',
        scope: 'recipient',
        provider: {
          code: '21610',
          detail: 'blacklist rule; token [withheld]',
          href: 'https://www.twilio.com/docs/api/errors/21610',
          httpStatus: 400,
        },
      },
    })
  })

  test.each([
    [400, 99_999, 'provider_rejected'],
    [401, 99_999, 'credentials_invalid'],
    [404, 20404, 'credentials_invalid'],
    [429, 14_107, 'rate_limited'],
    [503, 20503, 'provider_unavailable'],
  ])('takes %i with the code %i for %s', async (status, code, expected) => {
    const { outcome } = await send(text, error(status, code))
    expect(outcome).toMatchObject({ kind: 'refused', failure: { code: expected } })
  })

  test('takes a failure of the server that Twilio states for a refusal, and any other for an unknown outcome', async () => {
    expect((await send(text, error(500, 20500))).outcome).toMatchObject({
      kind: 'refused',
      failure: { code: 'provider_unavailable', retry: 'backoff' },
    })
    expect((await send(text, error(500, 20599))).outcome).toEqual({ kind: 'unknown', detail: 'http 500' })
  })
})

describe('the failure table', () => {
  test.each<readonly [number, string, unknown, string]>([
    [20003, 'credentials_invalid', 'no', 'account'],
    [20429, 'rate_limited', 'backoff', 'account'],
    [21211, 'recipient_unreachable', 'no', 'recipient'],
    [21408, 'policy_blocked', 'no', 'recipient'],
    [21606, 'provider_rejected', 'no', 'account'],
    [21608, 'policy_blocked', 'no', 'recipient'],
    [21610, 'recipient_opted_out', 'no', 'recipient'],
    [21611, 'rate_limited', 'backoff', 'account'],
    [21612, 'recipient_unreachable', 'no', 'recipient'],
    [21614, 'recipient_unreachable', 'no', 'recipient'],
    [21617, 'content_too_large', 'no', 'message'],
    [21620, 'media_rejected', 'no', 'message'],
    [30001, 'rate_limited', 'backoff', 'account'],
    [30002, 'billing_required', 'no', 'account'],
    [30003, 'recipient_unreachable', 'no', 'recipient'],
    [30004, 'policy_blocked', 'no', 'recipient'],
    [30005, 'recipient_unreachable', 'no', 'recipient'],
    [30006, 'recipient_unreachable', 'no', 'recipient'],
    [30007, 'policy_blocked', 'no', 'message'],
    [30008, 'provider_unavailable', { max: 2 }, 'message'],
    [30017, 'provider_unavailable', 'backoff', 'recipient'],
    [30023, 'rate_limited', { afterSeconds: 3600 }, 'account'],
    [30410, 'outcome_unknown', 'no', 'message'],
    [63016, 'window_closed', 'no', 'recipient'],
    [63018, 'rate_limited', 'backoff', 'account'],
    [30109, 'provider_rejected', 'no', 'message'],
  ])('says that %i is %s', (code, name, retry, scope) => {
    expect(FAILURES[String(code)]).toEqual({ code: name, retry, scope })
  })

  test("keeps a row for every code of Twilio's dictionary that was known when it was written", () => {
    const codes = Object.keys(FAILURES).map(Number)
    const rows = (low: number, high: number): number => codes.filter((code) => code >= low && code <= high).length
    expect({
      files: rows(11200, 14300),
      api: rows(20001, 20503),
      numbers: rows(21211, 21408),
      messages: rows(21601, 21661),
      services: rows(21701, 21730),
      delivery: rows(30001, 30044),
      links: rows(30100, 30133),
      tollFree: rows(30400, 30449),
      channels: rows(63001, 63041),
    }).toEqual({
      files: 23,
      api: 25,
      numbers: 10,
      messages: 48,
      services: 23,
      delivery: 43,
      links: 33,
      tollFree: 14,
      channels: 40,
    })
  })
})

test('no text within the capability is longer than Twilio takes', () => {
  const { max } = sms.capabilities.text
  expect(segments('x'.repeat(1600)).segments).toBeGreaterThan(max)
  expect(segments('ж'.repeat(1600)).segments).toBeGreaterThan(max)
  expect(segments('€'.repeat(800)).segments).toBeGreaterThan(max)
})
