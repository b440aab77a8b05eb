import { compact } from '../../../core/compact.ts'
import { failure } from '../../../core/failures.ts'
import type { Failure } from '../../../core/schema/failure.ts'
import type { OutboundPart } from '../../adapter.ts'
import type { AwsConfig } from './config.ts'
import { contextOf } from './own-key.ts'

type Refused = { readonly refused: Failure }
type Request = { readonly input: Readonly<Record<string, unknown>> }

/**
 * The request of one message. There is no idempotency token: what became of a request without an answer is learned from
 * the events, which bring `Context`. SMS has no quoted replies, so `replyTo` goes nowhere.
 * https://docs.aws.amazon.com/pinpoint/latest/apireference_smsvoicev2/API_SendTextMessage.html
 */
export const render = (config: AwsConfig, part: OutboundPart): Request | Refused => {
  const { address, content } = part
  if (content.type !== 'text') return { refused: failure('content_unsupported', `SMS over AWS has no ${content.type}`) }
  const to = address.peers.find(({ type }) => type === 'phone')
  if (to === undefined) return { refused: failure('recipient_unreachable', 'no phone number to send to') }
  const { messageType, configurationSet, protectConfiguration } = config
  return {
    input: compact({
      DestinationPhoneNumber: to.value,
      OriginationIdentity: address.account,
      MessageBody: content.text,
      MessageType: messageType,
      ConfigurationSetName: configurationSet,
      ProtectConfigurationId: protectConfiguration,
      Context: contextOf(part),
    }),
  }
}
