import type { AdapterDeps, ChannelAdapter, Delivery, WebhookReply } from '../../adapter.ts'
import type { ReplyTokens } from '../reply-token.ts'
import type { InboundConfig, InboundPolicy } from './config.ts'
import { mailgun } from './mailgun.ts'
import type { Read } from './message.ts'
import { postmark } from './postmark.ts'
import type { InboundProvider } from './provider.ts'
import { sendgrid } from './sendgrid.ts'
import { ses } from './ses.ts'

export { InboundConfig, inboundSecrets } from './config.ts'

type Inbound = Pick<ChannelAdapter, 'webhook' | 'queue' | 'parse' | 'objects'>

const OK: WebhookReply = { status: 200, headers: { 'content-type': 'text/plain' }, body: 'OK' }

const wired = <Config extends InboundPolicy>(
  provider: InboundProvider<Config>,
  config: Config,
  deps: AdapterDeps,
  tokens: ReplyTokens,
): Inbound => {
  const readOnce = async (raw: Delivery): Promise<Read> => {
    const [{ read }, { readMail, unreadable }] = await Promise.all([provider.reader(), import('./message.ts')])
    const found = read(raw, config)
    if (found.kind === 'facts') return { facts: found.facts, objects: [] }
    return found.kind === 'mail' ? readMail(found.received, config, tokens) : unreadable(raw.body, found.reason)
  }
  // `objects` is asked for what `parse` has just read; a mail of 40 MB is taken apart once.
  const known = new WeakMap<Delivery, Promise<Read>>()
  const read = (raw: Delivery): Promise<Read> => {
    const reading = known.get(raw) ?? readOnce(raw)
    known.set(raw, reading)
    return reading
  }
  const verify = provider.verify?.(config, deps)
  return {
    ...(verify ? { webhook: { verify, ack: () => OK } } : {}),
    ...(provider.queue ? { queue: provider.queue(deps.webhookUrl) } : {}),
    parse: async (raw) => [...(await read(raw)).facts],
    objects: async (raw) => (await read(raw)).objects,
  }
}

/** Mail coming in, by the provider that the config names. */
export const inbound = (config: InboundConfig, deps: AdapterDeps, tokens: ReplyTokens): Inbound => {
  switch (config.by) {
    case 'ses':
      return wired(ses, config, deps, tokens)
    case 'postmark':
      return wired(postmark, config, deps, tokens)
    case 'mailgun':
      return wired(mailgun, config, deps, tokens)
    case 'sendgrid':
      return wired(sendgrid, config, deps, tokens)
    case 'none':
      return { parse: async () => [] }
  }
}
