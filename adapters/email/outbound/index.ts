import { late } from '../../../core/late.ts'
import type { AdapterDeps, ChannelAdapter } from '../../adapter.ts'
import type { ReplyTokens } from '../reply-token.ts'
import type { OutboundOptions } from './config.ts'

export { OutboundConfig, outboundSecrets } from './config.ts'

/** Sends mails. What composes and hands them over is loaded with the first: a webhook never sends. */
export const outbound = (
  options: OutboundOptions,
  deps: AdapterDeps,
  tokens: ReplyTokens,
): Pick<ChannelAdapter, 'send'> => {
  const sender = late(async () => (await import('./send.ts')).createSend(options, deps, tokens))
  return { send: async (part, signal) => (await sender())(part, signal) }
}
