import * as z from 'zod'
import { failure } from '../../../core/failures.ts'
import type { AdapterDeps, OutboundPart, SendOutcome, WebhookReply } from '../../adapter.ts'
import { callProvider, type ProviderAnswer } from '../../http.ts'
import { capabilities } from '../capabilities.ts'
import type { SmsProvider } from '../provider.ts'
import { refusalOf } from './errors.ts'
import { fileAt } from './files.ts'
import { parse } from './parse.ts'
import { render } from './render.ts'
import { verifySignature } from './verify.ts'

export const TwilioConfig = z.strictObject({
  provider: z.literal('twilio'),
  /** A regional host (`https://api.dublin.ie1.twilio.com`), or the sandbox. */
  apiUrl: z
    .url({ protocol: /^https?$/ })
    .transform((url) => url.replace(/\/+$/, ''))
    .default('https://api.twilio.com'),
})
export type TwilioConfig = z.infer<typeof TwilioConfig>

/** An empty TwiML document: no reply. An empty body would be logged as an error (12300). */
const EMPTY: WebhookReply = { status: 200, headers: { 'content-type': 'text/xml' }, body: '<Response/>' }

/** The id and the scope of its receipts; the account is stated because a subaccount may have sent. */
const acceptedFor =
  (accountSid: string) =>
  ({ json }: ProviderAnswer): SendOutcome | undefined => {
    const answer = (json ?? {}) as { readonly sid?: unknown; readonly account_sid?: unknown }
    if (typeof answer.sid !== 'string' || answer.sid === '') return undefined
    const scope = typeof answer.account_sid === 'string' ? answer.account_sid : accountSid
    return { kind: 'accepted', providerId: answer.sid, scope }
  }

const newest = (values: readonly string[] | undefined): string | undefined => values?.find((value) => value !== '')

/** Account SID and auth token, as HTTP's Basic scheme wants them. */
const credentialsOf = (secrets: AdapterDeps['secrets']): { accountSid: string; basic: string } | undefined => {
  const accountSid = newest(secrets['accountSid'])
  const authToken = newest(secrets['authToken'])
  if (accountSid === undefined || authToken === undefined) return undefined
  return { accountSid, basic: Buffer.from(`${accountSid}:${authToken}`).toString('base64') }
}
const NO_CREDENTIALS = {
  kind: 'refused',
  failure: failure('credentials_invalid', 'no Account SID or auth token'),
} as const

const send = async (
  { apiUrl }: TwilioConfig,
  { fetch, now, secrets, webhookUrl }: AdapterDeps,
  part: OutboundPart,
  signal: AbortSignal,
): Promise<SendOutcome> => {
  const form = render(part, webhookUrl)
  if ('refused' in form) return { kind: 'refused', failure: form.refused }
  const credentials = credentialsOf(secrets)
  if (credentials === undefined) return NO_CREDENTIALS
  const { accountSid, basic } = credentials
  const call = {
    fetch,
    url: `${apiUrl}/2010-04-01/Accounts/${encodeURIComponent(accountSid)}/Messages.json`,
    init: {
      method: 'POST',
      headers: { authorization: `Basic ${basic}`, 'content-type': 'application/x-www-form-urlencoded' },
      body: form.toString(),
    },
    signal,
    accepted: acceptedFor(accountSid),
    refused: refusalOf,
    secrets: { authToken: secrets['authToken'] ?? [] },
  }
  return callProvider(call, now())
}

/** SMS and MMS over Twilio. Accounts are numbers as Twilio states them, or Messaging Services by their SID. */
export const twilio: SmsProvider<TwilioConfig> = {
  config: TwilioConfig,
  secrets: ['accountSid', 'authToken'],
  webhookSecrets: ['authToken'],
  capabilities,
  usesQueue: false,
  create: (config, deps) => ({
    webhook: {
      verify: (req) => verifySignature(req, deps.secrets['authToken']),
      ack: () => EMPTY,
    },
    parse: async (raw) => parse(raw),
    send: (part, signal) => send(config, deps, part, signal),
    media: async (file) => {
      const credentials = credentialsOf(deps.secrets)
      return credentials === undefined ? NO_CREDENTIALS : fileAt(file, config.apiUrl, credentials.basic)
    },
  }),
}
