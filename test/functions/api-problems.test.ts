import { describe, expect, test } from 'vitest'
import { createApp } from '../../functions/api.ts'
import type { Operation } from '../support/memory-table.ts'
import { createApiWorld, KEY, type Answer, type Call } from '../support/api-world.ts'

const problem = (status: number, type: string) => ({ status, body: { type: `urn:parley:problem:${type}` } })
const errorsOf = ({ body }: Answer): Record<string, string> =>
  Object.fromEntries(
    ((body as { errors?: { path: string; message: string }[] }).errors ?? []).map(({ path, message }) => [
      path,
      message,
    ]),
  )

describe('a call without a valid key', () => {
  test.each<[string, Pick<Call, 'key' | 'headers'>]>([
    ['has none', { key: null }],
    ['has another', { key: 'prl_wrong_key' }],
    ['has the beginning of one', { key: KEY.slice(0, -1) }],
    ['has one and more', { key: `${KEY}x` }],
    ['has an empty one', { key: null, headers: { authorization: 'Bearer ' } }],
    ['uses another scheme', { key: null, headers: { authorization: `Basic ${KEY}` } }],
    ['names no scheme', { key: null, headers: { authorization: KEY } }],
  ])('is refused when it %s', async (_, how) => {
    const world = createApiWorld()
    for (const url of ['/v1/conversations', '/v1/nothing']) {
      const answer = await world.call({ url, ...how })
      expect(answer).toMatchObject(problem(401, 'unauthorized'))
      expect(answer.headers['www-authenticate']).toBe('Bearer')
    }
  })

  test('is every call where no key is configured', async () => {
    for (const apiKeys of [[], ['']]) {
      const world = createApiWorld({ apiKeys })
      for (const key of [KEY, '', 'undefined', null])
        expect(await world.call({ url: '/v1/conversations', key })).toMatchObject(problem(401, 'unauthorized'))
    }
  })

  test('is answered before its body is looked at', async () => {
    const world = createApiWorld()
    const answer = await world.call({ method: 'POST', url: '/v1/plan', key: null, body: '{' })
    expect(answer).toMatchObject(problem(401, 'unauthorized'))
    const long = await world.call({ method: 'POST', url: '/v1/plan', key: null, body: 'x'.repeat(400_001) })
    expect(long).toMatchObject(problem(401, 'unauthorized'))
  })
})

test('while keys are rotated, both are valid', async () => {
  const world = createApiWorld({ apiKeys: ['prl_new', 'prl_old'] })
  for (const key of ['prl_new', 'prl_old'])
    expect((await world.call({ url: '/v1/conversations', key })).status).toBe(200)
})

test('the scheme of the key may be written in any case', async () => {
  const world = createApiWorld()
  const answer = await world.call({
    url: '/v1/conversations',
    key: null,
    headers: { authorization: `bearer ${KEY}` },
  })
  expect(answer.status).toBe(200)
})

test('a shop that is not configured is refused by name of its header', async () => {
  const world = createApiWorld()
  const answer = await world.call({ url: '/v1/conversations', headers: { 'parley-shop': 'shp_nobody' } })
  expect(answer).toMatchObject(problem(400, 'invalid_request'))
  expect(Object.keys(errorsOf(answer))).toEqual(['Parley-Shop'])
})

describe('a path', () => {
  test.each(['/v1', '/v1/', '/v1/nothing', '/v1/conversations/', '/v2/conversations', '/', '/v1/message'])(
    '%s is not found',
    async (url) => {
      expect(await createApiWorld().call({ url })).toMatchObject(problem(404, 'not_found'))
    },
  )

  test.each([
    'x',
    'cnv_',
    'cnv_short',
    `cnv_${'A'.repeat(3000)}`,
    `msg_${'A'.repeat(22)}`,
    '%00',
    '%E0%A4%A',
    'cnv_%2F',
  ])('with the id %s names nothing', async (id) => {
    const world = createApiWorld()
    for (const url of [`/v1/conversations/${id}`, `/v1/conversations/${id}/messages`])
      expect(await world.call({ url })).toMatchObject(problem(404, 'not_found'))
    expect(await world.call({ url: `/v1/messages/${id.replace('msg', 'cnv')}` })).toMatchObject(
      problem(404, 'not_found'),
    )
  })

  test.each([
    ['PUT', '/v1/conversations', 'GET, HEAD, POST'],
    ['DELETE', `/v1/conversations/cnv_${'A'.repeat(22)}`, 'GET, HEAD, PATCH'],
    ['PATCH', `/v1/conversations/cnv_${'A'.repeat(22)}/messages`, 'GET, HEAD, POST'],
    ['GET', `/v1/conversations/cnv_${'A'.repeat(22)}/close`, 'POST'],
    ['DELETE', `/v1/messages/msg_${'A'.repeat(22)}`, 'GET, HEAD, PATCH'],
    ['GET', `/v1/messages/msg_${'A'.repeat(22)}/resolve`, 'POST'],
    ['OPTIONS', '/v1/plan', 'POST'],
  ])('answers %s %s with the methods it takes', async (method, url, allow) => {
    const answer = await createApiWorld().call({ method, url })
    expect(answer).toMatchObject(problem(405, 'method_not_allowed'))
    expect(answer.headers['allow']).toBe(allow)
  })

  test('answers HEAD as GET, without a body', async () => {
    const world = createApiWorld()
    const answer = await world.call({ method: 'HEAD', url: '/v1/conversations' })
    expect(answer).toMatchObject({ status: 200, body: undefined })
  })

  test('takes a GET with a body for a GET', async () => {
    const world = createApiWorld()
    expect((await world.call({ url: '/v1/conversations', body: '{' })).status).toBe(200)
  })
})

describe('parameters', () => {
  test.each([
    ['limit=0', 'limit'],
    ['limit=101', 'limit'],
    ['limit=ten', 'limit'],
    ['limit=1.5', 'limit'],
    ['limit=', 'limit'],
    ['limit=10&limit=20', 'limit'],
    ['status=done', 'status'],
    ['order=newest', 'order'],
    ['page=2', 'page'],
  ])('%s are refused by name', async (query, name) => {
    const answer = await createApiWorld().call({ url: `/v1/conversations?${query}` })
    expect(answer).toMatchObject(problem(400, 'invalid_request'))
    expect(Object.keys(errorsOf(answer))).toEqual([name])
  })

  test('at fault are all named, each with what to give', async () => {
    const answer = await createApiWorld().call({ url: '/v1/conversations?limit=x&order=best&colour=red' })
    expect(errorsOf(answer)).toEqual({
      limit: 'give a whole number from 1 to 100',
      order: 'give "recent" or "waiting"',
      colour: 'is no field of this: correct its name or leave it out',
    })
  })

  test('of a call that takes none are refused', async () => {
    const world = createApiWorld()
    const id = await world.hear('Hello')
    for (const call of [
      { url: `/v1/conversations/${id}?includes=metadata` },
      { url: '/v1/shops?limit=5' },
      { method: 'POST', url: `/v1/conversations/${id}/close?status=closed` },
    ]) {
      const answer = await world.call(call)
      expect(answer).toMatchObject(problem(400, 'invalid_request'))
      expect(Object.values(errorsOf(answer))).toEqual(['is no field of this: correct its name or leave it out'])
    }
  })

  test('of a timeline are its own', async () => {
    const world = createApiWorld()
    const id = await world.hear('Hello')
    const answer = await world.call({ url: `/v1/conversations/${id}/messages?order=recent&status=open` })
    expect(Object.keys(errorsOf(answer)).sort()).toEqual(['order', 'status'])
  })
})

describe('a body', () => {
  test('with mistakes is answered with every field at fault and what to give', async () => {
    const world = createApiWorld()
    const id = await world.hear('Hello')
    const answer = await world.say(id, {
      text: 5,
      colour: 'red',
      replyTo: 'wamid.1',
      linkPreview: 'no',
      purpose: 'fun',
      validUntil: 'tomorrow',
      author: { kind: 'customer', name: '', avatarUrl: 'ftp://files.test', role: 'chief' },
      attachments: [
        { kind: 'picture', url: 'no url', 'file/name~': 'x' },
        { kind: 'image', url: 'https://files.test/1.png', size: -1, href: 'https://files.test' },
      ],
      content: { type: 'choice', sections: [{ options: [{ id: 'a', titel: 'Apples' }] }] },
      externalIds: { Größe: '1' },
    })
    expect(answer).toMatchObject(problem(400, 'invalid_request'))
    const unknown = 'is no field of this: correct its name or leave it out'
    const url = 'give an http or https URL'
    expect(errorsOf(answer)).toEqual({
      '/text': 'give a string',
      '/colour': unknown,
      '/replyTo': 'give the id of a message of this conversation (msg_…)',
      '/linkPreview': 'give true or false',
      '/purpose': 'give "service" or "marketing"',
      '/validUntil': 'give an ISO 8601 time with its zone, such as 2026-01-31T09:30:00Z',
      '/author/kind': 'give "agent" or "bot"',
      '/author/name': 'give at least 1 character',
      '/author/avatarUrl': url,
      '/author/role': unknown,
      '/attachments/0/kind': 'give "image" or "audio" or "video" or "document" or "sticker"',
      '/attachments/0/url': url,
      '/attachments/0/file~1name~0': unknown,
      '/attachments/1/size': 'give at least 0',
      '/attachments/1/href': unknown,
      '/content/sections/0/options/0/title': 'is missing: give a string',
      '/content/sections/0/options/0/titel': unknown,
      '/externalIds/Größe': 'give a name of 1 to 64 letters, digits, ., _ and -',
    })
  })

  test.each([
    ['nothing', {}, '/text', 'give at least one of text, html, attachments and content'],
    ['too much', { text: 'x'.repeat(65_537) }, '/text', 'give at most 65536 characters'],
    [
      'too many',
      { attachments: Array.from({ length: 11 }, () => ({ kind: 'image', url: 'https://files.test/1.png' })) },
      '/attachments',
      'give at most 10 items',
    ],
    [
      'a file twice or not at all',
      { attachments: [{ kind: 'image' }] },
      '/attachments/0/url',
      'give exactly one of media, url and providerMediaId',
    ],
    [
      'content of no known type',
      { content: { type: 'poem' } },
      '/content/type',
      'give "choice" or "cards" or "template" or "location" or "contacts" or "reaction"',
    ],
    ['content that is null', { content: null }, '/content', 'give an object'],
    ['a list', [], '', 'give an object'],
    [
      'a template with a wrong parameter',
      { content: { type: 'template', name: 'a', language: 'en', body: [{ type: 'text', text: 'x', txt: 1 }] } },
      '/content/body/0/txt',
      'is no field of this: correct its name or leave it out',
    ],
    [
      'a template with a parameter that lacks something',
      { content: { type: 'template', name: 'a', language: 'en', body: [{ type: 'text' }] } },
      '/content/body/0/text',
      'is missing: give a string',
    ],
    [
      'a template with a parameter of no known type',
      { content: { type: 'template', name: 'a', language: 'en', body: [{ type: 'number' }] } },
      '/content/body/0',
      'give one of the documented forms',
    ],
  ])('that says %s is refused with the fix', async (_, body, path, message) => {
    const world = createApiWorld()
    const id = await world.hear('Hello')
    expect(errorsOf(await world.say(id, body))).toEqual({ [path]: message })
  })

  test('with half a surrogate pair is refused by the field that holds it', async () => {
    const world = createApiWorld()
    const id = await world.hear('Hello')
    const body = '{"text":"\\ud83d!","attachments":[{"kind":"document","url":"https://a.example/\\ude00"}]}'
    const answer = await world.say(id, body as unknown as object)
    expect(answer).toMatchObject(problem(400, 'invalid_request'))
    expect(Object.keys(errorsOf(answer))).toEqual(['/text', '/attachments/0/url'])
    expect(await world.say(id, { text: 'A whole 😀' })).toMatchObject({ status: 202 })
  })

  test.each([
    ['is not JSON', '{"text": "secret', 'JSON'],
    ['is empty', ' ', 'JSON'],
    ['is nested deeper than anything sensible', '['.repeat(200_000) + ']'.repeat(199_999) + ']', 'deeper'],
  ])('that %s is refused', async (_, body, said) => {
    const world = createApiWorld()
    const id = await world.hear('Hello')
    const answer = await world.say(id, body as unknown as object)
    expect(answer).toMatchObject(problem(400, 'invalid_request'))
    expect((answer.body as { detail: string }).detail).toContain(said)
    expect(JSON.stringify(answer)).not.toContain('secret')
  })

  test('of more than 400,000 bytes is refused', async () => {
    const world = createApiWorld()
    const body = JSON.stringify({ conversation: 'x', message: { text: 'x'.repeat(400_000) } })
    const answer = await world.call({ method: 'POST', url: '/v1/plan', body })
    expect(answer).toMatchObject(problem(413, 'body_too_large'))
  })

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', ''])(
    'of the media type %s is refused',
    async (type) => {
      const world = createApiWorld()
      const headers = { 'content-type': type }
      const answer = await world.call({ method: 'POST', url: '/v1/plan', body: { conversation: '' }, headers })
      expect(answer).toMatchObject(problem(415, 'unsupported_media_type'))
    },
  )

  test.each(['application/json; charset=utf-8', 'Application/JSON', 'application/vnd.api+json'])(
    'of the media type %s is read, also where the gateway encoded it',
    async (type) => {
      const world = createApiWorld()
      const conversation = await world.hear('Hello')
      const headers = { 'content-type': type }
      const body = { conversation, message: { text: 'Grüße' } }
      const answer = await world.call({ method: 'POST', url: '/v1/plan', body, headers, base64: true })
      expect(answer).toMatchObject({ status: 200, body: { plan: { parts: [{ text: 'Grüße' }] } } })
    },
  )

  test('has no place in a call that takes none', async () => {
    const world = createApiWorld()
    const id = await world.hear('Hello')
    const answer = await world.call({ method: 'POST', url: `/v1/conversations/${id}/close`, body: { reason: 'done' } })
    expect(answer).toMatchObject(problem(400, 'invalid_request'))
  })
})

describe('what goes wrong on our side', () => {
  const broken = () => {
    let isBroken: (operation: Operation) => boolean = () => false
    const world = createApiWorld({
      memory: {
        before: (operation) => {
          if (isBroken(operation)) throw new TypeError('the store says: secret')
        },
      },
    })
    return { world, breakAt: (place: typeof isBroken) => (isBroken = place) }
  }

  test('is answered without a word about it, and logged by kind and place', async () => {
    const { world, breakAt } = broken()
    breakAt(() => true)
    const answer = await world.call({ url: '/v1/conversations' })
    expect(answer).toMatchObject({ ...problem(500, 'internal'), body: { instance: 'urn:parley:request:request-1=' } })
    expect(JSON.stringify(answer)).not.toMatch(/secret|TypeError|\.ts/)
    expect(world.logs).toMatchObject([
      { event: 'api_failed', request: 'request-1=', error: 'TypeError' },
      { event: 'api', status: 500, problem: 'internal', route: '/v1/conversations' },
    ])
    expect(JSON.stringify(world.logs)).not.toContain('secret')
  })

  test('in the middle of a send is mended by the same call again', async () => {
    const { world, breakAt } = broken()
    const id = await world.hear('Hello')
    breakAt((operation) => operation.kind === 'put' && operation.key.sk.startsWith('O#'))
    expect(await world.say(id, { text: 'Hi' })).toMatchObject(problem(500, 'internal'))
    breakAt(() => false)
    expect(await world.say(id, { text: 'Hi' })).toMatchObject({ status: 202 })
    await world.settle()
    expect(world.sent).toHaveLength(1)
  })
})

describe('the log', () => {
  test('names each call by its route and outcome, and nothing of what was said, by whom, or with which key', async () => {
    const world = createApiWorld()
    const secrets = ['Confidential', '5550001111', KEY, 'prl_wrong', 'idem-key', 'Ada', 'Max', 'files.test']
    const id = await world.hear('Confidential question')
    await world.say(id, { text: 'Confidential answer', author: { name: 'Max' } }, 'idem-key')
    await world.say(id, { text: 'Confidential other' }, 'idem-key')
    await world.say(id, { text: 'Confidential', attachments: [{ kind: 'x', url: 'https://files.test' }] }, 'k2')
    await world.say(id, '{"text": "Confidential' as unknown as object, 'k3')
    world.outcomes.push({ kind: 'unknown', detail: 'Confidential' })
    await world.settle()
    await world.call({ url: `/v1/conversations/${id}/messages?cursor=Confidential` })
    await world.call({ url: '/v1/Confidential/5550001111?key=Confidential' })
    await world.call({ url: '/v1/messages/Confidential' })
    await world.call({ method: 'POST', url: '/v1/plan', body: { conversation: id, message: { text: 'Confidential' } } })
    await world.call({ method: 'POST', url: `/v1/conversations/${id}/close` })
    await world.call({ url: '/v1/conversations', key: 'prl_wrong' })
    await world.call({ url: '/v1/conversations', headers: { 'parley-shop': 'Confidential' } })
    const log = JSON.stringify(world.logs)
    for (const secret of secrets) expect(log).not.toContain(secret)
    const calls = world.logs.filter(({ event }) => event === 'api')
    expect(calls).toContainEqual({
      event: 'api',
      request: 'request-1=',
      method: 'POST',
      route: '/v1/conversations/:conversation/messages',
      key: 'key_root',
      status: 409,
      problem: 'idempotency_key_reused',
      ms: 0,
    })
    expect(calls.map(({ status }) => status)).toEqual([200, 202, 409, 400, 400, 400, 404, 404, 200, 200, 401, 400])
  })
})

test('the app answers without a gateway as well, with a request id of its own', async () => {
  const world = createApiWorld()
  const app = createApp(world.wired)
  const answer = await app.request('/v1/conversations', { headers: { authorization: `Bearer ${KEY}` } })
  expect(answer.status).toBe(200)
  expect(answer.headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/)
})
