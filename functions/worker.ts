import { failure } from '../core/failures.ts'
import type { Worker } from '../core/jobs/worker.ts'
import type { MediaSource } from '../adapters/adapter.ts'
import type { RemoteFile } from '../core/schema/content.ts'
import { download } from './outgoing/download.ts'
import type { Speaking } from './connections.ts'
import type { Wired } from './wire.ts'

const NOT_CONFIGURED = {
  kind: 'refused',
  failure: failure('provider_unavailable', 'the account is not configured, or has no sandbox'),
} as const

const NO_WAY: MediaSource = {
  kind: 'refused',
  failure: failure('content_unsupported', 'the channel has no way to fetch this file'),
}

/** A channel that needs no credentials for its files says only where they are. */
const plainSource = ({ url }: RemoteFile): MediaSource =>
  url === undefined ? NO_WAY : { kind: 'fetch', url, headers: {}, trusted: [] }

const sourceOf = async (
  { adapter }: Speaking,
  remote: RemoteFile,
  account: string,
  signal: AbortSignal,
): Promise<MediaSource> => adapter.media?.(remote, account, signal) ?? plainSource(remote)

/** Jobs done through the adapters: files by way of the account's own fetch, names by the adapter's look-up. */
export const createWorker = ({ ctx, connections }: Pick<Wired, 'ctx' | 'connections'>): Worker => ({
  fetch: async (order) => {
    const { channel, connection, account, remote, timeoutMs } = order
    const speaking = connections.of(channel, connection, account)
    if (speaking === undefined) return NOT_CONFIGURED
    const signal = AbortSignal.timeout(timeoutMs)
    const source = await sourceOf(speaking, remote, account, signal)
    if (source.kind !== 'fetch') return source
    return download(source, order, { fetch: speaking.fetchFile, objects: ctx.objects, now: ctx.now }, signal)
  },
  lookUp: async ({ channel, connection, account, peer, timeoutMs }) => {
    const speaking = connections.of(channel, connection, account)
    if (speaking === undefined) return NOT_CONFIGURED
    return (await speaking.adapter.profile?.(peer, account, AbortSignal.timeout(timeoutMs))) ?? { kind: 'none' }
  },
})
