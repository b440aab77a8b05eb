import { describe, expect, test } from 'vitest'
import type { AdapterDeps, ChannelAdapter, OutboundPart, SendOutcome } from '../../adapters/adapter.ts'
import { fetchFrom, type Faults, ImpossibleAction } from '../../adapters/sandbox.ts'
import { sms } from '../../adapters/sms/index.ts'
import { sandbox as smsSandbox } from '../../adapters/sms/sandbox.ts'
import { ordinaryDeps, ordinarySandbox } from '../../adapters/testing/world.ts'
import type { InboundFact } from '../../core/schema/fact.ts'
import { virtualClock } from '../support/virtual-clock.ts'
import { OWN_KEY } from './sms-aws.fixtures.ts'

const SHOP = '+14155550199'
const TWILIO_SHOP = '+14155550177'
const CUSTOMER = '+14155550111'
const POOL = 'pool-a1b2c3d4e5f6'
const webhookUrl = 'https://gateway.example/webhooks/sms/main'

/** The adapter and the sandbox, each with nobody but the other to talk to; beside them an account over Twilio. */
const world = (faults: Faults = {}, config: object = {}, changed: Partial<AdapterDeps> = {}) => {
  const clock = virtualClock()
  const bodies: string[] = []
  const facts: InboundFact[] = []
  const webhooks: string[] = []
  let nonces = 0
  const own = sms.config.parse({ provider: 'aws', configurationSet: 'parley', ...config })
  const sandbox = smsSandbox.create({
    accounts: [
      { connection: 'old', account: TWILIO_SHOP, webhookUrl, secrets: { accountSid: 'AC1', authToken: 't' } },
      ...[SHOP, POOL].map((account) => ({ connection: 'main', account, webhookUrl, secrets: {}, config: own })),
    ],
    now: clock.now,
    nonce: () => `nonce-${(nonces += 1)}`,
    later: (ms, run) => void clock.later(ms, run),
    ...ordinarySandbox,
    deliver: async ({ connection }) => {
      webhooks.push(connection)
      return 200
    },
    enqueue: async (connection, body) => {
      expect(connection).toBe('main')
      bodies.push(body)
      const read = adapter.queue?.({ id: '1', body })
      if (read?.kind === 'delivery') facts.push(...(await adapter.parse(read.delivery)))
    },
  })
  const adapter: ChannelAdapter = sms.create(own, {
    ...ordinaryDeps(),
    fetch: fetchFrom(sandbox.api),
    now: clock.now,
    nonce: () => 'nonce',
    secrets: {},
    publicUrl: 'https://gateway.example',
    webhookUrl,
    ...changed,
  })
  const send = (text = 'Yes, it is', account = SHOP, to = CUSTOMER): Promise<SendOutcome> => {
    const address = { channel: 'sms', account, peers: [{ type: 'phone' as const, value: to }] }
    const part: OutboundPart = { key: OWN_KEY, address, content: { type: 'text', text } }
    return adapter.send(part, new AbortController().signal)
  }
  sandbox.faults(faults)
  const events = () =>
    bodies.map((body) => {
      const { Message } = JSON.parse(body) as { readonly Message: string }
      return (JSON.parse(Message) as { readonly messageStatus?: string }).messageStatus ?? 'message'
    })
  return { sandbox, clock, bodies, facts, webhooks, events, send }
}

const refused = (code: string) => ({ kind: 'refused', failure: { code } })

describe('a send', () => {
  test('is taken, and its events are published until it is delivered', async () => {
    const { sandbox, clock, facts, events, send } = world()
    const outcome = await send()
    expect(outcome).toMatchObject({ kind: 'accepted', scope: 'aws' })
    expect(events()).toEqual([])
    await clock.drain()
    expect(events()).toEqual(['QUEUED', 'SUCCESSFUL', 'DELIVERED'])
    const target = outcome.kind === 'accepted' ? outcome.providerId : ''
    expect(target).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
    expect(facts).toMatchObject(
      ['sent', 'delivered'].map((state) => ({
        kind: 'receipt',
        state,
        target,
        scope: 'aws',
        account: SHOP,
        ours: OWN_KEY,
      })),
    )
    expect(sandbox.requests()).toMatchObject([{ status: 200, providerId: target, body: { MessageBody: 'Yes, it is' } }])
  })

  test('from a pool comes back under the pool', async () => {
    const { clock, facts, send } = world()
    await send('hi', POOL)
    await clock.drain()
    expect(facts[0]).toMatchObject({ account: POOL, ours: OWN_KEY })
  })

  test('without a configuration set has no events, as with AWS', async () => {
    const { clock, events, send } = world({}, { configurationSet: undefined })
    await send()
    await clock.drain()
    expect(events()).toEqual([])
  })

  test.each([
    ['from a sender that is not ours', ['hi', '+14155550100'], 'provider_rejected'],
    ['from the number of another provider', ['hi', TWILIO_SHOP], 'provider_rejected'],
    ['that is too long', ['x'.repeat(1601)], 'provider_rejected'],
    ['to no number', ['hi', SHOP, '+0'], 'recipient_unreachable'],
  ] as const)('%s is refused', async (_, args, code) => {
    const { events, send } = world()
    expect(await send(...args)).toMatchObject(refused(code))
    expect(events()).toEqual([])
  })

  test('is refused where it is not signed', async () => {
    const aws = { region: 'eu-central-1', sign: async () => ({ 'x-amz-target': 'PinpointSMSVoiceV2.SendTextMessage' }) }
    expect(await world({}, {}, { aws }).send()).toMatchObject(refused('credentials_invalid'))
  })
})

describe('a customer', () => {
  test('is heard over the queue of the connection, as SNS writes to it', async () => {
    const { sandbox, facts, webhooks } = world()
    const { providerId, status } = await sandbox.customer({ account: SHOP, from: CUSTOMER, text: 'Hello' })
    expect(status).toBe(200)
    expect(facts).toMatchObject([
      {
        kind: 'message',
        id: providerId,
        account: SHOP,
        peers: [{ type: 'phone', value: CUSTOMER }],
        body: { text: 'Hello' },
      },
    ])
    expect(webhooks).toEqual([])
  })

  test('of a number over Twilio is heard over its webhook', async () => {
    const { sandbox, bodies, webhooks } = world()
    await sandbox.customer({ account: TWILIO_SHOP, text: 'Hello' })
    expect(webhooks).toEqual(['old'])
    expect(bodies).toEqual([])
  })

  test('who answers is told to have had our last message', async () => {
    const { sandbox, facts, send } = world()
    const outcome = await send()
    await sandbox.customer({ account: SHOP, from: CUSTOMER, text: 'Thanks' })
    const previousMessageId = outcome.kind === 'accepted' ? outcome.providerId : ''
    expect(facts.at(-1)).toMatchObject({ body: { extra: { previousMessageId } } })
  })

  test('who opts out is not sent to until they opt in', async () => {
    const { sandbox, facts, send } = world()
    await sandbox.customer({ account: SHOP, from: CUSTOMER, text: 'Stop that' })
    expect(facts.at(-1)).toMatchObject({ kind: 'consent', state: 'revoked' })
    expect(await send()).toMatchObject(refused('recipient_opted_out'))
    expect(await send('hi', SHOP, '+14155550112')).toMatchObject({ kind: 'accepted' })
    await sandbox.customer({ account: SHOP, from: CUSTOMER, text: 'START' })
    expect(await send()).toMatchObject({ kind: 'accepted' })
  })

  test('can say what AWS has not said before', async () => {
    const { sandbox, facts } = world()
    const params = { inboundMessageId: 'one', messageBody: null }
    expect(await sandbox.customer({ account: SHOP, text: 'x', params })).toMatchObject({ providerId: 'one' })
    expect(facts).toMatchObject([{ kind: 'quarantine' }])
  })

  test('cannot send files: AWS takes no MMS', async () => {
    const media = [{ contentType: 'image/png', data: 'AAAA' }]
    await expect(world().sandbox.customer({ account: SHOP, media })).rejects.toBeInstanceOf(ImpossibleAction)
  })
})

describe('faults', () => {
  const failing = (fault: NonNullable<Faults['send']>['fault'], more: object = {}) =>
    world({ send: { fault, times: 1, ...more } })

  test('are made for as many sends as asked for', async () => {
    const { send } = failing('rate_limited', { retryAfterSeconds: 7 })
    expect(await send()).toMatchObject({ failure: { code: 'rate_limited', retry: { afterSeconds: 7 } } })
    expect(await send()).toMatchObject({ kind: 'accepted' })
  })
  test('of the server, of credentials, and of a connection that is refused', async () => {
    expect(await failing('server_error').send()).toMatchObject(refused('provider_unavailable'))
    expect(await failing('expired_token').send()).toMatchObject(refused('credentials_invalid'))
    expect(await failing('refuse_connection').send()).toMatchObject(refused('provider_unavailable'))
  })
  test('drop the answer of a message that goes all the same, and is known by its events', async () => {
    const { clock, facts, send } = failing('drop')
    expect(await send()).toMatchObject({ kind: 'unknown' })
    await clock.drain()
    expect(facts).toMatchObject([{ state: 'sent', ours: OWN_KEY }, { state: 'delivered' }])
  })
  test('double what is published, at another time of SNS', async () => {
    const { sandbox, facts } = world({ duplicates: 1 })
    await sandbox.customer({ account: SHOP, text: 'hi' })
    expect(facts).toHaveLength(2)
    expect(facts[0]).not.toEqual(facts[1])
    expect({ ...facts[0], at: 0 }).toEqual({ ...facts[1], at: 0 })
  })
  test('turn events round, make them early, or failures', async () => {
    const reversed = world({ reverseReceipts: true })
    await reversed.send()
    await reversed.clock.drain()
    expect(reversed.events()).toEqual(['DELIVERED', 'SUCCESSFUL', 'QUEUED'])

    const early = world({ earlyReceipts: true, receipts: ['failed'] })
    await early.send()
    expect(early.events()).toEqual(['QUEUED', 'UNREACHABLE'])
    expect(early.facts).toMatchObject([{ state: 'failed', failure: { code: 'recipient_unreachable' } }])
  })
})
