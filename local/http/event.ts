import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'

/**
 * What an HTTP API hands over as text; everything else, form bodies and bodies without a type included, comes in
 * base64. The documentation speaks of "binary" types only; the split was measured on the real service:
 * https://github.com/ministackorg/ministack/pull/766
 */
const TEXT = /^(?:text\/|application\/(?:json|xml|javascript)\s*(?:;|$))/i

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const asText = (body: Uint8Array): string | undefined => {
  try {
    return strict.decode(body)
  } catch {
    return undefined
  }
}

const encoded = (contentType: string, body: Uint8Array): Pick<APIGatewayProxyEventV2, 'body' | 'isBase64Encoded'> => {
  if (body.length === 0) return { isBase64Encoded: false }
  // What a text type holds that is no text would be lost as a string.
  const text = TEXT.test(contentType) ? asText(body) : undefined
  if (text !== undefined) return { body: text, isBase64Encoded: false }
  return { body: Buffer.from(body).toString('base64'), isBase64Encoded: true }
}

/** Header names in lower case, several of one name joined by commas; cookies are told apart. */
const headersOf = ({ headersDistinct }: IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headersDistinct).flatMap(([name, values]) =>
      name === 'cookie' || values === undefined ? [] : [[name, values.join(',')]],
    ),
  )

const stringParameters = (query: string): Record<string, string> | undefined => {
  if (query === '') return undefined
  const values = new Map<string, string>()
  for (const [name, value] of new URLSearchParams(query))
    values.set(name, values.has(name) ? `${values.get(name)},${value}` : value)
  return Object.fromEntries(values)
}

/** As Apache's logs have it, which is how `time` is stated. */
const commonLogTime = (now: number): string => {
  const [, day, month, year, time] = /^\w+, (\d+) (\w+) (\d+) (\S+)/.exec(new Date(now).toUTCString()) ?? []
  return `${day}/${month}/${year}:${time} +0000`
}

/** The event an HTTP API (payload 2.0, stage `$default`) makes of a request. Path, query and body as they came. */
export const toEvent = (request: IncomingMessage, body: Uint8Array, now: number): APIGatewayProxyEventV2 => {
  const target = request.url ?? '/'
  const at = target.indexOf('?')
  const [rawPath, rawQueryString] = at < 0 ? [target, ''] : [target.slice(0, at), target.slice(at + 1)]
  const headers = headersOf(request)
  const cookies = request.headers.cookie?.split(/; */)
  const queryStringParameters = stringParameters(rawQueryString)
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath,
    rawQueryString,
    headers,
    ...(cookies && { cookies }),
    ...(queryStringParameters && { queryStringParameters }),
    requestContext: {
      accountId: '000000000000',
      apiId: 'local',
      domainName: headers['host'] ?? '',
      domainPrefix: 'local',
      http: {
        method: request.method ?? 'GET',
        path: rawPath,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.socket.remoteAddress ?? '',
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey: '$default',
      stage: '$default',
      time: commonLogTime(now),
      timeEpoch: now,
    },
    ...encoded(headers['content-type'] ?? '', body),
  }
}

const BODILESS = new Set([204, 205, 304])

/** The response an HTTP API makes of what a function returned. */
export const toResponse = (result: APIGatewayProxyStructuredResultV2): Response => {
  const { statusCode = 200, headers = {}, cookies = [], body = '', isBase64Encoded = false } = result
  const sent = new Headers()
  for (const [name, value] of Object.entries(headers)) sent.set(name, String(value))
  for (const cookie of cookies) sent.append('set-cookie', cookie)
  if (body !== '' && !sent.has('content-type')) sent.set('content-type', 'application/json')
  const bytes = isBase64Encoded ? Buffer.from(body, 'base64') : body
  return new Response(BODILESS.has(statusCode) ? null : bytes, { status: statusCode, headers: sent })
}
