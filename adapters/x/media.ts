import { compact } from '../../core/compact.ts'
import type { Attachment, MediaKind } from '../../core/schema/message.ts'
import { entry, isRecord, list, number, record, records, text, type Json } from '../json.ts'

const KINDS: Readonly<Record<string, MediaKind>> = { photo: 'image', video: 'video', animated_gif: 'video' }

/** The MP4 with the most bits a second; playlists (m3u8) are no files. GIFs are MP4s with X. */
const bestVariant = (media: Json): Json | undefined =>
  [...records(record(media['video_info'])['variants']), ...records(media['variants'])]
    .filter((variant) => variant['content_type'] === 'video/mp4' && text(variant['url']) !== undefined)
    .map((variant) => ({ variant, rate: number(variant['bitrate']) ?? number(variant['bit_rate']) ?? 0 }))
    .sort((a, b) => b.rate - a.rate)[0]?.variant

const stillOf = (media: Json): string | undefined => text(media['media_url_https']) ?? text(media['url'])

/** One file as v1.1 or v2 describes it. `id` of v1.1 is beyond 2^53: `id_str` tells. */
const fileOf = (media: Json, index: number): Attachment => {
  const type = text(media['type']) ?? 'photo'
  const variant = bestVariant(media)
  const url = text(variant?.['url']) ?? (type === 'photo' ? stillOf(media) : undefined)
  const id = text(media['id_str']) ?? text(media['media_key']) ?? text(media['id'])
  const remote = compact({ id, url })
  return compact({
    id: String(index),
    kind: entry(KINDS, type) ?? 'document',
    state: url === undefined ? ('failed' as const) : ('pending' as const),
    contentType: text(variant?.['content_type']),
    animated: type === 'animated_gif' ? true : undefined,
    caption: text(media['ext_alt_text']) ?? text(media['alt_text']),
    remote: Object.keys(remote).length === 0 ? undefined : remote,
  })
}

export const filesOf = (media: readonly Json[]): Attachment[] => media.map(fileOf)

/** What stands for the text of a message of files alone. */
export const labels = (files: readonly Attachment[]): string => files.map(({ kind }) => `[${kind}]`).join(' ')

/** Files that a post or message of v2 names by key, out of what came along. */
export const includedMedia = (keys: unknown, includes: Json): Json[] => {
  const byKey = new Map(records(includes['media']).map((media) => [text(media['media_key']), media]))
  return list(keys).flatMap((key) => {
    const found = byKey.get(text(key))
    return isRecord(found) ? [found] : []
  })
}

/** A link that stands for a file of the message itself. */
const OWN_MEDIA = /^https:\/\/(?:twitter|x)\.com\/(?:messages\/media\/\d+|[^/?#]+\/status\/\d+\/(?:photo|video)\/\d+)$/

const UNESCAPED: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' }

/**
 * The words as they were written: X puts a link of its own in the place of each link, one more for each file, and escapes
 * three characters. One pass over the text, whatever the entities say.
 */
export const wordsOf = (said: string, urls: readonly Json[], hasFiles: boolean): string => {
  const known = new Map<string, string>()
  for (const link of urls) {
    const url = text(link['url'])
    const target = text(link['expanded_url'])
    const own = link['media_key'] !== undefined || OWN_MEDIA.test(target ?? '')
    if (url !== undefined) known.set(url, hasFiles && own ? '' : (target ?? url))
  }
  return said
    .replace(/https:\/\/t\.co\/\w+/g, (url) => known.get(url) ?? url)
    .replace(/&(?:amp|lt|gt);/g, (escaped) => UNESCAPED[escaped] ?? escaped)
    .trim()
}
