import { describe, expect, test } from 'vitest'
import type { Person } from '../../core/schema/person.ts'
import { createApiWorld, type ApiWorld, type Call } from '../support/api-world.ts'
import { addPerson, browserOf, createSignedIn, linkFor } from '../support/people.ts'
import { ACCOUNT, itemsOf } from '../support/world.ts'

const problem = (status: number, type: string) => ({ status, body: { type: `urn:parley:problem:${type}` } })
const OTHER = { headers: { 'parley-shop': 'shp_other' } }
const PNG = { contentType: 'image/png', data: Buffer.from('89504e470d0a1a0a00', 'hex').toString('base64') }

interface People {
  readonly data: readonly Person[]
  readonly next: string | null
}
const listed = async (world: ApiWorld, how: Partial<Call> = {}): Promise<readonly string[]> =>
  ((await world.call({ url: '/v1/people', ...how })).body as People).data.map(({ name }) => name)

const keyFor = async (world: ApiWorld, limits: object, how: Partial<Call> = {}): Promise<string> => {
  const { body } = await world.call({
    ...how,
    method: 'POST',
    url: '/v1/api-keys',
    headers: { 'idempotency-key': JSON.stringify([limits, how]), ...how.headers },
    body: { name: 'Key', scopes: ['admin'], ...limits },
  })
  return (body as { readonly token: string }).token
}

describe('a person', () => {
  test('is added, shown and changed', async () => {
    const world = createApiWorld()
    const { status, body: person } = await addPerson(world)
    expect({ status, person }).toEqual({
      status: 201,
      person: {
        id: expect.stringMatching(/^usr_[\w-]{22}$/),
        name: 'Ada Agent',
        role: 'agent',
        shop: 'shp_default',
        avatarUrl: null,
        createdAt: world.clock.now(),
        lastSeenAt: null,
        disabledAt: null,
        version: 1,
      },
    })
    const url = `/v1/people/${person.id}`
    const { body, headers } = await world.call({ method: 'PATCH', url, body: { name: 'Ada L.', role: 'admin' } })
    expect(body).toEqual({ ...person, name: 'Ada L.', role: 'admin', version: 2 })
    expect(headers['etag']).toBe('W/"2"')
    expect((await world.call({ url })).body).toEqual(body)
  })

  test('is added once for its Idempotency-Key', async () => {
    const world = createApiWorld()
    const how = { headers: { 'idempotency-key': 'the-key' } }
    const first = await addPerson(world, {}, how)
    expect((await addPerson(world, {}, how)).body).toEqual(first.body)
    expect(await addPerson(world, { name: 'Ben' }, how)).toMatchObject(problem(409, 'idempotency_key_reused'))
    expect(await listed(world)).toEqual(['Ada Agent'])
  })

  test('is changed only at the version that was seen', async () => {
    const world = createApiWorld()
    const { id } = (await addPerson(world)).body
    const change = (version: number, name: string) =>
      world.call({
        method: 'PATCH',
        url: `/v1/people/${id}`,
        headers: { 'if-match': `W/"${version}"` },
        body: { name },
      })
    expect((await change(1, 'Ada L.')).status).toBe(200)
    expect(await change(1, 'Ada B.')).toMatchObject(problem(412, 'precondition_failed'))
    expect((await change(2, 'Ada B.')).body).toMatchObject({ name: 'Ada B.', version: 3 })
  })

  test.each([
    [{ name: '' }, '/name'],
    [{ name: 'Ada\nAgent' }, '/name'],
    [{ role: 'owner' }, '/role'],
    [{ reach: 'all' }, '/reach'],
    [{ colour: 'red' }, '/colour'],
  ])('with %j is refused by that field', async (body, path) => {
    expect(await addPerson(createApiWorld(), body)).toMatchObject({ status: 400, body: { errors: [{ path }] } })
  })

  test('may be the last admin and be disabled all the same: keys remain', async () => {
    const { person, call } = await createSignedIn({ role: 'admin' })
    const disabled = await call({ method: 'PATCH', url: `/v1/people/${person.id}`, body: { disabled: true } })
    expect(disabled.status).toBe(200)
    expect((await call({ url: '/v1/session' })).status).toBe(401)
  })

  test('stays disabled since the first time', async () => {
    const world = createApiWorld()
    const { id } = (await addPerson(world)).body
    const disable = async () =>
      (await world.call({ method: 'PATCH', url: `/v1/people/${id}`, body: { disabled: true } })).body as Person
    const { disabledAt } = await disable()
    await world.clock.advance(1000)
    expect((await disable()).disabledAt).toBe(disabledAt)
  })
})

describe('people are listed', () => {
  test('those of the shop, newest first, then those of the organisation, page by page', async () => {
    const world = createApiWorld()
    const names = ['Ada', 'Ben', 'Cem', 'Dua', 'Eli']
    for (const [index, name] of names.entries()) {
      await world.clock.advance(1)
      await addPerson(world, { name, reach: index < 2 ? 'organisation' : 'shop' })
    }
    await addPerson(world, { name: 'Elsewhere' }, OTHER)
    const whole = ['Eli', 'Dua', 'Cem', 'Ben', 'Ada']
    expect(await listed(world)).toEqual(whole)
    expect(await listed(world, OTHER)).toEqual(['Elsewhere', 'Ben', 'Ada'])
    for (const limit of [1, 2, 3, 4]) {
      const seen: string[] = []
      let url = `/v1/people?limit=${limit}`
      for (let next: string | null = ''; next !== null; url = `/v1/people?limit=${limit}&cursor=${next}`) {
        const page = (await world.call({ url })).body as People
        expect(page.data.length).toBeLessThanOrEqual(limit)
        seen.push(...page.data.map(({ name }) => name))
        next = page.next
      }
      expect(seen).toEqual(whole)
    }
  })
})

describe('who reaches less', () => {
  test('than a person does not manage them, and sees those alone who answer in the same shop', async () => {
    const world = createApiWorld()
    const wide = (await addPerson(world, { name: 'Wide', reach: 'organisation' })).body
    const mine = (await addPerson(world, { name: 'Mine' })).body
    const key = await keyFor(world, {}, OTHER)
    expect(await listed(world, { key })).toEqual(['Wide'])
    expect((await world.call({ url: `/v1/people/${wide.id}`, key })).status).toBe(200)
    const calls = (id: string): Call[] => [
      { method: 'PATCH', url: `/v1/people/${id}`, body: { role: 'admin' } },
      { method: 'POST', url: `/v1/people/${id}/sign-ins` },
      { url: `/v1/people/${id}/sessions` },
      { method: 'DELETE', url: `/v1/people/${id}/sessions` },
      { method: 'PUT', url: `/v1/people/${id}/avatar`, body: PNG },
      { method: 'DELETE', url: `/v1/people/${id}/avatar` },
    ]
    for (const call of calls(wide.id))
      expect(await world.call({ ...call, key })).toMatchObject(problem(403, 'forbidden'))
    for (const call of [...calls(mine.id), { url: `/v1/people/${mine.id}` }])
      expect(await world.call({ ...call, key })).toMatchObject(problem(404, 'not_found'))
    expect(await addPerson(world, { reach: 'organisation' }, { key })).toMatchObject(problem(403, 'forbidden'))
    expect((await addPerson(world, {}, { key })).body).toMatchObject({ shop: 'shp_other' })
  })

  test.each([
    ['of single accounts', { accounts: [{ channel: 'whatsapp', account: ACCOUNT }] }],
    ['of a connector', { connector: 'faq-bot' }],
  ])('a key %s adds nobody and signs in as nobody', async (_, limits) => {
    const world = createApiWorld()
    const { id } = (await addPerson(world)).body
    const key = await keyFor(world, limits)
    expect(await addPerson(world, {}, { key })).toMatchObject(problem(403, 'forbidden'))
    const linked = await world.call({ method: 'POST', url: `/v1/people/${id}/sign-ins`, key })
    expect(linked.status).toBeGreaterThanOrEqual(403)
    expect(itemsOf(world, 'sgn#')).toEqual([])
  })
})

describe('an agent', () => {
  test('sees colleagues and manages none, but themselves', async () => {
    const { world, person, call } = await createSignedIn()
    const other = (await addPerson(world, { name: 'Ben' })).body
    const manage = (id: string): Call[] => [
      { url: `/v1/people/${id}/sessions` },
      { method: 'PUT', url: `/v1/people/${id}/avatar`, body: PNG },
      { method: 'DELETE', url: `/v1/people/${id}/avatar` },
      { method: 'DELETE', url: `/v1/people/${id}/sessions` },
    ]
    const forbidden = { ...problem(403, 'forbidden'), body: { scope: 'admin' } }
    const post = { method: 'POST', headers: { 'idempotency-key': 'a' } }
    expect((await call({ url: `/v1/people/${other.id}` })).status).toBe(200)
    for (const one of [
      ...manage(other.id),
      { ...post, url: '/v1/people', body: { name: 'Cem', role: 'agent' } },
      { ...post, url: `/v1/people/${person.id}/sign-ins` },
      { method: 'PATCH', url: `/v1/people/${person.id}`, body: { role: 'admin' } },
      { url: '/v1/api-keys' },
    ])
      expect(await call(one)).toMatchObject(forbidden)
    for (const one of manage(person.id)) expect((await call(one)).status).toBeLessThan(300)
  })
})

describe('a picture', () => {
  const put = async (body: object) => {
    const world = createApiWorld()
    const { id } = (await addPerson(world)).body
    return { world, id, answer: await world.call({ method: 'PUT', url: `/v1/people/${id}/avatar`, body }) }
  }

  test('is shown as it came, for who may read, and can do nothing', async () => {
    const { world, id, answer } = await put(PNG)
    const { avatarUrl } = answer.body as Person
    expect(avatarUrl).toBe(`https://parley.test/v1/people/${id}/avatar?v=${world.clock.now()}`)
    const url = avatarUrl?.slice('https://parley.test'.length) ?? ''
    const shown = await world.call({ url })
    expect(shown).toMatchObject({
      status: 200,
      body: PNG.data,
      headers: {
        'content-type': 'image/png',
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'",
        'cache-control': 'private, max-age=86400',
      },
    })
    const { call } = await browserOf(world, (await addPerson(world, { name: 'Ben' })).body)
    expect((await call({ url })).status).toBe(200)
    expect(await world.call({ url, key: null })).toMatchObject(problem(401, 'unauthorized'))
    expect(await world.call({ url, key: await keyFor(world, {}, OTHER) })).toMatchObject(problem(404, 'not_found'))
  })

  test('has another address when it is another, and none when it is taken away', async () => {
    const { world, id, answer } = await put(PNG)
    await world.clock.advance(1)
    const url = `/v1/people/${id}/avatar`
    const webp = { contentType: 'image/webp', data: Buffer.from('RIFF\0\0\0\0WEBPVP8 ').toString('base64') }
    const second = (await world.call({ method: 'PUT', url, body: webp })).body as Person
    expect(second.avatarUrl).not.toBe((answer.body as Person).avatarUrl)
    expect((await world.call({ url })).headers['content-type']).toBe('image/webp')
    expect((await world.call({ method: 'DELETE', url })).body).toMatchObject({ avatarUrl: null, version: 4 })
    expect(await world.call({ url })).toMatchObject(problem(404, 'not_found'))
  })

  test.each([
    ['another type than it says', { ...PNG, contentType: 'image/jpeg' }, '/data'],
    ['what is no picture', { contentType: 'image/png', data: Buffer.from('<svg/>').toString('base64') }, '/data'],
    ['no base64', { contentType: 'image/png', data: '<svg/>' }, '/data'],
    ['a type that can hold scripts', { ...PNG, contentType: 'image/svg+xml' }, '/contentType'],
    [
      'more than 64 KB',
      {
        contentType: 'image/png',
        data: Buffer.concat([Buffer.from(PNG.data, 'base64'), Buffer.alloc(64 * 1024)]).toString('base64'),
      },
      '/data',
    ],
  ])('of %s is refused', async (_, body, path) => {
    const { world, answer } = await put(body)
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path }] } })
    expect(itemsOf(world, 'usr#').map(({ sk }) => sk)).toEqual(['P'])
  })

  test('of 64 KB is taken', async () => {
    const bytes = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(64 * 1024 - 8)])
    expect((await put({ contentType: 'image/png', data: bytes.toString('base64') })).answer.status).toBe(200)
  })
})

test('a link cannot be told a second time by its Idempotency-Key, and none is kept', async () => {
  const world = createApiWorld()
  const { id } = (await addPerson(world)).body
  const headers = { 'idempotency-key': 'again' }
  const make = () => world.call({ method: 'POST', url: `/v1/people/${id}/sign-ins`, headers })
  const [first, second] = [await make(), await make()]
  expect(first.body).not.toEqual(second.body)
  expect(itemsOf(world, 'idm#')).toEqual([])
})

test.each([0, 1441, 1.5, '15'])('a link that works for %j minutes is refused', async (validMinutes) => {
  const world = createApiWorld()
  const { id } = (await addPerson(world)).body
  const url = `/v1/people/${id}/sign-ins`
  expect(await world.call({ method: 'POST', url, body: { validMinutes } })).toMatchObject({
    status: 400,
    body: { errors: [{ path: '/validMinutes' }] },
  })
  expect((await linkFor(world, id, {})).expiresAt).toBe(world.clock.now() + 900_000)
})
