import type { WebhookRequest } from '../../adapter.ts'
import { anySecret, equal } from '../../signature.ts'
import type { InboundConfig } from './config.ts'
import type { InboundProvider } from './provider.ts'

/**
 * Postmark does not sign. The secret stands in the webhook's URL: as the password in front of the host, which comes as
 * Basic authentication with any user, or as `?token=`. https://postmarkapp.com/developer/webhooks/inbound-webhook
 */
const stated = ({ headers, query }: WebhookRequest): string[] => {
  const basic = /^basic\s+([a-z0-9+/=_-]+)\s*$/i.exec(headers['authorization'] ?? '')?.[1]
  const pair = basic === undefined ? '' : Buffer.from(basic, 'base64').toString('utf8')
  const token = query.find(([name]) => name === 'token')?.[1]
  return [...(pair.includes(':') ? [pair.slice(pair.indexOf(':') + 1)] : []), ...(token === undefined ? [] : [token])]
}

export const postmark: InboundProvider<Extract<InboundConfig, { by: 'postmark' }>> = {
  verify:
    (_, { secrets }) =>
    (req) =>
      anySecret(secrets['postmarkToken'], (secret) => stated(req).some((value) => equal(value, secret))),
  reader: () => import('./postmark-mail.ts'),
}
