import { describe, expect, test } from 'vitest'
import type { AdapterDeps } from '../../adapters/adapter.ts'
import { x } from '../../adapters/x/index.ts'
import { render } from '../../adapters/x/render.ts'
import type { XClient, XRequest } from '../../adapters/x/client.ts'
import { uploader } from '../../adapters/x/upload.ts'
import { ordinaryDeps } from '../../adapters/testing/world.ts'
import { NOW, partOf, sendFixture, sendNames } from './x.fixtures.ts'
import { codeOf, SECRETS, signal, text, world } from './x.world.ts'

describe('a part becomes the request', () => {
  test.each(sendNames)('%s', (name) => {
    const { path, body } = sendFixture(name)
    const rendered = render(partOf(name))
    expect(rendered).toMatchObject({ path, body })
    expect('file' in rendered && rendered.file !== undefined).toBe(name.endsWith('-by-link'))
  })
})

test('refuses what X has no message for, and whom it cannot reach', () => {
  const { part } = world()
  const { address } = part(text)
  const file = { kind: 'image', url: 'https://files.example/a.jpg' }
  const refused = (content: unknown, thread?: { type: string; value: string }) => {
    const rendered = render(part(content, thread === undefined ? {} : { address: { ...address, thread } }))
    return 'refused' in rendered ? rendered.refused.code : 'rendered'
  }
  const post = { type: 'x_post', value: '1992400000000000001/1500000000000000077' }
  expect(refused({ type: 'media', media: [file, file] })).toBe('content_unsupported')
  expect(refused({ type: 'media', media: [{ ...file, kind: 'document' }] })).toBe('content_unsupported')
  expect(refused({ type: 'location', latitude: 1, longitude: 2 })).toBe('content_unsupported')
  expect(refused({ type: 'media', media: [file] }, post)).toBe('content_unsupported')
  expect(refused(text, { type: 'x_post', value: 'a/b' })).toBe('recipient_unreachable')
  expect(refused(text, { type: 'x_group', value: 'g1992500000000000001' })).toBe('content_unsupported')
  for (const peers of [[{ type: 'email', value: 'a@b.example' }], [{ type: 'x_user', value: '../1' }]])
    expect(render({ ...part(text), address: { ...address, peers } })).toMatchObject({
      refused: { code: 'recipient_unreachable' },
    })
})

const json = (status: number, body: unknown, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers })
const accepted = (headers: Record<string, string> = {}): Response =>
  json(201, { data: { dm_conversation_id: '1-2', dm_event_id: '1992300000000000009' } }, headers)

/** The adapter with a provider that answers as told, one answer after the other. */
const answered = (...answers: readonly Response[]) => {
  const sent: { url: string; authorization: string; body: unknown }[] = []
  const left = [...answers]
  let now = NOW
  const adapter = x.create(x.config.parse({ auth: 'oauth1', apiUrl: 'https://api.example/' }), {
    ...ordinaryDeps(),
    fetch: async (input, init) => {
      const request = new Request(input, init)
      const authorization = request.headers.get('authorization') ?? ''
      sent.push({ url: request.url, authorization, body: await request.json() })
      return left.shift() ?? accepted()
    },
    now: () => now,
    nonce: () => 'n',
    secrets: Object.fromEntries(Object.entries(SECRETS).map(([name, value]) => [name, [value]])),
    publicUrl: 'https://gateway.example',
    webhookUrl: 'https://gateway.example/webhooks/x/main',
  })
  const send = (name = 'text') => adapter.send(partOf(name), signal())
  return { sent, send, advance: (ms: number) => (now += ms) }
}

describe('a send', () => {
  test('posts JSON with the account’s own credentials and hands on the id', async () => {
    const { sent, send } = answered()
    expect(await send()).toEqual({ kind: 'accepted', providerId: '1992300000000000009' })
    expect(sent).toMatchObject([
      {
        url: 'https://api.example/2/dm_conversations/with/1500000000000000077/messages',
        body: sendFixture('text').body,
      },
    ])
    expect(sent[0]?.authorization).toMatch(/^OAuth oauth_consumer_key="kettle-key"/)
  })

  test('takes the id of a post that answers a mention', async () => {
    const { sent, send } = answered(json(201, { data: { id: '1992400000000000010', text: 'It is!' } }))
    expect(await send('public-answer')).toEqual({ kind: 'accepted', providerId: '1992400000000000010' })
    expect(sent[0]?.url).toBe('https://api.example/2/tweets')
  })

  test('is refused by a success that carries errors and nothing else', async () => {
    const { send } = answered(json(200, { errors: [{ code: 349, message: 'cannot' }] }))
    expect(codeOf(await send())).toBe('recipient_unreachable 349')
    const both = answered(json(200, { data: { dm_event_id: '7' }, errors: [{ code: 1 }] }))
    expect(await both.send()).toEqual({ kind: 'accepted', providerId: '7' })
  })

  test('waits without asking once X says that nothing is left, for messages and posts apart', async () => {
    const reset = String(NOW / 1000 + 40)
    const { sent, send, advance } = answered(accepted({ 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': reset }))
    expect((await send()).kind).toBe('accepted')
    expect(await send()).toMatchObject({ failure: { code: 'rate_limited', retry: { afterSeconds: 40 } } })
    expect((await send('public-answer')).kind).toBe('accepted')
    advance(40_000)
    expect((await send()).kind).toBe('accepted')
    expect(sent).toHaveLength(3)
  })

  test('goes on where X says nothing of its limits', async () => {
    const { sent, send } = answered()
    await send()
    await send()
    expect(sent).toHaveLength(2)
  })

  test('believes a refused signature, which does not get better', async () => {
    const { sent, send } = answered(json(401, { title: 'Unauthorized', type: 'about:blank', status: 401 }))
    expect(await send()).toMatchObject({
      failure: { code: 'credentials_invalid', scope: 'account', provider: { httpStatus: 401 } },
    })
    expect(sent).toHaveLength(1)
  })
})

describe('with OAuth 2.0', () => {
  test('a token that X refuses is renewed once, and the message goes', async () => {
    const { sandbox, send, fetched } = world({ faults: { send: { fault: 'expired_token', times: 1 } } })
    expect((await send(text)).kind).toBe('accepted')
    expect(fetched.filter((request) => request === 'POST /2/oauth2/token')).toHaveLength(2)
    expect(sandbox.requests().map(({ status }) => status)).toEqual([401, 201])
  })

  test('a renewed token that X refuses too stops the account', async () => {
    const { send, fetched } = world({ faults: { send: { fault: 'expired_token', times: 2 } } })
    expect(await send(text)).toMatchObject({ failure: { code: 'credentials_invalid', scope: 'account' } })
    expect(fetched.filter((request) => request.includes('/messages'))).toHaveLength(2)
  })

  test('nothing is asked for while the token is good, and a token of another function is used', async () => {
    const { open, part, fetched, clock } = world()
    await open().send(part(text), signal())
    await open().send(part(text), signal())
    await clock.advance(2 * 3_600_000)
    await open().send(part(text), signal())
    expect(fetched.filter((request) => request === 'POST /2/oauth2/token')).toHaveLength(2)
  })

  test('refuses without a request when there is no refresh token', async () => {
    const { send, fetched } = world({}, { secrets: { ...wrapped(SECRETS), refreshToken: [''] } })
    expect(await send(text)).toMatchObject({ failure: { code: 'credentials_invalid', scope: 'account' } })
    expect(fetched).toEqual([])
  })
})

const wrapped = (secrets: Readonly<Record<string, string>>): Record<string, string[]> =>
  Object.fromEntries(Object.entries(secrets).map(([name, value]) => [name, [value]]))

/** A file on somebody's server. */
const served =
  (bytes: Uint8Array<ArrayBuffer>, type: string, headers: Record<string, string> = {}): AdapterDeps['fetchPublic'] =>
  async () =>
    new Response(bytes, {
      headers: { 'content-type': type, 'content-length': String(bytes.length), ...headers },
    })
const media = (kind: 'image' | 'video', url = 'https://files.example/a', more: object = {}) => ({
  type: 'media',
  media: [{ kind, url, ...more }],
})
const bytes = (length: number): Uint8Array<ArrayBuffer> => new Uint8Array(length).fill(7)

describe('a file', () => {
  test('is uploaded in pieces, and sent by its id', async () => {
    const { send, sandbox, fetched } = world({}, { fetchPublic: served(bytes(9_000_000), 'video/mp4') })
    expect((await send({ ...media('video'), text: 'See' })).kind).toBe('accepted')
    expect(fetched.filter((request) => request.endsWith('/append'))).toHaveLength(3)
    expect(fetched.filter((request) => request === 'GET /2/media/upload')).toHaveLength(1)
    expect(sandbox.requests().at(-1)?.body).toMatchObject({
      text: 'See',
      attachments: [{ media_id: expect.any(String) as string }],
    })
  })

  test('goes the same way with OAuth 1.0a, whose signature leaves the pieces out', async () => {
    const { send } = world({ auth: 'oauth1' }, { fetchPublic: served(bytes(10), 'image/gif') })
    expect((await send(media('image'))).kind).toBe('accepted')
  })

  test('whose server states no size is read first, if it is a picture', async () => {
    const fetchPublic = async (): Promise<Response> =>
      new Response(new Blob([bytes(100)]).stream(), { headers: { 'content-type': 'image/png' } })
    expect((await world({}, { fetchPublic }).send(media('image'))).kind).toBe('accepted')
    const video = world(
      {},
      {
        fetchPublic: async () =>
          new Response(new Blob([bytes(9)]).stream(), { headers: { 'content-type': 'video/mp4' } }),
      },
    )
    expect(codeOf(await video.send(media('video')))).toBe('media_rejected parley')
    expect(video.fetched).toEqual([])
  })

  test('is refused by its size before X is asked: pictures, GIFs and videos each have their own', async () => {
    const sized =
      (type: string, size: number): AdapterDeps['fetchPublic'] =>
      async () =>
        new Response('x', { headers: { 'content-type': type, 'content-length': String(size) } })
    for (const [type, most] of [
      ['image/jpeg', 5e6],
      ['image/gif', 15e6],
      ['video/mp4', 512e6],
    ] as const) {
      const { send, fetched } = world({}, { fetchPublic: sized(type, most + 1) })
      expect(codeOf(await send(media('image'))), type).toBe('content_too_large parley')
      expect(fetched).toEqual([])
    }
  })

  test('that is larger than its server says is refused, and not sent', async () => {
    const { send, sandbox } = world({}, { fetchPublic: served(bytes(100), 'image/png', { 'content-length': '50' }) })
    expect(codeOf(await send(media('image')))).toMatch(/^media_rejected/)
    expect(sandbox.requests()).toEqual([])
    const silent = async (): Promise<Response> => {
      const stream = new Blob([bytes(5_000_001)]).stream()
      return new Response(stream, { headers: { 'content-type': 'image/png' } })
    }
    expect(codeOf(await world({}, { fetchPublic: silent }).send(media('image')))).toBe('content_too_large parley')
  })

  test('without an end is not read beyond what X takes', async () => {
    let pulled = 0
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        pulled += 1_000_000
        if (pulled > 50_000_000) controller.close()
        else controller.enqueue(bytes(1_000_000))
      },
    })
    const fetchPublic = async (): Promise<Response> =>
      new Response(endless, { headers: { 'content-type': 'image/png' } })
    expect(codeOf(await world({}, { fetchPublic }).send(media('image')))).toBe('content_too_large parley')
    expect(pulled).toBeLessThan(10_000_000)
  })

  test('of a kind X does not take, or that is not there, is refused; a server that fails is asked again', async () => {
    const from = (response: () => Response | Promise<Response>) =>
      world({}, { fetchPublic: async () => response() }).send(media('image'))
    expect(await from(() => new Response('x', { headers: { 'content-type': 'application/pdf' } }))).toMatchObject({
      failure: { code: 'media_rejected', retry: 'no' },
    })
    expect(await from(() => new Response('', { status: 404 }))).toMatchObject({
      failure: { code: 'media_rejected', retry: 'no' },
    })
    expect(await from(() => new Response('', { status: 503 }))).toMatchObject({ failure: { retry: { max: 3 } } })
    expect(await from(() => Promise.reject(new TypeError('fetch failed')))).toMatchObject({
      failure: { retry: { max: 3 } },
    })
  })

  test('takes the type that is stated with it where its server knows none', async () => {
    const { send } = world({}, { fetchPublic: served(bytes(10), 'application/octet-stream') })
    expect((await send(media('image', 'https://files.example/a', { contentType: 'image/png' }))).kind).toBe('accepted')
  })

  test('is not fetched from the address of an upload X already has', async () => {
    const { adapter } = world({}, { fetchPublic: async () => Promise.reject(new Error('nothing to fetch')) })
    const outcome = await adapter.send(partOf('image-by-id'), signal())
    // The sandbox never saw this upload.
    expect(codeOf(outcome)).toBe('media_rejected 325')
  })
})

describe('X works on a file', () => {
  /** A client whose steps answer as told. */
  const working = (states: readonly object[]) => {
    const left = [...states]
    const asked: XRequest[] = []
    const waited: number[] = []
    const answer = (body: object) => ({ kind: 'answer' as const, json: { data: body }, headers: new Headers() })
    const client: XClient = {
      apiUrl: 'https://api.example',
      authorise: async () => ({ kind: 'header', value: 'Bearer t' }),
      call: async () => ({ kind: 'unknown', detail: 'none' }),
      ask: async (request) => {
        asked.push(request)
        if (request.path.endsWith('/initialize')) return answer({ id: '42' })
        if (request.path.endsWith('/append')) return answer({})
        return answer({ id: '42', ...left.shift() })
      },
    }
    const upload = uploader(client, served(bytes(3), 'video/mp4'), async (ms) => void waited.push(ms))
    return { asked, waited, run: () => upload({ kind: 'video', url: 'https://files.example/a.mp4' }, signal()) }
  }
  const info = (state: string, after?: number) => ({
    processing_info: { state, ...(after === undefined ? {} : { check_after_secs: after }) },
  })

  test('and is asked again when it says so, until it is done', async () => {
    const { run, waited, asked } = working([info('pending', 5), info('in_progress', 2), info('succeeded')])
    expect(await run()).toEqual({ id: '42' })
    expect(waited).toEqual([5000, 2000])
    expect(asked.at(-1)?.path).toBe('/2/media/upload?command=STATUS&media_id=42')
  })

  test('and may fail, or never end', async () => {
    expect(await working([info('pending', 1), info('failed')]).run()).toMatchObject({
      refused: { code: 'media_rejected' },
    })
    const endless = working(Array.from({ length: 100 }, () => info('in_progress', 1)))
    expect(await endless.run()).toMatchObject({ refused: { code: 'provider_unavailable', retry: 'backoff' } })
    expect(endless.waited.length).toBeLessThan(50)
  })

  test('and is left alone when the send is called off', async () => {
    const controller = new AbortController()
    const upload = uploader(
      {
        apiUrl: '',
        authorise: async () => ({ kind: 'header', value: '' }),
        call: async () => ({ kind: 'unknown', detail: '' }),
        ask: async ({ path }) => ({
          kind: 'answer',
          headers: new Headers(),
          json: { data: path.endsWith('/initialize') ? { id: '42' } : info('pending', 600) },
        }),
      },
      served(bytes(3), 'video/mp4'),
    )
    const running = upload({ kind: 'video', url: 'https://files.example/a.mp4' }, controller.signal)
    controller.abort()
    expect(await running).toMatchObject({ refused: { code: 'media_rejected', retry: { max: 3 } } })
  })
})

test('the configuration knows two ways to speak for the account, and refuses what is no URL', () => {
  expect(x.config.parse({})).toEqual({ auth: 'oauth2', apiUrl: 'https://api.x.com' })
  expect(x.config.safeParse({ auth: 'basic' }).success).toBe(false)
  expect(x.config.safeParse({ apiUrl: 'ftp://api.example' }).success).toBe(false)
  expect(x.secretsFor?.({ auth: 'oauth2', apiUrl: '' })).toEqual([
    'consumerSecret',
    'bearerToken',
    'clientId',
    'clientSecret',
    'refreshToken',
  ])
  expect(x.secretsFor?.({ auth: 'oauth1', apiUrl: '' })).toEqual([
    'consumerSecret',
    'bearerToken',
    'consumerKey',
    'accessToken',
    'accessTokenSecret',
  ])
})
