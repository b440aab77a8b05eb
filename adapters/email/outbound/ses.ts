import type { AdapterDeps, OutboundPart, SendOutcome } from '../../adapter.ts'
import { callProvider } from '../../http.ts'
import { sesFailure } from '../errors.ts'
import type { SesConfig } from './config.ts'
import type { Recipients } from './recipients.ts'

/** What a mail is handed over with. */
export interface Envelope {
  readonly key: OutboundPart['key']
  readonly from: string
  readonly recipients: Recipients
}

const PATH = '/v2/email/outbound-emails'

/** Letters, digits, `_` and `-`: all that a tag's value may have, and all that our ids have. */
const tag = (name: string, value: string | number) => ({ Name: name, Value: `${value}` })

/**
 * SESv2's SendEmail with the mail as it is. The tags come back with every event about it.
 * https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html
 */
const requestBody = (envelope: Envelope, mime: Buffer, { configurationSet }: SesConfig): string =>
  JSON.stringify({
    FromEmailAddress: envelope.from,
    Destination: {
      ToAddresses: envelope.recipients.to,
      CcAddresses: envelope.recipients.cc,
      BccAddresses: envelope.recipients.bcc,
    },
    EmailTags: [tag('parley-message', envelope.key.message), tag('parley-part', envelope.key.part)],
    ...(configurationSet === undefined ? {} : { ConfigurationSetName: configurationSet }),
    Content: { Raw: { Data: mime.toString('base64') } },
  })

const accepted = (json: unknown): SendOutcome | undefined => {
  const id = (json as { readonly MessageId?: unknown } | null | undefined)?.MessageId
  return typeof id === 'string' && id !== '' ? { kind: 'accepted', providerId: id } : undefined
}

export const sendBySes = async (
  config: SesConfig,
  region: string,
  deps: AdapterDeps,
  envelope: Envelope,
  mime: Buffer,
  signal: AbortSignal,
): Promise<SendOutcome> => {
  const url = `https://email.${region}.amazonaws.com${PATH}`
  const body = requestBody(envelope, mime, config)
  const headers = await deps.aws.sign('ses', {
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json' },
    body,
  })
  return callProvider(
    {
      fetch: deps.fetch,
      url,
      init: { method: 'POST', headers, body },
      signal,
      accepted: ({ json }) => accepted(json),
      refused: sesFailure,
      secrets: deps.secrets,
    },
    deps.now(),
  )
}
