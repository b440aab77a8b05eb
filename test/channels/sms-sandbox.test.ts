import { ordinaryDeps, ordinarySandbox } from '../../adapters/testing/world.ts'
import { describe, expect, test } from 'vitest'
import type { AdapterDeps, ChannelAdapter, OutboundPart, SendOutcome, WebhookRequest } from '../../adapters/adapter.ts'
import { fetchFrom, type Faults, type SandboxDelivery } from '../../adapters/sandbox.ts'
import { sms } from '../../adapters/sms/index.ts'
import { sandboxState } from '../../adapters/sandbox-state.ts'
import { sandbox as smsSandbox } from '../../adapters/sms/sandbox.ts'
import type { InboundFact } from '../../core/schema/fact.ts'
import type { PartContent } from '../../core/schema/message.ts'
import { virtualClock } from '../support/virtual-clock.ts'
import { OWN_KEY, WEBHOOK_URL } from './sms.fixtures.ts'

const SERVICE = 'MG7a1b2c3d4e5f60718293a4b5c6d7e8f9'
const SHOP = '+14155550199'
const CUSTOMER = '+14155550111'
const secrets = { accountSid: 'AC5f0c3d2b1a4e6978f0c3d2b1a4e69780', authToken: 'sandbox-token' }

/** The adapter and the sandbox, each with nobody but the other to talk to. */
const world = (faults: Faults = {}, changed: Partial<AdapterDeps> = {}) => {
  const clock = virtualClock()
  const log: string[] = []
  const facts: InboundFact[] = []
  let nonces = 0
  const nonce = (): string => `nonce-${(nonces += 1)}`
  const received = async ({ method, suffix, headers, body }: SandboxDelivery): Promise<number> => {
    const url = `${WEBHOOK_URL}${suffix}`
    const query = Array.from(new URLSearchParams(suffix))
    const request: WebhookRequest = { method, url, query, headers, body: new TextEncoder().encode(body) }
    if (adapter.webhook?.verify(request) !== true) return 401
    const params = new URLSearchParams(body)
    log.push(params.get('MessageStatus') ?? 'message')
    facts.push(...(await adapter.parse(request)))
    return 200
  }
  const sandbox = smsSandbox.create({
    accounts: [SHOP, SERVICE].map((account) => ({ connection: 'main', account, webhookUrl: WEBHOOK_URL, secrets })),
    now: clock.now,
    nonce,
    later: (ms, run) => void clock.later(ms, run),
    ...ordinarySandbox,
    deliver: received,
  })
  const adapter: ChannelAdapter = sms.create(sms.config.parse({ provider: 'twilio' }), {
    ...ordinaryDeps(),
    fetch: fetchFrom(sandbox.api),
    now: clock.now,
    nonce,
    secrets: { accountSid: [secrets.accountSid], authToken: [secrets.authToken] },
    publicUrl: 'https://gateway.example',
    webhookUrl: WEBHOOK_URL,
    ...changed,
  })
  const send = (content: PartContent, address: Partial<OutboundPart['address']> = {}): Promise<SendOutcome> => {
    const to = { channel: 'sms', account: SHOP, peers: [{ type: 'phone' as const, value: CUSTOMER }], ...address }
    return adapter.send({ key: OWN_KEY, address: to, content }, new AbortController().signal)
  }
  sandbox.faults(faults)
  return { sandbox, clock, log, facts, send }
}

const text = (body = 'Yes, it is'): PartContent => ({ type: 'text', text: body })
const codeOf = (outcome: SendOutcome): string | undefined =>
  outcome.kind === 'refused' ? outcome.failure.provider?.code : outcome.kind
const to = (value: string) => ({ peers: [{ type: 'phone' as const, value }] })

describe('a send', () => {
  test('is taken, answered as Twilio answers, and reported on until it is delivered', async () => {
    const { sandbox, clock, log, facts, send } = world()
    const outcome = await send(text())
    expect(outcome).toMatchObject({ kind: 'accepted', scope: secrets.accountSid })
    expect(log).toEqual([])
    await clock.drain()
    expect(log).toEqual(['queued', 'sent', 'delivered'])
    const providerId = outcome.kind === 'accepted' ? outcome.providerId : ''
    expect(providerId).toMatch(/^SM[0-9a-f]{32}$/)
    expect(facts).toMatchObject([
      { kind: 'receipt', state: 'sent', target: providerId, scope: secrets.accountSid, ours: OWN_KEY },
      { kind: 'receipt', state: 'delivered', target: providerId, scope: secrets.accountSid, ours: OWN_KEY },
    ])
    expect(sandbox.requests()).toMatchObject([
      { method: 'POST', status: 201, providerId, body: { Body: 'Yes, it is' } },
    ])
    expect(JSON.stringify(sandbox.requests())).not.toContain(secrets.authToken)
  })

  test('of the next message is reported as sent before it is queued, as happens with Twilio', async () => {
    const { clock, log, send } = world()
    await send(text())
    await clock.drain()
    await send(text())
    await clock.drain()
    expect(log.slice(3)).toEqual(['sent', 'queued', 'delivered'])
  })

  test('with files is an MMS', async () => {
    const { send } = world()
    const media = [{ kind: 'image' as const, url: 'https://files.example/a.jpg' }]
    expect(await send({ type: 'media', media })).toMatchObject({ providerId: expect.stringMatching(/^MM/) as string })
  })

  test('over a Messaging Service is taken too', async () => {
    const { sandbox, send } = world()
    expect(await send(text(), { account: SERVICE })).toMatchObject({ kind: 'accepted' })
    expect(sandbox.requests()[0]?.body).toMatchObject({ MessagingServiceSid: SERVICE })
  })

  test.each<readonly [string, string, PartContent, Partial<OutboundPart['address']>]>([
    ['an empty text', '21602', text(''), {}],
    ['a text of 1601 characters', '21617', text('x'.repeat(1601)), {}],
    [
      'eleven files',
      '21623',
      {
        type: 'media',
        media: Array.from({ length: 11 }, () => ({ kind: 'image', url: 'https://files.example/a.jpg' })),
      },
      {},
    ],
    ['a file without a web address', '21620', { type: 'media', media: [{ kind: 'image', url: 'ftp://a' }] }, {}],
    ['a number that is not ours', '21606', text(), { account: '+14155550198' }],
    ['a Messaging Service that is not ours', '21705', text(), { account: SERVICE.replace('MG7', 'MG8') }],
    ['a number to itself', '21266', text(), to(SHOP)],
    ['the number that is invalid', '21211', text(), to('+15005550001')],
    ['the number that cannot be reached', '21612', text(), to('+15005550002')],
    ['the number in a region that is not enabled', '21408', text(), to('+15005550003')],
    ['the number that has opted out', '21610', text(), to('+15005550004')],
    ['the number that takes no SMS', '21614', text(), to('+15005550009')],
  ])('is refused for %s with %s', async (_, code, content, address) => {
    const { clock, log, send } = world()
    expect(codeOf(await send(content, address))).toBe(code)
    await clock.drain()
    expect(log).toEqual([])
  })

  test('is refused for a status callback that cannot be called', async () => {
    const { send } = world({}, { webhookUrl: 'https://my_host.example/webhooks/sms/main' })
    expect(codeOf(await send(text()))).toBe('21609')
  })

  test('that is to be reported on elsewhere is not reported on here', async () => {
    const { clock, log, send } = world({}, { webhookUrl: `${WEBHOOK_URL}-2` })
    expect(codeOf(await send(text()))).toBe('accepted')
    await clock.drain()
    expect(log).toEqual([])
  })

  test('is refused with another token, and with none', async () => {
    const wrong = world({}, { secrets: { accountSid: [secrets.accountSid], authToken: ['other'] } })
    expect(codeOf(await wrong.send(text()))).toBe('20003')
    const none = world({}, { secrets: {} })
    expect(await none.send(text())).toMatchObject({ kind: 'refused', failure: { code: 'credentials_invalid' } })
    expect(none.sandbox.requests()).toEqual([])
  })
})

describe('the API', () => {
  const post = (form: Readonly<Record<string, string>>) => {
    const { sandbox } = world()
    const authorization = `Basic ${Buffer.from(`${secrets.accountSid}:${secrets.authToken}`).toString('base64')}`
    const init = { method: 'POST', headers: { authorization }, body: new URLSearchParams(form).toString() }
    return sandbox.api.request(`/2010-04-01/Accounts/${secrets.accountSid}/Messages.json`, init)
  }
  test.each([
    ['To', 21604, { From: SHOP, Body: 'hi' }],
    ['From', 21603, { To: CUSTOMER, Body: 'hi' }],
    ['Body', 21602, { To: CUSTOMER, From: SHOP }],
  ])('refuses a message without %s', async (_, code, form) => {
    const response = await post(form)
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ code, status: 400, more_info: expect.any(String) as string })
  })
  test('answers with the message as a resource', async () => {
    const response = await post({ To: CUSTOMER, From: SHOP, Body: 'x'.repeat(200) })
    expect(response.status).toBe(201)
    expect(await response.json()).toMatchObject({ status: 'queued', num_segments: '2', direction: 'outbound-api' })
  })
})

describe('a customer', () => {
  test('writes a text that arrives signed', async () => {
    const { sandbox, facts } = world()
    const { providerId, status } = await sandbox.customer({ text: 'Is the blue one still there? ’' })
    expect(status).toBe(200)
    expect(facts).toMatchObject([
      {
        kind: 'message',
        id: providerId,
        account: SHOP,
        peers: [{ type: 'phone', value: CUSTOMER }],
        body: { text: 'Is the blue one still there? ’', extra: { numSegments: 1 } },
      },
    ])
  })

  test('opts out and in again, and Twilio keeps to it', async () => {
    const { sandbox, facts, send } = world()
    await sandbox.customer({ text: 'Stop' })
    expect(facts[1]).toMatchObject({ kind: 'consent', state: 'revoked' })
    expect(codeOf(await send(text()))).toBe('21610')
    expect(codeOf(await send(text(), to('+14155550112')))).toBe('accepted')
    await sandbox.customer({ text: 'unstop' })
    expect(codeOf(await send(text()))).toBe('accepted')
    await sandbox.customer({ text: 'quit' })
    expect(codeOf(await send(text()))).toBe('21610')
    await sandbox.customer({ text: 'Yes ' })
    expect(codeOf(await send(text()))).toBe('accepted')
  })

  test('sends files, which are served with credentials and by a redirect without', async () => {
    const { sandbox, facts } = world()
    const data = Buffer.from('GIF89a').toString('base64')
    await sandbox.customer({ text: 'look', media: [{ contentType: 'image/gif', data }] })
    const [fact] = facts
    const file = fact?.kind === 'message' ? fact.body.attachments[0] : undefined
    expect(file).toMatchObject({ kind: 'image', state: 'pending', contentType: 'image/gif' })
    const url = file?.remote?.url ?? ''
    const authorization = `Basic ${Buffer.from(`${secrets.accountSid}:${secrets.authToken}`).toString('base64')}`
    expect((await sandbox.api.request(url)).status).toBe(401)
    const redirect = await sandbox.api.request(url, { headers: { authorization } })
    expect(redirect.status).toBe(302)
    const stored = new URL(redirect.headers.get('location') ?? '', url).href
    expect((await sandbox.api.request(stored, { headers: { authorization } })).status).toBe(400)
    const bytes = await sandbox.api.request(stored)
    expect(bytes.headers.get('content-type')).toBe('image/gif')
    expect(await bytes.text()).toBe('GIF89a')
  })

  test("does not get one account's files with the credentials of another", async () => {
    const other = { accountSid: secrets.accountSid.replace('AC5', 'AC6'), authToken: 'other-token' }
    const sandbox = smsSandbox.create({
      accounts: [
        { connection: 'main', account: SHOP, webhookUrl: WEBHOOK_URL, secrets },
        { connection: 'other', account: '+14155550188', webhookUrl: WEBHOOK_URL, secrets: other },
      ],
      now: () => 0,
      nonce: () => 'nonce',
      later: () => undefined,
      ...ordinarySandbox,
      deliver: async ({ body }) => {
        url = new URLSearchParams(body).get('MediaUrl0') ?? ''
        return 200
      },
    })
    let url = ''
    await sandbox.customer({ media: [{ contentType: 'image/gif', data: 'R0lG' }] })
    const authorization = `Basic ${Buffer.from(`${other.accountSid}:${other.authToken}`).toString('base64')}`
    const stolen = url.replace(secrets.accountSid, other.accountSid)
    expect((await sandbox.api.request(stolen, { headers: { authorization } })).status).toBe(404)
  })

  test('can be given any parameter, and can lack any', async () => {
    const { sandbox, facts } = world()
    await sandbox.customer({ text: 'Arrêt', params: { OptOutType: 'STOP', FromCountry: null } })
    expect(facts[0]).not.toHaveProperty('profile')
    expect(facts[1]).toMatchObject({ kind: 'consent', source: 'advanced_opt_out' })
  })

  test('who writes to nobody, or nonsense, is told so', async () => {
    const { sandbox } = world()
    await expect(sandbox.customer({ account: '+1999' })).rejects.toThrow('no such account')
    await expect(sandbox.customer({ txet: 'hi' })).rejects.toThrow('txet')
  })
})

describe('a fault', () => {
  const fault = (name: NonNullable<Faults['send']>['fault'], more: { retryAfterSeconds?: number } = {}): Faults => ({
    send: { fault: name, times: 1, ...more },
  })

  test('of the rate is refused with Retry-After, once', async () => {
    const { send } = world(fault('rate_limited', { retryAfterSeconds: 7 }))
    expect(await send(text())).toMatchObject({ failure: { code: 'rate_limited', retry: { afterSeconds: 7 } } })
    expect(codeOf(await send(text()))).toBe('accepted')
  })
  test('of the server that says so is a refusal for now, and nothing was taken', async () => {
    const { sandbox, send } = world(fault('server_error'))
    expect(await send(text())).toMatchObject({ failure: { code: 'provider_unavailable', retry: 'backoff' } })
    expect(sandbox.requests()[0]).not.toHaveProperty('providerId')
  })
  test('of the connection after the request leaves it unknown, and the message goes out', async () => {
    const { sandbox, clock, facts, send } = world(fault('drop'))
    expect(await send(text())).toMatchObject({ kind: 'unknown' })
    expect(sandbox.requests()[0]).toHaveProperty('providerId')
    await clock.drain()
    expect(facts).toMatchObject([
      { state: 'sent', ours: OWN_KEY },
      { state: 'delivered', ours: OWN_KEY },
    ])
  })
  test('of the connection before the request is a refusal, and nothing was received', async () => {
    const { sandbox, send } = world(fault('refuse_connection'))
    expect(await send(text())).toMatchObject({ failure: { code: 'provider_unavailable', retry: 'backoff' } })
    expect(sandbox.requests()).toEqual([])
  })
  test('of the credentials is one of the account', async () => {
    const { send } = world(fault('expired_token'))
    expect(await send(text())).toMatchObject({ failure: { code: 'credentials_invalid', scope: 'account' } })
  })
  test('doubles every webhook, with another time of the carrier', async () => {
    const { sandbox, clock, log, facts, send } = world({ duplicates: 1 })
    await send(text())
    await clock.drain()
    expect(log).toEqual(['queued', 'queued', 'sent', 'sent', 'delivered', 'delivered'])
    expect(facts[2]).not.toEqual(facts[3])
    await sandbox.customer({ text: 'hi' })
    expect(facts[4]).toEqual(facts[5])
  })
  test('turns receipts round, makes them early, late, or failures', async () => {
    const reversed = world({ reverseReceipts: true })
    await reversed.send(text())
    await reversed.clock.drain()
    expect(reversed.log).toEqual(['delivered', 'sent', 'queued'])

    const early = world({ earlyReceipts: true })
    await early.send(text())
    expect(early.log).toEqual(['queued', 'sent', 'delivered'])

    const late = world({ receiptDelayMs: 1000, receipts: ['sent', 'failed'] })
    await late.send(text())
    await late.clock.advance(2500)
    expect(late.log).toEqual(['queued', 'sent'])
    await late.clock.drain()
    expect(late.facts.at(-1)).toMatchObject({ state: 'failed', failure: { code: 'recipient_unreachable' } })
  })
})

test('a sandbox remembers its last thousand requests', () => {
  const state = sandboxState()
  for (let at = 0; at <= 1000; at += 1) state.record({ at, method: 'POST', path: '/', body: {}, status: 201 })
  expect(state.requests()).toHaveLength(1000)
  expect(state.requests().at(-1)?.at).toBe(1000)
})
