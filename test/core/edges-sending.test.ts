import type { SQSRecord } from 'aws-lambda'
import { beforeEach, describe, expect, test } from 'vitest'
import { failure, row } from '../../core/failures.ts'
import { readFeed } from '../../core/feed.ts'
import type { Table } from '../../core/ports.ts'
import { getMessage, listTimeline } from '../../core/read.ts'
import { deliver } from '../../core/send/deliver.ts'
import { resolveUnknown } from '../../core/send/resolve.ts'
import { createDeliver } from '../../functions/deliver.ts'
import { whatsapp } from '../../adapters/whatsapp/index.ts'
import { CONFIG, createWorld, PRINCIPAL, receiptFact, SHOP, textFact, type World } from '../support/world.ts'
import { accept, answers, consentFact, idOf, latestConversation, OTHER_PHONE, PHONE, says } from './edges-world.ts'

let world: World
let conversation: string
beforeEach(async () => {
  world = createWorld()
  await says(world, 'Hello', { id: 'wamid.hello' })
  conversation = await latestConversation(world)
})

const work = () => deliver(world.ctx, world.wired.send, conversation)
const statusOf = async (message: string) => (await getMessage(world.ctx, PRINCIPAL, message)).status
/** What the timeline shows, which is written when the message changes, and not when it is read. */
const shownStatusOf = async (message: string) => {
  const { data } = await listTimeline(world.ctx, PRINCIPAL, conversation, { order: 'oldest', limit: 10 })
  return data.flatMap((entry) => (entry.type === 'message' && entry.id === message ? [entry.status] : []))
}

describe('accepting', () => {
  test('a reply may only quote a message of its own conversation', async () => {
    await says(world, 'Hello', { peers: [OTHER_PHONE], id: 'wamid.stranger' })
    const replyTo = idOf(world, 'wamid.stranger')
    await expect(accept(world, conversation, 'key', { replyTo })).rejects.toMatchObject({ type: 'invalid_request' })
  })
})

describe('delivering', () => {
  test('a part whose receipt came before the refusal is not sent again', async () => {
    world.outcomes.push(async ({ key }) => {
      await world.record([receiptFact('wamid.real', 'delivered', world.clock.now(), { ours: key })])
      await world.project()
      return { kind: 'refused', failure: failure('provider_unavailable') }
    })
    await answers(world, conversation, 'key')
    await world.clock.advance(5000)
    await work()
    expect(world.sent).toHaveLength(1)
  })

  test('an echo without our key that is seen before the answer of the send does not stay beside the message', async () => {
    world.outcomes.push(async () => {
      const echo = { id: 'wamid.ours', direction: 'out' as const, author: { kind: 'echo' as const } }
      await world.record([textFact('Hi', echo)])
      await world.project()
      return { kind: 'accepted', providerId: 'wamid.ours' }
    })
    const accepted = await accept(world, conversation, 'key', { text: 'Hi' })
    await world.settle()
    const { data } = await listTimeline(world.ctx, PRINCIPAL, conversation, { order: 'oldest', limit: 10 })
    expect(data.map(({ id }) => id)).toEqual([idOf(world, 'wamid.hello'), accepted.id])
    const { events } = await readFeed(world.ctx, SHOP, 0, 100)
    const ofEcho = events.filter(({ subject }) => subject === idOf(world, 'wamid.ours')).map(({ type }) => type)
    expect(ofEcho).toEqual(['message.created', 'message.deleted'])
    expect((await getMessage(world.ctx, PRINCIPAL, idOf(world, 'wamid.ours'))).id).toBe(accepted.id)
  })

  test('credentials are tried again at once when a try came to nothing before they were looked at', async () => {
    world.outcomes.push({ kind: 'refused', failure: row('credentials_invalid') })
    const first = await answers(world, conversation, 'first')
    await says(world, 'And I', { peers: [OTHER_PHONE], id: 'wamid.other' })
    const other = await latestConversation(world)
    const second = await accept(world, other, 'second')
    await world.clock.advance(world.ctx.settings.probeMs)
    world.outcomes.push({ kind: 'refused', failure: row('content_unsupported') })
    await work()
    expect(await statusOf(first.id)).toBe('failed')
    await deliver(world.ctx, world.wired.send, other)
    expect(await statusOf(second.id)).toBe('sent')
  })

  test('a page of messages with unknown outcomes does not hold up the one behind it', async () => {
    for (let index = 0; index < 25; index += 1) {
      await accept(world, conversation, `unknown ${index}`)
      await world.clock.advance(5)
      world.outcomes.push({ kind: 'unknown', detail: 'timeout' })
    }
    const last = await accept(world, conversation, 'last')
    await world.project()
    expect(await work()).toEqual({})
    expect(world.sent).toHaveLength(26)
    expect(await statusOf(last.id)).toBe('sent')
  })

  test('a claim that was written while its answer was lost is still sent', async () => {
    const message = await accept(world, conversation, 'key')
    let lost = false
    // As the client does after a timeout: it writes the same again.
    const update: Table['update'] = async (...write) => {
      const written = await world.table.update(...write)
      if (lost || write[1].set?.['p0_state'] !== 'sending') return written
      lost = true
      return world.table.update(...write)
    }
    const ctx = { ...world.ctx, table: { ...world.table, update } }
    await deliver(ctx, world.wired.send, conversation)
    expect(world.sent).toHaveLength(1)
    expect(await statusOf(message.id)).toBe('sent')
  })

  test('the status of a message that was sent twice never goes back', async () => {
    world.outcomes.push({ kind: 'unknown', detail: 'timeout' })
    const message = await answers(world, conversation, 'key')
    await resolveUnknown(world.ctx, PRINCIPAL, message.id, 'resend')
    world.outcomes.push(async ({ key }) => {
      for (const state of ['sent', 'delivered', 'read'] as const)
        await world.record([receiptFact('wamid.first', state, world.clock.now(), { ours: key })])
      await world.project()
      expect(await statusOf(message.id)).toBe('read')
      return { kind: 'accepted', providerId: 'wamid.second' }
    })
    await world.settle()
    expect(world.sent).toHaveLength(2)
    expect(await statusOf(message.id)).toBe('read')
    expect(await shownStatusOf(message.id)).toEqual(['read'])
  })
})

describe('waiting', () => {
  const wakeUp = (name: string): SQSRecord => ({
    messageId: name,
    receiptHandle: name,
    body: JSON.stringify({ v: 1, conversation }),
    attributes: { MessageGroupId: conversation } as SQSRecord['attributes'],
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: '',
    awsRegion: '',
  })

  test('only the wake-up whose return was put off keeps the conversation in flight', async () => {
    await accept(world, conversation, 'key')
    world.outcomes.push({ kind: 'refused', failure: failure('provider_unavailable') })
    const hidden: string[] = []
    const hide = async (handle: string): Promise<void> => {
      hidden.push(handle)
    }
    const handler = createDeliver({ ...world.wired, hide })
    const { batchItemFailures } = await handler({ Records: [wakeUp('one'), wakeUp('two')] })
    expect(hidden).toHaveLength(1)
    expect(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)).toEqual(hidden)
  })

  test('the turn to try an account again is not spent on a message that may not be sent', async () => {
    await says(world, 'Hello', { peers: [OTHER_PHONE] })
    const other = await latestConversation(world)
    world.outcomes.push({ kind: 'refused', failure: failure('credentials_invalid') })
    await answers(world, conversation, 'to who says stop')
    await answers(world, other, 'to somebody else')
    expect(world.sent).toHaveLength(1)
    await world.record([consentFact('stop', 'revoked', PHONE)])
    await world.settle()
    await world.clock.advance(world.ctx.settings.probeMs)
    await work()
    await deliver(world.ctx, world.wired.send, other)
    expect(world.sent.map(({ address }) => address.peers)).toEqual([[PHONE], [OTHER_PHONE]])
  })
})

describe('on a channel whose echoes carry no key', () => {
  const [connection] = CONFIG.connections
  const capabilities = { ...whatsapp.capabilities, keylessEchoes: true }
  const config = { ...CONFIG, connections: [{ ...connection!, adapter: { ...whatsapp, capabilities } }] }
  const echo = (text: string, id: string) =>
    textFact(text, { id, direction: 'out', author: { kind: 'echo' }, profile: undefined } as never)
  const shown = async () => {
    const { data } = await listTimeline(world.ctx, PRINCIPAL, conversation, { order: 'oldest', limit: 10 })
    return data.flatMap((entry) =>
      entry.type === 'message' && entry.direction === 'out' ? [[entry.id, entry.status]] : [],
    )
  }
  beforeEach(async () => {
    world = createWorld({ config })
    await says(world, 'Hello', { id: 'wamid.hello' })
    conversation = await latestConversation(world)
  })
  const lost = async (key: string, text: string) => {
    world.outcomes.push({ kind: 'unknown', detail: 'UND_ERR_SOCKET' })
    return answers(world, conversation, key, { text })
  }

  test('an echo with the words of the one send whose answer was lost settles it, and is not shown beside it', async () => {
    const { id } = await lost('key', 'It is  ready,\nAda')
    await world.record([echo('It is ready, Ada', 'wamid.lost')])
    await world.settle()
    expect(await shown()).toEqual([[id, 'sent']])
    expect(await getMessage(world.ctx, PRINCIPAL, id)).toMatchObject({ providerId: 'wamid.lost' })
    await world.record([echo('It is ready, Ada', 'wamid.lost')])
    await world.settle()
    expect(await shown()).toEqual([[id, 'sent']])
  })

  test('an echo with other words is from elsewhere', async () => {
    const { id } = await lost('key', 'It is ready')
    await world.record([echo('Good morning', 'wamid.app')])
    await world.settle()
    expect(await shown()).toEqual([
      [id, 'unknown'],
      [idOf(world, 'wamid.app'), 'sent'],
    ])
  })

  test('nobody can say whose it is when two sends with the same words are open', async () => {
    const [one, two] = [await lost('one', 'Hi'), await lost('two', 'Hi')]
    await world.record([echo('Hi', 'wamid.either')])
    await world.settle()
    expect(await shown()).toEqual([
      [one.id, 'unknown'],
      [two.id, 'unknown'],
      [idOf(world, 'wamid.either'), 'sent'],
    ])
  })
})
