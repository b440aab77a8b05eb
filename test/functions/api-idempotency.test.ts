import { describe, expect, test } from 'vitest'
import type { Operation } from '../support/memory-table.ts'
import { createApiWorld, type ApiWorld } from '../support/api-world.ts'
import { itemsOf } from '../support/world.ts'

const problem = (status: number, type: string) => ({ status, body: { type: `urn:parley:problem:${type}` } })
const DAY = 24 * 3_600_000

const close = (world: ApiWorld, id: string, name = 'close-1', headers: Record<string, string> = {}) =>
  world.call({
    method: 'POST',
    url: `/v1/conversations/${id}/close`,
    headers: { 'idempotency-key': name, ...headers },
  })

describe('a POST that needs no Idempotency-Key, but has one,', () => {
  test('is answered the same for a day, and carried out once', async () => {
    const world = createApiWorld()
    const id = await world.hear('Hello')
    const first = await close(world, id)
    expect(first.status).toBe(200)
    expect(first.headers['idempotency-replayed']).toBeUndefined()
    await world.clock.advance(DAY - 1)
    const second = await close(world, id)
    expect(second).toMatchObject({ status: 200, body: first.body })
    expect(second.headers['idempotency-replayed']).toBe('true')
    await world.clock.advance(2)
    expect(await close(world, id)).toMatchObject(problem(409, 'case_not_open'))
  })

  test('is refused when it asks something else', async () => {
    const world = createApiWorld()
    const id = await world.hear('Hello')
    const other = await world.hear('Good day', { peers: [{ type: 'phone', value: '+15550003333' }] })
    await close(world, id)
    expect(await close(world, other)).toMatchObject(problem(409, 'idempotency_key_reused'))
  })

  test('has a name that is its own for every shop and operation', async () => {
    const world = createApiWorld()
    const id = await world.hear('Hello')
    await close(world, id)
    const read = await world.call({
      method: 'POST',
      url: `/v1/conversations/${id}/read`,
      headers: { 'idempotency-key': 'close-1' },
    })
    expect(read.status).toBe(200)
    const ofOther = await world.hear('Hi', { account: '100000000000002', scope: '100000000000002' })
    expect((await close(world, ofOther, 'close-1', { 'parley-shop': 'shp_other' })).status).toBe(200)
  })

  test('that came to a problem may be tried again by the same name', async () => {
    const world = createApiWorld()
    const id = await world.hear('Hello')
    await close(world, id, 'first')
    expect(await close(world, id, 'second')).toMatchObject(problem(409, 'case_not_open'))
    await world.clock.advance(1)
    await world.hear('One more thing')
    expect((await close(world, id, 'second')).status).toBe(200)
  })

  test('is refused when the name is too long', async () => {
    const world = createApiWorld()
    const id = await world.hear('Hello')
    expect(await close(world, id, 'x'.repeat(256))).toMatchObject(problem(400, 'idempotency_key_required'))
  })
})

describe('a repetition while the first call is being worked on', () => {
  /** A world in which something happens once, right before the close is written. */
  const interrupted = (happens: (world: ApiWorld) => Promise<unknown>) => {
    let armed = false
    const before = async (operation: Operation): Promise<void> => {
      if (!armed || operation.kind !== 'put' || !operation.key.pk.startsWith('f#')) return
      armed = false
      await happens(world)
    }
    const world = createApiWorld({ memory: { before } })
    return { world, arm: () => (armed = true) }
  }

  test('is refused, and told to come again', async () => {
    let refused = 0
    const { world, arm } = interrupted(async (inside) => {
      const again = await close(inside, id)
      refused++
      expect(again).toMatchObject(problem(409, 'idempotency_in_progress'))
      expect(again.headers['retry-after']).toBe('1')
    })
    const id = await world.hear('Hello')
    arm()
    expect((await close(world, id)).status).toBe(200)
    expect(refused).toBe(1)
  })

  test('takes over when the first died', async () => {
    const { world, arm } = interrupted(async (inside) => {
      await inside.clock.advance(60_001)
      expect((await close(inside, id)).status).toBe(200)
    })
    const id = await world.hear('Hello')
    arm()
    await close(world, id)
    const answer = await close(world, id)
    expect(answer.headers['idempotency-replayed']).toBe('true')
    expect(itemsOf(world, 'idm#')).toHaveLength(1)
  })

  test('may be tried at once when the first failed', async () => {
    const { world, arm } = interrupted(() => Promise.reject(new Error('the store is away')))
    const id = await world.hear('Hello')
    arm()
    expect(await close(world, id)).toMatchObject(problem(500, 'internal'))
    expect((await close(world, id)).status).toBe(200)
  })
})
