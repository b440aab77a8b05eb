import { describe, expect, test } from 'vitest'
import type { Credentials } from '../../adapters/adapter.ts'
import { oauth1Header, oauth1Signature } from '../../adapters/oauth1.ts'
import { oauth2Tokens } from '../../adapters/oauth2.ts'
import { memoryCredentials } from '../../adapters/testing/world.ts'

describe('OAuth 1.0a', () => {
  test('signs as the example of RFC 5849 (§1.2), whose request has no version', () => {
    const parameters = [
      ['oauth_consumer_key', 'dpf43f3p2l4k3l03'],
      ['oauth_token', 'nnch734d00sl2jdk'],
      ['oauth_signature_method', 'HMAC-SHA1'],
      ['oauth_timestamp', '137131202'],
      ['oauth_nonce', 'chapoH'],
    ] as const
    const url = 'http://photos.example.net/photos?file=vacation.jpg&size=original'
    const secrets = { consumerSecret: 'kd94hf93k423kf44', tokenSecret: 'pfkkdhi9sl3r4s00' }
    expect(oauth1Signature('GET', url, parameters, secrets)).toBe('MdpQcU8iPSUjWoN/UDMsK2sui9I=')
  })

  // https://docs.x.com/fundamentals/authentication/oauth-1-0a/creating-a-signature
  test('signs as the example of X, with a query and a form', () => {
    const parameters = [
      ['status', 'Hello Ladies + Gentlemen, a signed OAuth request!'],
      ['oauth_consumer_key', 'xvz1evFS4wEEPTGEFPHBog'],
      ['oauth_nonce', 'kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg'],
      ['oauth_signature_method', 'HMAC-SHA1'],
      ['oauth_timestamp', '1318622958'],
      ['oauth_token', '370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb'],
      ['oauth_version', '1.0'],
    ] as const
    const secrets = {
      consumerSecret: 'kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw',
      tokenSecret: 'LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE',
    }
    const url = 'https://api.twitter.com/1.1/statuses/update.json?include_entities=true'
    expect(oauth1Signature('post', url, parameters, secrets)).toBe('hCtSmYh+iHYCEqBWrE7C7hYmtUk=')
  })

  test('sorts parameters of one name by their value, and encodes what URLs leave alone', () => {
    const sign = (query: string): string =>
      oauth1Signature('GET', `https://api.example/a?${query}`, [], { consumerSecret: 'a', tokenSecret: 'b' })
    expect(sign('a=2&b=1&a=1')).toBe(sign('b=1&a=1&a=2'))
    expect(sign("a=!*'()")).not.toBe(sign('a='))
  })

  test('writes a header in which everything is quoted and encoded, and the secrets are not', () => {
    const keys = { consumerKey: 'key', consumerSecret: 'hidden-1', token: 'to/ken', tokenSecret: 'hidden-2' }
    const header = oauth1Header('POST', 'https://api.x.com/2/tweets', keys, { now: 1_763_987_000_999, nonce: 'n-1' })
    expect(header).toMatch(/^OAuth oauth_consumer_key="key", oauth_nonce="n-1", oauth_signature_method="HMAC-SHA1", /)
    expect(header).toContain('oauth_timestamp="1763987000", oauth_token="to%2Fken", oauth_version="1.0"')
    expect(header).toMatch(/oauth_signature="[\w%.~-]+"$/)
    expect(header).not.toContain('hidden')
  })
})

const HOUR = 3_600_000
const NAMES = { id: 'clientId', secret: 'clientSecret', refreshToken: 'refreshToken' }

/** A token endpoint that rotates: each refresh token is good once. */
const endpoint = () => {
  let good = 'first'
  let made = 0
  const asked: { token: string; authorization: string }[] = []
  const answers: (() => Response | Promise<Response>)[] = []
  const fetch: typeof globalThis.fetch = async (url, init) => {
    const request = new Request(url, init)
    const token = new URLSearchParams(await request.text()).get('refresh_token') ?? ''
    asked.push({ token, authorization: request.headers.get('authorization') ?? '' })
    const special = answers.shift()
    const grant = (): Response => {
      if (token !== good) return Response.json({ error: 'invalid_request' }, { status: 400 })
      made += 1
      good = `refresh-${made}`
      return Response.json({
        token_type: 'bearer',
        expires_in: 7200,
        access_token: `access-${made}`,
        refresh_token: good,
      })
    }
    if (special === undefined) return grant()
    const answer = await special()
    if (answer.status === 299) {
      grant()
      throw new TypeError('fetch failed')
    }
    return answer
  }
  return { fetch, asked, answers, made: () => made }
}

const world = () => {
  const server = endpoint()
  const credentials = memoryCredentials()
  let now = 1_763_987_000_000
  let nonces = 0
  let secrets: Record<string, string[]> = { clientId: ['id'], clientSecret: ['secret'], refreshToken: ['first'] }
  /** One more function that shares the store and nothing else. */
  const worker = (own: Credentials = credentials) =>
    oauth2Tokens(
      { url: 'https://api.example/token', name: 'x.oauth2', secrets: NAMES },
      {
        fetch: server.fetch,
        now: () => now,
        nonce: () => `nonce-${(nonces += 1)}`,
        secrets: new Proxy({}, { get: (_, name) => secrets[String(name)] }),
        credentials: own,
      },
    )
  return {
    ...server,
    credentials,
    worker,
    advance: (ms: number) => {
      now += ms
    },
    configure: (next: Record<string, string[]>) => {
      secrets = { ...secrets, ...next }
    },
  }
}
const refusal = { kind: 'refused', failure: { code: 'credentials_invalid', scope: 'account' } }
const LOST = (): Response => new Response(null, { status: 299 })

describe('OAuth 2.0 with a refresh token that is replaced', () => {
  test('asks once for a token, and no more while it is good', async () => {
    const { worker, asked, advance } = world()
    const token = worker()
    expect(await token()).toEqual({ kind: 'token', value: 'access-1' })
    advance(HOUR)
    expect(await token()).toEqual({ kind: 'token', value: 'access-1' })
    expect(asked).toEqual([{ token: 'first', authorization: `Basic ${Buffer.from('id:secret').toString('base64')}` }])
  })

  test('renews before the end with the token that came last, and a new worker goes on from there', async () => {
    const { worker, asked, advance } = world()
    await worker()()
    advance(2 * HOUR - 60_000)
    expect(await worker()()).toEqual({ kind: 'token', value: 'access-2' })
    advance(2 * HOUR)
    expect(await worker()()).toEqual({ kind: 'token', value: 'access-3' })
    expect(asked.map(({ token }) => token)).toEqual(['first', 'refresh-1', 'refresh-2'])
  })

  test('makes one request for many sends at once, in one worker and in several', async () => {
    const { worker, asked } = world()
    const one = worker()
    const found = await Promise.all([one(), one(), one(), ...Array.from({ length: 5 }, () => worker()())])
    expect(asked).toHaveLength(1)
    expect(found.filter(({ kind }) => kind === 'token')).toHaveLength(3)
    // The others come again in a moment, and find it.
    const others = found.flatMap((outcome) => (outcome.kind === 'refused' ? [outcome.failure] : []))
    expect(others).toEqual(
      others.map(
        () => expect.objectContaining({ code: 'provider_unavailable', retry: { afterSeconds: 2 } }) as unknown,
      ),
    )
    expect(await worker()()).toEqual({ kind: 'token', value: 'access-1' })
  })

  test('lets others go on with the old token while one renews it early', async () => {
    const { worker, asked, advance, answers } = world()
    await worker()()
    advance(2 * HOUR - 60_000)
    let open: (answer: Response) => void = () => undefined
    answers.push(() => new Promise<Response>((resolve) => (open = resolve)))
    const renewing = worker()()
    while (asked.length < 2) await new Promise((resolve) => setImmediate(resolve))
    expect(await worker()()).toEqual({ kind: 'token', value: 'access-1' })
    open(Response.json({ access_token: 'access-new', refresh_token: 'refresh-new', expires_in: 7200 }))
    expect(await renewing).toEqual({ kind: 'token', value: 'access-new' })
  })

  test('renews a token that was refused though it should be good, once', async () => {
    const { worker, asked } = world()
    const token = worker()
    await token()
    expect(await token('access-1')).toEqual({ kind: 'token', value: 'access-2' })
    // Another worker that still has the first is given the second without a request.
    expect(await worker()('access-1')).toEqual({ kind: 'token', value: 'access-2' })
    expect(asked).toHaveLength(2)
  })

  test('says so when the answer was lost and the token with it, instead of asking for ever', async () => {
    const { worker, asked, answers, advance } = world()
    answers.push(LOST)
    const lost = await worker()()
    expect(lost).toMatchObject({ failure: { code: 'provider_unavailable', retry: { afterSeconds: 30 } } })
    expect(await worker()()).toMatchObject({ failure: { provider: { code: 'token_being_renewed' } } })
    advance(31_000)
    expect(await worker()()).toMatchObject(refusal)
    advance(31_000)
    expect(await worker()()).toMatchObject(refusal)
    expect(asked).toHaveLength(2)
  })

  test('goes on when the request was lost and not the token', async () => {
    const { worker, answers, advance } = world()
    answers.push(() => Promise.reject(new TypeError('fetch failed')))
    await worker()()
    advance(31_000)
    expect(await worker()()).toEqual({ kind: 'token', value: 'access-1' })
  })

  test('begins anew with another refresh token in the secrets', async () => {
    const { worker, configure, answers, advance } = world()
    answers.push(LOST)
    await worker()()
    advance(31_000)
    expect(await worker()()).toMatchObject(refusal)
    configure({ refreshToken: ['refresh-1', 'first'] })
    expect(await worker()()).toEqual({ kind: 'token', value: 'access-2' })
  })

  test('tells a wrong client from a token that is spent: the token is kept', async () => {
    const { worker, answers } = world()
    answers.push(() => Response.json({ error: 'invalid_client' }, { status: 401 }))
    expect(await worker()()).toMatchObject(refusal)
    expect(await worker()()).toEqual({ kind: 'token', value: 'access-1' })
  })

  test('waits when the endpoint is busy or broken', async () => {
    const { worker, answers } = world()
    answers.push(() => new Response('', { status: 429 }))
    expect(await worker()()).toMatchObject({ failure: { code: 'provider_unavailable', retry: 'backoff' } })
    answers.push(() => new Response('', { status: 503 }))
    expect(await worker()()).toMatchObject({ failure: { code: 'provider_unavailable' } })
  })

  test('keeps the token it was given although its lease had ended and another worker took it', async () => {
    const { worker, asked, answers, advance, credentials } = world()
    let open: (answer: Response) => void = () => undefined
    answers.push(() => new Promise<Response>((resolve) => (open = resolve)))
    const slow = worker()()
    while (asked.length < 1) await new Promise((resolve) => setImmediate(resolve))
    advance(31_000)
    answers.push(() => {
      open(Response.json({ access_token: 'access-slow', refresh_token: 'refresh-slow', expires_in: 7200 }))
      return new Promise<Response>((resolve) =>
        setImmediate(() => resolve(Response.json({ error: 'invalid_request' }, { status: 400 }))),
      )
    })
    await Promise.all([slow, worker()()])
    expect(await worker()()).toEqual({ kind: 'token', value: 'access-slow' })
    expect((await credentials.read('x.oauth2')).value).toContain('refresh-slow')
  })

  test('refuses without a request when a secret is missing', async () => {
    for (const name of ['clientId', 'clientSecret', 'refreshToken']) {
      const { worker, configure, asked } = world()
      configure({ [name]: [''] })
      expect(await worker()()).toMatchObject(refusal)
      expect(asked).toEqual([])
    }
  })

  test('keeps no secret in what it refuses with', async () => {
    const { worker, answers } = world()
    answers.push(() => Response.json({ error: 'invalid_request', error_description: 'first' }, { status: 400 }))
    expect(JSON.stringify(await worker()())).not.toContain('first')
  })

  test('survives anything in the store', async () => {
    for (const value of ['', 'nonsense', '[]', '{"seed":1}', 'null']) {
      const { worker, credentials } = world()
      await credentials.write('x.oauth2', value, 0)
      expect(await worker()()).toEqual({ kind: 'token', value: 'access-1' })
    }
  })
})
