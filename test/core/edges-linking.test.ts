import { beforeEach, describe, expect, test } from 'vitest'
import { closeCase } from '../../core/close.ts'
import { failure } from '../../core/failures.ts'
import { projectFact } from '../../core/project/project.ts'
import { getConversation, getMessage } from '../../core/read.ts'
import type { EventType } from '../../core/schema/event.ts'
import { factOfMessage } from '../../core/store/keys.ts'
import { createWorld, PRINCIPAL, receiptFact, textFact, type World } from '../support/world.ts'
import {
  accept,
  answers,
  idOf,
  latestConversation,
  numberChanged,
  openConversations,
  OTHER_USER,
  PHONE,
  QUESTION,
  says,
  told,
  USER,
} from './edges-world.ts'

const DAY_MS = 24 * 3_600_000

let world: World
beforeEach(() => {
  world = createWorld()
})

describe('a number that changed hands', () => {
  test('is not where an answer to its first owner goes', async () => {
    await says(world, 'I am the first', { peers: [PHONE, USER] })
    const first = await latestConversation(world)
    await says(world, 'I am the second', { peers: [PHONE, OTHER_USER] })
    await answers(world, first, 'key')
    expect(world.sent.map(({ address }) => address.peers)).toEqual([[USER]])
  })

  test('is somebody else once its owner has changed to another', async () => {
    await says(world, 'I am the first', { peers: [PHONE] })
    await world.record([numberChanged])
    await world.settle()
    await world.clock.advance(DAY_MS)
    await says(world, 'I am another', { peers: [PHONE] })
    expect(await openConversations(world)).toHaveLength(2)
  })
})

describe('conversations that prove to be one', () => {
  const casesTold = async (type: EventType) =>
    (await told(world)).filter((event) => event.type === type).map(({ subject }) => subject)
  /** Cases that were told as opened and not as closed. */
  const casesLeftOpen = async () => {
    const closed = new Set(await casesTold('case.closed'))
    return (await casesTold('case.opened')).filter((id) => !closed.has(id))
  }
  const currentCase = async () =>
    (await getConversation(world.ctx, PRINCIPAL, await latestConversation(world))).case ?? expect.fail('no case')

  test.each(['that carries on', 'that is linked'])(
    'keep what was closed apart when the one %s was closed before, and leave one case open',
    async (which) => {
      await says(world, 'by phone', { peers: [PHONE] })
      await says(world, 'by user id', { peers: [USER] })
      const ids = (await openConversations(world)).map(({ id }) => id).sort()
      await closeCase(world.ctx, PRINCIPAL, (which === 'that carries on' ? ids[0] : ids[1]) ?? '')
      await world.settle()
      await world.clock.advance(1000)
      await says(world, 'by both', { peers: [PHONE, USER] })
      const current = await currentCase()
      expect(current.status).toBe('open')
      expect(await casesLeftOpen()).toEqual([current.id])
    },
  )

  test('have each case told as closed but the one that goes on', async () => {
    await says(world, 'By number', { peers: [PHONE] })
    await says(world, 'By user id', { peers: [USER] })
    await says(world, 'By both', { peers: [PHONE, USER] })
    expect(await casesLeftOpen()).toEqual([(await currentCase()).id])
  })

  test('have the next case told as opened when the close of one was under way', async () => {
    const closeWrites = Promise.withResolvers<void>()
    const linked = Promise.withResolvers<void>()
    world = createWorld({
      memory: {
        before: async (operation) => {
          if (operation.kind !== 'put' || !operation.key.sk.startsWith('C#')) return
          closeWrites.resolve()
          await linked.promise
        },
      },
    })
    await says(world, 'By number', { peers: [PHONE] })
    await says(world, 'By user id', { peers: [USER] })
    // The smaller id carries on.
    const [first] = (await openConversations(world)).toSorted((a, b) => (a.id < b.id ? -1 : 1))
    const closing = closeCase(world.ctx, PRINCIPAL, first?.id ?? '')
    await Promise.race([closeWrites.promise, closing])
    await world.clock.advance(1)
    // Not settled: the projection of the close in the stream would wait as well.
    await world.record([textFact('By both', { peers: [PHONE, USER] })])
    world.stream.splice(0, world.stream.length - 1)
    await world.project()
    linked.resolve()
    await closing
    await world.settle()
    expect(await casesTold('case.closed')).toContain(first?.case?.id)
    expect(await casesLeftOpen()).toEqual([(await currentCase()).id])
  })
})

describe('a question asked as numbered text', () => {
  const contentOf = async (providerId: string) =>
    (await getMessage(world.ctx, PRINCIPAL, idOf(world, providerId))).content

  test('is answered by what was projected before it, also in a busy conversation', async () => {
    for (let index = 0; index < 55; index += 1) await says(world, `Message ${index}`)
    const question = await accept(world, await latestConversation(world), 'key', QUESTION)
    // Its own change in the stream is late.
    world.stream.length = 0
    await world.clock.advance(1000)
    await says(world, '2', { id: 'wamid.two' })
    expect(await contentOf('wamid.two')).toBeUndefined()
    await projectFact(world.ctx, factOfMessage(question.id))
    await world.settle()
    expect(await contentOf('wamid.two')).toMatchObject({ type: 'selection', id: 'option-1' })
  })

  test('is not answered when it was never delivered', async () => {
    await says(world, 'Hello')
    world.outcomes.push({ kind: 'refused', failure: failure('provider_rejected') })
    await answers(world, await latestConversation(world), 'key', QUESTION)
    await says(world, '2', { id: 'wamid.two' })
    expect(await contentOf('wamid.two')).toBeUndefined()
  })

  test('does not have everything said since read again with each of its receipts', async () => {
    let reads: number | undefined
    world = createWorld({
      memory: {
        before: ({ kind }) => {
          if (reads !== undefined && (kind === 'get' || kind === 'query')) reads += 1
        },
      },
    })
    await says(world, 'Hello')
    await answers(world, await latestConversation(world), 'key', QUESTION)
    for (let index = 0; index < 45; index += 1) await says(world, `Message ${index}`)
    reads = 0
    await world.record([receiptFact('wamid.out-1', 'read', world.clock.now())])
    await world.settle()
    expect(reads).toBeGreaterThan(0)
    expect(reads).toBeLessThan(30)
  })
})
