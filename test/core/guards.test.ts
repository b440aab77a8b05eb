import { beforeEach, describe, expect, test } from 'vitest'
import { describeContact } from '../../core/contact/describe.ts'
import { learnAliases, readErasure } from '../../core/erase/erasure.ts'
import { eraseContact } from '../../core/erase/start.ts'
import { workJob } from '../../core/jobs/work.ts'
import { tick } from '../../core/send/tick.ts'
import { closeCase } from '../../core/close.ts'
import { row } from '../../core/failures.ts'
import { readFeed } from '../../core/feed.ts'
import type { Item, Key, Table } from '../../core/ports.ts'
import { projectFact } from '../../core/project/project.ts'
import { resolve } from '../../core/project/people.ts'
import { getMessage, listConversations, listTimeline } from '../../core/read.ts'
import type { Message } from '../../core/schema/message.ts'
import { acceptMessage } from '../../core/send/accept.ts'
import { holdAccount, pauseAccount, readAccountState, releaseAccount, takeProbe } from '../../core/account-state.ts'
import { deliver } from '../../core/send/deliver.ts'
import { resolveUnknown } from '../../core/send/resolve.ts'
import type { SendOutcome } from '../../core/send/sender.ts'
import { loadPartition, type OutboundFact } from '../../core/store/facts.ts'
import { contactKey, factKey, factOfMessage, headKey, stateKey } from '../../core/store/keys.ts'
import type { Operation } from '../support/memory-table.ts'
import { ACCOUNT, createWorld, itemsOf, PRINCIPAL, SHOP, textFact, type World } from '../support/world.ts'

/**
 * What a condition expression is for: another worker writes between a read and the write that follows from it. Each
 * test lets that happen on purpose at the one place.
 */
let world: World
let conversation: string
let interrupt: ((operation: Operation) => Promise<void> | undefined) | undefined

/** Lets something happen right before the next operation that matches. */
const before = (matches: (operation: Operation) => boolean, run: () => Promise<unknown>): void => {
  interrupt = (operation) => {
    if (!matches(operation)) return undefined
    interrupt = undefined
    return run().then(() => undefined)
  }
}
const writes =
  (key: Key, nth = 1) =>
  (operation: Operation): boolean =>
    (operation.kind === 'update' || operation.kind === 'put') &&
    operation.key.pk === key.pk &&
    operation.key.sk === key.sk &&
    --nth === 0

beforeEach(async () => {
  interrupt = undefined
  world = createWorld({ memory: { before: (operation) => interrupt?.(operation) } })
  await world.record([textFact('Hello')])
  await world.settle()
  const { data } = await listConversations(world.ctx, PRINCIPAL, { status: 'open', order: 'recent', limit: 1 })
  conversation = data[0]?.id ?? ''
  await world.clock.advance(1000)
})

const accept = (validUntil = world.clock.now() + 3_600_000): Promise<Message> =>
  acceptMessage(world.ctx, PRINCIPAL, 'key', {
    conversation,
    message: { text: 'Hi', attachments: [] },
    author: { kind: 'agent' },
    purpose: 'service',
    validUntil,
  })
const part = (message: Message): Key => stateKey(factOfMessage(message.id))
const set = (message: Message, attributes: Record<string, string | number>) =>
  world.table.update(part(message), { set: attributes, add: { rev: 1 } })
const stored = async (message: Message): Promise<Item> => (await world.table.get(part(message))) ?? { pk: '', sk: '' }
const work = () => deliver(world.ctx, world.wired.send, conversation)
const todos = () => itemsOf(world, 'cnv#').filter((item) => item.sk.startsWith('O#'))
const factOf = async (message: Message): Promise<OutboundFact> => {
  const { fact } = await loadPartition(world.table, factOfMessage(message.id))
  if (fact?.source !== 'own' || fact.fact.kind !== 'outbound') throw new Error('no outbound fact')
  return fact.fact
}
/** The table as a worker sees it whose first read of an item came before everybody else wrote. */
const stale = (old: Item): Table => {
  let first = true
  return {
    ...world.table,
    get: async (key, options) => {
      if (!first || old.pk !== key.pk || old.sk !== key.sk) return world.table.get(key, options)
      first = false
      return old
    },
  }
}
const blind = (prefix: string): Table => ({
  ...world.table,
  get: async (key, options) => (key.pk.startsWith(prefix) ? undefined : world.table.get(key, options)),
})

describe('a claim', () => {
  test('is not taken of a part that ended meanwhile', async () => {
    const message = await accept()
    before(writes(part(message)), () => set(message, { p0_state: 'cancelled' }))
    await work()
    expect(world.sent).toEqual([])
  })

  test('is not taken of a part that was tried and put off meanwhile', async () => {
    const message = await accept()
    const due = world.clock.now() + 30_000
    before(writes(part(message)), () => set(message, { p0_state: 'queued', p0_n: 1, p0_due: due }))
    await work()
    expect(world.sent).toEqual([])
  })

  test('that ran out is not made unknown once its answer came', async () => {
    const message = await accept()
    await set(message, { p0_state: 'sending', p0_lease: world.clock.now() - 1, p0_n: 1 })
    before(writes(part(message)), () => set(message, { p0_state: 'sent', p0_key: 'k', p0_pid: 'wamid.x' }))
    await work()
    expect(await stored(message)).toMatchObject({ p0_state: 'sent' })
  })

  test('that ran out is not made unknown once another worker has a new one', async () => {
    const message = await accept()
    const lease = world.clock.now() + 10_000
    await set(message, { p0_state: 'sending', p0_lease: world.clock.now() - 1, p0_n: 1 })
    before(writes(part(message)), () => set(message, { p0_state: 'sending', p0_lease: lease, p0_n: 2 }))
    await work()
    expect(await stored(message)).toMatchObject({ p0_state: 'sending', p0_lease: lease })
  })
})

describe('an answer that comes after another worker took over', () => {
  const takeOver = (message: Message, outcome: SendOutcome) => async (): Promise<SendOutcome> => {
    await set(message, { p0_state: 'sent', p0_lease: 1, p0_key: 'theirs', p0_pid: 'wamid.theirs' })
    return outcome
  }
  test.each<[string, SendOutcome]>([
    ['an acceptance', { kind: 'accepted', providerId: 'wamid.ours' }],
    ['a refusal for good', { kind: 'refused', failure: row('policy_blocked') }],
    ['a refusal for now', { kind: 'refused', failure: row('provider_unavailable') }],
    ['a refusal of the credentials', { kind: 'refused', failure: row('credentials_invalid') }],
    ['nothing readable', { kind: 'unknown', detail: 'reset' }],
  ])('changes nothing: %s', async (_, outcome) => {
    const message = await accept()
    world.outcomes.push(takeOver(message, outcome))
    await work()
    expect(await stored(message)).toMatchObject({ p0_state: 'sent', p0_pid: 'wamid.theirs', p0_key: 'theirs' })
  })
})

describe('giving up', () => {
  test('as expired does not take back what another worker sent meanwhile', async () => {
    const message = await accept(world.clock.now() + 10)
    await world.clock.advance(20)
    before(writes(part(message)), () => set(message, { p0_state: 'sent' }))
    await work()
    expect(await stored(message)).toMatchObject({ p0_state: 'sent' })
  })

  test('by holding does not take back what another worker sent meanwhile', async () => {
    const message = await accept()
    await holdAccount(world.ctx, await factOf(message), row('credentials_invalid'))
    before(writes(part(message)), () => set(message, { p0_state: 'sent' }))
    await work()
    expect(await stored(message)).toMatchObject({ p0_state: 'sent' })
  })

  test('the wait does not bring back a to-do that another worker finished', async () => {
    await accept()
    world.outcomes.push(async () => {
      for (const todo of todos()) await world.table.delete(todo)
      return { kind: 'unknown', detail: 'reset' }
    })
    await work()
    expect(todos()).toEqual([])
  })
})

describe('resolving an unknown outcome', () => {
  const unknown = async (): Promise<Message> => {
    const message = await accept()
    world.outcomes.push({ kind: 'unknown', detail: 'reset' })
    await work()
    return message
  }

  test('as to be sent again does nothing when a receipt settled it meanwhile', async () => {
    const message = await unknown()
    before(writes(part(message)), () => set(message, { p0_state: 'sent' }))
    await resolveUnknown(world.ctx, PRINCIPAL, message.id, 'resend')
    expect(await stored(message)).toMatchObject({ p0_state: 'sent' })
  })

  test('as sent does nothing when somebody had it sent again meanwhile', async () => {
    const message = await unknown()
    before(writes(part(message)), () => set(message, { p0_state: 'queued' }))
    await resolveUnknown(world.ctx, PRINCIPAL, message.id, 'sent')
    expect(await stored(message)).toMatchObject({ p0_state: 'queued' })
  })

  test('by a receipt does not replace the provider id the answer gave', async () => {
    const message = await accept()
    await work()
    await world.project()
    const facts = { message: message.id, part: 0 }
    await world.record([
      {
        kind: 'receipt',
        scope: ACCOUNT,
        account: ACCOUNT,
        at: null,
        target: 'wamid.forged',
        state: 'delivered',
        peers: [],
        ours: facts,
      },
    ])
    const theirs = world.stream.at(-1)
    const known = await stored(message)
    const { p0_key: _, ...without } = known
    const old: Item = without
    await projectFact(
      {
        ...world.ctx,
        table: {
          ...world.table,
          query: async (range) => {
            const page = await world.table.query(range)
            return { ...page, items: page.items.map((item) => (item.pk === old.pk && item.sk === old.sk ? old : item)) }
          },
        },
      },
      theirs?.pk.slice(2) ?? '',
    )
    expect(await stored(message)).toMatchObject({ p0_key: known['p0_key'] as string, p0_pid: 'wamid.out-1' })
  })

  test('by a receipt for a part that was never tried does not make it sent', async () => {
    const message = await accept()
    await world.record([
      {
        kind: 'receipt',
        scope: ACCOUNT,
        account: ACCOUNT,
        at: null,
        target: 'wamid.forged',
        state: 'delivered',
        peers: [],
        ours: { message: message.id, part: 0 },
      },
    ])
    await world.project()
    expect((await stored(message))['p0_state']).toBeUndefined()
  })
})

describe('the state of an account', () => {
  test('is paused until the latest time anybody was told', async () => {
    const fact = await factOf(await accept())
    const now = world.clock.now()
    await pauseAccount(world.ctx, fact, now + 600_000)
    await pauseAccount(world.ctx, fact, now + 1000)
    expect((await readAccountState(world.ctx, fact)).pausedUntil).toBe(now + 600_000)
  })

  test('is told once when it changes, from healthy and from degraded, and not when it does not', async () => {
    const fact = await factOf(await accept())
    const told = async () =>
      (await readFeed(world.ctx, SHOP, 0, 100)).events
        .filter((event) => event.type === 'channel.health_changed')
        .map((event) => event.data['health'])
    await releaseAccount(world.ctx, fact)
    expect(await told()).toEqual([])
    for (const _ of [1, 2]) {
      await holdAccount(world.ctx, fact, row('credentials_invalid'))
      await world.clock.advance(1000)
    }
    expect(await told()).toEqual(['reauth_required'])
    for (const _ of [1, 2]) {
      await releaseAccount(world.ctx, fact)
      await world.clock.advance(1000)
    }
    expect(await told()).toEqual(['reauth_required', 'healthy'])
    await holdAccount(world.ctx, fact, row('credentials_invalid'))
    expect(await told()).toEqual(['reauth_required', 'healthy', 'reauth_required'])
    await world.clock.advance(1000)
    const news = { scope: ACCOUNT, account: ACCOUNT, at: null, kind: 'account' as const, text: '', detail: {} }
    await world.record([{ ...news, id: 'n1', event: 'restricted', health: 'degraded' }])
    await world.project()
    await holdAccount(world.ctx, fact, row('credentials_invalid'))
    expect((await told()).slice(3)).toEqual(['degraded', 'reauth_required'])
  })

  test('is told by the next reader when the one who changed it died before telling', async () => {
    const fact = await factOf(await accept())
    const dead = { ...world.ctx, table: { ...world.table, put: () => Promise.reject(new Error('died')) } }
    await expect(holdAccount(dead, fact, row('credentials_invalid'))).rejects.toThrow('died')
    await readAccountState(world.ctx, fact)
    await world.clock.advance(10_000)
    const { events } = await readFeed(world.ctx, SHOP, 0, 100)
    expect(events.map((event) => event.type)).toContain('channel.health_changed')
  })

  test('keeps the latest news, although older news is projected after it', async () => {
    const news = { scope: ACCOUNT, account: ACCOUNT, at: null, kind: 'account' as const, text: '', detail: {} }
    await world.record([{ ...news, id: 'n1', event: 'restricted', health: 'degraded' }])
    const older = world.stream.splice(0)
    await world.clock.advance(1000)
    await world.record([{ ...news, id: 'n2', event: 'restored', health: 'healthy' }])
    await world.project()
    world.stream.push(...older)
    await world.project()
    expect(itemsOf(world, 'acc#')).toMatchObject([{ health: 'healthy' }])
  })

  test('lets only one of several workers try it', async () => {
    const fact = await factOf(await accept())
    const probe = await holdAccount(world.ctx, fact, row('credentials_invalid'))
    await world.clock.advance(world.ctx.settings.probeMs)
    const turns = await Promise.all([1, 2, 3].map(() => takeProbe(world.ctx, fact, probe)))
    expect(turns.filter(Boolean)).toHaveLength(1)
  })
})

describe('people', () => {
  const account = () => world.ctx.directory.account('whatsapp', 'main', ACCOUNT) ?? expect.fail('no account')
  const phone = { type: 'phone' as const, value: '+15550009999' }
  const first = { type: 'wa_bsuid' as const, value: 'US.1' }
  const second = { type: 'wa_bsuid' as const, value: 'US.2' }

  test('who state the same phone at the same moment are told apart', async () => {
    const ctx = { ...world.ctx, table: blind('adr#') }
    const one = await resolve(ctx, account(), 'conversation', [phone, first], world.clock.now())
    const two = await resolve(ctx, account(), 'conversation', [phone, second], world.clock.now())
    expect(two?.conflict).toBeDefined()
    expect(two?.id).not.toBe(one?.id)
  })

  test('who state the same two identities at the same moment are one', async () => {
    const ctx = { ...world.ctx, table: blind('adr#') }
    const one = await resolve(ctx, account(), 'conversation', [phone, first], world.clock.now())
    const two = await resolve(ctx, account(), 'conversation', [phone, first], world.clock.now())
    expect(two).toEqual(one)
  })

  test('who are found to be one have that written down once', async () => {
    await resolve(world.ctx, account(), 'conversation', [first], world.clock.now())
    await resolve(world.ctx, account(), 'conversation', [phone], world.clock.now())
    await resolve(world.ctx, account(), 'conversation', [phone, first], world.clock.now())
    const links = () => itemsOf(world, 'f#').filter((item) => String(item['body']).includes('"link"'))
    const [link] = links()
    await world.clock.advance(1000)
    await resolve({ ...world.ctx, table: blind('f#') }, account(), 'conversation', [phone, first], world.clock.now())
    expect(links()).toEqual([link])
  })

  test.each([
    ['both have written before', true],
    ['nobody has written before', false],
  ])('who write while their conversations are being linked lose nothing: %s', async (_, written) => {
    const says = (text: string, peers: (typeof phone | typeof first)[]) => world.record([textFact(text, { peers })])
    const projectAll = async (): Promise<void> => {
      for (let change = world.stream.pop(); change; change = world.stream.pop())
        await projectFact(world.ctx, change.pk.slice(2))
    }
    const [byPhone, byUser] = [
      await resolve(world.ctx, account(), 'conversation', [phone], world.clock.now()),
      await resolve(world.ctx, account(), 'conversation', [first], world.clock.now()),
    ]
    if (written) {
      await says('by phone', [phone])
      await says('by user id', [first])
      await projectAll()
    }
    await resolve(world.ctx, account(), 'conversation', [phone, first], world.clock.now())
    const [linked, racer] = (byPhone?.id ?? '') > (byUser?.id ?? '') ? [byPhone, phone] : [byUser, first]
    const link = world.stream.splice(0)
    before(writes(headKey(linked?.id ?? '')), async () => {
      await says('racing', [racer])
      await projectAll()
    })
    world.stream.push(...link)
    await projectAll()
    const { data } = await listConversations(world.ctx, PRINCIPAL, { status: 'open', order: 'recent', limit: 10 })
    expect(data.filter(({ id }) => id !== conversation)).toMatchObject([{ unread: written ? 3 : 1 }])
  })
})

describe('views', () => {
  test('an entry is not set back by a projection that read before it', async () => {
    const { data } = await listTimeline(world.ctx, PRINCIPAL, conversation, { order: 'oldest', limit: 5 })
    const entry = data[0]
    const [fact] = itemsOf(world, 'f#').filter((item) => item.sk === 'F')
    const key = fact?.pk.slice(2) ?? ''
    let raced = false
    interrupt = async (operation) => {
      if (raced || operation.kind !== 'put' || !operation.key.sk.startsWith('E#')) return
      raced = true
      await world.record([
        {
          ...textFact('', { id: 'v' }),
          kind: 'revoke',
          target: (JSON.parse(String(fact?.['body'])) as { id: string }).id,
        } as never,
      ])
      await world.project()
    }
    await world.table.delete(itemsOf(world, 'cnv#').find((item) => item.sk.startsWith('E#')) ?? { pk: '', sk: '' })
    await projectFact(world.ctx, key)
    const after = await listTimeline(world.ctx, PRINCIPAL, conversation, { order: 'oldest', limit: 5 })
    expect(raced).toBe(true)
    expect(after.data[0]).toMatchObject({ id: entry?.id, text: '' })
  })

  test('a head is not set by a worker whose version is old', async () => {
    const key = headKey(conversation)
    let raced = false
    interrupt = async (operation) => {
      if (raced || operation.kind !== 'put' || operation.key.pk !== key.pk || operation.key.sk !== key.sk) return
      raced = true
      await world.record([textFact('two')])
      const change = world.stream.pop()
      await projectFact(world.ctx, change?.pk.slice(2) ?? '')
    }
    await world.record([textFact('one')])
    await world.settle()
    const { data } = await listConversations(world.ctx, PRINCIPAL, { status: 'open', order: 'recent', limit: 5 })
    expect(raced).toBe(true)
    expect(data[0]?.unread).toBe(3)
  })

  test('two first messages at the same moment make one head with both', async () => {
    const peers = [{ type: 'phone' as const, value: '+15550007777' }]
    await world.record([textFact('one', { peers }), textFact('two', { peers })])
    const changes = world.stream.splice(0)
    await Promise.all(changes.map((change) => projectFact(world.ctx, change.pk.slice(2))))
    const { data } = await listConversations(world.ctx, PRINCIPAL, { status: 'open', order: 'recent', limit: 5 })
    expect(data.find(({ id }) => id !== conversation)?.unread).toBe(2)
  })

  test('a case is closed at the time it was closed first', async () => {
    const head = (await world.table.get(headKey(conversation))) ?? { pk: '', sk: '' }
    await closeCase(world.ctx, PRINCIPAL, conversation)
    const closes = () => itemsOf(world, 'f#').filter((item) => String(item['body']).includes('"close"'))
    const [close] = closes()
    await world.clock.advance(5000)
    await closeCase({ ...world.ctx, table: stale(head) }, PRINCIPAL, conversation).catch(() => undefined)
    expect(closes()).toEqual([close])
  })

  test('a consent is not set back by an older one projected after it', async () => {
    const consent = (id: string, state: 'granted' | 'revoked') => ({
      kind: 'consent' as const,
      id,
      scope: ACCOUNT,
      account: ACCOUNT,
      at: world.clock.now(),
      peers: [{ type: 'phone' as const, value: '+15550001111' }],
      sender: 'any',
      purpose: 'any' as const,
      state,
      source: 'keyword',
      evidence: 'STOP',
    })
    await world.record([consent('c1', 'revoked')])
    const older = world.stream.splice(0)
    await world.clock.advance(1000)
    await world.record([consent('c2', 'granted')])
    await world.project()
    world.stream.push(...older)
    await world.project()
    expect(itemsOf(world, 'con#')).toMatchObject([{ state: 'granted' }])
  })

  test('a message taken back keeps the earliest time it was', async () => {
    const revoke = (id: string) => ({ ...textFact('', { id }), kind: 'revoke' as const, target: 'm' })
    await world.record([textFact('Oops', { id: 'm' }), revoke('v1')])
    const first = world.clock.now()
    await world.clock.advance(5000)
    await world.record([revoke('v2')])
    await world.project()
    const { data } = await listTimeline(world.ctx, PRINCIPAL, conversation, { order: 'newest', limit: 5 })
    expect(data[0]).toMatchObject({ deleted: { at: first } })
  })

  test('a fact accepted twice under one key keeps what was accepted first', async () => {
    const message = await accept()
    const before = await world.table.get(factKey(factOfMessage(message.id)))
    await world.clock.advance(1000)
    const answer = await acceptMessage(
      { ...world.ctx, table: { ...world.table, query: firstEmpty(factOfMessage(message.id)) } },
      PRINCIPAL,
      'key',
      {
        conversation,
        message: { text: 'Hi', attachments: [] },
        author: { kind: 'agent' },
        purpose: 'service',
        validUntil: (await factOf(message)).validUntil,
      },
    )
    expect(answer.id).toBe(message.id)
    expect(await world.table.get(factKey(factOfMessage(message.id)))).toEqual(before)
    expect((await getMessage(world.ctx, PRINCIPAL, message.id)).at).toBe(message.at)
  })
})

const there = <T>(found: T | undefined): T => {
  if (found === undefined) throw new Error('it is not there')
  return found
}

describe('an erasure', () => {
  const PHONE = { type: 'phone' as const, value: '+15550001111' }
  const contact = (): string =>
    itemsOf(world, 'ctc#')
      .find(({ sk }) => sk === 'H')
      ?.pk.slice('ctc#'.length) ?? ''
  const erase = () => eraseContact(world.ctx, PRINCIPAL, 'erase', contact())
  const heard = async (text: string): Promise<void> => {
    await world.record([textFact(text)])
    await world.project()
  }
  const works = async (): Promise<void> => {
    for (let job = world.jobs.shift(); job; job = world.jobs.shift())
      await workJob(world.ctx, { fetch: () => expect.fail('a fetch'), lookUp: () => expect.fail('a look-up') }, job)
  }
  const texts = (): readonly string[] =>
    itemsOf(world, '')
      .filter((item) => Object.values(item).some((value) => String(value).includes('meanwhile')))
      .map(({ sk }) => sk)

  test.each([
    ['the contact', () => contactKey(contact())],
    ['the conversation', () => headKey(conversation)],
  ])('seals %s although it changed meanwhile', async (_, key) => {
    before(writes(key()), () => heard('said meanwhile'))
    const { at } = await erase()
    await works()
    expect(interrupt).toBeUndefined()
    expect(await world.table.get(contactKey(contact()))).toMatchObject({ er: at })
    expect(await world.table.get(headKey(conversation))).toMatchObject({ er: at })
    expect(texts()).toEqual([])
  })

  test('leaves a consent that was given meanwhile by the next person of the number', async () => {
    const consent = {
      kind: 'consent' as const,
      scope: ACCOUNT,
      account: ACCOUNT,
      at: null,
      peers: [PHONE],
      sender: 'any',
    }
    const says = async (id: string, state: 'granted' | 'revoked'): Promise<void> => {
      await world.record([{ ...consent, id, purpose: 'any', state, source: 'keyword', evidence: id }])
      await world.project()
    }
    await says('c1', 'revoked')
    await erase()
    await world.clock.advance(5000)
    const [item] = itemsOf(world, 'con#')
    before(writes(there(item)), () => says('c2', 'granted'))
    await works()
    expect(interrupt).toBeUndefined()
    expect(itemsOf(world, 'con#')).toMatchObject([{ state: 'granted', evidence: 'c2' }])
  })

  test('leaves an id of another system that somebody else has by then', async () => {
    const id = contact()
    await describeContact(world.ctx, PRINCIPAL, id, { externalIds: { crm: '1' } })
    const [item] = itemsOf(world, 'ext#')
    const release = (operation: Operation): boolean => operation.kind === 'delete' && operation.key.pk === item?.pk
    before(release, () => world.table.put({ ...there(item), of: 'ctc_other' }))
    await erase()
    expect(interrupt).toBeUndefined()
    expect(itemsOf(world, 'ext#')).toMatchObject([{ of: 'ctc_other' }])
  })

  test('that is done does not learn of identities again', async () => {
    const { id } = await erase()
    await works()
    await world.clock.advance(30 * 60_000)
    await tick(world.ctx)
    await works()
    const done = await readErasure(world.ctx, id)
    expect(done).toMatchObject({ aliases: [], doneAt: expect.any(Number) })
    await learnAliases(world.ctx, there(done), [PHONE])
    expect(await readErasure(world.ctx, id)).toEqual(done)
  })
})

/** A query that finds nothing of a partition the first time: the other request came in between. */
const firstEmpty = (fact: string): Table['query'] => {
  let first = true
  return async (range) => {
    if (first && range.pk === `f#${fact}`) {
      first = false
      return { items: [] }
    }
    return world.table.query(range)
  }
}
