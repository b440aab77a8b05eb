import { beforeEach, describe, expect, test } from 'vitest'
import { whatsapp } from '../../adapters/whatsapp/index.ts'
import { getContact, mergeContacts, undoMerge } from '../../core/contact/merge.ts'
import { listTimeline } from '../../core/read.ts'
import { recordFacts } from '../../core/record.ts'
import type { IdentityFact } from '../../core/schema/fact.ts'
import type { Alias } from '../../core/schema/identity.ts'
import { CONFIG, createWorld, itemsOf, PRINCIPAL, textFact, type World } from '../support/world.ts'
import { ABOUT, answers, openConversations, says, told } from './edges-world.ts'

const PHONE: Alias = { type: 'phone', value: '+15550001111' }
const OTHER_PHONE: Alias = { type: 'phone', value: '+15550002222' }
const USER: Alias = { type: 'wa_bsuid', value: 'US.1' }
const NEW_USER: Alias = { type: 'wa_bsuid', value: 'US.2' }
const TEMPLATE = { type: 'template' as const, name: 'order_update', language: 'en', header: [], body: [], buttons: [] }
const DAY_MS = 24 * 3_600_000

/** A second channel that names people by phone, as SMS does. */
const sms = {
  ...whatsapp,
  channel: 'sms',
  create: ((config, deps) => ({ ...whatsapp.create(config, deps), channel: 'sms' })) as typeof whatsapp.create,
}
const [connection] = CONFIG.connections
const SENDER = '+15559990000'

let world: World
beforeEach(() => {
  world = createWorld({
    config: {
      ...CONFIG,
      connections: [
        ...CONFIG.connections,
        { ...connection!, adapter: sms, accounts: [{ id: SENDER, shop: 'shp_default' }] },
      ],
    },
  })
})

const texts = async (text: string, peer: Alias): Promise<void> => {
  const facts = [textFact(text, { peers: [peer], account: SENDER, scope: 'AC1', id: `SM-${text}` })]
  await recordFacts(world.ctx, { channel: 'sms', connection: 'main', receivedAt: world.clock.now(), facts })
  await world.settle()
  await world.clock.advance(1000)
}
const on = async (channel: string) => {
  const found = (await openConversations(world)).filter((conversation) => conversation.channel === channel)
  expect(found).toHaveLength(1)
  return found[0]!
}
const textsOn = async (channel: string) =>
  (await listTimeline(world.ctx, PRINCIPAL, (await on(channel)).id, { order: 'oldest', limit: 50 })).data.map(
    ({ text }) => text,
  )
const contacts = () => itemsOf(world, 'ctc#').filter(({ sk }) => sk === 'H')

describe('a template to a phone, long after the customer wrote', () => {
  beforeEach(async () => {
    await says(world, 'Hello', { peers: [PHONE] })
    await world.clock.advance(3 * DAY_MS)
    await answers(world, (await on('whatsapp')).id, 'key', { text: '', content: TEMPLATE })
    expect(world.sent[0]?.address.peers).toEqual([PHONE])
  })

  test('is answered in its conversation by who names a user id alone, once a receipt has told it', async () => {
    await world.record([{ ...ABOUT, kind: 'receipt', target: 'wamid.out-1', state: 'delivered', peers: [PHONE, USER] }])
    await world.settle()
    await says(world, 'Thanks', { peers: [USER] })
    expect(await textsOn('whatsapp')).toEqual(['Hello', '[template order_update]', 'Thanks'])
    expect(contacts()).toHaveLength(1)
  })

  test('is joined by an answer that came before it was told whose user id that is', async () => {
    await says(world, 'Thanks', { peers: [USER] })
    expect(await openConversations(world)).toHaveLength(2)
    await world.record([{ ...ABOUT, kind: 'receipt', target: 'wamid.out-1', state: 'delivered', peers: [PHONE, USER] }])
    await world.settle()
    expect(await textsOn('whatsapp')).toEqual(['Hello', '[template order_update]', 'Thanks'])
    const shown = (await on('whatsapp')).contact.id ?? ''
    expect((await getContact(world.ctx, PRINCIPAL, shown)).aliases).toHaveLength(2)
  })
})

describe('a user id that WhatsApp made anew', () => {
  const changed: IdentityFact = {
    ...ABOUT,
    kind: 'identity',
    id: 'wamid.anew',
    change: 'user_id_changed',
    from: [USER],
    to: [NEW_USER],
    text: 'The user id changed',
  }

  test('is the same person in the same conversation, and where answers go', async () => {
    await says(world, 'Hello', { peers: [USER] })
    const before = await on('whatsapp')
    await world.record([changed])
    await world.settle()
    await says(world, 'It is still me', { peers: [NEW_USER] })
    expect(await textsOn('whatsapp')).toEqual(['Hello', 'The user id changed', 'It is still me'])
    expect((await on('whatsapp')).contact).toEqual(before.contact)
    await answers(world, before.id, 'key')
    expect(world.sent[0]?.address.peers).toEqual([NEW_USER])
  })

  test('comes with the phone of its owner, which is theirs as before', async () => {
    await says(world, 'Hello', { peers: [PHONE, USER] })
    await world.record([changed])
    await world.settle()
    await says(world, 'It is still me', { peers: [PHONE, NEW_USER] })
    await says(world, 'By number', { peers: [PHONE] })
    expect(await openConversations(world)).toHaveLength(1)
    expect((await told(world)).filter(({ type }) => type === 'identity.conflict')).toEqual([])
    await answers(world, (await on('whatsapp')).id, 'key')
    expect(world.sent[0]?.address.peers).toEqual([PHONE, NEW_USER])
    const { aliases } = await getContact(world.ctx, PRINCIPAL, (await on('whatsapp')).contact.id ?? '')
    expect(aliases.map(({ value }) => value)).toContain(PHONE.value)
  })

  test('is so too when they wrote under it before that was told', async () => {
    await says(world, 'Hello', { peers: [PHONE, USER] })
    await says(world, 'It is still me', { peers: [NEW_USER] })
    expect(await openConversations(world)).toHaveLength(2)
    await world.record([changed])
    await world.settle()
    expect(await openConversations(world)).toHaveLength(1)
    await says(world, 'And by number', { peers: [PHONE, NEW_USER] })
    expect(await openConversations(world)).toHaveLength(1)
    expect((await told(world)).filter(({ type }) => type === 'identity.conflict')).toEqual([])
  })
})

describe('one phone on WhatsApp and SMS', () => {
  test('is one contact with a conversation on each', async () => {
    await says(world, 'By WhatsApp', { peers: [PHONE, USER] })
    await texts('By SMS', PHONE)
    expect(contacts()).toHaveLength(1)
    expect((await on('whatsapp')).contact).toEqual((await on('sms')).contact)
    expect([await textsOn('whatsapp'), await textsOn('sms')]).toEqual([['By WhatsApp'], ['By SMS']])
    const { aliases } = await getContact(world.ctx, PRINCIPAL, (await on('sms')).contact.id ?? '')
    expect(aliases.map(({ type, channel }) => [type, channel])).toEqual([
      ['phone', 'whatsapp'],
      ['wa_bsuid', 'whatsapp'],
    ])
  })

  test('is somebody else on SMS too once it changed hands on WhatsApp', async () => {
    await says(world, 'I am the first', { peers: [PHONE, USER] })
    const first = (await on('whatsapp')).contact.id
    await says(world, 'I am the second', { peers: [PHONE, NEW_USER] })
    await texts('From the phone', PHONE)
    const byPhone = (await on('sms')).contact.id ?? ''
    expect(byPhone).not.toBe(first)
    const { aliases } = await getContact(world.ctx, PRINCIPAL, byPhone)
    expect(aliases.map(({ value }) => value).sort()).toEqual([PHONE.value, NEW_USER.value])
    expect((await getContact(world.ctx, PRINCIPAL, first ?? '')).aliases.map(({ value }) => value)).toEqual([
      USER.value,
    ])
  })

  test('is shown on both channels as who its owner is merged into, and as its owner after', async () => {
    await says(world, 'By WhatsApp', { peers: [PHONE, USER] })
    await texts('By SMS', PHONE)
    await world.record([
      textFact('On another number', {
        peers: [OTHER_PHONE],
        account: '100000000000003',
        scope: '100000000000003',
        profile: { name: 'Ida' },
      }),
    ])
    await world.settle()
    const owner = (await on('sms')).contact
    const into =
      contacts()
        .map(({ pk }) => pk.slice(4))
        .find((id) => id !== owner.id) ?? ''
    await mergeContacts(world.ctx, PRINCIPAL, 'merge', { from: owner.id ?? '', into })
    await texts('Once more', PHONE)
    for (const { contact } of await openConversations(world)) expect(contact).toEqual({ id: into, name: 'Ida' })
    await undoMerge(world.ctx, PRINCIPAL, 'undo', owner.id ?? '')
    expect((await on('sms')).contact).toEqual(owner)
  })
})
