import type { ChannelFactory } from '../../adapters/adapter.ts'
import { email } from '../../adapters/email/index.ts'
import { instagram } from '../../adapters/instagram/index.ts'
import { messenger } from '../../adapters/messenger/index.ts'
import { sms } from '../../adapters/sms/index.ts'
import { whatsapp } from '../../adapters/whatsapp/index.ts'
import { x } from '../../adapters/x/index.ts'
import { mails } from './mails.ts'
import { adapterOf, other, queued, webhook, type CorpusChannel, type Payload } from './payload.ts'

const JSON_BODY = 'application/json'

type Rule = readonly [pattern: RegExp, what: string]

const SIGNATURES: Rule = [/signature-vector|ecdsa-vector/, 'vectors of signatures']

/** Files that are no deliveries, each by the first rule that knows it; all others are called in as JSON. */
const jsonChannel = (factory: ChannelFactory<unknown>, rules: readonly Rule[]): CorpusChannel => {
  const adapter = adapterOf(factory, {})
  return {
    channel: factory.channel,
    payload: (file, body) => {
      const rule = [SIGNATURES, ...rules].find(([pattern]) => pattern.test(file))
      return rule ? other(rule[1]) : webhook(adapter, body, JSON_BODY)
    },
  }
}

const META: readonly Rule[] = [
  [/^out-/, 'requests to the provider'],
  [/^(res|err)-/, 'answers of the provider'],
]

const smsOver = (folder: string): CorpusChannel => {
  const aws = adapterOf(sms, { provider: 'aws' })
  return {
    channel: folder,
    payload: (file, body): Payload => {
      if (file.startsWith('aws-')) return queued(aws, new TextDecoder().decode(body))
      return other(
        SIGNATURES[0].test(file) || file.includes('vectors') ? SIGNATURES[1] : 'of a provider without an adapter',
      )
    },
  }
}

/** One line for each channel: its folder in the corpus has its name. */
export const CHANNELS: readonly CorpusChannel[] = [
  jsonChannel(whatsapp, META),
  jsonChannel(messenger, META),
  jsonChannel(instagram, META),
  jsonChannel(x, [[/-response\.json$/, 'answers of the provider']]),
  smsOver('sms'),
  mails(email),
]
