import { failure } from '../../../core/failures.ts'
import type { RemoteFile } from '../../../core/schema/content.ts'
import type { MediaSource } from '../../adapter.ts'

const isTwilioHost = (hostname: string): boolean => /^api(?:\.[a-z0-9-]+)*\.twilio\.com$/.test(hostname)

/**
 * The files of an MMS: asked for with the account's credentials at Twilio's API, which redirects to a storage that must
 * not be given them. https://www.twilio.com/docs/messaging/api/media-resource#fetch-a-media-resource
 */
export const fileAt = ({ url }: RemoteFile, apiUrl: string, credentials: string): MediaSource => {
  if (url === undefined) return { kind: 'gone', reason: 'Twilio gave no address of the file' }
  if (!URL.canParse(url)) return { kind: 'refused', failure: failure('provider_rejected', 'not an address of Twilio') }
  const { protocol, hostname } = new URL(url)
  const trusted = protocol === 'https:' && (isTwilioHost(hostname) || hostname === new URL(apiUrl).hostname)
  return {
    kind: 'fetch',
    url,
    headers: { authorization: `Basic ${credentials}` },
    trusted: trusted ? [hostname] : [],
  }
}
