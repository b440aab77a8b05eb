import type { WebhookReply, WebhookRequest } from '../adapter.ts'
import { anySecret, equal, hmac } from '../signature.ts'

/** What X signs with the secret of the app. https://docs.x.com/x-api/webhooks/introduction */
export const signature = (secret: string, data: Uint8Array | string): string =>
  `sha256=${hmac('sha256', secret, data, 'base64')}`

/**
 * Form of the tokens X sends: base64 of 16 to 128 characters. The answer to a token is made exactly as the signature of a
 * webhook is. Without this whoever asks for the answer to a JSON body would be given a webhook of X's.
 */
const TOKEN = /^[A-Za-z0-9+/=_-]{16,128}$/

const json = (status: number, body: unknown): WebhookReply => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

/** Answers X's Challenge-Response Check with the newest secret. Undefined when the request is none. */
export const handshake = (req: WebhookRequest, secrets: readonly string[] | undefined): WebhookReply | undefined => {
  const token = req.query.find(([name]) => name === 'crc_token')?.[1]
  if (req.method !== 'GET' || token === undefined) return undefined
  const secret = secrets?.find((value) => value !== '')
  if (secret === undefined || !TOKEN.test(token)) return json(403, { error: 'forbidden' })
  return json(200, { response_token: signature(secret, token) })
}

export const verify = (req: WebhookRequest, secrets: readonly string[] | undefined): boolean => {
  const header = req.headers['x-twitter-webhooks-signature'] ?? ''
  return anySecret(secrets, (secret) => equal(signature(secret, req.body), header))
}

export const received = (): WebhookReply => json(200, {})
