import { beforeEach, describe, expect, test } from 'vitest'
import { whatsapp } from '../../adapters/whatsapp/index.ts'
import { projectFact } from '../../core/project/project.ts'
import { getConversation, listTimeline } from '../../core/read.ts'
import type { Alias } from '../../core/schema/identity.ts'
import { factOfMessage } from '../../core/store/keys.ts'
import { CONFIG, createWorld, itemsOf, PRINCIPAL, receiptFact, type World } from '../support/world.ts'
import { accept, answers, consentFact, idOf, latestConversation, openConversations, says } from './edges-world.ts'

const ADA: Alias = { type: 'email', value: 'ada@example.org' }
const BEN: Alias = { type: 'email', value: 'ben@example.org' }
const THREAD: Alias = { type: 'mail_thread', value: 'thread-1' }
const OTHER: Alias = { type: 'mail_thread', value: 'thread-2' }
const GROUP: Alias = { type: 'wa_group', value: 'group-1' }

let world: World
beforeEach(() => {
  world = createWorld()
})

const ada = (thread: Alias) => ({ peers: [ADA], thread, profile: { name: 'Ada' } })
const ben = (thread: Alias) => ({ peers: [BEN], thread, profile: { name: 'Ben' } })
const textsOf = async (id: string) =>
  (await listTimeline(world.ctx, PRINCIPAL, id, { order: 'oldest', limit: 50 })).data.map(({ text }) => text)
/** The conversation in which this was said last. */
const saying = async (text: string) => {
  const found = (await openConversations(world)).find(({ preview }) => preview?.text === text)
  return found ?? expect.fail(`nobody said ${text}`)
}
const contacts = () => itemsOf(world, 'ctc#').filter(({ sk }) => sk === 'H')

describe('a thread with one person', () => {
  test('is a conversation of its own with that person, whatever else they write', async () => {
    await says(world, 'About my order', ada(THREAD))
    await says(world, 'About an invoice', ada(OTHER))
    await says(world, 'Again about my order', ada(THREAD))
    const [order, invoice] = [await saying('Again about my order'), await saying('About an invoice')]
    expect(await openConversations(world)).toHaveLength(2)
    expect(contacts()).toHaveLength(1)
    expect(order.contact).toEqual({ id: contacts()[0]?.pk.slice(4), name: 'Ada' })
    expect(invoice.contact).toEqual(order.contact)
    expect([order.thread, invoice.thread]).toEqual([THREAD, OTHER])
    expect(await textsOf(order.id)).toEqual(['About my order', 'Again about my order'])
  })

  test('is answered to the person, in the thread', async () => {
    await says(world, 'About my order', ada(THREAD))
    await answers(world, await latestConversation(world), 'key')
    expect(world.sent[0]?.address).toMatchObject({ peers: [ADA], thread: THREAD })
  })

  test('takes in who writes in it too, stays with who began it, and is answered to who wrote last', async () => {
    await says(world, 'About my order', ada(THREAD))
    await says(world, 'I am her colleague', ben(THREAD))
    const conversation = await getConversation(world.ctx, PRINCIPAL, await latestConversation(world))
    expect(conversation.contact.name).toBe('Ada')
    expect(conversation.participants.map(({ id, name }) => [id, name])).toEqual([
      [ADA.value, 'Ada'],
      [BEN.value, 'Ben'],
    ])
    await answers(world, conversation.id, 'to-ben')
    await says(world, 'It is me again', ada(THREAD))
    await answers(world, conversation.id, 'to-ada')
    expect(world.sent.map(({ address }) => address.peers)).toEqual([[BEN], [ADA]])
  })

  test('stays with who began it when what they wrote first is projected last', async () => {
    await says(world, 'About my order', ada(THREAD))
    const [first] = await openConversations(world)
    await says(world, 'I am her colleague', { ...ben(THREAD), id: 'wamid.ben' })
    await projectFact(world.ctx, factOfMessage(idOf(world, 'wamid.ben')))
    expect((await getConversation(world.ctx, PRINCIPAL, first?.id ?? '')).contact.name).toBe('Ada')
  })

  test('is not answered to whom the shop wrote from elsewhere', async () => {
    await says(world, 'About my order', ada(THREAD))
    await says(world, 'Ben, please look', { ...ben(THREAD), direction: 'out', author: { kind: 'echo' } })
    await answers(world, await latestConversation(world), 'key')
    expect(world.sent[0]?.address.peers).toEqual([ADA])
  })

  test('lets a receipt tell who the person is, and keeps their other messages out of it', async () => {
    const phone: Alias = { type: 'phone', value: '+15550001111' }
    const user: Alias = { type: 'wa_bsuid', value: 'US.1' }
    await says(world, 'In the thread', { peers: [phone], thread: THREAD })
    const thread = await latestConversation(world)
    await answers(world, thread, 'key')
    await world.record([receiptFact('wamid.out-1', 'delivered', world.clock.now(), { peers: [phone, user] })])
    await world.settle()
    await says(world, 'Outside of it', { peers: [user] })
    expect(await textsOf(thread)).toEqual(['In the thread', 'Hi'])
    expect(contacts()).toHaveLength(1)
  })

  test('does not send against the consent of the person', async () => {
    await says(world, 'About my order', ada(THREAD))
    await world.record([consentFact('stop', 'revoked', ADA)])
    await world.settle()
    await expect(accept(world, await latestConversation(world), 'key')).rejects.toMatchObject({
      type: 'recipient_opted_out',
    })
  })
})

test('a group is with nobody, and is answered as a group', async () => {
  await says(world, 'Hello all', { thread: GROUP, author: { kind: 'customer', id: '+15550001111' } })
  const id = await latestConversation(world)
  expect(await getConversation(world.ctx, PRINCIPAL, id)).toMatchObject({
    contact: { id: null, name: null },
    participants: [{ id: '+15550001111' }],
    thread: GROUP,
  })
  await answers(world, id, 'key')
  expect(world.sent[0]?.address).toMatchObject({ peers: [GROUP], thread: GROUP })
})

describe('what may be said', () => {
  const { capabilities } = whatsapp
  const post: Alias = { type: 'x_post', value: '1' }
  const limited = { ...capabilities, threads: { x_post: { text: { max: 20, unit: 'characters' as const } } } }
  const [connection] = CONFIG.connections
  const config = { ...CONFIG, connections: [{ ...connection!, adapter: { ...whatsapp, capabilities: limited } }] }

  test('depends on the thread: a public post takes less than a message', async () => {
    world = createWorld({ config })
    const text = 'One sentence here. And another one.'
    await says(world, 'In private')
    await answers(world, await latestConversation(world), 'private', { text })
    await says(world, 'In public', { thread: post })
    await answers(world, (await saying('In public')).id, 'public', { text })
    expect(world.sent.map(({ content }) => (content.type === 'text' ? content.text : content.type))).toEqual([
      text,
      'One sentence here. ',
      'And another one.',
    ])
  })

  test('answers the customer’s latest post with each of its parts, where a part has to answer one', async () => {
    const posts = { x_post: { ...limited.threads.x_post, replyTo: true, answersLatest: true } }
    const adapter = { ...whatsapp, capabilities: { ...capabilities, threads: posts } }
    world = createWorld({ config: { ...config, connections: [{ ...connection!, adapter }] } })
    await says(world, 'In public', { thread: post, id: 'post-1' })
    await says(world, 'Are you there?', { thread: post, id: 'post-2' })
    const { id } = await saying('Are you there?')
    await answers(world, id, 'long', { text: 'One sentence here. And another one.' })
    await answers(world, id, 'named', { text: 'Hi', replyTo: idOf(world, 'post-1') })
    expect(world.sent.map(({ replyTo }) => replyTo)).toEqual(['post-2', 'post-2', 'post-1'])
  })

  test('depends on the thread for how long it may be said, in lists too', async () => {
    const { windowHours: _, ...open } = capabilities
    const never = { ...open, threads: { x_post: { windowHours: 1 } } }
    world = createWorld({
      config: { ...config, connections: [{ ...connection!, adapter: { ...whatsapp, capabilities: never } }] },
    })
    await says(world, 'In private')
    await says(world, 'In public', { thread: post })
    expect((await saying('In private')).window.closesAt).toBeNull()
    const { id, window } = await saying('In public')
    expect(window.closesAt).not.toBeNull()
    await accept(world, id, 'late')
    await world.clock.advance(2 * 3_600_000)
    expect((await getConversation(world.ctx, PRINCIPAL, id)).window.open).toBe(false)
    await world.settle()
    expect(world.sent).toEqual([])
  })
})

describe('a thread that a mail of ours gave a name', () => {
  const reply: Alias = { type: 'mail_thread', value: 'of-our-mail' }

  test('is the conversation it was sent in', async () => {
    await says(world, 'About my order', ada(THREAD))
    const id = await latestConversation(world)
    world.outcomes.push({ kind: 'accepted', providerId: 'ses-1', aliases: [reply] })
    await answers(world, id, 'key')
    await says(world, 'Only your name for it is left', ada(reply))
    expect(await textsOf(id)).toEqual(['About my order', 'Hi', 'Only your name for it is left'])
    expect(await openConversations(world)).toHaveLength(1)
    expect(contacts()).toHaveLength(1)
  })

  test('is so too when the worker dies before it can keep that', async () => {
    let dead = false
    world = createWorld({
      memory: {
        before: (operation) => {
          if (dead && operation.kind === 'update' && operation.key.pk.startsWith('adr#')) throw new Error('died')
        },
      },
    })
    await says(world, 'About my order', ada(THREAD))
    const id = await latestConversation(world)
    world.outcomes.push(() => {
      dead = true
      return { kind: 'accepted', providerId: 'ses-1', aliases: [reply] }
    })
    await accept(world, id, 'key')
    await world.project()
    await expect(world.deliver()).rejects.toThrow('died')
    dead = false
    await world.settle()
    await says(world, 'Only your name for it is left', ada(reply))
    expect(await openConversations(world)).toHaveLength(1)
  })

  test('is so too when the answer came before its name was known', async () => {
    await says(world, 'About my order', ada(THREAD))
    const id = await latestConversation(world)
    await says(world, 'A fast answer', ada(reply))
    expect(await openConversations(world)).toHaveLength(2)
    world.outcomes.push({ kind: 'accepted', providerId: 'ses-1', aliases: [reply] })
    await answers(world, id, 'key')
    expect(await openConversations(world)).toHaveLength(1)
    expect((await textsOf(id)).toSorted()).toEqual(['A fast answer', 'About my order', 'Hi'])
  })
})
