import { failure } from '../../core/failures.ts'
import type { AdapterDeps, OutboundPart, SendOutcome } from '../adapter.ts'
import { callProvider, type ProviderAnswer } from '../http.ts'
import { writeKey } from '../meta-key.ts'
import { record, text } from '../meta.ts'
import { refusalOf } from './errors.ts'
import type { Platform } from './platform.ts'
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

/** Sends one part with the newest access token to the URL that takes the account's messages. */
export const sender =
  (
    platform: Platform,
    messagesUrl: (account: string) => string,
    { fetch, now, secrets }: Pick<AdapterDeps, 'fetch' | 'now' | 'secrets'>,
  ) =>
  async (part: OutboundPart, signal: AbortSignal): Promise<SendOutcome> => {
    const rendered = render(platform, part, now())
    if ('refused' in rendered) return { kind: 'refused', failure: rendered.refused }
    const token = secrets['accessToken']?.find((secret) => secret !== '')
    if (token === undefined) return { kind: 'refused', failure: failure('credentials_invalid', 'no access token') }
    const outcome = await callProvider(
      {
        fetch,
        url: messagesUrl(part.address.account),
        init: {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          body: JSON.stringify(rendered.body),
        },
        signal,
        accepted: acceptedFor(part),
        refused: refusalOf,
        secrets,
      },
      now(),
    )
    return settled(outcome)
  }
