import { beforeEach, describe, expect, test } from 'vitest'
import { whatsapp } from '../../adapters/whatsapp/index.ts'
import { failure } from '../../core/failures.ts'
import { projectFact } from '../../core/project/project.ts'
import { getConversation } from '../../core/read.ts'
import type { Alias } from '../../core/schema/identity.ts'
import { createAct } from '../../functions/act.ts'
import { createApiWorld, type ApiWorld } from '../support/api-world.ts'
import { CONFIG, PRINCIPAL } from '../support/world.ts'
import { accept, says, told } from './edges-world.ts'

const PHONE: Alias = { type: 'phone', value: '+15550001111' }

let world: ApiWorld
let id: string
beforeEach(async () => {
  world = createApiWorld()
  await world.hear('Hello', { id: 'wamid.first' })
  await world.clock.advance(1000)
  id = await world.hear('Anybody there?', { id: 'wamid.second' })
  await world.clock.advance(1000)
})

const post = async (what: 'read' | 'typing') =>
  (await world.call({ method: 'POST', url: `/v1/conversations/${id}/${what}` })).body
const unread = async () => (await getConversation(world.ctx, PRINCIPAL, id)).unread

describe('a read mark', () => {
  test('leaves nothing unread, and is shown to the customer at their latest message', async () => {
    expect(await unread()).toBe(2)
    expect(await post('read')).toMatchObject({ sent: true, reason: null, conversation: { id, unread: 0 } })
    expect(world.acted).toMatchObject([{ type: 'read', message: 'wamid.second', address: { peers: [PHONE] } }])
  })

  test('still leaves the customer waiting for an answer', async () => {
    const before = await getConversation(world.ctx, PRINCIPAL, id)
    await post('read')
    const after = await getConversation(world.ctx, PRINCIPAL, id)
    expect(after.case?.waitingSince).toBe(before.case?.waitingSince)
    expect(after.case?.waitingSince).not.toBeNull()
  })

  test('leaves unread what is said later, however often it is projected again', async () => {
    await post('read')
    await world.clock.advance(1000)
    await says(world, 'One more thing')
    await projectFact(world.ctx, world.ctx.hash('read', id, String(world.clock.now() - 3000)))
    expect(await unread()).toBe(1)
  })

  test('is told once, when it moves', async () => {
    await post('read')
    await post('read')
    await world.settle()
    const changes = (await told(world)).filter(({ type }) => type === 'conversation.updated')
    expect(changes.map(({ subject, data }) => [subject, data['unread']])).toEqual([[id, 0]])
  })

  test('is kept whatever the provider answers', async () => {
    world.actOutcomes.push({ kind: 'refused', failure: failure('rate_limited') })
    expect(await post('read')).toMatchObject({ sent: false, reason: 'rate_limited', conversation: { unread: 0 } })
  })

  test('is kept where the channel has none', async () => {
    const create: typeof whatsapp.create = (config, deps) => {
      const { act: _, ...adapter } = whatsapp.create(config, deps)
      return adapter
    }
    const connections = CONFIG.connections.map((connection) => ({ ...connection, adapter: { ...whatsapp, create } }))
    world = createApiWorld({ config: { ...CONFIG, connections } })
    id = await world.hear('Hello')
    expect(await post('read')).toMatchObject({ sent: false, reason: 'unsupported', conversation: { unread: 0 } })
  })
})

test('that somebody types is shown, and changes nothing', async () => {
  await accept(world, id, 'key')
  expect(await post('typing')).toEqual({ sent: true, reason: null })
  expect(world.acted).toMatchObject([{ type: 'typing', message: 'wamid.second' }])
})

describe('an adapter', () => {
  const action = { type: 'typing' as const, address: { channel: 'c', account: 'a', peers: [PHONE] } }
  const acting = (act: () => Promise<never>) =>
    createAct({ of: () => ({ adapter: { act } }) as never })(action, 'main', 5)

  test('that does not answer in time is not waited for', async () => {
    expect(await acting(() => new Promise(() => undefined))).toMatchObject({
      kind: 'refused',
      failure: { code: 'provider_unavailable' },
    })
  })

  test('that fails is no failure of the call', async () => {
    expect(await acting(() => Promise.reject(new Error('broken')))).toMatchObject({ kind: 'refused' })
  })
})
