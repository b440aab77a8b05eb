import type { Capabilities, TextLimit } from '../../core/capabilities.ts'

const characters = (max: number): TextLimit => ({ max, unit: 'characters' })
const MB = 1024 * 1024
const caption = characters(1024)

/**
 * Limits of the Cloud API. Interactive bodies are held to 1024 characters everywhere: the list page allows 4096, the
 * API's own schema does not.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media#supported-media-types
 */
export const capabilities: Capabilities = {
  text: characters(4096),
  media: {
    // A webp picture is refused as an image (131053); it goes as a sticker.
    image: { contentTypes: ['image/jpeg', 'image/png'], maxBytes: 5 * MB, caption },
    audio: {
      contentTypes: ['audio/aac', 'audio/amr', 'audio/mpeg', 'audio/mp4', 'audio/ogg'],
      maxBytes: 16 * MB,
    },
    video: { contentTypes: ['video/mp4', 'video/3gpp'], maxBytes: 16 * MB, caption },
    document: {
      contentTypes: [
        'application/pdf',
        'text/plain',
        'application/msword',
        'application/vnd.ms-excel',
        'application/vnd.ms-powerpoint',
        'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
        'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        'application/vnd.openxmlformats-officedocument.presentationml.presentation',
      ],
      maxBytes: 100 * MB,
      caption,
    },
    // 500 KB when animated, 100 KB when not: the larger one, as the file alone tells them apart.
    sticker: { contentTypes: ['image/webp'], maxBytes: 500 * 1024 },
  },
  mediaPerPart: 1,
  buttons: { max: 3, title: characters(20), id: characters(256) },
  list: {
    rows: 10,
    sections: 10,
    button: characters(20),
    title: characters(24),
    description: characters(72),
    sectionTitle: characters(24),
    id: characters(200),
  },
  links: { max: 1, title: characters(20) },
  locationRequest: true,
  choiceText: { body: characters(1024), header: characters(60), footer: characters(60) },
  location: true,
  contacts: { max: 5 },
  templates: true,
  reactions: true,
  replyTo: true,
  formatting: 'whatsapp',
  receipts: ['sent', 'delivered', 'read'],
  windowHours: 24,
}
