import type { Alias } from '../../core/schema/identity.ts'
import type { AdapterDeps, OutboundPart, SendOutcome } from '../adapter.ts'
import type { ProviderAnswer } from '../http.ts'
import { graph } from '../meta-graph.ts'
import { record, records, text } from '../json.ts'
import { refusalOf } from './errors.ts'
import { aliases } from './people.ts'
import { render } from './render.ts'

export interface GraphConfig {
  readonly graphVersion: string
  readonly graphUrl: string
}

/**
 * The answer names the message and the person: the number as WhatsApp knows it, which is not always the one that was
 * dialled (Brazil, Mexico), or the user id. `held_for_quality_assessment` is accepted too: its fate comes as a status.
 */
const acceptedBy = ({ json }: ProviderAnswer): SendOutcome | undefined => {
  const answer = record(json)
  const providerId = text(records(answer['messages'])[0]?.['id'])
  if (providerId === undefined) return undefined
  const contact = record(records(answer['contacts'])[0])
  const known: Alias[] = aliases({ phone: contact['wa_id'], userId: contact['user_id'] })
  return { kind: 'accepted', providerId, ...(known.length === 0 ? {} : { aliases: known }) }
}

export const messagesUrl = ({ graphUrl, graphVersion }: GraphConfig, account: string): string =>
  `${graphUrl}/${graphVersion}/${encodeURIComponent(account)}/messages`

/** Sends one part with the newest access token. */
export const sender = (
  config: GraphConfig,
  deps: Pick<AdapterDeps, 'fetch' | 'now' | 'secrets'>,
): ((part: OutboundPart, signal: AbortSignal) => Promise<SendOutcome>) => {
  const { send } = graph(deps)
  return async (part, signal) => {
    const rendered = render(part)
    if ('refused' in rendered) return { kind: 'refused', failure: rendered.refused }
    const url = messagesUrl(config, part.address.account)
    return send({ url, body: rendered.body, signal, accepted: acceptedBy, refused: refusalOf })
  }
}
