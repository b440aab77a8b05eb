import { describe, expect, test } from 'vitest'
import { rateLimitOf } from '../../functions/rate-limit.ts'
import { createApiWorld, type ApiWorld } from '../support/api-world.ts'

const keyOf = async (world: ApiWorld, name: string): Promise<string> => {
  const { body } = await world.call({
    method: 'POST',
    url: '/v1/api-keys',
    headers: { 'idempotency-key': name },
    body: { name, scopes: ['read'] },
  })
  return (body as { token: string }).token
}

test('a key that asks too much is told when to go on, and another is unaffected', async () => {
  const world = createApiWorld({ environment: { PARLEY_API_RATE: '0.5', PARLEY_API_BURST: '3' } })
  const [busy, calm] = [await keyOf(world, 'busy'), await keyOf(world, 'calm')]
  const ask = (key: string) => world.call({ url: '/v1/conversations', key })
  for (let i = 0; i < 3; i++) expect((await ask(busy)).status).toBe(200)
  const refused = await ask(busy)
  expect(refused).toMatchObject({ status: 429, body: { type: 'urn:parley:problem:rate_limited' } })
  expect(refused.headers['retry-after']).toBe('2')
  expect((await ask(calm)).status).toBe(200)
  await world.clock.advance(2000)
  expect((await ask(busy)).status).toBe(200)
  expect((await ask(busy)).status).toBe(429)
})

describe('the rate of the configuration', () => {
  test('is 50 a second and 100 at once', () => {
    expect(rateLimitOf({})).toEqual({ perSecond: 50, burst: 100 })
  })
  test.each(['0', '-1', 'many'])('is refused when it is %s', (value) => {
    expect(() => rateLimitOf({ PARLEY_API_RATE: value })).toThrow('PARLEY_API_RATE must be a positive number')
  })
})
