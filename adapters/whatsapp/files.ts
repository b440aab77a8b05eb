import { failure } from '../../core/failures.ts'
import type { RemoteFile } from '../../core/schema/content.ts'
import type { AdapterDeps, MediaSource } from '../adapter.ts'
import type { ProviderAnswer } from '../http.ts'
import { graph } from '../meta-graph.ts'
import { number, record, text } from '../json.ts'
import { graphError } from '../meta.ts'
import { refusalOf } from './errors.ts'
import type { GraphConfig } from './send.ts'

/** Where files lie: the one host beside the Graph API that takes the access token. */
const FILE_HOST = 'lookaside.fbsbx.com'

const GONE: MediaSource = { kind: 'gone', reason: 'WhatsApp keeps media for 30 days, and does not have this any more' }
const NO_SOURCE: MediaSource = { kind: 'refused', failure: failure('provider_rejected', 'not a link of WhatsApp') }

/** A media id that is unknown or has ended (100/33), and one of another number, are answered alike. */
const isGone = (answer: ProviderAnswer): boolean => {
  const error = graphError(answer.json)
  return answer.status === 404 || (error?.code === '100' && error.subcode === '33')
}

type Deps = Pick<AdapterDeps, 'fetch' | 'now' | 'secrets' | 'mode'>

const sourceAt = (
  url: string,
  token: string,
  mode: AdapterDeps['mode'],
  answer: Record<string, unknown>,
): MediaSource => {
  if (!URL.canParse(url)) return NO_SOURCE
  const { protocol, hostname } = new URL(url)
  // In the sandbox, which stands for all of the provider's hosts, links are its own.
  if (mode === 'live' && protocol !== 'https:') return NO_SOURCE
  // The size comes as a number and as a string of digits.
  const [contentType, size] = [text(answer['mime_type']), number(answer['file_size'])]
  return {
    kind: 'fetch',
    url,
    headers: { authorization: `Bearer ${token}` },
    trusted: [mode === 'test' ? hostname : FILE_HOST],
    ...(contentType === undefined ? {} : { contentType }),
    ...(size === undefined ? {} : { size }),
  }
}

/**
 * A media id gives a link that works for five minutes, and only with the access token; the link of the webhook itself is
 * taken where there is no id.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media
 */
export const filesOf = (
  { graphUrl, graphVersion }: GraphConfig,
  deps: Deps,
): ((file: RemoteFile, account: string, signal: AbortSignal) => Promise<MediaSource>) => {
  const { ask } = graph(deps)
  return async ({ id, url: stated }, account, signal) => {
    const token = deps.secrets['accessToken']?.find((secret) => secret !== '')
    if (token === undefined) return { kind: 'refused', failure: failure('credentials_invalid', 'no access token') }
    if (id === undefined) return stated === undefined ? NO_SOURCE : sourceAt(stated, token, deps.mode, {})
    let gone = false
    const query = new URLSearchParams({ phone_number_id: account }).toString()
    const source = await ask<MediaSource>({
      url: `${graphUrl}/${graphVersion}/${encodeURIComponent(id)}?${query}`,
      signal,
      accepted: ({ json }) => {
        const answer = record(json)
        const url = text(answer['url'])
        return url === undefined ? undefined : sourceAt(url, token, deps.mode, answer)
      },
      refused: (answer) => {
        gone = isGone(answer)
        return refusalOf(answer)
      },
    })
    return gone ? GONE : source
  }
}
