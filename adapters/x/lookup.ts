import type { RemoteFile } from '../../core/schema/content.ts'
import type { Alias } from '../../core/schema/identity.ts'
import type { MediaSource, ProfileOutcome } from '../adapter.ts'
import { record, text } from '../json.ts'
import type { XClient } from './client.ts'
import { profileOf, userId } from './event.ts'

const USER_FIELDS = 'name,username,profile_image_url'

/** Who somebody is. https://docs.x.com/x-api/users/user-lookup/introduction */
export const profile =
  (client: XClient) =>
  async (peer: Alias, _account: string, signal: AbortSignal): Promise<ProfileOutcome> => {
    const id = peer.type === 'x_user' ? userId(peer.value) : undefined
    if (id === undefined) return { kind: 'none' }
    const asked = await client.ask({ method: 'GET', path: `/2/users/${id}?user.fields=${USER_FIELDS}` }, signal)
    // Somebody who is gone or suspended: a success with errors, or a refusal that concerns nobody else.
    if (asked.kind === 'refused')
      return asked.failure.scope === 'account' ? { kind: 'refused', failure: asked.failure } : { kind: 'none' }
    const found = profileOf({ [id]: record(asked.json)['data'] }, id)
    return found === undefined ? { kind: 'none' } : { kind: 'found', profile: found }
  }

/** Where files of direct messages lie for browsers: `…/dm/{message}/{file}/{name}`. It takes no OAuth 2.0. */
const PRIVATE = /^https:\/\/ton\.(?:twitter|x)\.com\/(?:[\w.]+\/){1,4}dm\/(\d{1,20})\/(\d{1,20})\/([\w.-]{1,200})$/
/** Files of posts, and videos: for anyone who has the address. */
const PUBLIC_HOSTS = new Set(['pbs.twimg.com', 'video.twimg.com'])

const gone = (reason: string): MediaSource => ({ kind: 'gone', reason })

/**
 * Pictures of direct messages are asked of the API, as the account; everything else is public and fetched without
 * credentials. https://docs.x.com/x-api/direct-messages/lookup/introduction
 */
export const media =
  (client: XClient) =>
  async (file: RemoteFile, _account: string): Promise<MediaSource> => {
    const url = text(file.url)
    if (url === undefined) return gone('X gave no address for this file')
    const [, message, id, name] = PRIVATE.exec(url) ?? []
    if (message === undefined || id === undefined || name === undefined) {
      const host = URL.canParse(url) ? new URL(url).hostname : ''
      return PUBLIC_HOSTS.has(host)
        ? { kind: 'fetch', url, headers: {}, trusted: [] }
        : gone('an address that is not X’s')
    }
    const own = `${client.apiUrl}/2/dm_conversations/media/${message}/${id}/${name}`
    const authorised = await client.authorise('GET', own)
    if (authorised.kind === 'refused') return authorised
    const trusted = [new URL(own).hostname]
    return { kind: 'fetch', url: own, headers: { authorization: authorised.value }, trusted }
  }
