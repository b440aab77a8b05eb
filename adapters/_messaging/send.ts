import type { AdapterDeps, OutboundPart, SendOutcome } from '../adapter.ts'
import type { ProviderAnswer } from '../http.ts'
import { graph } from '../meta-graph.ts'
import { writeKey } from '../meta-key.ts'
import { record, text } from '../json.ts'
import { refusalOf } from './errors.ts'
import type { Endpoint, Platform } from './platform.ts'
import { render } from './render.ts'

/** A sender action is answered with the person alone; our own key stands for the id that it has not. */
const acceptedFor =
  ({ content, key }: OutboundPart) =>
  ({ json }: ProviderAnswer): SendOutcome | undefined => {
    const { message_id: id, recipient_id: recipient } = record(json)
    const action = content.type === 'reaction' && text(recipient) !== undefined ? writeKey(key) : undefined
    const providerId = text(id) ?? action
    return providerId === undefined ? undefined : { kind: 'accepted', providerId }
  }

/** Some errors say that the message may have gone: that is not a refusal, and must not be sent again unseen. */
const settled = (outcome: SendOutcome): SendOutcome =>
  outcome.kind === 'refused' && outcome.failure.code === 'outcome_unknown'
    ? { kind: 'unknown', detail: `error ${outcome.failure.provider?.code ?? ''}` }
    : outcome

/** Sends one part to where the account's messages are taken. */
export const sender = (
  platform: Platform,
  endpoint: Endpoint,
  deps: Pick<AdapterDeps, 'fetch' | 'now' | 'secrets'>,
): ((part: OutboundPart, signal: AbortSignal) => Promise<SendOutcome>) => {
  const { send } = graph(deps)
  return async (part, signal) => {
    const rendered = render(platform, part, deps.now())
    if ('refused' in rendered) return { kind: 'refused', failure: rendered.refused }
    const url = endpoint.messages(part.address.account)
    const { body } = rendered
    return settled(await send({ url, body, signal, accepted: acceptedFor(part), refused: refusalOf }))
  }
}
