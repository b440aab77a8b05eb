import { createServer, type IncomingMessage, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { toEvent, toResponse } from '../../local/http/event.ts'

const NOW = Date.UTC(2026, 0, 5, 9, 3, 4)

/** The event of a request as Node receives it from the wire. */
const eventOf = (
  path: string,
  {
    method = 'POST',
    headers = {},
    body = '',
  }: { method?: string; headers?: Record<string, string | string[]>; body?: string | Uint8Array },
) =>
  new Promise<ReturnType<typeof toEvent>>((resolve, reject) => {
    const server = createServer((incoming: IncomingMessage, response) => {
      const chunks: Buffer[] = []
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
      incoming.on('end', () => {
        resolve(toEvent(incoming, Buffer.concat(chunks), NOW))
        response.end()
        server.close()
      })
    }).listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      request({ port, host: '127.0.0.1', method, path, headers }).on('error', reject).end(body)
    })
  })

test('path and query stay as they were written; parameters are decoded beside them', async () => {
  const event = await eventOf('/webhooks/a%2fb//c/?x=1&x=2&y=a%20b+c', {})
  expect(event.rawPath).toBe('/webhooks/a%2fb//c/')
  expect(event.rawQueryString).toBe('x=1&x=2&y=a%20b+c')
  expect(event.queryStringParameters).toEqual({ x: '1,2', y: 'a b c' })
})

test('says when, how and by whom it was called, for the stage $default', async () => {
  const { requestContext, version, routeKey } = await eventOf('/x', { method: 'PUT', headers: { 'User-Agent': 'me' } })
  expect([version, routeKey, requestContext.stage]).toEqual(['2.0', '$default', '$default'])
  expect(requestContext).toMatchObject({
    http: { method: 'PUT', path: '/x', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'me' },
    time: '05/Jan/2026:09:03:04 +0000',
    timeEpoch: NOW,
  })
})

test('header names are in lower case, repeated ones joined; cookies are apart', async () => {
  const event = await eventOf('/', { headers: { 'X-Two': ['1', '2'], Cookie: 'a=1; b=2' } })
  expect(event.headers).toMatchObject({ 'x-two': '1,2' })
  expect(event.headers).not.toHaveProperty('cookie')
  expect(event.cookies).toEqual(['a=1', 'b=2'])
})

test.each([
  ['application/json', false],
  ['application/json; charset=utf-8', false],
  ['text/plain', false],
  ['application/xml', false],
  ['application/x-www-form-urlencoded', true],
  ['application/vnd.api+json', true],
  ['image/png', true],
  [undefined, true],
])('a body of the type %s comes in base64: %s', async (contentType, base64) => {
  const { body, isBase64Encoded } = await eventOf('/', {
    headers: contentType === undefined ? {} : { 'content-type': contentType },
    body: 'grün',
  })
  expect(isBase64Encoded).toBe(base64)
  expect(base64 ? Buffer.from(body ?? '', 'base64').toString() : body).toBe('grün')
})

test('a text that is none comes in base64, with no byte lost', async () => {
  const bytes = Uint8Array.from([0x7b, 0xff, 0xfe, 0x00, 0x7d])
  const event = await eventOf('/', { headers: { 'content-type': 'application/json' }, body: bytes })
  expect(event.isBase64Encoded).toBe(true)
  expect(Uint8Array.from(Buffer.from(event.body ?? '', 'base64'))).toEqual(bytes)
})

test('no body is no body', async () => {
  expect(await eventOf('/', { method: 'GET' })).not.toHaveProperty('body')
})

test('answers with what the function returned: status, headers, cookies, bytes', async () => {
  const response = toResponse({
    statusCode: 201,
    headers: { 'content-type': 'image/png', 'x-count': 2 },
    cookies: ['a=1', 'b=2'],
    body: Buffer.from([1, 2, 255]).toString('base64'),
    isBase64Encoded: true,
  })
  expect(response.status).toBe(201)
  expect(response.headers.get('x-count')).toBe('2')
  expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
  expect(Array.from(new Uint8Array(await response.arrayBuffer()))).toEqual([1, 2, 255])
})

test('an answer of a kind that has no body gets none', async () => {
  expect(await toResponse({ statusCode: 204, body: 'ignored' }).text()).toBe('')
})
