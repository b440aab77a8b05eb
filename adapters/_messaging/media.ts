import type { RemoteFile } from '../../core/schema/content.ts'
import type { MediaSource } from '../adapter.ts'

const LINK = /^https?:\/\/[^\s/]+/i

/** Meta's CDN says in `oe` when a link ends: seconds since epoch, as eight hexadecimal digits. */
const ENDS = /^https:\/\/[^/?#]+\.(?:fbcdn\.net|cdninstagram\.com)\/.*[?&]oe=([0-9a-f]{8})(?:[&#]|$)/i

const endedBy = (url: string, now: number): boolean => {
  const end = ENDS.exec(url)?.[1]
  return end !== undefined && Number.parseInt(end, 16) * 1000 <= now
}

const gone = (reason: string): MediaSource => ({ kind: 'gone', reason })

/**
 * Files lie at signed, short-lived links of Meta's CDN, which anybody may fetch: our token is for the Graph API alone.
 * An upload that is named by its id alone cannot be fetched.
 */
export const mediaAt = ({ url }: RemoteFile, now: number): MediaSource => {
  if (url === undefined) return gone('the channel gave no link')
  if (!LINK.test(url)) return gone('the link is none')
  return endedBy(url, now) ? gone('the link has ended') : { kind: 'fetch', url, headers: {}, trusted: [] }
}
