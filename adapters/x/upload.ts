import { setTimeout as pause } from 'node:timers/promises'
import { failure, row } from '../../core/failures.ts'
import type { Failure } from '../../core/schema/failure.ts'
import type { OutboundMedia } from '../../core/schema/message.ts'
import type { AdapterDeps } from '../adapter.ts'
import { number, record, text, type Json } from '../json.ts'
import { IMAGES, MAX_BYTES, VIDEOS } from './capabilities.ts'
import type { Asked, XClient } from './client.ts'

export type Uploaded = { readonly id: string } | { readonly refused: Failure }
type Category = keyof typeof MAX_BYTES

/** Held in memory at once; a file has at most 1000 pieces. */
const PIECE_BYTES = 4_000_000

/** A file that its own server does not give just now may be given soon. */
const unreachable = (detail: string): Uploaded => ({
  refused: { ...row('media_rejected', { retry: { max: 3 } }), provider: { code: 'parley', detail } },
})
const rejected = (code: 'media_rejected' | 'content_too_large', detail: string): Uploaded => ({
  refused: failure(code, detail),
})

const typeOf = (file: OutboundMedia, response: Response): string => {
  const stated = response.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? ''
  const known = [...IMAGES, ...VIDEOS]
  return known.includes(stated) ? stated : (file.contentType ?? stated)
}

const categoryOf = (type: string): Category | undefined => {
  if (type === 'image/gif') return 'dm_gif'
  if (IMAGES.includes(type)) return 'dm_image'
  return VIDEOS.includes(type) ? 'dm_video' : undefined
}

/** Bytes the server states. A compressed answer states something else. */
const sizeOf = ({ headers }: Response): number | undefined => {
  const stated = headers.get('content-length')
  return stated === null || headers.has('content-encoding') || !/^\d{1,15}$/.test(stated) ? undefined : Number(stated)
}

/** The body in pieces of one size, the last one smaller. Stops after `most` bytes: the piece beyond is handed out. */
async function* pieces(body: AsyncIterable<Uint8Array>, most: number): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let held: Uint8Array[] = []
  let size = 0
  let total = 0
  for await (const bytes of body) {
    held.push(bytes)
    size += bytes.length
    total += bytes.length
    if (total > most) break
    if (size < PIECE_BYTES) continue
    const whole = new Uint8Array(Buffer.concat(held))
    let at = 0
    for (; at + PIECE_BYTES <= whole.length; at += PIECE_BYTES) yield whole.slice(at, at + PIECE_BYTES)
    held = [whole.subarray(at)]
    size = whole.length - at
  }
  if (size > 0) yield new Uint8Array(Buffer.concat(held))
}

/** What a step of the upload answered, or the failure: a request that X finds wrong is a file it does not take. */
const dataOf = (asked: Asked): Json | Failure => {
  if (asked.kind === 'answer') return record(record(asked.json)['data'])
  return asked.failure.code === 'provider_rejected' ? { ...asked.failure, ...row('media_rejected') } : asked.failure
}
const isFailure = (found: Json | Failure): found is Failure => 'scope' in found && 'retry' in found

/** X looks at videos and GIFs for a while before they can be sent. So often it is asked. */
const MOST_LOOKS = 30

/**
 * Uploads one file in pieces: initialize, append, finalize, and for what X works on first, its status until it is done.
 * The file is never whole in memory, but for pictures whose server states no size.
 * https://docs.x.com/x-api/media/quickstart/media-upload-chunked
 */
export const uploader =
  (
    client: XClient,
    fetchPublic: AdapterDeps['fetchPublic'],
    wait: (ms: number, signal: AbortSignal) => Promise<unknown> = (ms, signal) => pause(ms, undefined, { signal }),
  ) =>
  async (file: OutboundMedia, signal: AbortSignal): Promise<Uploaded> => {
    const begin = async (type: string, category: Category, size: number): Promise<Uploaded> => {
      const json = { media_type: type, media_category: category, total_bytes: size }
      const data = dataOf(await client.ask({ method: 'POST', path: '/2/media/upload/initialize', json }, signal))
      if (isFailure(data)) return { refused: data }
      const id = text(data['id'])
      return id === undefined ? { refused: failure('provider_unavailable', 'an upload without an id') } : { id }
    }

    const append = async (id: string, index: number, piece: Uint8Array<ArrayBuffer>): Promise<Failure | undefined> => {
      const form = new FormData()
      form.set('segment_index', String(index))
      form.set('media', new Blob([piece]), 'media')
      const data = dataOf(await client.ask({ method: 'POST', path: `/2/media/upload/${id}/append`, form }, signal))
      return isFailure(data) ? data : undefined
    }

    const finish = async (id: string): Promise<Uploaded> => {
      let data = dataOf(await client.ask({ method: 'POST', path: `/2/media/upload/${id}/finalize` }, signal))
      for (let look = 0; look < MOST_LOOKS; look++) {
        if (isFailure(data)) return { refused: data }
        const work = record(data['processing_info'])
        const state = text(work['state']) ?? 'succeeded'
        if (state === 'succeeded') return { id }
        if (state === 'failed') return rejected('media_rejected', 'X could not process the file')
        await wait((number(work['check_after_secs']) ?? 1) * 1000, signal)
        const path = `/2/media/upload?command=STATUS&media_id=${id}`
        data = dataOf(await client.ask({ method: 'GET', path }, signal))
      }
      return { refused: failure('provider_unavailable', 'X still works on the file') }
    }

    /** Appends the pieces one after another, and finishes when they are as many bytes as were announced. */
    const transfer = async (
      all: AsyncIterable<Uint8Array<ArrayBuffer>> | Iterable<Uint8Array<ArrayBuffer>>,
      [type, category, size]: readonly [string, Category, number],
    ): Promise<Uploaded> => {
      const begun = await begin(type, category, size)
      if ('refused' in begun) return begun
      let sent = 0
      let index = 0
      for await (const piece of all) {
        const wrong = await append(begun.id, index, piece)
        if (wrong !== undefined) return { refused: wrong }
        sent += piece.length
        index += 1
      }
      return sent === size ? finish(begun.id) : unreachable('the file’s server states another size than it has')
    }

    const upload = async (response: Response, type: string, category: Category): Promise<Uploaded> => {
      const most = MAX_BYTES[category]
      const stated = sizeOf(response)
      const tooLarge = rejected('content_too_large', `${category}: more than ${most} bytes`)
      if (stated !== undefined && stated > most) return tooLarge
      if (response.body === null || stated === 0) return unreachable('an empty file')
      const all = pieces(response.body, stated ?? most)
      if (stated !== undefined) return transfer(all, [type, category, stated])
      if (category === 'dm_video') return rejected('media_rejected', 'the file’s server states no size')
      const read: Uint8Array<ArrayBuffer>[] = []
      for await (const piece of all) read.push(piece)
      const size = read.reduce((sum, { length }) => sum + length, 0)
      return size > most ? tooLarge : transfer(read, [type, category, size])
    }

    let body: ReadableStream | null = null
    try {
      if (file.url === undefined) return rejected('media_rejected', 'a file without an address')
      const response = await fetchPublic(file.url, { signal })
      body = response.body
      if (!response.ok) {
        const detail = `the file’s server answered ${response.status}`
        return response.status >= 500 ? unreachable(detail) : rejected('media_rejected', detail)
      }
      const type = typeOf(file, response)
      const category = categoryOf(type)
      return category === undefined
        ? rejected('media_rejected', 'a type of file X does not take')
        : await upload(response, type, category)
    } catch {
      // Nothing was sent: only the file, which X forgets within a day.
      return unreachable(signal.aborted ? 'the upload took too long' : 'the file could not be read')
    } finally {
      // What is not read to its end would keep the connection open. One that was is locked, and needs nothing.
      await body?.cancel().catch(() => undefined)
    }
  }
