import { createPublicKey, verify as verifySignature } from 'node:crypto'
import type { WebhookRequest } from '../../adapter.ts'
import { anySecret } from '../../signature.ts'
import type { InboundConfig } from './config.ts'
import type { InboundProvider } from './provider.ts'

/**
 * ECDSA over P-256 and SHA-256, of the time and the raw body. The secret is the public key as SendGrid shows it, DER in
 * base64. A mail that comes twice is one by its own id: the time is signed, and old signatures stay good, since SendGrid
 * tries for three days. https://www.twilio.com/docs/sendgrid/for-developers/parsing-email/securing-your-parse-webhooks
 */
const signedBy = (publicKey: string, { headers, body }: WebhookRequest): boolean => {
  const signature = headers['x-twilio-email-event-webhook-signature'] ?? ''
  const timestamp = headers['x-twilio-email-event-webhook-timestamp'] ?? ''
  if (signature === '' || timestamp === '') return false
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' })
    if (key.asymmetricKeyType !== 'ec') return false
    const bytes = Buffer.from(signature, 'base64')
    // Node reads base64 that is followed by anything, or written in another way, as if it were not.
    if (bytes.toString('base64') !== signature) return false
    return verifySignature('sha256', Buffer.concat([Buffer.from(timestamp), body]), key, bytes)
  } catch {
    // A key or a signature that is none verifies nothing.
    return false
  }
}

/** Inbound Parse, with the mail as it is (`Send raw`) or taken apart. */
export const sendgrid: InboundProvider<Extract<InboundConfig, { by: 'sendgrid' }>> = {
  verify:
    (_, { secrets }) =>
    (req) =>
      anySecret(secrets['sendgridPublicKey'], (key) => signedBy(key, req)),
  reader: () => import('./sendgrid-mail.ts'),
}
