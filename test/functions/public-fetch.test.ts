import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import { isPublicAddress } from '../../functions/outgoing/addresses.ts'
import type { Resolve } from '../../functions/outgoing/guard.ts'
import { createPublicFetch, type PublicFetchOptions } from '../../functions/outgoing/public-fetch.ts'

const PUBLIC = ['8.8.8.8', '1.1.1.1', '151.101.1.69', '2606:4700:4700::1111', '2a00:1450:4001:82a::200e']
const INSIDE = [
  '0.0.0.0',
  '10.0.0.1',
  '100.64.0.1',
  '100.100.100.200',
  '127.0.0.1',
  '127.255.255.254',
  '168.63.129.16',
  '169.254.169.254',
  '169.254.170.2',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.192',
  '192.0.2.1',
  '192.168.1.1',
  '198.18.0.1',
  '198.51.100.1',
  '203.0.113.1',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::127.0.0.1',
  '::ffff:127.0.0.1',
  '::ffff:8.8.8.8',
  '::ffff:0:169.254.169.254',
  '64:ff9b::a9fe:a9fe',
  '64:ff9b:1::a9fe:a9fe',
  '100::1',
  '2001::1',
  '2001:db8::1',
  '2002:7f00:1::1',
  'fc00::1',
  'fd00:ec2::254',
  'fe80::1',
  'fe80::1%eth0',
  'fec0::1',
  'ff02::1',
  '',
  'localhost',
  '2130706433',
]

test.each(PUBLIC)('an address of the internet is public: %s', (address) => {
  expect(isPublicAddress(address)).toBe(true)
})
test.each(INSIDE)('no address inside, or no address at all, is public: %s', (address) => {
  expect(isPublicAddress(address)).toBe(false)
})

const nobody: Resolve = async () => {
  throw new Error('no name is looked up for an address')
}

describe('a URL is refused before anything is connected to', () => {
  const HOSTILE = [
    'http://127.0.0.1/',
    'http://127.1/',
    'http://2130706433/',
    'http://0x7f000001/',
    'http://0x7f.0.0.1/',
    'http://017700000001/',
    'http://0177.0.0.1/',
    'http://0/',
    'http://127.0.0.1./',
    'http://127。0。0。1/',
    'http://①②⑦.⓪.⓪.①/',
    'http://169.254.169.254/latest/meta-data/',
    'http://0xa9fea9fe/latest/meta-data/',
    'http://2852039166/latest/meta-data/',
    'http://[::1]/',
    'http://[::]/',
    'http://[::ffff:169.254.169.254]/',
    'http://[::ffff:a9fe:a9fe]/',
    'http://[64:ff9b::169.254.169.254]/',
    'http://[fd00:ec2::254]/',
    'https://10.0.0.1/',
    'http://8.8.8.8:22/',
    'http://8.8.8.8:6379/',
    'http://example.com:8080/',
    'ftp://example.com/',
    'file:///etc/passwd',
    'gopher://example.com/',
    'data:text/plain,hello',
  ]
  test.each(HOSTILE)('%s', async (url) => {
    await expect(createPublicFetch({ resolve: nobody })(url)).rejects.toMatchObject({ name: 'ForbiddenUrl' })
  })

  test.each(['http://[fe80::1%25eth0]/', 'http://user:secret@example.com/', 'nonsense'])(
    'no URL at all: %s',
    async (url) => {
      await expect(createPublicFetch({ resolve: nobody })(url)).rejects.toThrow(TypeError)
    },
  )
})

describe('a name', () => {
  const named =
    (...addresses: string[]): Resolve =>
    async () =>
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))

  test.each([['169.254.169.254'], ['127.0.0.1'], ['::1'], ['8.8.8.8', '10.0.0.1'], ['2606:4700::1', 'fd00::1']])(
    'is refused when one of its addresses is inside: %s %s',
    async (...addresses) => {
      const fetch = createPublicFetch({ resolve: named(...addresses.filter((address) => address !== undefined)) })
      await expect(fetch('http://files.example/')).rejects.toMatchObject({ name: 'ForbiddenUrl' })
    },
  )

  test('that has no address fails like any other connection', async () => {
    await expect(createPublicFetch({ resolve: named() })('http://files.example/')).rejects.toMatchObject({
      name: 'TypeError',
      cause: { code: 'ENOTFOUND' },
    })
  })
})

type Answer = (request: IncomingMessage, response: ServerResponse) => void

const servers: Server[] = []
afterEach(async () => {
  await Promise.all(
    servers.splice(0).map(
      (server) =>
        new Promise((done) => {
          server.closeAllConnections()
          server.close(done)
        }),
    ),
  )
})

const here = { address: '127.0.0.1', family: 4 }

/** A server on this machine, and a fetch that finds it under any name and takes 127.0.0.1 alone for a public address. */
const serve = async (answer: Answer, options: PublicFetchOptions = {}) => {
  const seen: { method: string; url: string; headers: IncomingMessage['headers'] }[] = []
  const server = createServer((request, response) => {
    seen.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers })
    answer(request, response)
  })
  servers.push(server)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  return {
    seen,
    origin: `http://files.example:${port}`,
    other: `http://other.example:${port}`,
    fetch: createPublicFetch({
      ports: [80, 443, port],
      isPublic: ({ length }) => length === here.address.length,
      resolve: async () => [here],
      ...options,
    }),
  }
}

const redirect =
  (to: string | (() => string), status = 302): Answer =>
  ({ url }, response) => {
    if (url === '/') response.writeHead(status, { location: typeof to === 'string' ? to : to() }).end()
    else response.end('here')
  }

describe('what is public', () => {
  test('is fetched as fetch does it: headers and body there and back', async () => {
    const { fetch, origin, seen } = await serve((request, response) => {
      request.setEncoding('utf8').on('data', (body: string) => {
        response.writeHead(201, { 'x-answer': 'yes', 'content-type': 'text/plain' }).end(`got ${body}`)
      })
    })
    const headers = { 'content-type': 'text/plain', 'x-mine': '1' }
    const answer = await fetch(`${origin}/a?b=c`, { method: 'POST', headers, body: 'grüße' })
    expect([answer.status, answer.ok, answer.headers.get('x-answer'), answer.url]).toEqual([
      201,
      true,
      'yes',
      `${origin}/a?b=c`,
    ])
    expect(await answer.text()).toBe('got grüße')
    expect(seen).toMatchObject([
      { method: 'POST', url: '/a?b=c', headers: { 'x-mine': '1', 'content-length': '7', host: new URL(origin).host } },
    ])
  })

  test('is decoded where a host compresses unasked', async () => {
    const { fetch, origin, seen } = await serve((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('words'))
    })
    expect(await (await fetch(origin)).text()).toBe('words')
    expect(seen[0]?.headers['accept-encoding']).toBe('identity')
  })

  test('may have no body', async () => {
    const { fetch, origin } = await serve((_, response) => response.writeHead(204).end())
    expect((await fetch(origin)).body).toBeNull()
  })

  test('can be broken off', async () => {
    const broken = new AbortController()
    const { fetch, origin } = await serve(() => broken.abort())
    await expect(fetch(origin, { signal: broken.signal })).rejects.toMatchObject({ name: 'AbortError' })
  })

  test('is not waited for when nothing comes, before the headers or after them', async () => {
    const silent = await serve(() => undefined, { timeouts: { answerMs: 50 } })
    await expect(silent.fetch(silent.origin)).rejects.toMatchObject({ cause: { code: 'ETIMEDOUT' } })
    const stalled = await serve((_, response) => void response.writeHead(200).write('begun'), {
      timeouts: { silenceMs: 300 },
    })
    await expect((await stalled.fetch(stalled.origin)).text()).rejects.toThrow(/./)
  })

  test('fails as fetch does when nobody listens', async () => {
    const { origin, fetch } = await serve(() => undefined)
    await new Promise((done) => servers.pop()?.close(done))
    await expect(fetch(origin)).rejects.toMatchObject({ name: 'TypeError', cause: { code: 'ECONNREFUSED' } })
  })
})

describe('a redirect', () => {
  test.each(['http://169.254.169.254/latest/meta-data/', 'http://[::1]/', 'http://0xa9fea9fe/', 'file:///etc/passwd'])(
    'to %s is refused',
    async (to) => {
      const { fetch, origin } = await serve(redirect(to))
      await expect(fetch(origin)).rejects.toMatchObject({ name: 'ForbiddenUrl' })
    },
  )

  test('to a name inside is refused', async () => {
    const { fetch, origin } = await serve(redirect('http://metadata.internal/'), {
      resolve: async (name) => [name === 'files.example' ? here : { address: '169.254.169.254', family: 4 }],
    })
    await expect(fetch(origin)).rejects.toMatchObject({ name: 'ForbiddenUrl' })
  })

  test('to nothing is refused', async () => {
    const { fetch, origin } = await serve(redirect('http://'))
    await expect(fetch(origin)).rejects.toMatchObject({ name: 'ForbiddenUrl' })
  })

  test('within an origin keeps what was sent, elsewhere only what says nothing of who asks', async () => {
    const { fetch, origin, other, seen } = await serve(({ url }, response) => {
      const to = { '/': '/second', '/second': `${other}/third` }[url ?? '']
      if (to) response.writeHead(307, { location: to }).end()
      else response.end('here')
    })
    const headers = { authorization: 'Bearer secret', cookie: 'a=b', 'x-api-key': 'secret', accept: 'image/png' }
    const answer = await fetch(origin, { headers })
    expect([await answer.text(), answer.url]).toEqual(['here', `${other}/third`])
    expect(seen.map((request) => [request.url, request.headers.authorization, request.headers.accept])).toEqual([
      ['/', 'Bearer secret', 'image/png'],
      ['/second', 'Bearer secret', 'image/png'],
      ['/third', undefined, 'image/png'],
    ])
    expect(JSON.stringify(seen[2])).not.toMatch(/secret|a=b/)
  })

  test.each([
    [303, 'GET', ''],
    [302, 'GET', ''],
    [307, 'POST', '4'],
  ])('of status %d after a POST is followed by %s', async (status, method, length) => {
    const { fetch, origin, seen } = await serve(redirect('/next', status))
    await fetch(origin, { method: 'POST', body: 'body' })
    expect([seen[1]?.method, seen[1]?.headers['content-length'] ?? '']).toEqual([method, length])
  })

  test('is followed five times at most', async () => {
    const { fetch, origin, seen } = await serve((_, response) => response.writeHead(302, { location: '/' }).end())
    await expect(fetch(origin)).rejects.toMatchObject({ name: 'ForbiddenUrl' })
    expect(seen).toHaveLength(6)
  })

  test('is the answer, or an error, for whoever wants it so', async () => {
    const { fetch, origin, seen } = await serve(redirect('/next'))
    const answer = await fetch(origin, { redirect: 'manual' })
    expect([answer.status, answer.headers.get('location')]).toEqual([302, '/next'])
    await expect(fetch(origin, { redirect: 'error' })).rejects.toThrow(TypeError)
    expect(seen).toHaveLength(2)
  })
})

describe('the look-up', () => {
  test('is made for every connection: a name that turns inside is refused then', async () => {
    const answers = [here, { address: '127.0.0.10', family: 4 }]
    const { fetch, origin, seen } = await serve((_, response) => response.end('here'), {
      resolve: async () => answers.splice(0, 1),
    })
    expect(await (await fetch(origin)).text()).toBe('here')
    await expect(fetch(origin)).rejects.toMatchObject({ name: 'ForbiddenUrl' })
    expect(seen).toHaveLength(1)
  })

  test('gives the very address that is connected to: it is made once for a connection', async () => {
    let lookups = 0
    const { fetch, origin } = await serve((_, response) => response.end('here'), {
      resolve: async () => [(lookups += 1) === 1 ? here : { address: '127.0.0.10', family: 4 }],
    })
    expect(await (await fetch(origin)).text()).toBe('here')
    expect(lookups).toBe(1)
  })
})

describe('a place that is allowed', () => {
  test('is fetched though it is inside; its neighbours are not', async () => {
    const { origin } = await serve((_, response) => response.end('here'))
    const local = origin.replace('files.example', '127.0.0.1')
    const fetch = createPublicFetch({ allow: [`${local}/sandbox`] })
    expect(await (await fetch(`${local}/sandbox/file`)).text()).toBe('here')
    for (const url of [local.replace('127.0.0.1', '127.0.0.2'), local.replace('http:', 'https:'), `${local}1`])
      await expect(fetch(url)).rejects.toThrow(/./)
    await expect(fetch('http://127.0.0.1/')).rejects.toMatchObject({ name: 'ForbiddenUrl' })
  })

  test.each(['/local/accounts', '/sandboxes', '/sandbox/../local/accounts', '/sandbox/%2e%2e/local/accounts', '/'])(
    'opens nothing else of the same host: %s',
    async (path) => {
      const { origin } = await serve((_, response) => response.end('a secret'))
      const local = origin.replace('files.example', '127.0.0.1')
      const fetch = createPublicFetch({ allow: [`${local}/sandbox`] })
      await expect(fetch(local + path)).rejects.toMatchObject({ name: 'ForbiddenUrl' })
    },
  )

  test('opens nothing else of the same host to a redirect', async () => {
    const { origin } = await serve((_, response) => {
      response.writeHead(302, { location: '/local/accounts' })
      response.end()
    })
    const local = origin.replace('files.example', '127.0.0.1')
    const fetch = createPublicFetch({ allow: [`${local}/sandbox`] })
    await expect(fetch(`${local}/sandbox/file`)).rejects.toMatchObject({ name: 'ForbiddenUrl' })
  })
})
