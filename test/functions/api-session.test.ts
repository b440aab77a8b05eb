import { describe, expect, test } from 'vitest'
import { signIn } from '../../core/people/sign-in.ts'
import type { Note } from '../../core/schema/conversation.ts'
import type { Message } from '../../core/schema/message.ts'
import type { Session } from '../../core/schema/person.ts'
import { createApiWorld, KEY, type ApiWorld } from '../support/api-world.ts'
import { addPerson, browserOf, createSignedIn, linkFor, ORIGIN, signInBy } from '../support/people.ts'
import { ACCOUNT } from '../support/world.ts'

const problem = (status: number, type: string) => ({ status, body: { type: `urn:parley:problem:${type}` } })
const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000]
const CONVERSATIONS = { url: '/v1/conversations' }

const linked = async (body?: object) => {
  const world = createApiWorld()
  const person = (await addPerson(world)).body
  return { world, person, ...(await linkFor(world, person.id, body)) }
}

describe('a one-time link', () => {
  test('lets a person in, and tells who they are', async () => {
    const { world, person, code, url, expiresAt } = await linked()
    expect(code).toMatch(/^(?:[0-9A-HJKMNP-TV-Z]{5}-){3}[0-9A-HJKMNP-TV-Z]{5}$/)
    expect(url).toBe(`https://parley.test/inbox/sign-in#${code}`)
    expect(expiresAt).toBe(world.clock.now() + 15 * MINUTE)
    const { status, body } = await signInBy(world, code)
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        person: { ...person, lastSeenAt: world.clock.now() },
        key: null,
        scopes: ['write'],
        shop: 'shp_default',
        shops: [{ id: 'shp_default', name: expect.any(String) }],
      },
    })
  })

  test('may be typed in any case, without hyphens, with letters for digits', async () => {
    const { world, code } = await linked()
    const typed = code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')
    expect((await signInBy(world, ` ${typed} `)).status).toBe(200)
  })

  test('is refused alike when it was used, is wrong, or is too old', async () => {
    const { world, person, code } = await linked()
    expect((await signInBy(world, code)).status).toBe(200)
    const used = await signInBy(world, code)
    expect(used).toMatchObject(problem(401, 'unauthorized'))
    expect(used.cookies).toBeUndefined()
    expect(await signInBy(world, 'AAAAA-AAAAA-AAAAA-AAAAA')).toEqual(used)
    const late = await linkFor(world, person.id)
    await world.clock.advance(15 * MINUTE)
    expect(await signInBy(world, late.code)).toEqual(used)
  })

  test('lets in one of those who use it at the same moment', async () => {
    const { world, code } = await linked()
    // All have read that it is there before the first has used it.
    const tries = await Promise.allSettled(
      Array.from({ length: 8 }, (_, index) =>
        signIn(world.ctx, code, { session: `ses_${'A'.repeat(21)}${index}`, secret: 'A'.repeat(32) }),
      ),
    )
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const refused = tries.filter(({ status }) => status === 'rejected')
    expect(refused).toHaveLength(7)
    expect(refused[0]).toMatchObject({ reason: { type: 'unauthorized' } })
  })

  test('works for as long as it was made for', async () => {
    const { world, code } = await linked({ validMinutes: 1440 })
    await world.clock.advance(DAY - 1)
    expect((await signInBy(world, code)).status).toBe(200)
  })

  test('is none for who was disabled or signed out everywhere since', async () => {
    const { world, person, code } = await linked()
    const patch = (body: object) => world.call({ method: 'PATCH', url: `/v1/people/${person.id}`, body })
    await patch({ disabled: true })
    expect(await world.call({ method: 'POST', url: `/v1/people/${person.id}/sign-ins` })).toMatchObject(
      problem(403, 'forbidden'),
    )
    await patch({ disabled: false })
    expect(await signInBy(world, code)).toMatchObject(problem(401, 'unauthorized'))
    const next = await linkFor(world, person.id)
    await world.call({ method: 'DELETE', url: `/v1/people/${person.id}/sessions` })
    expect(await signInBy(world, next.code)).toMatchObject(problem(401, 'unauthorized'))
  })

  test('is slowed for all who try at once', async () => {
    const world = createApiWorld({ environment: { PARLEY_API_RATE: '1', PARLEY_API_BURST: '3' } })
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => signInBy(world, `AAAAA-AAAAA-AAAAA-${10_000 + index}`)),
    )
    const limited = answers.filter(({ status }) => status === 429)
    expect(limited.length).toBeGreaterThan(10)
    expect(limited[0]?.headers['retry-after']).toBeDefined()
    expect((await world.call(CONVERSATIONS)).status).toBe(200)
  })
})

describe('a session', () => {
  test('is a cookie for this host alone, over https, which no script reads', async () => {
    const { world, code } = await linked()
    const { cookies } = await signInBy(world, code)
    expect(cookies).toEqual([
      expect.stringMatching(
        /^__Host-parley=[\w-]{22}\.[\w-]{22}\.[\w-]{32}; Max-Age=2592000; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
      ),
    ])
  })

  test('is a cookie without https where the gateway has none', async () => {
    const world = createApiWorld({ environment: { PARLEY_PUBLIC_URL: 'http://127.0.0.1:8787' } })
    const { code } = await linkFor(world, (await addPerson(world)).body.id)
    const { cookies } = await signInBy(world, code)
    expect(cookies?.[0]).toMatch(/^parley=\S+; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Strict$/)
    const cookie = cookies?.[0]?.split(';')[0] ?? ''
    expect((await world.call({ ...CONVERSATIONS, key: null, cookies: [cookie] })).status).toBe(200)
  })

  test('is kept and logged without its secret, its cookie and its code', async () => {
    const { world, code } = await linked()
    const { cookies } = await signInBy(world, code)
    const secret = /\.([\w-]{32});/.exec(cookies?.[0] ?? '')?.[1] ?? 'none'
    const kept = JSON.stringify([world.table.all?.(), world.logs])
    for (const part of [secret, code, code.replaceAll('-', '')]) expect(kept).not.toContain(part)
  })

  test('names the person in the log', async () => {
    const { world, person, call } = await createSignedIn()
    await call(CONVERSATIONS)
    expect(world.logs.at(-1)).toMatchObject({ event: 'api', key: person.id })
  })

  test.each([
    ['another secret', (cookie: string) => `${cookie.slice(0, -1)}${cookie.endsWith('A') ? 'B' : 'A'}`],
    ['another session', (cookie: string) => cookie.replace(/\.[\w-]{22}\./, `.${'A'.repeat(22)}.`)],
    ['another person', (cookie: string) => cookie.replace(/=[\w-]{22}\./, `=${'A'.repeat(22)}.`)],
    ['nothing in it', () => '__Host-parley='],
    ['the name it has without https', (cookie: string) => cookie.replace('__Host-', '')],
  ])('with %s is none', async (_, spoil) => {
    const { world, cookie } = await createSignedIn()
    const answer = await world.call({ ...CONVERSATIONS, key: null, cookies: [spoil(cookie)] })
    expect(answer).toMatchObject(problem(401, 'unauthorized'))
  })

  test('ends seven days after its last use', async () => {
    const { world, call } = await createSignedIn()
    await world.clock.advance(6 * DAY)
    expect((await call(CONVERSATIONS)).status).toBe(200)
    await world.clock.advance(7 * DAY - 1)
    expect((await call(CONVERSATIONS)).status).toBe(200)
    await world.clock.advance(7 * DAY)
    expect(await call(CONVERSATIONS)).toMatchObject(problem(401, 'unauthorized'))
  })

  test('ends thirty days after it began, however much it is used', async () => {
    const { world, call } = await createSignedIn()
    for (let day = 0; day < 29; day++) {
      await world.clock.advance(DAY)
      await call(CONVERSATIONS)
    }
    await world.clock.advance(DAY - 1)
    expect((await call(CONVERSATIONS)).status).toBe(200)
    await world.clock.advance(1)
    expect(await call(CONVERSATIONS)).toMatchObject(problem(401, 'unauthorized'))
  })

  test('has its last use written at most every hour', async () => {
    const { world, person, call } = await createSignedIn()
    const used = async (): Promise<number | undefined> => {
      const { body } = await world.call({ url: `/v1/people/${person.id}/sessions` })
      return (body as { data: Session[] }).data[0]?.lastUsedAt
    }
    const start = world.clock.now()
    await world.clock.advance(HOUR - 1)
    await call(CONVERSATIONS)
    expect(await used()).toBe(start)
    await world.clock.advance(1)
    await call(CONVERSATIONS)
    expect(await used()).toBe(start + HOUR)
    expect((await world.call({ url: `/v1/people/${person.id}` })).body).toMatchObject({ lastSeenAt: start + HOUR })
  })

  test('is over once the person signs out, and the cookie is taken away', async () => {
    const { world, call, cookie } = await createSignedIn()
    const out = await call({ method: 'DELETE', url: '/v1/session' })
    expect(out.status).toBe(204)
    expect(out.cookies?.[0]).toMatch(/^__Host-parley=; Max-Age=0; Path=\/; HttpOnly; Secure; SameSite=Strict$/)
    expect(await call(CONVERSATIONS)).toMatchObject(problem(401, 'unauthorized'))
    expect(JSON.stringify(world.table.all?.())).not.toContain(cookie.split('.')[1])
    expect((await call({ method: 'DELETE', url: '/v1/session' })).status).toBe(204)
  })

  test('ends with the others when the person is signed out everywhere, and alone when it is named', async () => {
    const { world, person, call } = await createSignedIn()
    const other = await browserOf(world, person)
    const sessions = async () =>
      ((await call({ url: `/v1/people/${person.id}/sessions` })).body as { data: Session[] }).data
    const both = await sessions()
    expect(both).toHaveLength(2)
    expect(both.filter(({ current }) => current)).toHaveLength(1)
    expect(both[0]).toMatchObject({ person: person.id, expiresAt: world.clock.now() + 7 * DAY })
    const named = both.find(({ current }) => !current)?.id
    const end = () => call({ method: 'DELETE', url: `/v1/people/${person.id}/sessions/${named}` })
    expect((await end()).status).toBe(204)
    expect(await end()).toMatchObject(problem(404, 'not_found'))
    expect((await other.call(CONVERSATIONS)).status).toBe(401)
    expect((await sessions()).map(({ current }) => current)).toEqual([true])
    const again = await browserOf(world, person)
    expect((await again.call({ method: 'DELETE', url: `/v1/people/${person.id}/sessions` })).status).toBe(204)
    expect([await call(CONVERSATIONS), await again.call(CONVERSATIONS)].map(({ status }) => status)).toEqual([401, 401])
  })

  test('ends when the person is disabled, and does not come back when they are enabled', async () => {
    const { world, person, call } = await createSignedIn()
    const disable = (disabled: boolean) =>
      world.call({ method: 'PATCH', url: `/v1/people/${person.id}`, body: { disabled } })
    expect((await disable(true)).body).toMatchObject({ disabledAt: world.clock.now() })
    expect((await call(CONVERSATIONS)).status).toBe(401)
    expect((await disable(false)).body).toMatchObject({ disabledAt: null })
    expect((await call(CONVERSATIONS)).status).toBe(401)
    expect((await (await browserOf(world, person)).call(CONVERSATIONS)).status).toBe(200)
  })

  test('is as wide as the role of the person is today', async () => {
    const { world, person, call } = await createSignedIn()
    const make = () =>
      call({ method: 'POST', url: '/v1/api-keys', headers: { 'idempotency-key': 'k' }, body: KEY_BODY })
    const KEY_BODY = { name: 'Mine', scopes: ['admin'] }
    expect(await make()).toMatchObject({ status: 403, body: { scope: 'admin' } })
    await world.call({ method: 'PATCH', url: `/v1/people/${person.id}`, body: { role: 'admin' } })
    expect((await make()).status).toBe(201)
    await world.call({ method: 'PATCH', url: `/v1/people/${person.id}`, body: { role: 'agent' } })
    expect(await make()).toMatchObject(problem(403, 'forbidden'))
  })

  test('of a person of a shop reaches no other shop; of the organisation, all', async () => {
    const { world, call } = await createSignedIn()
    const elsewhere = { ...CONVERSATIONS, headers: { 'parley-shop': 'shp_other' } }
    expect(await call(elsewhere)).toMatchObject(problem(400, 'invalid_request'))
    const wide = await browserOf(world, (await addPerson(world, { reach: 'organisation' })).body)
    expect((await wide.call(elsewhere)).status).toBe(200)
    const me = await wide.call({ url: '/v1/session', headers: { 'parley-shop': 'shp_other' } })
    expect(me.body).toMatchObject({ shop: 'shp_other', shops: [{ id: 'shp_default' }, { id: 'shp_other' }] })
  })

  test('gives way to a key', async () => {
    const { world, cookie, person } = await createSignedIn()
    const me = (how: object) => world.call({ url: '/v1/session', cookies: [cookie], ...how })
    expect((await me({ key: KEY })).body).toMatchObject({ person: null, key: { id: 'key_root' }, scopes: ['admin'] })
    expect((await me({ key: null })).body).toMatchObject({ person: { id: person.id }, key: null })
    expect(await me({ key: 'prl_wrong' })).toMatchObject(problem(401, 'unauthorized'))
    const closing = { method: 'POST', url: `/v1/conversations/${await world.hear('Hello')}/close`, cookies: [cookie] }
    expect((await world.call({ ...closing, headers: { origin: 'https://evil.example' } })).status).toBe(200)
  })
})

describe('a call that another site begins', () => {
  const closing = async (world: ApiWorld) => ({
    method: 'POST',
    url: `/v1/conversations/${await world.hear('Hello')}/close`,
    key: null,
  })

  test.each([
    ['without an Origin', {}],
    ['with the Origin of another site', { origin: 'https://evil.example' }],
    ['with the Origin of a page without one', { origin: 'null' }],
    ['with the Origin of another port', { origin: 'https://parley.test:8443' }],
    ['with the Origin of a longer name', { origin: 'https://parley.test.evil.example' }],
    ['from another site, as the browser tells', { origin: ORIGIN, 'sec-fetch-site': 'cross-site' }],
    ['from a neighbour, as the browser tells', { origin: ORIGIN, 'sec-fetch-site': 'same-site' }],
    ['from no page, as the browser tells', { origin: ORIGIN, 'sec-fetch-site': 'none' }],
  ])('%s changes nothing', async (_, headers: Record<string, string>) => {
    const { world, cookie } = await createSignedIn()
    const call = await closing(world)
    expect(await world.call({ ...call, cookies: [cookie], headers })).toMatchObject({
      ...problem(403, 'forbidden'),
      body: { errors: [{ path: 'Origin' }] },
    })
    const conversation = await world.call({ url: call.url.replace('/close', '') })
    expect(conversation.body).toMatchObject({ case: { status: 'open' } })
  })

  test.each([
    ['of the public address', { origin: ORIGIN, host: 'api.execute.example' }],
    ['of the host that was called', { origin: 'https://api.execute.example', host: 'api.execute.example' }],
    ['of the gateway, as the browser tells', { origin: ORIGIN, 'sec-fetch-site': 'same-origin' }],
  ])('is told from one %s', async (_, headers: Record<string, string>) => {
    const { world, cookie } = await createSignedIn()
    expect((await world.call({ ...(await closing(world)), cookies: [cookie], headers })).status).toBe(200)
  })

  test('reads nothing where the browser tells, but a link may be followed from nowhere', async () => {
    const { world, cookie } = await createSignedIn()
    const read = (site: string) =>
      world.call({ ...CONVERSATIONS, key: null, cookies: [cookie], headers: { 'sec-fetch-site': site } })
    const sites = ['cross-site', 'same-site', 'same-origin', 'none']
    expect((await Promise.all(sites.map(read))).map(({ status }) => status)).toEqual([403, 403, 200, 200])
  })

  test('signs nobody in or out', async () => {
    const { world, person, cookie } = await createSignedIn()
    const { code } = await linkFor(world, person.id)
    const headers = { origin: 'https://evil.example' }
    expect(await signInBy(world, code, { headers })).toMatchObject(problem(403, 'forbidden'))
    const out = { method: 'DELETE', url: '/v1/session', key: null, cookies: [cookie], headers }
    expect(await world.call(out)).toMatchObject(problem(403, 'forbidden'))
    expect((await world.call({ ...CONVERSATIONS, key: null, cookies: [cookie] })).status).toBe(200)
    expect((await signInBy(world, code, { headers: { origin: ORIGIN } })).status).toBe(200)
  })

  test('is not helped by CORS', async () => {
    const { call } = await createSignedIn()
    const { headers } = await call(CONVERSATIONS)
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([])
  })
})

describe('what a person says is said by them', () => {
  const author = { kind: 'bot', id: 'usr_other', name: 'Somebody else', avatarUrl: 'https://elsewhere.example/a.png' }

  test('in a message, whatever the call says, with their picture', async () => {
    const { world, person, call } = await createSignedIn()
    const conversation = await world.hear('Hello')
    const url = `/v1/conversations/${conversation}/messages`
    const send = async (key: string) =>
      (await call({ method: 'POST', url, headers: { 'idempotency-key': key }, body: { text: 'Hi', author } })).body
    expect((await send('one')) as Message).toMatchObject({
      author: { kind: 'agent', id: person.id, name: 'Ada Agent' },
    })
    expect(((await send('one')) as Message).author).not.toHaveProperty('avatarUrl')
    const avatar = { contentType: 'image/jpeg', data: '/9j/4AAQ' }
    const shown = await call({ method: 'PUT', url: `/v1/people/${person.id}/avatar`, body: avatar })
    const { avatarUrl } = shown.body as { avatarUrl: string }
    expect((await send('two')) as Message).toMatchObject({ author: { kind: 'agent', id: person.id, avatarUrl } })
  })

  test('in a note', async () => {
    const { world, person, call } = await createSignedIn()
    const url = `/v1/conversations/${await world.hear('Hello')}/notes`
    const { body } = await call({
      method: 'POST',
      url,
      headers: { 'idempotency-key': 'n' },
      body: { text: 'Call back', author },
    })
    expect((body as Note).author).toEqual({ kind: 'agent', id: person.id, name: 'Ada Agent' })
  })

  test('in what begins a conversation', async () => {
    const { world, person, call } = await createSignedIn()
    await world.hear('Hello')
    const body = {
      channel: 'whatsapp',
      account: ACCOUNT,
      to: { alias: { type: 'phone', value: '+15550001111' } },
      purpose: 'service',
      message: { text: 'Hello' },
      author,
    }
    const started = await call({
      method: 'POST',
      url: '/v1/conversations',
      headers: { 'idempotency-key': 's' },
      body,
    })
    expect(started.body).toMatchObject({ message: { author: { kind: 'agent', id: person.id } } })
  })
})
