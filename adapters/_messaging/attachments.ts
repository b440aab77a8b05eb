import { compact } from '../../core/compact.ts'
import type { MediaKind } from '../../core/schema/message.ts'
import { entry, number, record, records, text, type Json } from '../json.ts'
import { fileOf, type Piece } from './piece.ts'
import { templateOf } from './template.ts'

type Reader = (attachment: Json, payload: Json) => Piece | undefined

const titleOf = (attachment: Json, payload: Json): string | undefined =>
  text(payload['title']) ?? text(attachment['title'])

const extraOf = (values: Readonly<Record<string, string | undefined>>): Pick<Piece, 'extra'> => {
  const stated = Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  )
  return stated.length === 0 ? {} : { extra: Object.fromEntries(stated) }
}

const sticker: Reader = (_, payload) => ({
  text: '[sticker]',
  file: fileOf('sticker', payload),
  ...extraOf({ stickerId: text(payload['sticker_id']) }),
})

/** Until August 2026 a sticker came as an image with the sticker's id. */
const image: Reader = (attachment, payload) =>
  payload['sticker_id'] === undefined
    ? { text: '[image]', file: fileOf('image', payload) }
    : sticker(attachment, payload)

const file =
  (kind: MediaKind): Reader =>
  (attachment, payload) => {
    const filename = titleOf(attachment, payload)
    const found = fileOf(kind, payload)
    if (filename === undefined) return { text: `[${kind}]`, file: found }
    return { text: `[${kind}: ${filename}]`, file: { ...found, filename } }
  }

/** A reel or post is somebody's publication: its media may be fetched, its id finds it again. */
const shared =
  (kind: MediaKind, word: string): Reader =>
  (attachment, payload) => {
    const title = titleOf(attachment, payload)
    return {
      text: title === undefined ? `[${word}]` : `[${word}: ${title}]`,
      file: fileOf(kind, payload),
      ...extraOf({
        shared: word,
        sharedId: text(payload['reel_video_id']) ?? text(payload['ig_post_media_id']) ?? text(payload['id']),
      }),
    }
  }

/** Meta forbids to keep the media of stories. https://developers.facebook.com/documentation/business-messaging/instagram-messaging/features/story-mention */
const storyMention: Reader = (_, payload) => ({
  text: 'The customer mentioned you in a story',
  file: { kind: 'image', state: 'withheld' },
  content: compact({ type: 'story' as const, relation: 'mention' as const, storyId: text(payload['id']) }),
})

/** A story that the customer passed on. What is said of it is kept, its media is not. */
const story: Reader = (_, payload) => ({
  text: '[story]',
  file: { kind: 'image', state: 'withheld' },
  ...extraOf({ shared: 'story', sharedId: text(payload['ig_story_media_id']) ?? text(payload['id']) }),
})

const location: Reader = (attachment, payload) => {
  const { lat, long } = record(payload['coordinates'])
  const latitude = number(lat)
  const longitude = number(long)
  if (latitude === undefined || longitude === undefined) return undefined
  const name = titleOf(attachment, payload)
  const url = text(payload['url']) ?? text(attachment['url'])
  return {
    text: `Location: ${name ?? `${latitude}, ${longitude}`}`,
    content: compact({ type: 'location' as const, latitude, longitude, name, url }),
  }
}

/** A link with its preview, or an attachment that Meta cannot pass on. */
const fallback: Reader = (attachment, payload) => {
  const title = titleOf(attachment, payload)
  const url = text(payload['url']) ?? text(attachment['url'])
  const words = [title, url].filter((word) => word !== undefined)
  if (words.length === 0) return undefined
  return { text: words.join(' '), ...extraOf({ linkTitle: title, linkUrl: url }) }
}

/** Instagram's heart is a sticker without a file. */
const heart: Reader = () => ({ text: '❤️', extra: { sticker: 'like_heart' } })

const appointment: Reader = (_, payload) => ({
  text: `Appointment ${text(payload['status']) ?? 'booking'}`,
  content: { type: 'form_response', name: 'appointment_booking', fields: { ...payload } },
})

const READERS: Readonly<Record<string, Reader>> = {
  image,
  sticker,
  audio: file('audio'),
  video: file('video'),
  file: file('document'),
  reel: shared('video', 'reel'),
  ig_reel: shared('video', 'reel'),
  post: shared('image', 'post'),
  ig_post: shared('image', 'post'),
  share: shared('image', 'post'),
  story_mention: storyMention,
  ig_story: story,
  story,
  location,
  fallback,
  template: templateOf,
  like_heart: heart,
  appointment_booking: appointment,
}

const unsupported = (type: string): Piece => ({
  text: `[unsupported message: ${type}]`,
  content: { type: 'unsupported', kind: type, reason: `Parley cannot read this as ${type}.` },
})

const read = (attachment: Json): Piece => {
  const type = text(attachment['type']) ?? 'unknown'
  return entry(READERS, type)?.(attachment, record(attachment['payload'])) ?? unsupported(type)
}

const urlOf = ({ file }: Piece): string | undefined => file?.remote?.url

/**
 * What the attachments of a message say, one by one. While stickers have a type of their own and old clients do not know
 * it, they come a second time as an image, which is left out.
 */
export const piecesOf = (message: Json): readonly Piece[] => {
  const pieces = records(message['attachments']).map(read)
  const stickers = new Set(pieces.filter(({ file }) => file?.kind === 'sticker').map(urlOf))
  return pieces.filter(
    (piece) => piece.file?.kind !== 'image' || urlOf(piece) === undefined || !stickers.has(urlOf(piece)),
  )
}
