import type { AdapterDeps, ChannelAdapter, ChannelFactory, Delivery } from '../../adapters/adapter.ts'
import { ordinaryDeps, refuseNetwork } from '../../adapters/testing/world.ts'

/** A recorded file as the gateway would receive it, or why it is nothing that it receives. */
export type Payload =
  | { readonly kind: 'delivery'; readonly adapter: ChannelAdapter; readonly delivery: Delivery }
  | { readonly kind: 'other'; readonly what: string }

/** A channel of the corpus: its folder, and what each file in it is. */
export interface CorpusChannel {
  readonly channel: string
  readonly payload: (file: string, body: Uint8Array<ArrayBuffer>) => Payload | Promise<Payload>
}

export const other = (what: string): Payload => ({ kind: 'other', what })

const GATEWAY = 'https://gateway.example'

/** An adapter that can neither reach anybody nor know anything. */
export const adapterOf = <Config>(
  factory: ChannelFactory<Config>,
  config: unknown,
  world: Partial<AdapterDeps> = {},
): ChannelAdapter =>
  factory.create(factory.config.parse(config), {
    ...ordinaryDeps(),
    fetch: refuseNetwork,
    now: () => 1_760_000_000_000,
    nonce: () => 'nonce',
    secrets: {},
    publicUrl: GATEWAY,
    webhookUrl: `${GATEWAY}/webhooks/${factory.channel}/main`,
    ...world,
  })

/** A webhook that is called with this body. */
export const webhook = (adapter: ChannelAdapter, body: Uint8Array, contentType: string): Payload => ({
  kind: 'delivery',
  adapter,
  delivery: {
    method: 'POST',
    url: `${GATEWAY}/webhooks/${adapter.channel}/main`,
    query: [],
    headers: { 'content-type': contentType },
    body,
  },
})

/** A message of the connection's queue, with the object that it speaks of. */
export const queued = (adapter: ChannelAdapter, body: string, object?: Uint8Array): Payload => {
  const read = adapter.queue?.({ id: 'corpus', body })
  if (read === undefined) throw new Error(`${adapter.channel} reads no queue`)
  if (read.kind === 'ignore') return other('ignored, as it says nothing of a message')
  const named = read.object && object ? { object: { name: read.object.key, body: object } } : {}
  return { kind: 'delivery', adapter, delivery: { ...read.delivery, ...named } }
}
