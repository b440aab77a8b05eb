import type { Capabilities, MediaCapability } from '../../core/capabilities.ts'

/**
 * The mail as it is sent, files in base64. SES takes 40 MB (https://docs.aws.amazon.com/ses/latest/dg/quotas.html, read as
 * the smaller, decimal ones); other servers say themselves what they take, and many a recipient's takes 25 MB.
 */
const MAX_MAIL_BYTES = 40_000_000

/** Base64 makes 78 bytes of 57. */
const MAX_FILE_BYTES = Math.floor((MAX_MAIL_BYTES / 78) * 57)

const media = (...contentTypes: readonly string[]): MediaCapability => ({ contentTypes, maxBytes: MAX_FILE_BYTES })

/** One mail is one part, whatever is in it. Mail has no receipt that it was read. */
export const capabilities: Capabilities = {
  text: { max: 65_536, unit: 'characters' },
  media: {
    image: media('image/*'),
    audio: media('audio/*'),
    video: media('video/*'),
    sticker: media('image/*'),
    document: media('application/*', 'text/*', 'image/*', 'audio/*', 'video/*', 'font/*', 'model/*', 'message/*'),
  },
  mediaPerPart: 10,
  locationRequest: false,
  location: false,
  templates: false,
  reactions: false,
  replyTo: true,
  formatting: 'html',
  receipts: ['sent', 'delivered'],
  // 50 in one request of SES's: https://docs.aws.amazon.com/ses/latest/dg/quotas.html
  mail: { maxBytes: MAX_MAIL_BYTES, recipients: 50 },
}
