import { createHash } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { closeCase } from '../../core/close.ts'
import { EMPTY_HEAD, join, type HeadState } from '../../core/conversation/head.ts'
import { failure } from '../../core/failures.ts'
import type { Table } from '../../core/ports.ts'
import { projectFact, projectItem } from '../../core/project/project.ts'
import { getConversation } from '../../core/read.ts'
import { Message } from '../../core/schema/message.ts'
import { recordFacts } from '../../core/record.ts'
import type { ReactionFact } from '../../core/schema/fact.ts'
import { consentPk, factOfMessage, messageFact } from '../../core/store/keys.ts'
import { toAttributes } from '../../functions/aws/expressions.ts'
import { itemBytes, MAX_ITEM_BYTES } from '../../local/engine/size.ts'
import type { Operation } from '../support/memory-table.ts'
import {
  ACCOUNT,
  CONFIG,
  createWorld,
  itemsOf,
  PRINCIPAL,
  receiptFact,
  SHOP,
  textFact,
  type World,
} from '../support/world.ts'
import {
  ABOUT,
  accept,
  answers,
  consentFact,
  idOf,
  latestConversation,
  numberChanged,
  openConversations,
  PHONE,
  says,
  told,
} from './edges-world.ts'

let world: World
beforeEach(() => {
  world = createWorld()
})

/** Partition of the event that tells that a message was created. */
const createdEvent = (message: string): string => `evt#evt_${world.ctx.hash('evt', 'message.created', message)}`
const updates = async () => (await told(world)).filter((event) => event.type === 'message.updated')

describe('recording', () => {
  /** Long words that no packing makes short enough for an item. */
  const incompressible = (): string =>
    Array.from({ length: 15_000 }, (_, index) => createHash('sha256').update(`${index}`).digest('base64')).join('')

  test('a message whose raw slice is too large for the table is shown all the same', async () => {
    await world.record([textFact('Something we cannot express', { raw: incompressible() })])
    await world.settle()
    expect(await openConversations(world)).toHaveLength(1)
  })

  test('the raw slice of what could not be read is kept, also when only packed it fits the table', async () => {
    await world.record([{ ...ABOUT, kind: 'quarantine', id: 'q', reason: 'unreadable', raw: 'y'.repeat(500_000) }])
    expect(itemsOf(world, 'f#').filter((item) => item.sk === 'raw')).toHaveLength(1)
  })

  test('no more facts of a delivery are tried once one could not be written', async () => {
    let tries = 0
    world = createWorld({
      memory: {
        before: ({ kind }) => {
          if (kind !== 'put') return
          tries += 1
          throw new Error('the table is down')
        },
      },
    })
    const facts = Array.from({ length: 200 }, (_, index) => textFact(`${index}`))
    await expect(world.record(facts)).rejects.toThrow('the table is down')
    // Those that were under way at the same time.
    expect(tries).toBeLessThanOrEqual(16)
  })

  test('a message is not hidden by a delivery through a connection that does not own the account', async () => {
    const other = { name: 'other', accounts: [{ id: '555', shop: 'shp_other' }] }
    const connections = CONFIG.connections.flatMap((main) => [main, { ...main, ...other }])
    world = createWorld({ config: { ...CONFIG, connections } })
    const facts = [textFact('Hello')]
    for (const connection of ['other', 'main']) {
      await recordFacts(world.ctx, { channel: 'whatsapp', connection, receivedAt: world.clock.now(), facts })
      await world.settle()
    }
    expect(await openConversations(world)).toHaveLength(1)
  })
})

describe('projecting', () => {
  /** How long a text may be for its fact to fill an item to the last byte. */
  const longestText = async (id: string): Promise<number> => {
    const measured = createWorld()
    await measured.record([textFact('', { id })])
    const [fact] = itemsOf(measured, 'f#')
    return MAX_ITEM_BYTES - itemBytes(toAttributes(fact ?? expect.fail('nothing was recorded')))
  }

  test('a fact that fits the table while its view does not becomes a dead letter', async () => {
    await world.record([textFact('y'.repeat(await longestText('wamid.big')), { id: 'wamid.big' })])
    await world.settle()
    expect(itemsOf(world, 'dl#')).toMatchObject([{ reason: 'too_large' }])
  })

  test('a message that echoes a key of ours nobody knows is shown', async () => {
    const ours = { message: 'msg_AAAAAAAAAAAAAAAAAAAAAA', part: 0 }
    await says(world, 'From the app', { direction: 'out', author: { kind: 'echo' }, ours })
    expect(await openConversations(world)).toHaveLength(1)
  })
})

describe('showing', () => {
  test('every conversation that is listed can be read, also when only a change of number made it', async () => {
    await world.record([numberChanged])
    await world.settle()
    const listed = await openConversations(world)
    const read = Promise.all(listed.map(({ id }) => getConversation(world.ctx, PRINCIPAL, id)))
    await expect(read).resolves.toHaveLength(listed.length)
  })
})

describe('showing', () => {
  test('a participant stated under two names at once is the same in either order', () => {
    const named = (name: string): HeadState => ({
      ...EMPTY_HEAD,
      participants: [{ kind: 'customer', id: 'member', name, seen: 1 }],
    })
    expect(join(named('Ada'), named('Ada L.'))).toEqual(join(named('Ada L.'), named('Ada')))
  })
})

describe('telling', () => {
  test('a message is told whole, also what is empty in it', async () => {
    await says(world, 'Hello')
    const created = (await told(world)).filter(({ type }) => type === 'message.created')
    expect(created).toHaveLength(1)
    for (const { data } of created) expect(Message.parse(data)).toMatchObject({ text: 'Hello', attachments: [] })
  })

  test('a reaction that is taken back is told', async () => {
    await says(world, 'Hello', { id: 'wamid.hello' })
    const reaction: ReactionFact = {
      ...ABOUT,
      kind: 'reaction',
      id: 'set',
      target: 'wamid.hello',
      direction: 'in',
      peers: [PHONE],
      emoji: '👍',
    }
    for (const fact of [reaction, { ...reaction, id: 'taken back', emoji: null }]) {
      await world.record([fact])
      await world.settle()
      await world.clock.advance(1000)
    }
    expect(await updates()).toHaveLength(2)
  })

  test('a name that is changed and changed back is told both times', async () => {
    for (const name of ['Ada', 'Bob', 'Ada']) await says(world, 'Hello', { profile: { name } })
    const changes = (await told(world)).filter((event) => event.type === 'contact.updated')
    expect(changes.map((event) => event.data['name'])).toEqual(['Bob', 'Ada'])
  })

  test('an update is told although an eventually consistent read does not see the created event yet', async () => {
    await says(world, 'Hello', { id: 'wamid.hello' })
    const event = createdEvent(idOf(world, 'wamid.hello'))
    let stale = 2
    const get: Table['get'] = async (key, options) =>
      key.pk === event && !options?.consistent && stale-- > 0 ? undefined : world.table.get(key, options)
    const body = { text: 'Hello there', attachments: [] }
    await world.record([
      { ...ABOUT, kind: 'edit', id: 'edit', target: 'wamid.hello', direction: 'in', peers: [PHONE], body },
    ])
    const ctx = { ...world.ctx, table: { ...world.table, get } }
    for (let change = world.stream.shift(); change; change = world.stream.shift()) await projectItem(ctx, change)
    expect(await updates()).toHaveLength(1)
  })

  test('two workers that tell the first two states of a message at once lose neither', async () => {
    const firstWrites = Promise.withResolvers<void>()
    const secondWrites = Promise.withResolvers<void>()
    const firstWrote = Promise.withResolvers<void>()
    let event: string | undefined
    let writers = 0
    const tells = (operation: Operation): boolean => operation.kind === 'put' && operation.key.pk === event
    world = createWorld({
      memory: {
        before: async (operation) => {
          if (!tells(operation)) return
          writers += 1
          if (writers > 1) secondWrites.resolve()
          else firstWrites.resolve()
          await (writers > 1 ? firstWrote : secondWrites).promise
        },
        after: (operation) => {
          if (tells(operation)) firstWrote.resolve()
        },
      },
    })
    await says(world, 'Hello')
    const message = await accept(world, await latestConversation(world), 'key')
    world.stream.length = 0
    world.woken.push({ conversation: message.conversation, cause: 'accepted' })
    await world.deliver()
    event = createdEvent(message.id)
    const sent = projectFact(world.ctx, factOfMessage(message.id))
    await Promise.race([firstWrites.promise, sent])
    await world.record([receiptFact('wamid.out-1', 'delivered', world.clock.now())])
    await projectFact(world.ctx, messageFact(world.ctx.hash, 'whatsapp', ACCOUNT, 'wamid.out-1'))
    secondWrites.resolve()
    await sent
    const states = (await told(world)).filter(({ subject }) => subject === message.id).map(({ data }) => data['status'])
    expect(states).toEqual(['sent', 'delivered'])
  })
})

describe('consent', () => {
  test('withdrawn, given and withdrawn again ends withdrawn, in whatever order it is projected', async () => {
    const thirdWrites = Promise.withResolvers<void>()
    const secondWrote = Promise.withResolvers<void>()
    let consents: string | undefined
    world = createWorld({
      memory: {
        before: async (operation) => {
          if (operation.kind !== 'update' || operation.key.pk !== consents) return
          consents = undefined
          thirdWrites.resolve()
          await secondWrote.promise
        },
      },
    })
    const project = (id: string) => projectFact(world.ctx, world.ctx.hash('consent', 'whatsapp', ACCOUNT, id))
    await world.record([consentFact('stop', 'revoked')])
    await world.settle()
    await world.clock.advance(1000)
    await world.record([consentFact('start', 'granted')])
    await world.clock.advance(1000)
    await world.record([consentFact('stop again', 'revoked')])
    consents = consentPk(world.ctx.hash, SHOP, PHONE, 'whatsapp')
    const third = project('stop again')
    await Promise.race([thirdWrites.promise, third])
    await project('start')
    secondWrote.resolve()
    await third
    await world.settle()
    expect(itemsOf(world, 'con#')).toMatchObject([{ state: 'revoked' }])
  })
})

describe('a case', () => {
  const currentCase = async (conversation: string) => (await getConversation(world.ctx, PRINCIPAL, conversation)).case

  test('that is the second keeps its first response when many answers follow', async () => {
    await says(world, 'Hello')
    const conversation = await latestConversation(world)
    await answers(world, conversation, 'first case')
    await closeCase(world.ctx, PRINCIPAL, conversation)
    await world.settle()
    await world.clock.advance(1000)
    await says(world, 'Hello again')
    const response = await answers(world, conversation, 'response')
    for (let more = 1; more < 10; more += 1) await answers(world, conversation, `more ${more}`)
    expect(await currentCase(conversation)).toMatchObject({ firstResponseAt: response.firstSeenAt })
  })

  test('is answered by a message that failed and was read after all', async () => {
    await says(world, 'Hello')
    const conversation = await latestConversation(world)
    await answers(world, conversation, 'key')
    const lost = { failure: failure('recipient_unreachable') }
    await world.record([receiptFact('wamid.out-1', 'failed', world.clock.now(), lost)])
    await world.settle()
    await world.record([receiptFact('wamid.out-1', 'read', world.clock.now())])
    await world.settle()
    expect(await currentCase(conversation)).toMatchObject({ waitingSince: null })
  })
})
