import { compact } from '../../../core/compact.ts'
import { failure } from '../../../core/failures.ts'
import type { AdapterDeps, OutboundPart, QueueRead, SendOutcome } from '../../adapter.ts'
import { callProvider, type Call, type ProviderAnswer } from '../../http.ts'
import { readSns } from '../../sns.ts'
import { capabilities } from '../capabilities.ts'
import type { SmsProvider } from '../provider.ts'
import { AwsConfig } from './config.ts'
import { refusalOf } from './errors.ts'
import { parse, SCOPE } from './parse.ts'
import { render } from './render.ts'

/** The name under which AWS signs for End User Messaging, and its endpoints lie. */
const SERVICE = 'sms-voice'

const accepted = ({ json }: ProviderAnswer): SendOutcome | undefined => {
  const id = (json as { readonly MessageId?: unknown } | null | undefined)?.MessageId
  return typeof id === 'string' && id !== '' ? { kind: 'accepted', providerId: id, scope: SCOPE } : undefined
}

/** Headers of a signed request; undefined where there are no credentials to sign with. */
const sign = async (
  { aws }: AdapterDeps,
  region: string,
  request: { readonly url: string; readonly body: string },
): Promise<Record<string, string> | undefined> => {
  const headers = {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': 'PinpointSMSVoiceV2.SendTextMessage',
  }
  try {
    // The host is signed, and set by whoever connects to it.
    const { host: _, ...signed } = await aws.sign(SERVICE, { method: 'POST', ...request, headers }, region)
    return signed
  } catch {
    return undefined
  }
}

const send = async (
  config: AwsConfig,
  deps: AdapterDeps,
  part: OutboundPart,
  signal: AbortSignal,
): Promise<SendOutcome> => {
  const message = render(config, part)
  if ('refused' in message) return { kind: 'refused', failure: message.refused }
  const region = config.region ?? deps.aws.region
  const url = `${config.apiUrl ?? `https://${SERVICE}.${region}.amazonaws.com`}/`
  const body = JSON.stringify(message.input)
  const headers = await sign(deps, region, { url, body })
  if (headers === undefined)
    return { kind: 'refused', failure: failure('credentials_invalid', 'no credentials of AWS to sign with') }
  const call: Call = {
    fetch: deps.fetch,
    url,
    init: { method: 'POST', headers, body },
    signal,
    accepted,
    refused: refusalOf,
  }
  return callProvider(call, deps.now())
}

const queue = (body: string): QueueRead => {
  const sns = readSns(body)
  if (sns.kind === 'ignore') return { kind: 'ignore', reason: sns.reason }
  const delivery = { method: 'POST', url: '', query: [], headers: {}, body: new TextEncoder().encode(body) }
  return { kind: 'delivery', delivery }
}

/**
 * SMS over AWS End User Messaging. Accounts are phone numbers (E.164), short codes, sender ids or pools. No MMS: AWS takes
 * files from the shop's S3 alone, and hands on none.
 */
export const aws: SmsProvider<AwsConfig> = {
  config: AwsConfig,
  secrets: [],
  webhookSecrets: [],
  capabilities: { ...capabilities, media: {}, mediaPerPart: 1 },
  usesQueue: true,
  cloud: ({ region, configurationSet }) => ({ sendsSms: compact({ region, configurationSet }) }),
  create: (config, deps) => ({
    queue: (message) => queue(message.body),
    parse: async (raw) => parse(raw),
    send: (part, signal) => send(config, deps, part, signal),
  }),
}
