import { Hono } from 'hono'
import { describe, expect, test } from 'vitest'
import { readIfMatch } from '../../functions/api/etag.ts'
import type { ApiEnv } from '../../functions/api/env.ts'
import type { Operation } from '../support/memory-table.ts'
import { createApiWorld, type ApiWorld } from '../support/api-world.ts'

test('a conversation, a message and a contact have a tag that changes with their version', async () => {
  const world = createApiWorld()
  const id = await world.hear('Hello')
  const { id: message, contact } = (await world.say(id, { text: 'Hi' })).body as { id: string; contact: string }
  for (const url of [`/v1/conversations/${id}`, `/v1/messages/${message}`, `/v1/contacts/${contact}`]) {
    const { headers, body } = await world.call({ url })
    expect(headers['etag']).toBe(`W/"${(body as { version: number }).version}"`)
  }
  const before = await world.call({ url: `/v1/conversations/${id}` })
  await world.call({ method: 'POST', url: `/v1/conversations/${id}/close` })
  const after = await world.call({ url: `/v1/conversations/${id}` })
  expect(after.headers['etag']).not.toBe(before.headers['etag'])
})

test('a change of a conversation is refused when somebody wrote since the version it is meant for', async () => {
  const world = createApiWorld()
  const id = await world.hear('Hello')
  const url = `/v1/conversations/${id}`
  const change = (etag: string) =>
    world.call({ method: 'PATCH', url, headers: { 'if-match': etag }, body: { assignee: 'ada' } })
  const { headers } = await world.call({ url })
  const first = await change(headers['etag'] ?? '')
  expect(first.status).toBe(200)
  expect(first.headers['etag']).not.toBe(headers['etag'])
  const second = await change(headers['etag'] ?? '')
  expect(second).toMatchObject({ status: 412, body: { type: 'urn:parley:problem:precondition_failed' } })
  expect((await change(first.headers['etag'] ?? '')).status).toBe(200)
})

describe('a change of a contact', () => {
  const meet = async (world: ApiWorld) => {
    const { body } = await world.call({ url: `/v1/conversations/${await world.hear('Hello')}` })
    const url = `/v1/contacts/${(body as { contact: { id: string } }).contact.id}`
    const rename = (name: string, etag: string) =>
      world.call({ method: 'PATCH', url, headers: { 'if-match': etag }, body: { name } })
    return { rename, etag: (await world.call({ url })).headers['etag'] ?? '' }
  }
  const failed = { status: 412, body: { type: 'urn:parley:problem:precondition_failed' } }

  test('is refused when somebody wrote since the version it is meant for', async () => {
    const { rename, etag } = await meet(createApiWorld())
    const first = await rename('Ada L.', etag)
    expect(first).toMatchObject({ status: 200, body: { name: 'Ada L.' } })
    expect(await rename('Ida', etag)).toMatchObject(failed)
    expect((await rename('Ida', first.headers['etag'] ?? '')).status).toBe(200)
  })

  test('is made by one of two who saw the same version and write at the same moment', async () => {
    let between: (() => Promise<unknown>) | undefined
    const before = async ({ kind, ...operation }: Operation): Promise<void> => {
      if (kind !== 'put' || !('key' in operation) || !operation.key.sk.startsWith('W#')) return
      const run = between
      between = undefined
      await run?.()
    }
    const world = createApiWorld({ memory: { before } })
    const { rename, etag } = await meet(world)
    between = async () => expect((await rename('Ada L.', etag)).status).toBe(200)
    expect(await rename('Ida', etag)).toMatchObject(failed)
  })
})

const app = new Hono<ApiEnv>()
app.get('/', (c) => c.json(readIfMatch(c) ?? null))
app.onError((error, c) => c.text((error as Error & { type: string }).type, 412))

test.each([
  [undefined, 'null'],
  ['*', 'null'],
  ['W/"7"', '7'],
  ['"7"', '7'],
  [' "12" ', '12'],
  ['7', 'precondition_failed'],
  ['"abc"', 'precondition_failed'],
  ['"7", "8"', 'precondition_failed'],
])('If-Match %s means %s', async (header, meaning) => {
  const answer = await app.request('/', header === undefined ? {} : { headers: { 'if-match': header } })
  expect(await answer.text()).toBe(meaning)
})
