import { beforeEach, describe, expect, test } from 'vitest'
import { row } from '../../core/failures.ts'
import { readFeed } from '../../core/feed.ts'
import { getMessage, listConversations } from '../../core/read.ts'
import type { Failure } from '../../core/schema/failure.ts'
import type { Message, OutboundMessage } from '../../core/schema/message.ts'
import { acceptMessage, type SendRequest } from '../../core/send/accept.ts'
import { deliver } from '../../core/send/deliver.ts'
import { resolveUnknown } from '../../core/send/resolve.ts'
import type { SendOutcome } from '../../core/send/sender.ts'
import { tick } from '../../core/send/tick.ts'
import { createWorld, PRINCIPAL, receiptFact, SHOP, textFact, type World } from '../support/world.ts'

const MINUTE = 60_000
const refused = (failure: Failure): SendOutcome => ({ kind: 'refused', failure })
const UNKNOWN: SendOutcome = { kind: 'unknown', detail: 'ECONNRESET' }

let world: World
let conversation: string

const begin = async (account?: string): Promise<void> => {
  await world.record([textFact('Hello', account ? { scope: account, account } : {})])
  await world.settle()
  const { data } = await listConversations(world.ctx, PRINCIPAL, { status: 'open', order: 'recent', limit: 1 })
  conversation = data[0]?.id ?? ''
}

beforeEach(async () => {
  world = createWorld()
  await begin()
})

const accept = async (text: string, change: Partial<SendRequest> = {}): Promise<Message> => {
  await world.clock.advance(1)
  const message: OutboundMessage = { text, attachments: [] }
  return acceptMessage(world.ctx, PRINCIPAL, text, {
    conversation,
    message,
    author: { kind: 'agent' },
    purpose: 'service',
    ...change,
  })
}
const now = (message: Message): Promise<Message> => getMessage(world.ctx, PRINCIPAL, message.id)
const texts = (): string[] =>
  world.sent.map((part) => (part.content.type === 'text' ? part.content.text : part.content.type))
const wake = () => deliver(world.ctx, world.wired.send, conversation)
/** Time passes and the minute's tick finds what is due. */
const later = async (ms: number): Promise<void> => {
  await world.clock.advance(ms)
  await tick(world.ctx)
  await world.settle()
}
const todos = () => world.table.all?.().filter((item) => item.sk.startsWith('O#')) ?? []
const eventsOf = async (type: string) =>
  (await readFeed(world.ctx, SHOP, 0, 500)).events.filter((event) => event.type === type)

describe('order', () => {
  test('messages leave in the order they were accepted, and leave no to-do behind', async () => {
    await accept('one')
    await accept('two')
    await accept('three')
    await world.settle()
    expect(texts()).toEqual(['one', 'two', 'three'])
    expect(todos()).toEqual([])
  })

  test('a message whose writer died before its to-do does not let the next one overtake it', async () => {
    let dead = false
    world = createWorld({
      memory: {
        before: (operation) => {
          if (!dead || operation.kind !== 'put' || !operation.key.sk.startsWith('O#')) return
          dead = false
          throw new Error('the process died')
        },
      },
    })
    await begin()
    dead = true
    await expect(accept('one')).rejects.toThrow('died')
    // Its sender asks again, and goes on; the projection of both comes later.
    await accept('one')
    await accept('two')
    await wake()
    expect(texts()).toEqual(['one', 'two'])
    await world.settle()
    expect(texts()).toEqual(['one', 'two'])
  })

  test('a message that must wait holds up those behind it', async () => {
    world.outcomes.push(refused(row('provider_unavailable')))
    await accept('one')
    await accept('two')
    await world.settle()
    expect(texts()).toEqual(['one'])
    await later(MINUTE)
    expect(texts()).toEqual(['one', 'one', 'two'])
  })

  test('parts of a long message leave in order, each as a request of its own, and quote once', async () => {
    const long = await accept(`${'a'.repeat(4000)} ${'b'.repeat(4000)}`)
    await world.settle()
    expect(texts()).toEqual([`${'a'.repeat(4000)} `, 'b'.repeat(4000)])
    expect((await now(long)).parts.map((part) => part.providerId)).toEqual(['wamid.out-1', 'wamid.out-2'])
  })

  test('a part refused for good ends the message: the rest is not sent', async () => {
    world.outcomes.push({ kind: 'accepted', providerId: 'first' }, refused(row('policy_blocked')))
    const long = await accept(`${'a'.repeat(4000)} ${'b'.repeat(4000)} ${'c'.repeat(4000)}`)
    await world.settle()
    expect(texts()).toHaveLength(2)
    expect(await now(long)).toMatchObject({
      status: 'partially_failed',
      parts: [{ status: 'sent' }, { status: 'failed', failure: { code: 'policy_blocked' } }, { status: 'cancelled' }],
    })
  })
})

describe('once', () => {
  test('a wake-up repeated after the send sends nothing again', async () => {
    await accept('one')
    await world.settle()
    await wake()
    await wake()
    expect(texts()).toEqual(['one'])
  })

  test('a to-do that a replay brings back is not sent again', async () => {
    await accept('one')
    const kept = todos()
    await world.settle()
    for (const todo of kept) await world.ctx.table.put(todo)
    await wake()
    expect(texts()).toEqual(['one'])
    expect(todos()).toEqual([])
  })

  test('of two workers that read the same to-do only one calls the provider', async () => {
    await accept('one')
    await world.project()
    await Promise.all([wake(), wake(), wake()])
    expect(texts()).toEqual(['one'])
  })

  test('the same key and request accepted twice at the same moment is sent once', async () => {
    const request = {
      conversation,
      message: { text: 'x', attachments: [] },
      author: { kind: 'agent' as const },
      purpose: 'service' as const,
    }
    const answers = await Promise.all([1, 2, 3].map(() => acceptMessage(world.ctx, PRINCIPAL, 'k', request)))
    await world.settle()
    expect(new Set(answers.map((answer) => answer.id)).size).toBe(1)
    expect(texts()).toEqual(['x'])
  })
})

describe('an unknown outcome', () => {
  test('does not hold up later messages and is not sent again by itself', async () => {
    world.outcomes.push(UNKNOWN)
    const first = await accept('one')
    await accept('two')
    await world.settle()
    expect(texts()).toEqual(['one', 'two'])
    expect(await now(first)).toMatchObject({ status: 'unknown', failure: { code: 'outcome_unknown' } })
    await later(30 * MINUTE)
    expect(texts()).toEqual(['one', 'two'])
    expect(await now(first)).toMatchObject({ status: 'unknown' })
    expect(todos()).toEqual([])
  })

  test('settles by a receipt that names our own key', async () => {
    world.outcomes.push(UNKNOWN)
    const message = await accept('one')
    await world.settle()
    const ours = { message: message.id, part: 0 }
    await world.record([receiptFact('wamid.lost', 'delivered', world.clock.now(), { ours })])
    await world.settle()
    expect(await now(message)).toMatchObject({ status: 'delivered', providerId: 'wamid.lost', failure: null })
    await world.record([receiptFact('wamid.lost', 'read', world.clock.now())])
    await world.settle()
    expect(await now(message)).toMatchObject({ status: 'read' })
  })

  test('is sent again after the settle time where the account says so', async () => {
    world = createWorld()
    await begin('100000000000003')
    world.outcomes.push(UNKNOWN)
    const message = await accept('one')
    await world.settle()
    await later(5 * MINUTE)
    expect(texts()).toEqual(['one'])
    await later(6 * MINUTE)
    expect(texts()).toEqual(['one', 'one'])
    expect(await now(message)).toMatchObject({ status: 'sent' })
  })

  test('is what a claim comes to whose worker never came back', async () => {
    let answer: (outcome: SendOutcome) => void = () => undefined
    world.outcomes.push(() => new Promise((resolve) => (answer = resolve)))
    const message = await accept('one')
    await world.project()
    const dead = wake()
    await world.clock.advance(0)
    expect(await wake()).toMatchObject({ retryAt: expect.any(Number) as number })
    expect(await now(message)).toMatchObject({ status: 'sending' })
    await world.clock.advance(world.ctx.settings.leaseMs + 1)
    await wake()
    expect(await now(message)).toMatchObject({ status: 'unknown' })
    expect(texts()).toEqual(['one'])
    // The answer comes after all: late, but it is the truth.
    answer({ kind: 'accepted', providerId: 'wamid.late' })
    await dead
    expect(await now(message)).toMatchObject({ status: 'sent', providerId: 'wamid.late' })
  })

  test('is resolved by a person as sent', async () => {
    world.outcomes.push(UNKNOWN)
    const message = await accept('one')
    await world.settle()
    expect(await resolveUnknown(world.ctx, PRINCIPAL, message.id, 'sent')).toMatchObject({ status: 'sent' })
    await later(30 * MINUTE)
    expect(texts()).toEqual(['one'])
  })

  test('is resolved by a person as to be sent again', async () => {
    world.outcomes.push(UNKNOWN)
    const message = await accept('one')
    await world.settle()
    await later(30 * MINUTE)
    await resolveUnknown(world.ctx, PRINCIPAL, message.id, 'resend')
    await world.settle()
    expect(texts()).toEqual(['one', 'one'])
    expect(await now(message)).toMatchObject({ status: 'sent' })
  })

  test('cannot be resolved once it is known', async () => {
    const message = await accept('one')
    await world.settle()
    await expect(resolveUnknown(world.ctx, PRINCIPAL, message.id, 'resend')).rejects.toMatchObject({
      type: 'not_unknown',
    })
    expect(texts()).toEqual(['one'])
  })
})

describe('a refusal', () => {
  test('for good is a failed message with the provider’s word, and the customer waits again', async () => {
    const why: Failure = { ...row('recipient_unreachable'), provider: { code: '131026', detail: 'Undeliverable' } }
    world.outcomes.push(refused(why))
    const message = await accept('one')
    await world.settle()
    expect(await now(message)).toMatchObject({ status: 'failed', failure: { code: 'recipient_unreachable' } })
    const { data } = await listConversations(world.ctx, PRINCIPAL, { status: 'open', order: 'waiting', limit: 5 })
    expect(data).toMatchObject([{ id: conversation, unread: 1 }])
  })

  test('to be retried so many times fails after the last', async () => {
    for (let i = 0; i < 3; i++) world.outcomes.push(refused(row('media_rejected', { retry: { max: 2 } })))
    const message = await accept('one')
    await world.settle()
    for (let i = 0; i < 4; i++) await later(MINUTE)
    expect(texts()).toHaveLength(3)
    expect(await now(message)).toMatchObject({ status: 'failed', parts: [{ attempts: 3 }] })
  })

  test('that says when is not tried before', async () => {
    world.outcomes.push(refused(row('rate_limited', { retry: { afterSeconds: 600 }, scope: 'recipient' })))
    await accept('one')
    await world.settle()
    await later(9 * MINUTE)
    expect(texts()).toHaveLength(1)
    await later(2 * MINUTE)
    expect(texts()).toHaveLength(2)
  })

  test('past the message’s validity fails it instead of waiting', async () => {
    world.outcomes.push(refused(row('rate_limited', { retry: { afterSeconds: 600 }, scope: 'recipient' })))
    const message = await accept('one', { validUntil: world.clock.now() + MINUTE })
    await world.settle()
    expect(await now(message)).toMatchObject({ status: 'failed', failure: { code: 'rate_limited' } })
  })

  test('of the whole account’s pace holds up its other conversations too', async () => {
    world.outcomes.push(refused(row('rate_limited', { retry: { afterSeconds: 30 } })))
    await accept('one')
    await world.settle()
    const first = conversation
    await world.record([textFact('Hi', { peers: [{ type: 'phone', value: '+15550002222' }] })])
    await world.settle()
    const { data } = await listConversations(world.ctx, PRINCIPAL, { status: 'open', order: 'recent', limit: 5 })
    conversation = data.find(({ id }) => id !== first)?.id ?? ''
    await accept('two')
    await world.settle()
    expect(texts()).toEqual(['one'])
    await later(MINUTE)
    expect(texts().toSorted()).toEqual(['one', 'one', 'two'])
  })

  test('of the credentials holds the account’s messages until one goes through, and says so', async () => {
    world.outcomes.push(refused(row('credentials_invalid')), refused(row('credentials_invalid')))
    const first = await accept('one')
    const second = await accept('two')
    await world.settle()
    expect(await now(first)).toMatchObject({ status: 'held', failure: { code: 'credentials_invalid' } })
    expect(await now(second)).toMatchObject({ status: 'queued' })
    await later(6 * MINUTE)
    await later(6 * MINUTE)
    expect(texts()).toEqual(['one', 'one', 'one', 'two'])
    const told = await eventsOf('channel.health_changed')
    expect(told.map((event) => event.data['health'])).toEqual(['reauth_required', 'healthy'])
  })
})

describe('at the moment of sending', () => {
  test('a message past its validity expires unsent', async () => {
    const message = await accept('one', { validUntil: world.clock.now() + MINUTE })
    await later(2 * MINUTE)
    expect(texts()).toEqual([])
    expect(await now(message)).toMatchObject({ status: 'expired', failure: null })
  })

  test('a message is valid for a day, but not beyond the reply window', async () => {
    await world.clock.advance(60 * MINUTE)
    const message = await accept('one')
    expect(message.validUntil).toBe(message.at + 23 * 60 * MINUTE - 1)
  })

  test('a window that closed meanwhile fails the message without a call', async () => {
    const message = await accept('one', { validUntil: world.clock.now() + 48 * 60 * MINUTE })
    await later(25 * 60 * MINUTE)
    expect(texts()).toEqual([])
    expect(await now(message)).toMatchObject({ status: 'failed', failure: { code: 'window_closed' } })
  })

  test('a consent withdrawn meanwhile fails the message without a call', async () => {
    const message = await accept('one')
    await world.record([
      {
        kind: 'consent',
        id: 'stop-1',
        scope: '100000000000001',
        account: '100000000000001',
        at: world.clock.now(),
        peers: [{ type: 'phone', value: '+15550001111' }],
        sender: 'any',
        purpose: 'any',
        state: 'revoked',
        source: 'keyword',
        evidence: 'STOP',
      },
    ])
    await world.settle()
    expect(texts()).toEqual([])
    expect(await now(message)).toMatchObject({ status: 'failed', failure: { code: 'recipient_opted_out' } })
    await expect(accept('two')).rejects.toMatchObject({ type: 'recipient_opted_out' })
  })

  test('a message whose wake-up was lost is found by the tick', async () => {
    await accept('one')
    await world.project()
    world.woken.length = 0
    await later(30_000)
    expect(texts()).toEqual([])
    await later(31_000)
    expect(texts()).toEqual(['one'])
  })

  test('a to-do the API did not come to write is written by its projection', async () => {
    const put = world.ctx.table.put
    const broken = {
      ...world.ctx,
      table: {
        ...world.ctx.table,
        put: async (...[item, guard]: Parameters<typeof put>) => {
          if (item.sk.startsWith('O#')) throw new Error('crash')
          return put(item, guard)
        },
      },
    }
    const request = {
      conversation,
      message: { text: 'one', attachments: [] },
      author: { kind: 'agent' as const },
      purpose: 'service' as const,
    }
    await expect(acceptMessage(broken, PRINCIPAL, 'k', request)).rejects.toThrow('crash')
    await world.settle()
    expect(texts()).toEqual(['one'])
  })
})
