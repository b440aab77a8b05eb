import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiHandler, createApi } from '../../functions/api.ts'
import { assetsIn } from '../../functions/inbox/assets.ts'
import { temporaryDir } from '../support/gateway.ts'
import { httpEvent } from '../support/http-event.ts'
import { createWorld } from '../support/world.ts'

const PAGE = '<!doctype html><title>Inbox</title>'
const SCRIPT = 'console.log("the page")'
const PIXELS = Buffer.from([0x89, 0x50, 0xff, 0x00])
const ACCEPTED = { 'accept-encoding': 'gzip, deflate, br, zstd' }

const built = temporaryDir()
const world = createWorld()
let api: ApiHandler
beforeAll(() => {
  mkdirSync(join(built.dir, 'assets'))
  for (const [path, text] of [
    ['index.html', PAGE],
    ['assets/main-1a.js', SCRIPT],
  ] as const) {
    writeFileSync(join(built.dir, path), text)
    writeFileSync(join(built.dir, `${path}.br`), brotliCompressSync(text))
    writeFileSync(join(built.dir, `${path}.gz`), gzipSync(text))
  }
  writeFileSync(join(built.dir, 'assets/bell-2b.png'), PIXELS)
  writeFileSync(join(built.dir, 'assets/notes.txt'), 'not of the page')
  api = createApi({ ...world.wired, assets: assetsIn(built.dir) })
})
afterAll(() => built.remove())

const get = async (url: string, headers: Record<string, string> = {}, method = 'GET') => {
  const { statusCode, headers: given, body = '', isBase64Encoded } = await api(httpEvent({ method, url, headers }))
  return {
    status: statusCode,
    headers: given as Record<string, string>,
    bytes: Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'),
  }
}

test.each(['/inbox', '/inbox/', '/inbox/sign-in', '/inbox/conversations/cnv_1?tab=notes', '/inbox/index.html'])(
  'answers %s with the page, without a key',
  async (url) => {
    const { status, headers, bytes } = await get(url)
    expect([status, bytes.toString()]).toEqual([200, PAGE])
    expect(headers['content-type']).toBe('text/html; charset=utf-8')
  },
)

test('the page runs and shows nothing from elsewhere but files from where they are kept', async () => {
  const { headers } = await get('/inbox')
  expect(headers['content-security-policy']?.split('; ')).toEqual([
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob: https://files.test",
    "media-src 'self' blob: https://files.test",
    "connect-src 'self' https://files.test",
    "font-src 'self'",
    "frame-src 'self'",
    "manifest-src 'self'",
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ])
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'microphone=(), camera=(), geolocation=()',
    'strict-transport-security': 'max-age=31536000',
  })
})

test('nothing is said of TLS where the gateway is reached without it', async () => {
  const ctx = { ...world.ctx, publicUrl: 'http://127.0.0.1:8787' }
  const { headers } = await createApi({ ...world.wired, ctx, assets: assetsIn(built.dir) })(
    httpEvent({ url: '/inbox' }),
  )
  expect(headers).not.toHaveProperty('strict-transport-security')
})

test('the page is asked for again each time, and sent again when it or its policy has changed', async () => {
  const first = await get('/inbox')
  const { etag = '' } = first.headers
  expect(first.headers['cache-control']).toBe('no-cache')
  const again = await get('/inbox/settings', { 'if-none-match': `"other", ${etag}` })
  expect([again.status, again.bytes.length, again.headers['etag']]).toEqual([304, 0, etag])
  expect((await get('/inbox', { 'if-none-match': '"other"' })).status).toBe(200)

  const moved = { ...world.ctx.objects, link: async () => 'https://elsewhere.test/x' }
  const other = createApi({ ...world.wired, ctx: { ...world.ctx, objects: moved }, assets: assetsIn(built.dir) })
  expect((await other(httpEvent({ url: '/inbox', headers: { 'if-none-match': etag } }))).statusCode).toBe(200)
})

test('a file of the page is kept for good', async () => {
  const { status, headers, bytes } = await get('/inbox/assets/main-1a.js')
  expect([status, bytes.toString()]).toEqual([200, SCRIPT])
  expect(headers).toMatchObject({
    'cache-control': 'public, max-age=31536000, immutable',
    'content-type': 'text/javascript; charset=utf-8',
    'x-content-type-options': 'nosniff',
  })
})

test('a picture arrives with every byte', async () => {
  const { headers, bytes } = await get('/inbox/assets/bell-2b.png', ACCEPTED)
  expect([headers['content-type'], headers['content-encoding']]).toEqual(['image/png', undefined])
  expect(bytes).toEqual(PIXELS)
})

const unpacked = { br: brotliDecompressSync, gzip: gunzipSync, identity: (bytes: Buffer) => bytes } as const

test.each([
  ['gzip, deflate, br, zstd', 'br'],
  ['br;q=0.1, gzip;q=1.0', 'br'],
  ['GZIP', 'gzip'],
  ['br;q=0, gzip', 'gzip'],
  ['br; q=0.000, gzip;q=0', 'identity'],
  ['zstd', 'identity'],
  ['*', 'identity'],
  ['brotli, x-gzip', 'identity'],
  ['', 'identity'],
] as const)('a browser that takes "%s" gets it as %s', async (accepted, encoding) => {
  for (const [url, text] of [
    ['/inbox', PAGE],
    ['/inbox/assets/main-1a.js', SCRIPT],
  ] as const) {
    const { headers, bytes } = await get(url, { 'accept-encoding': accepted })
    expect(headers['content-encoding'] ?? 'identity').toBe(encoding)
    expect(headers['vary']).toBe('accept-encoding')
    expect(unpacked[encoding](bytes).toString()).toBe(text)
  }
})

test.each([
  'nothing-3c.js',
  'main-1a.js.br',
  'notes.txt',
  '',
  'main-1a',
  '.js',
  '..%2findex.html',
  '..%2Fassets%2Fmain-1a.js',
  '%2e%2e%2findex.html',
  '..%5cindex.html',
  'deeper/main-1a.js',
  'main-1a.js%00.js',
  'a.constructor',
])('there is no file %s', async (name) => {
  const { status, headers } = await get(`/inbox/assets/${name}`, ACCEPTED)
  expect([status, headers['content-type']]).toEqual([404, 'application/problem+json'])
  expect(headers['cache-control']).toBe('no-store')
})

test.each([
  '/inbox/../../package.json',
  '/inbox/%2e%2e/%2e%2e/package.json',
  '/inboxes',
  '/inbox/assets/../../v1/shops',
])('%s leads out of the page, where a key is needed', async (url) => {
  const { status } = await get(url)
  expect(status).toBe(401)
})

test('HEAD answers as GET does, without the page', async () => {
  const asked = await get('/inbox', ACCEPTED)
  const { status, headers, bytes } = await get('/inbox', ACCEPTED, 'HEAD')
  expect([status, bytes.length]).toEqual([200, 0])
  for (const name of ['etag', 'content-encoding', 'content-type', 'content-security-policy'])
    expect(headers[name], name).toBe(asked.headers[name])
})

test.each(['POST', 'PUT', 'DELETE'])('%s is not for the page', async (method) => {
  expect((await get('/inbox/sign-in', {}, method)).status).toBe(401)
})

test('the log has neither the path below /inbox nor what was asked', async () => {
  const before = world.logs.length
  await get('/inbox/conversations/cnv_1?q=Ada')
  expect(world.logs.slice(before)).toEqual([expect.objectContaining({ event: 'api', route: '/inbox/*', status: 200 })])
})

test('says how to build the page where it was not', async () => {
  const api = createApi({ ...world.wired, assets: assetsIn(join(built.dir, 'nowhere')) })
  for (const one of [api, createApi(world.wired)]) {
    const { statusCode, headers, body } = await one(httpEvent({ url: '/inbox' }))
    expect([statusCode, headers?.['content-type']]).toEqual([503, 'text/plain; charset=UTF-8'])
    expect(body).toContain('npm run build:console')
  }
})
