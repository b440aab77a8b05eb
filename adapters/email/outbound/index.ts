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
  const load = async (): Promise<ChannelAdapter['send']> => {
    const { createSend } = await import('./send.ts')
    return createSend(options, deps, tokens)
  }
  let loading: ReturnType<typeof load> | undefined
  return { send: async (part, signal) => (await (loading ??= load()))(part, signal) }
}
