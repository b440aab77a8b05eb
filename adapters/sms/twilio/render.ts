import { failure } from '../../../core/failures.ts'
import type { Failure } from '../../../core/schema/failure.ts'
import type { OutboundMedia, PartContent } from '../../../core/schema/message.ts'
import type { OutboundPart } from '../../adapter.ts'
import { canReceive } from '../address.ts'
import { callbackUrl } from './own-key.ts'

type Refused = { readonly refused: Failure }
type Params = readonly (readonly [name: string, value: string])[]

const refuse = (...reason: Parameters<typeof failure>): Refused => ({ refused: failure(...reason) })

/** A Messaging Service as the account picks the sender itself. */
const senderParams = (account: string): Params =>
  /^MG[0-9a-f]{32}$/i.test(account) ? [['MessagingServiceSid', account]] : [['From', account]]

const mediaParams = (media: readonly OutboundMedia[]): Params | Refused => {
  const urls = media.flatMap(({ url }) => (url === undefined ? [] : [['MediaUrl', url] as const]))
  return urls.length === media.length ? urls : refuse('media_rejected', 'Twilio takes files by their address only')
}

const contentParams = (content: PartContent): Params | Refused => {
  if (content.type === 'text') return [['Body', content.text]]
  if (content.type !== 'media') return refuse('content_unsupported', `SMS has no ${content.type}`)
  const files = mediaParams(content.media)
  if ('refused' in files || content.text === undefined || content.text === '') return files
  return [['Body', content.text], ...files]
}

/**
 * The form of one message. There is no idempotency key to send along: what became of a request without an answer is
 * learned from the status callback. SMS has no quoted replies, so `replyTo` goes nowhere.
 * https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource
 */
export const render = (part: OutboundPart, webhookUrl: string): URLSearchParams | Refused => {
  const to = part.address.peers.find(canReceive)
  if (to === undefined) return refuse('recipient_unreachable', 'no number to send to')
  const content = contentParams(part.content)
  if ('refused' in content) return content
  const params = [
    ['To', to.value] as const,
    ...senderParams(part.address.account),
    ...content,
    ['StatusCallback', callbackUrl(webhookUrl, part.key)] as const,
  ]
  return new URLSearchParams(params.map(([name, value]): [string, string] => [name, value]))
}
