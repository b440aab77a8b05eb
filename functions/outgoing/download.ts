import { createHash } from 'node:crypto'
import type { MediaSource } from '../../adapters/adapter.ts'
import type { FetchOrder, FetchOutcome } from '../../core/jobs/worker.ts'
import { failure } from '../../core/failures.ts'
import type { Objects } from '../../core/ports.ts'
import { failureOfStatus } from '../../adapters/http.ts'
import { ForbiddenUrl } from './guard.ts'
import { redirectOf } from './public-fetch.ts'

type Source = MediaSource & { readonly kind: 'fetch' }

const MAX_REDIRECTS = 5

/** More bytes than are kept of a file of its kind. */
class TooLarge extends Error {
  override readonly name = 'TooLarge'
}
/** The file broke off, which says nothing of the store it was being written to. */
class BrokenOff extends Error {
  override readonly name = 'BrokenOff'
}

/** Credentials go to the hosts that were named for them, and never less safely than they were meant to. */
const headersFor = ({ url: first, headers, trusted }: Source, url: URL): Readonly<Record<string, string>> =>
  trusted.includes(url.hostname) && (url.protocol === 'https:' || new URL(first).protocol === 'http:') ? headers : {}

/** Asks for the file, and for wherever the answer sends on to: each time with what that host may know. */
const request = async (fetch: typeof globalThis.fetch, source: Source, signal: AbortSignal): Promise<Response> => {
  let url = new URL(source.url)
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
    const response = await fetch(url.href, { headers: headersFor(source, url), redirect: 'manual', signal })
    const next = redirectOf(response, url)
    if (next === undefined) return response
    await response.body?.cancel()
    url = next
  }
  throw new ForbiddenUrl('too many redirects')
}

interface Counted {
  readonly chunks: AsyncIterable<Uint8Array>
  /** Of all that came, in hexadecimal. */
  readonly sha256: () => string
}

/** The file as it comes, chunk by chunk, until it is one byte too long. */
const counted = (body: ReadableStream<Uint8Array> | null, maxBytes: number): Counted => {
  const hash = createHash('sha256')
  const count = async function* () {
    if (body === null) return
    let size = 0
    const chunks = body[Symbol.asyncIterator]()
    try {
      for (;;) {
        const { done, value } = await chunks.next().catch((cause: unknown) => {
          throw new BrokenOff('the file broke off', { cause })
        })
        if (done) return
        size += value.byteLength
        if (size > maxBytes) throw new TooLarge(`more than ${maxBytes} bytes`)
        hash.update(value)
        yield value
      }
    } finally {
      // Whoever stops reading ends the download too.
      await chunks.return?.().catch(() => undefined)
    }
  }
  return { chunks: count(), sha256: () => hash.digest('hex') }
}

const tooLarge = (maxBytes: number): FetchOutcome => ({
  kind: 'refused',
  failure: failure('content_too_large', `more than the ${maxBytes} bytes that are kept of such a file`),
})
const unavailable = (detail: string): FetchOutcome => ({
  kind: 'refused',
  failure: failure('provider_unavailable', detail),
})

const refusalOf = (response: Response, now: number): FetchOutcome => {
  if (response.status === 404) return { kind: 'missing' }
  if (response.status === 410) return { kind: 'gone', reason: 'the provider does not have the file any more' }
  return { kind: 'refused', failure: failureOfStatus(response, now) }
}

const errorOutcome = (error: unknown, maxBytes: number): FetchOutcome => {
  if (error instanceof TooLarge) return tooLarge(maxBytes)
  if (error instanceof ForbiddenUrl) return { kind: 'refused', failure: failure('policy_blocked', error.message) }
  if (error instanceof BrokenOff) return unavailable(error.message)
  return unavailable(error instanceof TypeError ? 'the host cannot be reached' : 'the file could not be stored')
}

/** A type that says nothing gives way to the one the message stated. */
const SAYS_NOTHING: ReadonlySet<string> = new Set(['', 'application/octet-stream', 'binary/octet-stream'])
const typeOf = (response: Response, stated: string | undefined): string => {
  const own = response.headers.get('content-type')?.trim() ?? ''
  return SAYS_NOTHING.has(own.toLowerCase()) ? (stated ?? (own || 'application/octet-stream')) : own
}

export interface DownloadDeps {
  /** Of the account: the guard's, or the sandbox. */
  readonly fetch: typeof globalThis.fetch
  readonly objects: Pick<Objects, 'put'>
  readonly now: () => number
}

/**
 * Streams a file from where its provider has it into the object store; of a large one a few MB are in memory at once.
 * Never throws for what a host, the network or the object store does.
 */
export const download = async (
  source: Source,
  order: Pick<FetchOrder, 'object' | 'maxBytes' | 'contentType' | 'filename'>,
  { fetch, objects, now }: DownloadDeps,
  signal: AbortSignal,
): Promise<FetchOutcome> => {
  const { maxBytes, object, filename } = order
  try {
    const response = await request(fetch, source, signal)
    if (!response.ok) {
      await response.body?.cancel()
      return refusalOf(response, now())
    }
    if (Math.max(source.size ?? 0, Number(response.headers.get('content-length') ?? 0)) > maxBytes) {
      await response.body?.cancel()
      return tooLarge(maxBytes)
    }
    const contentType = typeOf(response, source.contentType ?? order.contentType)
    const { chunks, sha256 } = counted(response.body, maxBytes)
    const { size } = await objects.put(object, chunks, { contentType, ...(filename === undefined ? {} : { filename }) })
    return { kind: 'stored', size, contentType, sha256: sha256() }
  } catch (error) {
    return errorOutcome(error, maxBytes)
  }
}
