import type { Alias } from '../../core/schema/identity.ts'
import { failure } from '../../core/failures.ts'
import type { AdapterDeps, OutboundPart, SendOutcome } from '../adapter.ts'
import { callProvider, type ProviderAnswer } from '../http.ts'
import { record, records, text } from '../meta.ts'
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

/** Sends one part with the newest access token. */
export const sender =
  ({ graphUrl, graphVersion }: GraphConfig, { fetch, now, secrets }: Pick<AdapterDeps, 'fetch' | 'now' | 'secrets'>) =>
  async (part: OutboundPart, signal: AbortSignal): Promise<SendOutcome> => {
    const rendered = render(part)
    if ('refused' in rendered) return { kind: 'refused', failure: rendered.refused }
    const token = secrets['accessToken']?.find((secret) => secret !== '')
    if (token === undefined) return { kind: 'refused', failure: failure('credentials_invalid', 'no access token') }
    return callProvider(
      {
        fetch,
        url: `${graphUrl}/${graphVersion}/${encodeURIComponent(part.address.account)}/messages`,
        init: {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          body: JSON.stringify(rendered.body),
        },
        signal,
        accepted: acceptedBy,
        refused: refusalOf,
        secrets,
      },
      now(),
    )
  }
