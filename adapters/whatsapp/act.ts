import { failure } from '../../core/failures.ts'
import type { ActionOutcome, AdapterDeps, ChannelAction } from '../adapter.ts'
import type { ProviderAnswer } from '../http.ts'
import { graph } from '../meta-graph.ts'
import { entry, record, type Json } from '../json.ts'
import { refusalOf } from './errors.ts'
import { messagesUrl, type GraphConfig } from './send.ts'

/**
 * WhatsApp marks a message and all before it as read; the typing indicator comes with such a mark, and ends with the
 * answer or after 25 seconds.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/mark-message-as-read
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/typing-indicators
 */
const ACTIONS: Readonly<Record<ChannelAction['type'], Json>> = {
  read: {},
  typing: { typing_indicator: { type: 'text' } },
}

const done = ({ json }: ProviderAnswer): ActionOutcome | undefined =>
  record(json)['success'] === true ? { kind: 'done' } : undefined

/** Shows the customer that their message was read, or that somebody types. Both need the message. */
export const actor = (
  config: GraphConfig,
  deps: Pick<AdapterDeps, 'fetch' | 'now' | 'secrets'>,
): ((action: ChannelAction, signal: AbortSignal) => Promise<ActionOutcome>) => {
  const { ask } = graph(deps)
  return async ({ type, address, message }, signal) => {
    const action = entry(ACTIONS, type)
    if (action === undefined) return { kind: 'unsupported' }
    if (message === undefined)
      return { kind: 'refused', failure: failure('content_unsupported', 'no message of the customer') }
    const body = { messaging_product: 'whatsapp', status: 'read', message_id: message, ...action }
    const url = messagesUrl(config, address.account)
    return ask({ url, body, signal, accepted: done, refused: refusalOf })
  }
}
