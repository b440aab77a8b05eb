import type { Capabilities, MediaCapability } from '../../core/capabilities.ts'

/**
 * All files of a message together; 5 MB is read as the smaller, decimal one. Carriers take less of anything but
 * pictures. https://www.twilio.com/docs/messaging/guides/accepted-mime-types
 */
const maxBytes = 5_000_000
/** The text of an MMS is not cut into segments. */
const caption = { max: 1600, unit: 'characters' } as const
const media = (...contentTypes: readonly string[]): MediaCapability => ({ contentTypes, maxBytes, caption })

/**
 * SMS and MMS. Twilio takes 1600 characters (error 21617) and advises 320; ten segments are at most 1530 characters of
 * GSM-7 or 670 of UCS-2, so that no part is refused and none is more than ten messages on the bill.
 * https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource
 */
export const capabilities: Capabilities = {
  text: { max: 10, unit: 'segments' },
  media: {
    image: media(
      'image/jpeg',
      'image/jpg',
      'image/gif',
      'image/png',
      'image/heic',
      'image/heif',
      'image/tiff',
      'image/bmp',
    ),
    audio: media(
      'audio/basic',
      'audio/mp4',
      'audio/mpeg',
      'audio/ogg',
      'audio/3gpp',
      'audio/3gpp2',
      'audio/ac3',
      'audio/webm',
      'audio/amr-nb',
      'audio/amr',
    ),
    video: media(
      'video/mp4',
      'video/mpeg',
      'video/quicktime',
      'video/webm',
      'video/3gpp',
      'video/3gpp2',
      'video/3gpp-tt',
    ),
    document: media(
      'text/vcard',
      'text/x-vcard',
      'text/csv',
      'text/rtf',
      'text/richtext',
      'text/calendar',
      'text/directory',
      'application/pdf',
      'application/vcard',
      'application/vnd.apple.pkpass',
    ),
  },
  mediaPerPart: 10,
  locationRequest: false,
  location: false,
  templates: false,
  reactions: false,
  replyTo: false,
  formatting: 'none',
  receipts: ['sent', 'delivered'],
}
