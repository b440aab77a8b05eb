import { storable } from '../core/text/storable.ts'
import { readJson, record } from './json.ts'

/**
 * What a queue hands over that an SNS topic writes to: the words of one notification, or a message of SNS about the
 * subscription itself, of which there is nothing to keep.
 */
export type SnsRead =
  | {
      readonly kind: 'notification'
      readonly message: string
      /** When the topic took it, ms since epoch; null where raw delivery leaves the envelope out. */
      readonly at: number | null
      readonly enveloped: boolean
    }
  | { readonly kind: 'ignore'; readonly reason: string }

const SUBSCRIPTIONS = new Set(['SubscriptionConfirmation', 'UnsubscribeConfirmation'])

/** Said once in plain words by services of AWS when a topic is set up as their destination. */
const VALIDATION = /^Successfully validated SNS topic\b/

/**
 * Reads the body of an SQS message: SNS's envelope, or what raw message delivery leaves of it.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
 */
export const readSns = (body: string): SnsRead => {
  const { Type: type, Message: message, Timestamp: stated } = record(readJson(body))
  if (typeof type === 'string' && SUBSCRIPTIONS.has(type))
    return { kind: 'ignore', reason: `SNS about the subscription: ${type}` }
  const enveloped = type === 'Notification' && typeof message === 'string'
  const words = enveloped ? message : storable(body)
  if (VALIDATION.test(words)) return { kind: 'ignore', reason: 'AWS tried whether it can write to the topic' }
  const at = enveloped && typeof stated === 'string' ? Date.parse(stated) : Number.NaN
  return { kind: 'notification', message: words, at: Number.isNaN(at) ? null : at, enveloped }
}
