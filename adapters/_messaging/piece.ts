import { compact } from '../../core/compact.ts'
import type { Attachment, MediaKind, MessageBody, Referral } from '../../core/schema/message.ts'
import { text, type Json } from '../json.ts'

/** What one attachment says. Its place in the message becomes the file's id: URLs differ between deliveries. */
export interface Piece {
  readonly text: string
  readonly file?: Omit<Attachment, 'id'>
  readonly content?: MessageBody['content']
  readonly referral?: Referral
  readonly extra?: MessageBody['extra']
}

/** A file stays `pending` with its URL, which is short-lived, or the id of an upload. */
export const fileOf = (kind: MediaKind, payload: Json): Omit<Attachment, 'id'> => {
  const remote = compact({ id: text(payload['attachment_id']), url: text(payload['url']) })
  return Object.keys(remote).length === 0 ? { kind, state: 'failed' } : { kind, state: 'pending', remote }
}
