import { compact } from '../../core/compact.ts'
import type { Attachment, MediaKind } from '../../core/schema/message.ts'
import { entry, flag, isRecord, text, type Json } from '../json.ts'
import type { Said } from './content.ts'

/** `voice` is an older word for audio recorded in the chat. */
const KINDS: Readonly<Record<string, MediaKind>> = {
  image: 'image',
  audio: 'audio',
  voice: 'audio',
  video: 'video',
  document: 'document',
  sticker: 'sticker',
}

const label = (kind: MediaKind, voice: boolean, filename: string | undefined): string => {
  if (voice) return '[voice message]'
  return filename === undefined ? `[${kind}]` : `[${kind}: ${filename}]`
}

/**
 * A file the customer sent. It stays `pending` with what is needed to fetch it: the media id, which the media endpoint
 * turns into a URL, and the short-lived URL itself where the webhook carries one.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media
 */
export const mediaOf = (type: string, item: Json): Said | undefined => {
  const kind = entry(KINDS, type)
  const media = item[type]
  if (kind === undefined || !isRecord(media)) return undefined
  const found = compact({ id: text(media['id']), url: text(media['url']) })
  const remote = Object.keys(found).length === 0 ? undefined : found
  const voice = type === 'voice' ? true : flag(media['voice'])
  const caption = text(media['caption'])
  const filename = text(media['filename'])
  const attachment: Attachment = compact({
    // Position in the message: stable where ids and URLs differ between deliveries.
    id: '0',
    kind,
    state: remote === undefined ? ('failed' as const) : ('pending' as const),
    contentType: text(media['mime_type']),
    filename,
    caption,
    sha256: text(media['sha256']),
    voice,
    animated: flag(media['animated']),
    remote,
  })
  return { text: caption ?? label(kind, voice === true, filename), attachments: [attachment] }
}
