import type { Capabilities, TextLimit } from '../../core/capabilities.ts'

const characters = (max: number): TextLimit => ({ max, unit: 'characters' })
const MB = 1_000_000

/** Of a direct message. https://docs.x.com/x-api/media/quickstart/best-practices, read as the smaller, decimal megabytes. */
export const MAX_BYTES = { dm_image: 5 * MB, dm_gif: 15 * MB, dm_video: 512 * MB } as const
export const IMAGES: readonly string[] = ['image/jpeg', 'image/png', 'image/webp', 'image/gif']
export const VIDEOS: readonly string[] = ['video/mp4', 'video/quicktime']

/**
 * Direct messages: one file each, with its text. GIFs may be 15 MB; all pictures are declared with the 5 MB of the others.
 *
 * Posts: X counts up to 280, where a letter of the Latin, Greek, Cyrillic, Arabic and other scripts below U+1100 is one
 * and everything else two (https://docs.x.com/fundamentals/counting-characters). A character never has fewer bytes in
 * UTF-8 than X counts for it, so that 280 bytes always fit. A link counts 23 however short it is: a post full of short
 * links may still be refused (186), and says so.
 */
export const capabilities: Capabilities = {
  text: characters(10_000),
  media: {
    image: { contentTypes: IMAGES, maxBytes: MAX_BYTES.dm_image, caption: characters(10_000) },
    video: { contentTypes: VIDEOS, maxBytes: MAX_BYTES.dm_video, caption: characters(10_000) },
  },
  mediaPerPart: 1,
  locationRequest: false,
  location: false,
  templates: false,
  reactions: false,
  replyTo: false,
  formatting: 'none',
  receipts: ['read'],
  keylessEchoes: true,
  threads: {
    x_post: { text: { max: 280, unit: 'bytes' }, media: {}, replyTo: true, answersLatest: true, receipts: [] },
  },
}
