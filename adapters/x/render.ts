import { failure } from '../../core/failures.ts'
import type { Failure } from '../../core/schema/failure.ts'
import type { OutboundMedia } from '../../core/schema/message.ts'
import type { OutboundPart } from '../adapter.ts'
import type { Json } from '../json.ts'

export interface Rendered {
  readonly path: string
  readonly body: Json
  /** A file that must be uploaded first: its id goes into the body. */
  readonly file?: OutboundMedia
}
export type Refused = { readonly refused: Failure }

const refuse = (code: Parameters<typeof failure>[0], why: string): Refused => ({ refused: failure(code, why) })

const DIGITS = /^\d{1,20}$/

/** The body with the id of an upload. One file is all that X takes. https://docs.x.com/x-api/direct-messages/manage/integrate */
export const withMedia = (body: Json, mediaId: string): Json => ({ ...body, attachments: [{ media_id: mediaId }] })

/**
 * A public answer. It answers the post that is named, else the one the conversation began with: the customer's own in most
 * cases. https://docs.x.com/x-api/posts/manage-tweets/introduction
 */
const post = ({ content, replyTo }: OutboundPart, thread: string): Rendered | Refused => {
  if (content.type !== 'text') return refuse('content_unsupported', `a public answer has no ${content.type}`)
  const target = replyTo ?? thread.split('/')[0] ?? ''
  if (!DIGITS.test(target)) return refuse('recipient_unreachable', 'no post to answer')
  return { path: '/2/tweets', body: { text: content.text, reply: { in_reply_to_tweet_id: target } } }
}

/** Where a direct message goes. Encrypted groups have ids that are no numbers, and cannot be written to from here. */
const pathOf = ({ address: { thread, peers } }: OutboundPart): string | Refused => {
  if (thread?.type === 'x_group')
    return DIGITS.test(thread.value)
      ? `/2/dm_conversations/${thread.value}/messages`
      : refuse('content_unsupported', 'an encrypted group')
  const id = peers.find(({ type }) => type === 'x_user')?.value
  return id !== undefined && DIGITS.test(id)
    ? `/2/dm_conversations/with/${id}/messages`
    : refuse('recipient_unreachable', 'no X user')
}

/**
 * The request of one part. X gives no key of ours back and takes no quoted message in private.
 * https://docs.x.com/x-api/direct-messages/create-dm-message-by-participant-id
 */
export const render = (part: OutboundPart): Rendered | Refused => {
  const { content, address } = part
  if (address.thread?.type === 'x_post') return post(part, address.thread.value)
  const path = pathOf(part)
  if (typeof path !== 'string') return path
  if (content.type === 'text') return { path, body: { text: content.text } }
  if (content.type !== 'media') return refuse('content_unsupported', `X has no ${content.type}`)
  const [file, ...others] = content.media
  if (file === undefined || others.length > 0) return refuse('content_unsupported', 'one file at a time')
  const text = content.text ?? file.caption ?? ''
  const body = text === '' ? {} : { text }
  if (file.kind !== 'image' && file.kind !== 'video') return refuse('content_unsupported', `X has no ${file.kind}`)
  return file.providerMediaId === undefined
    ? { path, body, file }
    : { path, body: withMedia(body, file.providerMediaId) }
}
