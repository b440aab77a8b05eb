import type { Json } from '../../json.ts'
import { text } from '../../json.ts'
import { MAX_BYTES } from '../capabilities.ts'

export interface Upload {
  readonly id: string
  readonly account: string
  readonly category: keyof typeof MAX_BYTES
  readonly type: string
  readonly size: number
  readonly parts: ReadonlyMap<number, Uint8Array>
  readonly state: 'open' | 'processing' | 'ready'
}

/** Held in the sandbox at most: it is a toy, and a video of 512 MB none. */
const MOST_HELD = 64_000_000
const MOST_PARTS = 1000

const isCategory = (value: unknown): value is Upload['category'] =>
  typeof value === 'string' && Object.hasOwn(MAX_BYTES, value)

const sizeOf = (parts: Upload['parts']): number => [...parts.values()].reduce((sum, { length }) => sum + length, 0)

/** Files on their way to X: begun, filled piece by piece, finished, and worked on where they move. */
export const uploads = (nextId: () => string) => {
  const known = new Map<string, Upload>()
  const put = (upload: Upload): Upload => {
    known.set(upload.id, upload)
    return upload
  }
  /** Pictures are ready at once; X works on videos and GIFs, and says when to ask. */
  const view = ({ id, category, state, size }: Upload): Json => ({
    id,
    media_key: `3_${id}`,
    size,
    expires_after_secs: 86_400,
    ...(category === 'dm_image'
      ? {}
      : { processing_info: state === 'ready' ? { state: 'succeeded' } : { state: 'pending', check_after_secs: 0 } }),
  })
  const own = (account: string, id: string): Upload | undefined => {
    const found = known.get(id)
    return found?.account === account ? found : undefined
  }

  return {
    begin: (account: string, body: Json): Json | undefined => {
      const { media_category: category, total_bytes: size } = body
      const type = text(body['media_type'])
      if (!isCategory(category) || type === undefined || typeof size !== 'number') return undefined
      if (!Number.isInteger(size) || size < 1 || size > MAX_BYTES[category]) return undefined
      const id = nextId()
      const { expires_after_secs: ends, media_key: mediaKey } = view(
        put({ id, account, category, type, size, parts: new Map(), state: 'open' }),
      )
      return { id, media_key: mediaKey, expires_after_secs: ends }
    },
    append: (account: string, id: string, index: number, bytes: Uint8Array): boolean => {
      const upload = own(account, id)
      if (upload?.state !== 'open' || !Number.isInteger(index) || index < 0 || index >= MOST_PARTS) return false
      const parts = new Map(upload.parts).set(index, bytes)
      if (sizeOf(parts) > Math.min(upload.size, MOST_HELD)) return false
      put({ ...upload, parts })
      return true
    },
    finish: (account: string, id: string): Json | undefined => {
      const upload = own(account, id)
      if (upload?.state !== 'open' || sizeOf(upload.parts) !== upload.size) return undefined
      return view(put({ ...upload, state: upload.category === 'dm_image' ? 'ready' : 'processing' }))
    },
    status: (account: string, id: string): Json | undefined => {
      const upload = own(account, id)
      return upload && view(put({ ...upload, state: 'ready' }))
    },
    /** A file that is ready to be sent by the account that uploaded it. */
    ready: (account: string, id: string): Upload | undefined => {
      const upload = own(account, id)
      return upload?.state === 'ready' ? upload : undefined
    },
  }
}
export type Uploads = ReturnType<typeof uploads>
