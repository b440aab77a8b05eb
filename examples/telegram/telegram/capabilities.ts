import type { Capabilities, TextLimit } from 'parley/adapter'

const characters = (max: number): TextLimit => ({ max, unit: 'characters' })
const MB = 1024 * 1024
const CAPTION = characters(1024)

/**
 * Limits of the Bot API for what it fetches by link: 5 MB for a photo, 20 MB for the rest, and as a document only PDF and
 * ZIP. A keyboard takes a hundred buttons, each with 64 bytes of its own; header and footer of a choice have no place and
 * share the 4096 characters with the body.
 * https://core.telegram.org/bots/api#sending-files
 * https://core.telegram.org/bots/api#sendmessage
 * https://core.telegram.org/bots/api#inlinekeyboardbutton
 */
export const capabilities: Capabilities = {
  text: characters(4096),
  media: {
    image: { contentTypes: ['image/jpeg', 'image/png', 'image/webp'], maxBytes: 5 * MB, caption: CAPTION },
    audio: { contentTypes: ['audio/mpeg', 'audio/mp4', 'audio/ogg'], maxBytes: 20 * MB, caption: CAPTION },
    video: { contentTypes: ['video/mp4'], maxBytes: 20 * MB, caption: CAPTION },
    document: { contentTypes: ['application/pdf', 'application/zip'], maxBytes: 20 * MB, caption: CAPTION },
    sticker: { contentTypes: ['image/webp'], maxBytes: 5 * MB },
  },
  mediaPerPart: 1,
  buttons: { max: 100, title: characters(64), id: { max: 64, unit: 'bytes' } },
  links: { max: 100, title: characters(64) },
  locationRequest: false,
  choiceText: { body: characters(3900), header: characters(60), footer: characters(60) },
  location: true,
  contacts: { max: 1 },
  templates: false,
  reactions: false,
  replyTo: true,
  formatting: 'none',
  receipts: [],
}
