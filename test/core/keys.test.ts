import { expect, test } from 'vitest'
import { createKey, getKey, revokeKey, useKey } from '../../core/keys/keys.ts'
import type { Caller } from '../../core/reach.ts'
import type { Operation } from '../support/memory-table.ts'
import { createWorld, SHOP } from '../support/world.ts'

const CALLER: Caller = { name: 'key_root', shop: SHOP, scopes: ['admin'], organisation: true }
const SECRET = 'x'.repeat(32)
const REQUEST = { name: 'Helpdesk', scopes: ['read'], organisation: false } as const

/** Another worker writes right before the next write to a key. */
const interrupted = () => {
  let between: (() => Promise<unknown>) | undefined
  const before = async (operation: Operation): Promise<void> => {
    if (operation.kind === 'get' || operation.kind === 'query' || !operation.key.pk.startsWith('key#')) return
    const run = between
    between = undefined
    await run?.()
  }
  const world = createWorld({ memory: { before } })
  const make = (idempotencyKey = 'one', secret = SECRET) =>
    createKey(world.ctx, CALLER, idempotencyKey, REQUEST, secret)
  return { world, make, meanwhile: (run: () => Promise<unknown>) => (between = run) }
}

test('of two who make a key by the same Idempotency-Key, one is told its token, which works', async () => {
  const { world, make, meanwhile } = interrupted()
  let other: Awaited<ReturnType<typeof make>> | undefined
  meanwhile(async () => (other = await make('one', 'y'.repeat(32))))
  const mine = await make()
  expect(mine).toEqual({ key: other?.key, token: null })
  expect(await useKey(world.ctx, other?.token ?? '')).toMatchObject({ id: mine.key.id })
})

test('the time of a revocation stays when another revokes in between', async () => {
  const { world, make, meanwhile } = interrupted()
  const { key } = await make()
  const first = world.clock.now()
  meanwhile(async () => {
    await revokeKey(world.ctx, CALLER, key.id)
    await world.clock.advance(1000)
  })
  expect((await revokeKey(world.ctx, CALLER, key.id)).revokedAt).toBe(first)
})

test('of two who use a key at once, one writes its use', async () => {
  const { world, make, meanwhile } = interrupted()
  const { key, token } = await make()
  await useKey(world.ctx, token ?? '')
  await world.clock.advance(5 * 60_000)
  const now = world.clock.now()
  meanwhile(async () => {
    await useKey(world.ctx, token ?? '')
    await world.clock.advance(1)
  })
  await useKey(world.ctx, token ?? '')
  expect((await getKey(world.ctx, CALLER, key.id)).lastUsedAt).toBe(now)
})
