import { failure } from '../../core/failures.ts'
import type { ActionOutcome, AdapterDeps, ChannelAction } from '../adapter.ts'
import type { ProviderAnswer } from '../http.ts'
import { graph } from '../meta-graph.ts'
import { entry, record, text } from '../json.ts'
import { refusalOf } from './errors.ts'
import type { Endpoint, Platform } from './platform.ts'

/**
 * Typing ends by itself or with the next message; seen is the whole conversation.
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages/sender-actions
 * https://developers.facebook.com/documentation/business-messaging/instagram-messaging/features/sender-actions
 */
const ACTIONS: Readonly<Record<ChannelAction['type'], string>> = { typing: 'typing_on', read: 'mark_seen' }

const done = ({ json }: ProviderAnswer): ActionOutcome | undefined =>
  text(record(json)['recipient_id']) === undefined ? undefined : { kind: 'done' }

/** Shows the person that somebody types, or that their messages were seen. */
export const actor = (
  platform: Platform,
  endpoint: Endpoint,
  deps: Pick<AdapterDeps, 'fetch' | 'now' | 'secrets'>,
): ((action: ChannelAction, signal: AbortSignal) => Promise<ActionOutcome>) => {
  const { ask } = graph(deps)
  return async ({ type, address }, signal) => {
    const action = entry(ACTIONS, type)
    if (action === undefined) return { kind: 'unsupported' }
    const id = address.peers.find((peer) => peer.type === platform.peer)?.value
    if (id === undefined) return { kind: 'refused', failure: failure('recipient_unreachable', `no ${platform.peer}`) }
    const body = { recipient: { id }, sender_action: action }
    return ask({ url: endpoint.messages(address.account), body, signal, accepted: done, refused: refusalOf })
  }
}
