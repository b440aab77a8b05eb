import { compact } from '../../core/compact.ts'
import type { Failure } from '../../core/schema/failure.ts'
import type { Alias, Profile } from '../../core/schema/identity.ts'
import type { AdapterDeps, ProfileOutcome } from '../adapter.ts'
import type { ProviderAnswer } from '../http.ts'
import { graph } from '../meta-graph.ts'
import { isRecord, text, type Json } from '../json.ts'
import { refusalOf } from './errors.ts'
import type { Endpoint, Platform } from './platform.ts'

/**
 * Errors that mean that nothing is told of this person, or of anybody to this app: no consent (230), no permission for
 * profiles (3, 10, 200 to 299, 100/2018247), no profile (100/2018218), nobody known by this id (100/33, 803). None of
 * them says anything about sending, so that none is a failure of the account. A token that has ended (190) is one.
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/identity/user-profile
 * https://developers.facebook.com/documentation/business-messaging/instagram-messaging/features/user-profile
 */
const WITHHELD = /^(?:(?:3|10|2\d\d|803)(?:\/.*)?|100\/(?:33|2018218|2018247))$/

const isWithheld = ({ provider }: Failure): boolean =>
  provider !== undefined && WITHHELD.test([provider.code, ...(provider.subcode ? [provider.subcode] : [])].join('/'))

const nameOf = (told: Json): string | undefined => {
  const parts = [text(told['first_name']), text(told['last_name'])].filter((part) => part !== undefined)
  return text(told['name']) ?? (parts.length === 0 ? undefined : parts.join(' '))
}

/** A person who is known and tells nothing is answered with the id alone, or with an empty object. */
const read = ({ json }: ProviderAnswer): ProfileOutcome | undefined => {
  if (!isRecord(json)) return undefined
  const profile: Profile = compact({
    name: nameOf(json),
    username: text(json['username']),
    // The link ends after some days.
    avatarUrl: text(json['profile_pic']),
    locale: text(json['locale'])?.replace('_', '-'),
  })
  return Object.keys(profile).length === 0 ? { kind: 'none' } : { kind: 'found', profile }
}

/** Asks for a person's name and picture. `fields` are those the app may ask for: one too many, and nothing is told. */
export const profiler = (
  platform: Platform,
  endpoint: Endpoint,
  fields: readonly string[],
  deps: Pick<AdapterDeps, 'fetch' | 'now' | 'secrets'>,
): ((peer: Alias, account: string, signal: AbortSignal) => Promise<ProfileOutcome>) => {
  const { ask } = graph(deps)
  return async (peer, _account, signal) => {
    if (peer.type !== platform.peer) return { kind: 'none' }
    const url = `${endpoint.root}/${encodeURIComponent(peer.value)}?fields=${fields.join(',')}`
    const outcome = await ask<ProfileOutcome>({ url, signal, accepted: read, refused: refusalOf })
    return outcome.kind === 'refused' && isWithheld(outcome.failure) ? { kind: 'none' } : outcome
  }
}
