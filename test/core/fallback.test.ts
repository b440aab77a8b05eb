import { beforeEach, describe, expect, test } from 'vitest'
import { row } from '../../core/failures.ts'
import { readFeed } from '../../core/feed.ts'
import type { Key } from '../../core/ports.ts'
import { getConversation, getMessage, listConversations, listTimeline } from '../../core/read.ts'
import type { Failure } from '../../core/schema/failure.ts'
import type { Fallback, Message, OutboundMessage } from '../../core/schema/message.ts'
import { acceptMessage, type SendRequest } from '../../core/send/accept.ts'
import { cancelMessage } from '../../core/send/cancel.ts'
import { deliver } from '../../core/send/deliver.ts'
import { resolveUnknown } from '../../core/send/resolve.ts'
import type { OutboundPart, SendOutcome } from '../../core/send/sender.ts'
import { tick } from '../../core/send/tick.ts'
import { factOfMessage, stateKey } from '../../core/store/keys.ts'
import { projectFact } from '../../core/project/project.ts'
import type { Operation } from '../support/memory-table.ts'
import { ACCOUNT, createWorld, PRINCIPAL, receiptFact, SHOP, textFact, type World } from '../support/world.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const refused = (failure: Failure): SendOutcome => ({ kind: 'refused', failure })
const UNKNOWN: SendOutcome = { kind: 'unknown', detail: 'ECONNRESET' }

const TEMPLATE: Fallback = {
  text: '',
  attachments: [],
  content: { type: 'template', name: 'order_news', language: 'en', header: [], body: [], buttons: [] },
}
const WORDS: Fallback = { text: 'In other words', attachments: [] }
const HELLO: OutboundMessage = { text: 'Hello', attachments: [] }
const IMAGE = { kind: 'image', url: 'https://shop.example/a.jpg' } as const
/** More parts than a message may have. */
const ENDLESS = { text: 'a'.repeat(65_000), attachments: Array.from({ length: 10 }, () => IMAGE) }
const LONG: OutboundMessage = { text: `${'a'.repeat(4000)} ${'b'.repeat(4000)}`, attachments: [] }

let world: World
let conversation: string
let interrupt: ((operation: Operation) => Promise<void> | undefined) | undefined

const begin = async (account?: string): Promise<void> => {
  await world.record([textFact('Hi there', account ? { scope: account, account } : {})])
  await world.settle()
  const { data } = await listConversations(world.ctx, PRINCIPAL, { status: 'open', order: 'recent', limit: 1 })
  conversation = data[0]?.id ?? ''
}

beforeEach(async () => {
  interrupt = undefined
  world = createWorld({ memory: { before: (operation) => interrupt?.(operation) } })
  await begin()
})

const accept = async (change: Partial<SendRequest> = {}): Promise<Message> => {
  await world.clock.advance(1)
  return acceptMessage(world.ctx, PRINCIPAL, 'key', {
    conversation,
    message: HELLO,
    fallback: TEMPLATE,
    author: { kind: 'agent' },
    purpose: 'service',
    ...change,
  })
}
const now = (message: Message): Promise<Message> => getMessage(world.ctx, PRINCIPAL, message.id)
const said = (): string[] =>
  world.sent.map(({ content }) => (content.type === 'text' ? content.text.slice(0, 20) : content.type))
const work = () => deliver(world.ctx, world.wired.send, conversation)
const later = async (ms: number): Promise<void> => {
  await world.clock.advance(ms)
  await tick(world.ctx)
  await world.settle()
}
const entryOf = async (message: Message) => {
  const { data } = await listTimeline(world.ctx, PRINCIPAL, conversation, { order: 'newest', limit: 10 })
  return data.find(({ id }) => id === message.id)
}
const preview = async () => (await getConversation(world.ctx, PRINCIPAL, conversation)).preview?.text
const events = async (message: Message) => {
  const { events: all } = await readFeed(world.ctx, SHOP, 0, 500)
  return all.filter(({ type, subject }) => type.startsWith('message.') && subject === message.id)
}
const stateOf = (message: Pick<Message, 'id'>): Key => stateKey(factOfMessage(message.id))
const stored = (message: Pick<Message, 'id'>) => world.table.get(stateOf(message), { consistent: true })
/** Lets something happen right before the message's state is written for the nth time from now. */
const beforeWrite = (message: Message, nth: number, run: () => Promise<unknown>): void => {
  const { pk, sk } = stateOf(message)
  let left = nth
  interrupt = (operation) => {
    if (operation.kind !== 'update' || operation.key.pk !== pk || operation.key.sk !== sk || --left > 0)
      return undefined
    interrupt = undefined
    return run().then(() => undefined)
  }
}
const died = async (): Promise<never> => {
  throw new Error('the process died')
}

describe('a message that cannot be accepted', () => {
  test('is accepted as its fallback when the window is closed, and the answer says so', async () => {
    await world.clock.advance(25 * HOUR)
    const message = await accept()
    expect(message).toMatchObject({
      status: 'queued',
      text: '[template order_news]',
      fallback: { used: true, reason: { code: 'window_closed' }, insteadOf: HELLO },
    })
    await world.settle()
    expect(said()).toEqual(['template'])
    expect(await now(message)).toMatchObject({ status: 'sent', parts: [{ index: 0, status: 'sent' }] })
    expect(await entryOf(message)).toMatchObject({ fallback: { used: true, insteadOf: HELLO } })
  })

  test('is accepted as its fallback when it is too much for the channel', async () => {
    const answer = await accept({ message: ENDLESS, fallback: WORDS })
    expect(answer).toMatchObject({
      text: 'In other words',
      fallback: { used: true, reason: { code: 'content_too_large' }, insteadOf: ENDLESS },
    })
    await world.settle()
    expect(said()).toEqual(['In other words'])
  })

  test('answers the same when it is asked again', async () => {
    await world.clock.advance(25 * HOUR)
    const first = await accept()
    expect(await accept()).toEqual(first)
    await expect(accept({ fallback: WORDS })).rejects.toMatchObject({ type: 'idempotency_key_reused' })
  })

  test('is refused where its fallback cannot go either, with what is wrong with both', async () => {
    await world.clock.advance(25 * HOUR)
    await expect(accept({ fallback: WORDS })).rejects.toMatchObject({
      type: 'window_closed',
      errors: [{ path: '/text' }, { path: '/fallback/text' }],
    })
  })
})

describe('a fallback', () => {
  test('that could never go is refused before the message is accepted', async () => {
    await expect(accept({ fallback: ENDLESS })).rejects.toMatchObject({
      type: 'content_too_large',
      errors: [{ path: '/fallback' }],
    })
    expect(await stored({ id: 'msg_none' })).toBeUndefined()
  })

  test('waits while the message can go, and changes nothing about it', async () => {
    const message = await accept()
    expect(message.fallback).toEqual({ used: false, message: TEMPLATE })
    await world.settle()
    expect(said()).toEqual(['Hello'])
    expect(await now(message)).toMatchObject({ status: 'sent', text: 'Hello', fallback: { used: false } })
  })

  test('without need of a window lets the message be tried for the whole day', async () => {
    await world.clock.advance(20 * HOUR)
    const whole = world.clock.now() + 1 + world.ctx.settings.validMs
    expect((await accept()).validUntil).toBe(whole)
  })

  test('that needs the window is no reason to try for longer', async () => {
    await world.clock.advance(20 * HOUR)
    const left = 4 * HOUR
    expect((await accept({ fallback: WORDS })).validUntil).toBeLessThanOrEqual(world.clock.now() + left)
  })
})

describe('a window that closes before the message went', () => {
  test('lets the fallback go in its place', async () => {
    world.outcomes.push(refused(row('provider_unavailable', { retry: { afterSeconds: 7200 } })))
    await world.clock.advance(23 * HOUR)
    const message = await accept()
    await world.settle()
    expect(said()).toEqual(['Hello'])
    await later(3 * HOUR)
    expect(said()).toEqual(['Hello', 'template'])
    expect(await now(message)).toMatchObject({
      status: 'sent',
      text: '[template order_news]',
      failure: null,
      parts: [{ index: 0, status: 'sent', attempts: 1 }],
      fallback: { used: true, reason: { code: 'window_closed' }, insteadOf: HELLO },
    })
    expect(await entryOf(message)).toMatchObject({ text: '[template order_news]', status: 'sent' })
    expect(await preview()).toBe('[template order_news]')
    const told = await events(message)
    expect(told.at(0)).toMatchObject({ type: 'message.created', data: { text: 'Hello', fallback: { used: false } } })
    expect(told.at(-1)).toMatchObject({
      type: 'message.updated',
      data: { text: '[template order_news]', status: 'sent', fallback: { used: true } },
    })
  })

  test('while the account was refused its credentials: the fallback is held, and goes when it is released', async () => {
    world.outcomes.push(refused(row('credentials_invalid')), refused(row('credentials_invalid')))
    await world.clock.advance(23 * HOUR)
    const message = await accept()
    await world.settle()
    await later(2 * HOUR)
    expect(await now(message)).toMatchObject({ status: 'held', fallback: { used: true } })
    await later(HOUR)
    expect(said()).toEqual(['Hello', 'template', 'template'])
    expect(await now(message)).toMatchObject({ status: 'sent', fallback: { used: true } })
  })

  test('does not help a fallback that needs it too', async () => {
    world.outcomes.push(refused(row('provider_unavailable', { retry: { afterSeconds: 7200 } })))
    await world.clock.advance(23 * HOUR)
    const message = await accept({ fallback: WORDS, validUntil: world.clock.now() + 20 * HOUR })
    await world.settle()
    await later(3 * HOUR)
    expect(said()).toEqual(['Hello'])
    expect(await now(message)).toMatchObject({ status: 'failed', failure: { code: 'window_closed' } })
  })
})

describe('a refusal of the first part', () => {
  test.each<[string, Failure]>([
    ['window_closed', row('window_closed')],
    ['content_unsupported', row('content_unsupported')],
    ['content_too_large', row('content_too_large')],
    ['media_rejected', row('media_rejected', { scope: 'recipient' })],
    ['template_rejected', row('template_rejected')],
    ['policy_blocked', row('policy_blocked', { scope: 'message' })],
  ])('for what is said lets the fallback go at once: %s', async (code, failure) => {
    world.outcomes.push(refused(failure))
    const message = await accept()
    await world.settle()
    expect(said()).toEqual(['Hello', 'template'])
    expect(await now(message)).toMatchObject({ status: 'sent', fallback: { used: true, reason: { code } } })
  })

  test.each<[string, Failure]>([
    ['recipient_opted_out', row('recipient_opted_out')],
    ['recipient_unreachable', row('recipient_unreachable')],
    ['billing_required', row('billing_required')],
    ['policy_blocked', row('policy_blocked')],
    ['policy_blocked', row('policy_blocked', { scope: 'recipient' })],
    ['provider_rejected', row('provider_rejected')],
    ['outcome_unknown', row('outcome_unknown')],
  ])('for anything else fails the message: %s', async (code, failure) => {
    world.outcomes.push(refused(failure))
    const message = await accept()
    await world.settle()
    expect(said()).toEqual(['Hello'])
    expect(await now(message)).toMatchObject({ status: 'failed', failure: { code }, fallback: { used: false } })
  })

  test('that may pass is tried again before the fallback is', async () => {
    const busy = refused(row('media_rejected', { retry: { max: 1 } }))
    world.outcomes.push(busy, busy)
    const message = await accept()
    await world.settle()
    expect(await now(message)).toMatchObject({ status: 'queued', fallback: { used: false } })
    await later(MINUTE)
    expect(said()).toEqual(['Hello', 'Hello', 'template'])
  })

  test('takes all of a long message back, and asks for the fallback under a key of its own', async () => {
    world.outcomes.push(refused(row('content_unsupported')))
    const message = await accept({
      message: LONG,
      fallback: { ...WORDS, text: `${'c'.repeat(4000)} ${'d'.repeat(99)}` },
    })
    await world.settle()
    expect(world.sent.map(({ key }) => key.part)).toEqual([0, 2, 3])
    expect(await now(message)).toMatchObject({ status: 'sent', parts: [{ index: 0 }, { index: 1 }] })
  })

  test('of the fallback itself fails the message', async () => {
    world.outcomes.push(refused(row('content_unsupported')), refused(row('template_rejected')))
    const message = await accept()
    await world.settle()
    expect(said()).toEqual(['Hello', 'template'])
    expect(await now(message)).toMatchObject({
      status: 'failed',
      failure: { code: 'template_rejected' },
      fallback: { used: true, reason: { code: 'content_unsupported' } },
    })
  })
})

describe('once something of the message went', () => {
  test('a refusal of a later part is no reason for the fallback', async () => {
    world.outcomes.push({ kind: 'accepted', providerId: 'first' }, refused(row('content_unsupported')))
    const message = await accept({ message: LONG })
    await world.settle()
    expect(world.sent).toHaveLength(2)
    expect(await now(message)).toMatchObject({ status: 'partially_failed', fallback: { used: false } })
  })

  test('or may have gone, a person who sends it again gets no fallback', async () => {
    world.outcomes.push(UNKNOWN, refused(row('provider_unavailable')), refused(row('content_unsupported')))
    const message = await accept()
    await world.settle()
    await resolveUnknown(world.ctx, PRINCIPAL, message.id, 'resend')
    await world.settle()
    await later(HOUR)
    expect(said()).toEqual(['Hello', 'Hello', 'Hello'])
    expect(await now(message)).toMatchObject({ status: 'failed', fallback: { used: false } })
  })

  test('or may have gone, an account that sends again does not switch when the window closed', async () => {
    world = createWorld()
    await begin('100000000000003')
    world.outcomes.push(UNKNOWN)
    await world.clock.advance(24 * HOUR - 10_000)
    const message = await accept()
    await world.settle()
    await later(HOUR)
    expect(said()).toEqual(['Hello'])
    expect(await now(message)).toMatchObject({ status: 'failed', fallback: { used: false } })
  })

  test('a failure told later by a receipt is a failure', async () => {
    const message = await accept()
    await world.settle()
    await world.record([receiptFact('wamid.out-1', 'failed', null, { failure: row('window_closed') })])
    await world.settle()
    expect(said()).toEqual(['Hello'])
    expect(await now(message)).toMatchObject({ status: 'failed', fallback: { used: false } })
  })
})

describe('another writer in between', () => {
  const own = (message: Message, part: number) => ({ ours: { message: message.id, part } })

  test('a receipt that the message went comes before its refusal: nothing else goes', async () => {
    world.outcomes.push(refused(row('content_unsupported')))
    const message = await accept()
    await world.project()
    // The first write claims the part, the second would put the fallback in its place.
    beforeWrite(message, 2, async () => {
      await world.record([receiptFact('wamid.late', 'delivered', null, own(message, 0))])
      await world.project()
    })
    await world.settle()
    expect(said()).toEqual(['Hello'])
    expect(await now(message)).toMatchObject({ status: 'delivered', fallback: { used: false } })
  })

  test('a cancelled message is not replaced', async () => {
    const message = await accept({ validUntil: world.clock.now() + 48 * HOUR })
    await world.clock.advance(25 * HOUR)
    beforeWrite(message, 1, () => cancelMessage(world.ctx, PRINCIPAL, message.id))
    await world.settle()
    expect(said()).toEqual([])
    expect(await now(message)).toMatchObject({ status: 'cancelled', fallback: { used: false } })
  })

  test('what is left of a message that was taken back during its refusal stays unsaid', async () => {
    world.outcomes.push(refused(row('content_unsupported')))
    const message = await accept({ message: LONG })
    beforeWrite(message, 2, () => cancelMessage(world.ctx, PRINCIPAL, message.id))
    await world.settle()
    expect(world.sent).toHaveLength(1)
    expect(await now(message)).toMatchObject({ status: 'failed', fallback: { used: false } })
  })

  test('who cancels while the fallback takes the place cancels the fallback', async () => {
    const message = await accept({ validUntil: world.clock.now() + 48 * HOUR })
    await world.clock.advance(25 * HOUR)
    world.outcomes.push(refused(row('provider_unavailable')))
    beforeWrite(message, 1, work)
    const cancelled = await cancelMessage(world.ctx, PRINCIPAL, message.id)
    expect(cancelled).toMatchObject({ status: 'cancelled', fallback: { used: true } })
    await later(HOUR)
    expect(said()).toEqual(['template'])
  })

  test('a worker that still holds the message cannot send it once the fallback took its place', async () => {
    world.outcomes.push(refused(row('content_unsupported')))
    const message = await accept()
    beforeWrite(message, 1, work)
    await work()
    await world.settle()
    expect(said()).toEqual(['Hello', 'template'])
  })

  test('a worker that saw the window closed replaces nothing once another one sent the message', async () => {
    const message = await accept({ validUntil: world.clock.now() + 48 * HOUR })
    await world.clock.advance(25 * HOUR)
    // The customer writes again, which opens the window for who looks now.
    beforeWrite(message, 1, async () => {
      await world.record([textFact('Are you there?')])
      await world.settle()
    })
    await work()
    await world.settle()
    expect(said()).toEqual(['Hello'])
  })
})

describe('a worker that dies', () => {
  test('after the fallback took the place: the next one sends it, once', async () => {
    world.outcomes.push(refused(row('content_unsupported')))
    const message = await accept()
    await world.project()
    // Claim, switch, and then the claim of the fallback.
    beforeWrite(message, 3, died)
    await expect(work()).rejects.toThrow('died')
    expect(said()).toEqual(['Hello'])
    await world.project()
    expect(await entryOf(message)).toMatchObject({ text: '[template order_news]', status: 'queued' })
    await world.settle()
    expect(said()).toEqual(['Hello', 'template'])
    expect(await now(message)).toMatchObject({ status: 'sent' })
  })

  test('between the refusal and the switch: the outcome is unknown, and nothing goes in its place', async () => {
    world.outcomes.push(refused(row('content_unsupported')))
    const message = await accept()
    beforeWrite(message, 2, died)
    await expect(work()).rejects.toThrow('died')
    await later(HOUR)
    expect(said()).toEqual(['Hello'])
    expect(await now(message)).toMatchObject({ status: 'unknown', fallback: { used: false } })
  })
})

describe('what is said of it later', () => {
  const switched = async (): Promise<Message> => {
    world.outcomes.push(refused(row('content_unsupported')))
    const message = await accept()
    await world.settle()
    return message
  }

  test('receipts of the fallback, delivered twice, are the message’s', async () => {
    const message = await switched()
    const receipts = [receiptFact('wamid.out-1', 'delivered'), receiptFact('wamid.out-1', 'read')]
    await world.record(receipts)
    await world.settle()
    const told = (await events(message)).length
    await world.record(receipts)
    await world.settle()
    expect(await now(message)).toMatchObject({ status: 'read', fallback: { used: true } })
    expect(await events(message)).toHaveLength(told)
  })

  test('a receipt settles a fallback whose outcome nobody knows', async () => {
    world.outcomes.push(refused(row('content_unsupported')), UNKNOWN)
    const message = await accept()
    await world.settle()
    expect(await now(message)).toMatchObject({ status: 'unknown' })
    await world.record([receiptFact('wamid.x', 'delivered', null, { ours: { message: message.id, part: 1 } })])
    await world.settle()
    expect(await now(message)).toMatchObject({ status: 'delivered', providerId: 'wamid.x', fallback: { used: true } })
  })

  test('an unknown fallback is sent again when a person says so, and only that', async () => {
    world.outcomes.push(refused(row('content_unsupported')), UNKNOWN)
    const message = await accept()
    await world.settle()
    await resolveUnknown(world.ctx, PRINCIPAL, message.id, 'resend')
    await world.settle()
    expect(said()).toEqual(['Hello', 'template', 'template'])
  })

  test('a fallback that waits can be cancelled', async () => {
    world.outcomes.push(refused(row('content_unsupported')), refused(row('provider_unavailable')))
    const message = await accept()
    await world.settle()
    expect(await cancelMessage(world.ctx, PRINCIPAL, message.id)).toMatchObject({
      status: 'cancelled',
      fallback: { used: true },
    })
    await later(HOUR)
    expect(said()).toEqual(['Hello', 'template'])
  })

  test('a projection done again tells and writes nothing new', async () => {
    const message = await switched()
    const before = { entry: await entryOf(message), told: await events(message), preview: await preview() }
    await projectFact(world.ctx, factOfMessage(message.id))
    await world.settle()
    expect({ entry: await entryOf(message), told: await events(message), preview: await preview() }).toEqual(before)
    expect(said()).toEqual(['Hello', 'template'])
  })

  describe('a number that answers a list', () => {
    const numbered: Fallback = {
      text: 'Which one?',
      attachments: [],
      content: {
        type: 'choice',
        style: 'list',
        sections: [
          {
            options: Array.from({ length: 12 }, (_, index) => ({
              kind: 'reply',
              id: `o${index}`,
              title: `No ${index}`,
            })),
          },
        ],
      },
    }
    const pick = async (change: Partial<SendRequest>) => {
      world.outcomes.push(refused(row('content_unsupported')))
      await accept(change)
      await world.settle()
      await world.clock.advance(1000)
      await world.record([textFact('2')])
      await world.settle()
      const { data } = await listTimeline(world.ctx, PRINCIPAL, conversation, { order: 'newest', limit: 1 })
      return data[0]
    }

    test('is read from the list that went', async () => {
      expect(await pick({ fallback: numbered })).toMatchObject({ text: '2', content: { type: 'selection', id: 'o1' } })
    })

    test('is no answer to one that did not', async () => {
      const answer = await pick({ message: numbered })
      expect(answer).toMatchObject({ text: '2' })
      expect(answer).not.toHaveProperty('content')
    })
  })
})

test('a message without a fallback keeps nothing of one', async () => {
  const { fallback: _, ...request } = { conversation, message: HELLO, fallback: TEMPLATE }
  const message = await acceptMessage(world.ctx, PRINCIPAL, 'plain', {
    ...request,
    author: { kind: 'agent' },
    purpose: 'service',
  })
  await world.settle()
  expect(await now(message)).not.toHaveProperty('fallback')
  expect(await stored(message)).not.toHaveProperty('fb')
  const part: OutboundPart | undefined = world.sent[0]
  expect(part?.address.account).toBe(ACCOUNT)
})
