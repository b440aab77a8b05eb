import { type ClientRequest, type IncomingMessage, request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { pipeline, Readable, type Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import type { Guard } from './guard.ts'

export interface Timeouts {
  /** Milliseconds until the answer's headers are there, with the connection. */
  readonly answerMs: number
  /** Milliseconds in which nothing comes. */
  readonly silenceMs: number
}

/** One request, as it is made once: redirects are the caller's. */
export interface Outgoing {
  readonly method: string
  readonly headers: Headers
  readonly body: Uint8Array | undefined
  readonly signal: AbortSignal | null
}

const DECODERS: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
}
const BODILESS: ReadonlySet<number> = new Set([204, 205, 304])

/** Some hosts compress whatever they are asked for. */
const decoded = (message: IncomingMessage): Readable => {
  const decoder = DECODERS[message.headers['content-encoding']?.trim().toLowerCase() ?? '']?.()
  // An error ends both, and whoever reads the decoder is told.
  return decoder === undefined ? message : pipeline(message, decoder, () => undefined)
}

const responseOf = (message: IncomingMessage, method: string, url: URL): Response => {
  const headers = new Headers()
  for (let index = 0; index < message.rawHeaders.length; index += 2)
    headers.append(message.rawHeaders[index] ?? '', message.rawHeaders[index + 1] ?? '')
  const status = message.statusCode ?? 0
  const empty = method === 'HEAD' || BODILESS.has(status)
  if (empty) message.resume()
  const body = empty ? null : (Readable.toWeb(decoded(message)) as ReadableStream<Uint8Array>)
  const response = new Response(body, { status, statusText: message.statusMessage ?? '', headers })
  return Object.defineProperty(response, 'url', { value: url.href })
}

/**
 * Makes one request over Node's own HTTP client, whose connections take the guard's look-ups; the answer is a Response. Not
 * over undici as a package: it would add 0.7 MB to every function. A connection serves one request: one that was kept could
 * have been made for somebody whose look-ups nobody checked.
 */
export const exchange = (
  url: URL,
  { method, headers, body, signal }: Outgoing,
  guard: Guard,
  { answerMs, silenceMs }: Timeouts,
): Promise<Response> =>
  new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest
    const outgoing: ClientRequest = send(url, {
      method,
      headers: Object.fromEntries(headers),
      agent: false,
      timeout: silenceMs,
      ...(guard.isAllowed(url) ? {} : { lookup: guard.lookup }),
      ...(signal ? { signal } : {}),
    })
    const late = (): void => {
      outgoing.destroy(Object.assign(new Error('the other side is silent'), { code: 'ETIMEDOUT' }))
    }
    const timer = setTimeout(late, answerMs)
    outgoing.once('timeout', late)
    outgoing.once('close', () => clearTimeout(timer))
    outgoing.on('error', reject)
    outgoing.once('response', (message) => {
      clearTimeout(timer)
      try {
        resolve(responseOf(message, method, url))
      } catch (error) {
        message.destroy()
        reject(error instanceof Error ? error : new Error('the answer cannot be read'))
      }
    })
    outgoing.end(body)
  })
