import { beforeEach, describe, expect, test } from 'vitest'
import { whatsapp } from '../../adapters/whatsapp/index.ts'
import { failure } from '../../core/failures.ts'
import { getMessage } from '../../core/read.ts'
import { acceptMessage } from '../../core/send/accept.ts'
import type { Alias } from '../../core/schema/identity.ts'
import type { EmailInfo } from '../../core/schema/email.ts'
import { CONFIG, createWorld, PRINCIPAL, textFact, type World } from '../support/world.ts'
import { accept, answers, consentFact, idOf, latestConversation } from './edges-world.ts'

const ADA: Alias = { type: 'email', value: 'ada@example.org' }
const THREAD: Alias = { type: 'mail_thread', value: 'thread-1' }

const capabilities = { ...whatsapp.capabilities, mail: { maxBytes: 10_000_000, recipients: 50 } }
const MAIL = {
  ...CONFIG,
  connections: CONFIG.connections.map((connection) => ({ ...connection, adapter: { ...whatsapp, capabilities } })),
}

let world: World
beforeEach(() => {
  world = createWorld({ config: MAIL })
})

const writes = async (id: string, subject: string, email: Partial<EmailInfo> = {}): Promise<void> => {
  const info: EmailInfo = { messageId: `${id}@example.org`, inReplyTo: [], references: [], ...email }
  const body = { text: `Text of ${id}`, attachments: [], subject, email: info }
  await world.record([textFact('', { id, body, peers: [ADA], thread: THREAD })])
  await world.settle()
  await world.clock.advance(1000)
}
const answered = () => world.sent.map((part) => part.answered)

describe('a mail that answers', () => {
  test('names the latest mail, with its subject and the mails before it', async () => {
    await writes('first', 'My order')
    await writes('second', 'Re: My order', { references: ['root@example.org', 'first@example.org'] })
    await answers(world, await latestConversation(world), 'key')
    expect(answered()).toEqual([
      {
        subject: 'Re: My order',
        messageId: 'second@example.org',
        references: ['root@example.org', 'first@example.org', 'second@example.org'],
      },
    ])
  })

  test('names the mail it replies to where it says so', async () => {
    await writes('first', 'My order', { inReplyTo: ['root@example.org'] })
    await writes('second', 'And another thing')
    await answers(world, await latestConversation(world), 'key', { replyTo: idOf(world, 'first') })
    expect(answered()[0]).toEqual({
      subject: 'My order',
      messageId: 'first@example.org',
      references: ['root@example.org', 'first@example.org'],
    })
  })

  test('names our own mail by the provider’s id where that was the latest, in the same thread', async () => {
    await writes('first', 'My order')
    const id = await latestConversation(world)
    await answers(world, id, 'key')
    await answers(world, id, 'again')
    await answers(world, id, 'new subject', { subject: 'Your invoice' })
    await answers(world, id, 'after that')
    expect(answered().slice(1)).toEqual([
      { subject: 'My order', providerId: 'wamid.out-1', references: ['first@example.org'] },
      { subject: 'My order', providerId: 'wamid.out-2', references: ['first@example.org'] },
      { subject: 'Your invoice', providerId: 'wamid.out-3', references: ['first@example.org'] },
    ])
  })

  test('passes over a mail of ours that was never taken', async () => {
    await writes('first', 'My order')
    const id = await latestConversation(world)
    world.outcomes.push({ kind: 'refused', failure: failure('provider_rejected') })
    await answers(world, id, 'refused')
    await answers(world, id, 'key')
    expect(answered()[1]).toMatchObject({ messageId: 'first@example.org' })
  })

  test('names no more than the first mail of a long thread and the last ones', async () => {
    const references = Array.from({ length: 200 }, (_, index) => `${index}@example.org`)
    await writes('last', 'Long thread', { references })
    await answers(world, await latestConversation(world), 'key')
    const named = answered()[0]?.references ?? []
    expect(named).toHaveLength(50)
    expect([named[0], named[1], named.at(-1)]).toEqual(['0@example.org', '152@example.org', 'last@example.org'])
  })

  test('names nothing of a mail that has no id but its subject', async () => {
    await world.record([
      textFact('', {
        peers: [ADA],
        thread: THREAD,
        body: { text: 'Hello', attachments: [], subject: 'No id', email: { inReplyTo: [], references: [] } },
      }),
    ])
    await world.settle()
    await answers(world, await latestConversation(world), 'key')
    expect(answered()).toEqual([{ subject: 'No id', references: [] }])
  })

  test('shows its subject, which is the thread’s where it says none', async () => {
    await writes('first', 'My order')
    const id = await latestConversation(world)
    const plain = await answers(world, id, 'key')
    const own = await answers(world, id, 'own', { subject: 'Your invoice' })
    expect((await getMessage(world.ctx, PRINCIPAL, plain.id)).subject).toBe('My order')
    expect((await getMessage(world.ctx, PRINCIPAL, own.id)).subject).toBe('Your invoice')
  })

  test('keeps what it answers when it is accepted again under the same key', async () => {
    await writes('first', 'My order')
    const id = await latestConversation(world)
    await accept(world, id, 'key')
    await writes('second', 'Something else')
    await accept(world, id, 'key')
    await world.settle()
    expect(answered()).toMatchObject([{ messageId: 'first@example.org' }])
  })
})

test('a channel without mail answers no mail', async () => {
  world = createWorld()
  await writes('first', 'My order')
  await answers(world, await latestConversation(world), 'key')
  expect(answered()).toEqual([undefined])
})

describe('who a mail goes to', () => {
  test.each(['to', 'cc', 'bcc'] as const)('counts for consent as well: %s', async (field) => {
    await writes('first', 'My order')
    await world.record([consentFact('stop', 'revoked', { type: 'email', value: 'ben@example.org' })])
    await world.settle()
    const id = await latestConversation(world)
    await expect(accept(world, id, 'key', { [field]: ['Ben@example.org'] })).rejects.toMatchObject({
      type: 'recipient_opted_out',
    })
  })

  test('can be said in a conversation with nobody who could be answered', async () => {
    await world.record([textFact('Hello', { peers: [], thread: THREAD })])
    await world.settle()
    const id = await latestConversation(world)
    await expect(accept(world, id, 'key')).rejects.toMatchObject({ type: 'invalid_request', errors: [{ path: '/to' }] })
    await answers(world, id, 'key 2', { to: ['Ada@example.org'] })
    expect(world.sent[0]?.address.peers).toEqual([ADA])
  })

  test('is not looked up in what is dropped on a channel without mail', async () => {
    world = createWorld()
    await world.record([textFact('Hello'), consentFact('stop', 'revoked')])
    await world.settle()
    const id = await latestConversation(world)
    await expect(accept(world, id, 'key', { to: ['ada@example.org'] })).rejects.toMatchObject({
      type: 'recipient_opted_out',
    })
  })
})

test('a mail that a program sent is answered by people alone', async () => {
  await writes('away', 'Out of office', { automated: { kind: 'auto_reply', reason: 'Auto-Submitted' } })
  const conversation = await latestConversation(world)
  const send = (kind: 'agent' | 'bot') =>
    acceptMessage(world.ctx, PRINCIPAL, kind, {
      conversation,
      message: { text: 'Hi', attachments: [] },
      author: { kind },
      purpose: 'service',
      override: true,
    })
  await expect(send('bot')).rejects.toMatchObject({ type: 'automated_sender' })
  expect((await send('agent')).status).toBe('queued')
  await writes('back', 'Re: My order')
  expect((await send('bot')).status).toBe('queued')
})

test('what a program sent is not named as answered while there is a mail of a person', async () => {
  await writes('first', 'My order')
  await writes('away', 'Automatic reply: My order', { automated: { kind: 'auto_reply', reason: 'Auto-Submitted' } })
  const conversation = await latestConversation(world)
  await answers(world, conversation, 'key')
  await answers(world, conversation, 'named', { replyTo: idOf(world, 'away') })
  expect(answered().map((mail) => mail?.subject)).toEqual(['My order', 'Automatic reply: My order'])
})
