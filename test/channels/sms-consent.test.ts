import { beforeEach, describe, expect, test } from 'vitest'
import type { Delivery } from '../../adapters/adapter.ts'
import { sms } from '../../adapters/sms/index.ts'
import { plan } from '../../core/plan/plan.ts'
import { getMessage, listConversations } from '../../core/read.ts'
import { OutboundMessage, type Message } from '../../core/schema/message.ts'
import { acceptMessage } from '../../core/send/accept.ts'
import { createWorld, PRINCIPAL, SHOP, type World } from '../support/world.ts'
import * as aws from './sms-aws.fixtures.ts'
import * as twilio from './sms.fixtures.ts'

const OURS = '+14155550199'
const OTHER = '+14155550188'
const CUSTOMER = '+14155550111'
let serial = 0

/** What each provider delivers when a customer writes to one of our numbers. */
const PROVIDERS = {
  twilio: {
    secrets: { accountSid: 'TWILIO_ACCOUNT_SID', authToken: 'TWILIO_AUTH_TOKEN' },
    says: (text: string, to: string): Delivery => {
      const { params } = twilio.webhook('text')
      return twilio.deliver({ params: { ...params, MessageSid: `SM${(serial += 1)}`, Body: text, To: to } })
    },
    /** Advanced Opt-Out: words of the shop's own, in any language. */
    leaves: (to: string): Delivery => {
      const { params } = twilio.webhook('text')
      const stated = { ...params, MessageSid: `SM${(serial += 1)}`, Body: 'Basta', To: to, OptOutType: 'STOP' }
      return twilio.deliver({ params: stated })
    },
  },
  aws: {
    secrets: {},
    says: (text: string, to: string): Delivery => {
      const { message } = aws.published('text')
      const said = { inboundMessageId: `in-${(serial += 1)}`, messageBody: text, destinationNumber: to }
      return aws.deliver({ message: { ...(message as object), ...said } })
    },
    /** A keyword that AWS says it has recognised. */
    leaves: (to: string): Delivery => {
      const { message } = aws.published('stop-by-a-keyword')
      const said = { inboundMessageId: `in-${(serial += 1)}`, destinationNumber: to }
      return aws.deliver({ message: { ...(message as object), ...said } })
    },
  },
}

describe.each(Object.entries(PROVIDERS))('over %s', (provider, { secrets, says, leaves }) => {
  let world: World

  const received = async (delivery: Delivery): Promise<void> => {
    await world.clock.advance(1)
    const adapter = world.wired.connections.find('sms', 'main')
    await world.record((await adapter?.parse(delivery)) ?? [], 'sms')
    await world.settle()
  }
  const conversationWith = async (account: string): Promise<string> => {
    const { data } = await listConversations(world.ctx, PRINCIPAL, { status: 'open', order: 'recent', limit: 10 })
    const found = data.find((conversation) => conversation.account === account)
    if (!found) throw new Error('no conversation')
    return found.id
  }
  const accepts = async (account = OURS): Promise<Message> =>
    acceptMessage(world.ctx, PRINCIPAL, `key-${(serial += 1)}`, {
      conversation: await conversationWith(account),
      message: OutboundMessage.parse({ text: 'Your order is ready' }),
      author: { kind: 'agent' },
      purpose: 'service',
    })

  beforeEach(async () => {
    world = createWorld({
      config: {
        shops: [{ id: SHOP, name: 'Shop' }],
        connections: [
          { adapter: sms, name: 'main', config: { provider }, secrets, accounts: [{ id: OURS }, { id: OTHER }] },
        ],
      },
      environment: { TWILIO_ACCOUNT_SID: 'AC1', TWILIO_AUTH_TOKEN: 'token' },
    })
    await received(says('Hello', OURS))
  })

  test('STOP keeps every message back before the provider is called, until START', async () => {
    await received(says('STOP', OURS))
    await expect(accepts()).rejects.toMatchObject({ type: 'recipient_opted_out' })
    await world.settle()
    expect(world.sent).toEqual([])

    await received(says('START', OURS))
    const { id } = await accepts()
    await world.settle()
    expect(world.sent).toMatchObject([{ address: { account: OURS, peers: [{ type: 'phone', value: CUSTOMER }] } }])
    expect(await getMessage(world.ctx, PRINCIPAL, id)).toMatchObject({ status: 'sent' })
  })

  test('STOP speaks of the number it was sent to, and of no other', async () => {
    await received(says('Hello', OTHER))
    await received(says('STOP', OURS))
    await expect(accepts(OURS)).rejects.toMatchObject({ type: 'recipient_opted_out' })
    await accepts(OTHER)
    await world.settle()
    expect(world.sent.map(({ address }) => address.account)).toEqual([OTHER])
  })

  test('STOP also keeps back what was accepted before it and has not left yet', async () => {
    const { id } = await accepts()
    const adapter = world.wired.connections.find('sms', 'main')
    await world.record((await adapter?.parse(says('STOP', OURS))) ?? [], 'sms')
    await world.settle()
    expect(world.sent).toEqual([])
    expect(await getMessage(world.ctx, PRINCIPAL, id)).toMatchObject({
      status: 'failed',
      failure: { code: 'recipient_opted_out' },
    })
  })

  test('an opt-out that the provider states in its own way is one, whatever the words', async () => {
    await received(leaves(OURS))
    await expect(accepts()).rejects.toMatchObject({ type: 'recipient_opted_out' })
    await received(says('UNSTOP', OURS))
    expect(await accepts()).toMatchObject({ status: 'queued' })
  })

  test('the plan counts segments', () => {
    const capabilities = sms.capabilitiesFor?.(sms.config.parse({ provider })) ?? sms.capabilities
    const open = { open: true, closesAt: null }
    const counted = (text: string) => {
      const result = plan(OutboundMessage.parse({ text }), capabilities, open)
      return result.ok ? result.plan.segments : result.failure
    }
    expect(counted('x'.repeat(160))).toBe(1)
    expect(counted('x'.repeat(161))).toBe(2)
    expect(counted('ж'.repeat(71))).toBe(2)
  })
})

test('accounts over two providers have each what their own can do', () => {
  const accounts = (id: string) => [{ id }]
  const { ctx } = createWorld({
    config: {
      connections: [
        {
          adapter: sms,
          name: 'twilio',
          config: { provider: 'twilio' },
          secrets: PROVIDERS.twilio.secrets,
          accounts: accounts(OURS),
        },
        { adapter: sms, name: 'aws', config: { provider: 'aws' }, secrets: {}, accounts: accounts(OTHER) },
      ],
    },
  })
  expect(ctx.capabilities('sms', OURS)).toBe(sms.capabilities)
  expect(ctx.capabilities('sms', OTHER)?.media).toEqual({})
})
