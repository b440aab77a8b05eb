import { exchange, type Outgoing, type Timeouts } from './exchange.ts'
import { createGuard, ForbiddenUrl, type GuardOptions } from './guard.ts'

export interface PublicFetchOptions extends GuardOptions {
  readonly timeouts?: Partial<Timeouts>
}

const MAX_REDIRECTS = 5
const TIMEOUTS: Timeouts = { answerMs: 15_000, silenceMs: 15_000 }

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])
/** Headers that say nothing of who asks. All others stay with the origin they were meant for. */
const HARMLESS: ReadonlySet<string> = new Set(['accept', 'accept-encoding', 'accept-language', 'range', 'user-agent'])

const harmless = (headers: Headers): Headers =>
  new Headers([...headers].filter(([name]) => HARMLESS.has(name.toLowerCase())))

/** Where an answer leads on to; undefined when it is no redirect. */
export const redirectOf = (response: Response, from: URL): URL | undefined => {
  const location = REDIRECTS.has(response.status) ? response.headers.get('location') : null
  if (location === null) return undefined
  if (!URL.canParse(location, from.href)) throw new ForbiddenUrl('a redirect leads to no URL')
  return new URL(location, from)
}

/** The request that follows a redirect (RFC 9110 §15.4), without what was meant for another origin. */
const following = (request: Outgoing, status: number, from: URL, to: URL): Outgoing => {
  const downgraded = from.protocol === 'https:' && to.protocol === 'http:'
  const carries = [...request.headers.keys()].some((name) => !HARMLESS.has(name))
  if (downgraded && carries) throw new ForbiddenUrl('a redirect leads from https to http')
  const get = status === 303 ? request.method !== 'HEAD' : status <= 302 && request.method === 'POST'
  const headers = from.origin === to.origin ? new Headers(request.headers) : harmless(request.headers)
  if (!get) return { ...request, headers }
  for (const name of ['content-type', 'content-length', 'content-encoding', 'content-language']) headers.delete(name)
  return { ...request, method: 'GET', body: undefined, headers }
}

const outgoingOf = async (request: Request): Promise<Outgoing> => {
  const headers = new Headers(request.headers)
  if (!headers.has('accept')) headers.set('accept', '*/*')
  if (!headers.has('accept-encoding')) headers.set('accept-encoding', 'identity')
  if (!headers.has('user-agent')) headers.set('user-agent', 'Parley')
  const body = request.body === null ? undefined : new Uint8Array(await request.arrayBuffer())
  if (body !== undefined) headers.set('content-length', String(body.byteLength))
  return { method: request.method, headers, body, signal: request.signal }
}

/**
 * A `fetch` for URLs that come from outside. Every connection, also after a redirect, is made to an address that was
 * checked for this very connection; only http and https on their own ports, at most five redirects, no answer waited for
 * longer than the timeouts. With `redirect: 'manual'` the redirect itself is the answer. Rejects with a
 * {@link ForbiddenUrl} for what is refused, as Node's fetch does for what fails.
 */
export const createPublicFetch = (options: PublicFetchOptions = {}): typeof globalThis.fetch => {
  const guard = createGuard(options)
  const timeouts = { ...TIMEOUTS, ...options.timeouts }

  const attempt = async (url: URL, outgoing: Outgoing): Promise<Response> => {
    guard.check(url)
    try {
      return await exchange(url, outgoing, guard, timeouts)
    } catch (error) {
      if (error instanceof ForbiddenUrl || outgoing.signal?.aborted) throw error
      throw new TypeError('fetch failed', { cause: error })
    }
  }

  return async (input, init) => {
    const request = new Request(input, init)
    let url = new URL(request.url)
    let outgoing = await outgoingOf(request)
    for (let redirects = 0; ; redirects += 1) {
      const response = await attempt(url, outgoing)
      const next = request.redirect === 'manual' ? undefined : redirectOf(response, url)
      if (next === undefined) return response
      await response.body?.cancel()
      if (request.redirect === 'error') throw new TypeError('fetch failed', { cause: new Error('unexpected redirect') })
      if (redirects === MAX_REDIRECTS) throw new ForbiddenUrl('too many redirects')
      outgoing = following(outgoing, response.status, url, next)
      url = next
    }
  }
}
