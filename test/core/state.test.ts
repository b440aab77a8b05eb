import { beforeEach, describe, expect, test } from 'vitest'
import { readFeed } from '../../core/feed.ts'
import { getMessage, listConversations, listTimeline } from '../../core/read.ts'
import type { Message, OutboundMessage } from '../../core/schema/message.ts'
import { acceptMessage } from '../../core/send/accept.ts'
import { messageFact, messageId } from '../../core/store/keys.ts'
import type { Capabilities } from '../../core/capabilities.ts'
import { CONFIG, createWorld, itemsOf, PRINCIPAL, receiptFact, textFact, type World } from '../support/world.ts'

let world: World
beforeEach(() => {
  world = createWorld()
})

const on = (target: string, id: string) => {
  const { profile: _, body: __, author: ___, ...base } = textFact('', { id })
  return { ...base, target }
}
const reaction = (target: string, id: string, emoji: string | null) => ({
  ...on(target, id),
  kind: 'reaction' as const,
  emoji,
})
const edit = (target: string, id: string, text: string) => ({
  ...on(target, id),
  kind: 'edit' as const,
  body: { text, attachments: [] },
})
const revoke = (target: string, id: string) => ({ ...on(target, id), kind: 'revoke' as const })

const record = async (...facts: Parameters<World['record']>[0]): Promise<void> => {
  await world.clock.advance(1000)
  await world.record(facts)
  await world.settle()
}
const conversation = async () =>
  (await listConversations(world.ctx, PRINCIPAL, { status: 'open', order: 'recent', limit: 1 })).data[0]?.id ?? ''
const entries = async () =>
  (await listTimeline(world.ctx, PRINCIPAL, await conversation(), { order: 'oldest', limit: 50 })).data as Message[]

describe('a reaction', () => {
  test('stands on its message, and a later one of the same person replaces it', async () => {
    await record(textFact('Hello', { id: 'm' }))
    await record(reaction('m', 'r1', '👍'))
    await record(reaction('m', 'r2', '🎉'))
    expect((await entries()).map((entry) => entry.reactions.map((r) => r.emoji))).toEqual([['🎉']])
  })

  test('taken back does not return when it is delivered again', async () => {
    const thumb = reaction('m', 'r1', '👍')
    await record(textFact('Hello', { id: 'm' }))
    await record(thumb)
    await record(reaction('m', 'r2', null))
    await record(thumb)
    expect((await entries())[0]?.reactions).toEqual([])
  })

  test('or an edit that is delivered late does not undo a newer one', async () => {
    await record(textFact('Hello', { id: 'm' }))
    const now = world.clock.now()
    await record({ ...edit('m', 'e2', 'second'), at: now - 100 })
    await record({ ...edit('m', 'e1', 'first'), at: now - 200 })
    await record({ ...reaction('m', 'r2', null), at: now - 100 })
    await record({ ...reaction('m', 'r1', '👍'), at: now - 200 })
    expect((await entries())[0]).toMatchObject({ text: 'second', reactions: [] })
  })

  test('that arrives before its message waits for it', async () => {
    await record(reaction('m', 'r1', '👍'))
    await record(textFact('Hello', { id: 'm' }))
    expect((await entries())[0]?.reactions).toMatchObject([{ emoji: '👍' }])
  })

  test('by two members of a group are two', async () => {
    const thread = { type: 'wa_group' as const, value: 'group-1' }
    const other = [{ type: 'phone' as const, value: '+15550003333' }]
    await record(textFact('Hello', { id: 'm', thread }))
    await record({ ...reaction('m', 'r1', '👍'), thread })
    await record({ ...reaction('m', 'r2', '👍'), thread, peers: other })
    expect((await entries())[0]?.reactions).toHaveLength(2)
  })

  test('on what the shop sent stands on the sent message', async () => {
    await record(textFact('Hello'))
    const message = await reply('Hi')
    await world.settle()
    await record(reaction('wamid.out-1', 'r1', '❤️'))
    expect(await getMessage(world.ctx, PRINCIPAL, message.id)).toMatchObject({ reactions: [{ emoji: '❤️' }] })
  })
})

describe('an edit', () => {
  test('changes the words, and an older edit delivered late does not change them back', async () => {
    const first = edit('m', 'e1', 'Hello!')
    await record(textFact('Helo', { id: 'm' }))
    await record(first)
    await record(edit('m', 'e2', 'Hello!!'))
    await record(first)
    expect(await entries()).toMatchObject([{ text: 'Hello!!', edited: { at: world.clock.now() - 1000 } }])
  })

  test('keeps what the message answered', async () => {
    await record(textFact('Helo', { id: 'm', body: { text: 'Helo', attachments: [], replyTo: { providerId: 'x' } } }))
    await record(edit('m', 'e1', 'Hello'))
    expect(await entries()).toMatchObject([{ text: 'Hello', replyTo: { providerId: 'x' } }])
  })
})

describe('a revoke', () => {
  test('takes the words and the preview away, whether it comes before or after the message', async () => {
    await record(revoke('n', 'v1'))
    await record(textFact('Secret', { id: 'm' }), textFact('Secret too', { id: 'n' }))
    await record(revoke('m', 'v2'))
    expect((await entries()).map(({ text, deleted }) => [text, deleted !== null])).toEqual([
      ['', true],
      ['', true],
    ])
    const { data } = await listConversations(world.ctx, PRINCIPAL, { status: 'open', order: 'recent', limit: 1 })
    expect(data[0]?.preview?.text).toBe('')
  })
})

describe('receipts', () => {
  test('of a message that stands as it is leave the head and its list entry unwritten', async () => {
    await record(textFact('Hello'))
    await reply('Hi')
    await world.settle()
    const head = () => itemsOf(world, 'cnv#').find((item) => item.sk === 'H')?.['version']
    const before = head()
    await record(receiptFact('wamid.out-1', 'delivered', world.clock.now()))
    await record(receiptFact('wamid.out-1', 'read', world.clock.now()))
    expect(head()).toBe(before)
  })

  test('that arrive before the send is answered find their message', async () => {
    await record(textFact('Hello'))
    const message = await reply('Hi')
    await record(receiptFact('wamid.out-1', 'delivered', 5))
    await world.settle()
    expect(await getMessage(world.ctx, PRINCIPAL, message.id)).toMatchObject({ status: 'delivered' })
  })

  test('of one state keep the earliest time however often they come', async () => {
    await record(textFact('Hello'))
    const message = await reply('Hi')
    await world.settle()
    for (const at of [30, 10, 20]) await record(receiptFact('wamid.out-1', 'delivered', at))
    expect(await getMessage(world.ctx, PRINCIPAL, message.id)).toMatchObject({ parts: [{ times: { delivered: 10 } }] })
  })

  test('of a failure without a code do not hide the code another one brought', async () => {
    await record(textFact('Hello'))
    const message = await reply('Hi')
    await world.settle()
    const failure = { code: 'recipient_unreachable', retry: 'no', scope: 'recipient' } as const
    await record(receiptFact('wamid.out-1', 'failed', 20, { failure }))
    await record(receiptFact('wamid.out-1', 'failed', 10))
    await record(receiptFact('wamid.out-1', 'failed', 30, { failure: { ...failure, code: 'provider_rejected' } }))
    expect(await getMessage(world.ctx, PRINCIPAL, message.id)).toMatchObject({
      status: 'failed',
      failure: { code: 'recipient_unreachable' },
    })
  })
})

describe('a watermark', () => {
  const watermark = (state: 'delivered' | 'read', upTo: number) => ({
    kind: 'watermark' as const,
    scope: '100000000000001',
    account: '100000000000001',
    at: null,
    state,
    upTo,
    peers: [{ type: 'phone' as const, value: '+15550001111' }],
  })
  const statuses = async () => (await entries()).filter((e) => e.direction === 'out').map((e) => e.status)

  test('covers what was sent before it, and nothing sent after', async () => {
    await record(textFact('Hello'))
    const first = await reply('one')
    await world.settle()
    const mark = world.clock.now()
    await reply('two')
    await world.settle()
    await record(watermark('delivered', mark))
    expect(await statuses()).toEqual(['delivered', 'sent'])
    await record(watermark('read', mark))
    expect(await statuses()).toEqual(['read', 'sent'])
    expect(await getMessage(world.ctx, PRINCIPAL, first.id)).toMatchObject({
      status: 'read',
      parts: [{ times: { delivered: mark, read: mark } }],
    })
  })

  test('covers a message by the provider’s own time of it, which is earlier than its answer', async () => {
    await record(textFact('Hello'))
    let taken = 0
    world.outcomes.push(async () => {
      await world.clock.advance(300)
      taken = world.clock.now()
      await world.clock.advance(700)
      return { kind: 'accepted', providerId: 'wamid.slow' }
    })
    await reply('one')
    await world.settle()
    await record(watermark('read', taken - 301))
    expect(await statuses()).toEqual(['sent'])
    await record(watermark('read', taken))
    expect(await statuses()).toEqual(['read'])
  })

  test('covers by its own time a message whose answer was lost and whose echo came', async () => {
    await record(textFact('Hello'))
    world.outcomes.push({ kind: 'unknown', detail: 'ECONNRESET' })
    const { id } = await reply('one')
    await world.settle()
    const taken = world.clock.now() - 5
    const echo = {
      scope: '100000000000001',
      account: '100000000000001',
      at: taken,
      target: 'wamid.lost',
      state: 'sent' as const,
    }
    await record({ ...echo, kind: 'receipt', peers: [], ours: { message: id, part: 0 } })
    await record(watermark('read', taken - 1))
    expect(await statuses()).toEqual(['sent'])
    await record(watermark('read', taken))
    expect(await statuses()).toEqual(['read'])
  })

  test('covers what the shop sent from elsewhere, by the provider’s time of it', async () => {
    await record(textFact('Hello'))
    const at = world.clock.now()
    await record(textFact('From the app', { direction: 'out', author: { kind: 'echo' }, at }))
    await record(watermark('delivered', at - 1))
    expect(await statuses()).toEqual(['sent'])
    await record(watermark('delivered', at))
    expect(await statuses()).toEqual(['delivered'])
    await record(watermark('read', at))
    expect(await statuses()).toEqual(['read'])
  })

  test('never moves back, and each message it covers is told once', async () => {
    await record(textFact('Hello'))
    const first = await reply('one')
    await world.settle()
    const mark = world.clock.now()
    await record(watermark('read', mark))
    await record(watermark('read', mark - 5000))
    await record(watermark('read', mark))
    expect(await statuses()).toEqual(['read'])
    const { events } = await readFeed(world.ctx, 'shp_default', 0, 100)
    const told = events.filter((event) => event.subject === first.id).map((event) => event.data['status'])
    expect(told).toEqual(['queued', 'sent', 'read'])
  })
})

const reply = async (text: string, content?: OutboundMessage['content']): Promise<Message> => {
  await world.clock.advance(1000)
  return acceptMessage(world.ctx, PRINCIPAL, text, {
    conversation: await conversation(),
    message: { text, attachments: [], ...(content ? { content } : {}) },
    author: { kind: 'agent' },
    purpose: 'service',
  })
}

describe('a reply', () => {
  test('names the message it answers, by an id that leads to it although it is the provider’s', async () => {
    await record(textFact('Hello'))
    const sent = await reply('Hi')
    await world.settle()
    await record(
      textFact('Thanks', { body: { text: 'Thanks', attachments: [], replyTo: { providerId: 'wamid.out-1' } } }),
    )
    const answer = (await entries()).at(-1)
    expect(answer?.replyTo?.id).toBe(
      messageId(messageFact(world.ctx.hash, 'whatsapp', '100000000000001', 'wamid.out-1')),
    )
    expect(await getMessage(world.ctx, PRINCIPAL, answer?.replyTo?.id ?? '')).toMatchObject({ id: sent.id })
  })

  test('quotes the customer’s message by the provider’s id', async () => {
    await record(textFact('Hello', { id: 'wamid.question' }))
    const question = (await entries())[0]?.id ?? ''
    await acceptMessage(world.ctx, PRINCIPAL, 'k', {
      conversation: await conversation(),
      message: { text: 'Hi', attachments: [], replyTo: question },
      author: { kind: 'agent' },
      purpose: 'service',
    })
    await world.settle()
    expect(world.sent).toMatchObject([{ replyTo: 'wamid.question' }])
  })
})

/** A channel without buttons, so that choices become numbered text. */
const plain = (): World => {
  const connection = CONFIG.connections[0]
  if (connection === undefined) throw new Error('no connection')
  const { buttons: _, list: __, ...rest } = connection.adapter.capabilities
  const capabilities: Capabilities = rest
  const adapter = { ...connection.adapter, capabilities }
  return createWorld({ config: { ...CONFIG, connections: [{ ...connection, adapter }] } })
}

describe('a choice shown as numbered text', () => {
  const choice: OutboundMessage['content'] = {
    type: 'choice',
    style: 'buttons',
    sections: [
      {
        options: [
          { kind: 'reply', id: 'red', title: 'Red' },
          { kind: 'reply', id: 'blue', title: 'Blue' },
        ],
      },
    ],
  }

  test('comes back as the selection that "2" stands for', async () => {
    world = plain()
    await record(textFact('Hello'))
    await reply('Which?', choice)
    await world.settle()
    await record(textFact('2'))
    expect((await entries()).at(-1)).toMatchObject({
      text: '2',
      content: { type: 'selection', id: 'blue', title: 'Blue', of: 'wamid.out-1' },
    })
  })

  test('reads "2" for the latest question asked before it, and not for one asked after', async () => {
    world = plain()
    await record(textFact('Hello'))
    await record(textFact('2', { id: 'early' }))
    await reply('Which?', choice)
    await world.settle()
    expect((await entries())[1]?.content).toBeUndefined()
    await record(textFact('1'))
    await reply('And now?', { ...choice, sections: [{ options: [{ kind: 'reply', id: 'yes', title: 'Yes' }] }] })
    await world.settle()
    await record(textFact('1'))
    const picked = (await entries()).map((entry) => (entry.content?.type === 'selection' ? entry.content.id : null))
    expect(picked).toEqual([null, null, null, 'red', null, 'yes'])
  })

  test('reads the answer also when the question is projected after it', async () => {
    world = plain()
    await record(textFact('Hello'))
    await reply('Which?', choice)
    const question = world.stream.splice(0)
    await record(textFact('2'))
    expect((await entries()).at(-1)?.content).toBeUndefined()
    world.stream.push(...question)
    await world.settle()
    expect((await entries()).at(-1)?.content).toMatchObject({ type: 'selection', id: 'blue' })
  })
})

describe('news about an account', () => {
  const news = (id: string, health: 'degraded' | 'healthy' | 'reauth_required', account = 'waba-1') => ({
    kind: 'account' as const,
    id,
    scope: account,
    account,
    at: null,
    event: 'account_update',
    health,
    text: '',
    detail: {},
  })
  const told = async () =>
    (await readFeed(world.ctx, 'shp_default', 0, 100)).events.filter((event) => event.type === 'channel.health_changed')

  test('that names the whole connection concerns each of its accounts, once', async () => {
    await record(news('n1', 'degraded'))
    await record(news('n2', 'degraded'))
    const accounts = (await told()).map((event) => event.data['account'])
    expect(accounts).toHaveLength(2)
    expect(new Set(accounts)).toEqual(new Set(['100000000000001', '100000000000003']))
  })

  test('holds its messages until one goes through', async () => {
    await record(textFact('Hello'))
    await record(news('n1', 'reauth_required', '100000000000001'))
    await reply('Hi')
    await world.settle()
    expect(world.sent).toHaveLength(1)
    expect((await told()).map((event) => event.data['health'])).toEqual(['reauth_required', 'healthy'])
  })
})

describe('the list', () => {
  const listed = async () =>
    (await listConversations(world.ctx, PRINCIPAL, { status: 'open', order: 'recent', limit: 50 })).data

  test('shows no conversation in which nothing has been said', async () => {
    const { profile: _, body: __, author: ___, direction: ____, ...base } = textFact('')
    const to = [{ type: 'phone' as const, value: '+15550008888' }]
    await record({ ...base, kind: 'identity', change: 'number_changed', from: base.peers, to, text: 'changed' })
    expect(await listed()).toEqual([])
    await record(textFact('Hello', { peers: to }))
    expect(await listed()).toHaveLength(1)
  })

  test('shows a call of somebody who never wrote, and that nobody waits for an answer to it', async () => {
    const { body: _, author: __, direction: ___, ...base } = textFact('')
    await record({ ...base, kind: 'activity', event: 'call', text: 'Missed call', detail: {} })
    expect(await listed()).toMatchObject([
      { preview: { text: 'Missed call', author: 'system' }, contact: { name: 'Ada' }, unread: 0, case: null },
    ])
    await record(textFact('Hello?'))
    expect(await listed()).toMatchObject([{ preview: { text: 'Hello?' }, unread: 1, case: { status: 'open' } }])
  })

  test('says the latest provider time of the customer, also of messages that came together or late', async () => {
    const at = world.clock.now()
    await record(textFact('b', { at: at - 1000 }), textFact('a', { at }), textFact('c', { at: at - 2000 }))
    await record(textFact('late', { at: at - 9000 }))
    expect((await listed())[0]?.lastInboundAt).toBe(at)
  })

  test('counts fifty unread for fifty or more', async () => {
    await record(textFact('first'))
    await reply('answer')
    await world.settle()
    for (let i = 0; i < 60; i++) await world.record([textFact(`${i}`)])
    await world.settle()
    expect((await listed())[0]?.unread).toBe(0)
    await record(...Array.from({ length: 60 }, (_, i) => textFact(`more ${i}`)))
    expect((await listed())[0]?.unread).toBe(50)
  })
})

describe('consent', () => {
  test('withdrawn twice is told once, and again after it was given', async () => {
    const consent = (id: string, state: 'granted' | 'revoked') => ({
      kind: 'consent' as const,
      id,
      scope: '100000000000001',
      account: '100000000000001',
      at: null,
      peers: [{ type: 'phone' as const, value: '+15550001111' }],
      sender: 'any',
      purpose: 'marketing' as const,
      state,
      source: 'user_preferences',
      evidence: 'stop',
    })
    for (const [index, state] of (['revoked', 'revoked', 'granted', 'revoked'] as const).entries())
      await record(consent(`c${index}`, state))
    const { events } = await readFeed(world.ctx, 'shp_default', 0, 100)
    const states = events.filter((event) => event.type === 'consent.changed').map((event) => event.data['state'])
    expect(states).toEqual(['revoked', 'granted', 'revoked'])
  })
})

test('what was said before the channel was connected is shown, and nobody waits for an answer to it', async () => {
  await record(textFact('Long ago', { body: { text: 'Long ago', attachments: [], extra: { history: true } } }))
  const { data } = await listConversations(world.ctx, PRINCIPAL, { status: 'open', order: 'waiting', limit: 5 })
  expect(data).toEqual([])
  expect(await entries()).toMatchObject([{ text: 'Long ago' }])
})
