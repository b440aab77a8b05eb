import type { AdapterDeps, AwsAccess, ChannelAdapter, Credentials } from '../adapters/adapter.ts'
import type { Directory } from '../core/ports.ts'
import { failure } from '../core/failures.ts'
import type { Sender } from '../core/send/sender.ts'
import type { CheckedConfig } from '../adapters/config.ts'

/** Values of a secret by its stored name, newest first: several while it is being rotated, none when it is not set. */
export type SecretStore = (name: string) => readonly string[]

export interface Connections {
  /** Reads what comes in, whoever sent it. */
  readonly find: (channel: string, connection: string) => ChannelAdapter | undefined
  /** Speaks to the provider for one account: to the sandbox when its mode is `test`. */
  readonly of: (channel: string, connection: string, account: string) => Speaking | undefined
  readonly send: Sender
}

/** An adapter, and how it fetches what a provider or a customer names by a link. */
export interface Speaking {
  readonly adapter: ChannelAdapter
  readonly fetchFile: typeof globalThis.fetch
}

interface World extends Pick<AdapterDeps, 'fetch' | 'fetchPublic' | 'now' | 'nonce' | 'publicUrl'> {
  readonly aws: AwsAccess
  readonly credentials: (channel: string, connection: string) => Credentials
  readonly secrets: SecretStore
  readonly directory: Directory
  /** Base URL of the sandbox that accounts in mode `test` talk to. */
  readonly sandboxUrl: string | undefined
}

/** Sends what an adapter addresses to its provider's host to the sandbox's stand-in for that channel instead. */
const sandboxFetch =
  (world: World, channel: string): typeof globalThis.fetch =>
  (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input)
    return world.fetch(`${world.sandboxUrl}/${channel}${url.pathname}${url.search}`, init)
  }

/** Makes the adapter of every connection; `test` accounts get one whose requests go to the sandbox. */
export const createConnections = (config: CheckedConfig, world: World): Connections => {
  const live = new Map<string, Speaking>()
  const test = new Map<string, Speaking>()
  for (const { adapter, name, secrets, config: own } of config.connections) {
    const { channel } = adapter
    const id = `${channel}/${name}`
    const deps: AdapterDeps = {
      fetch: world.fetch,
      fetchPublic: world.fetchPublic,
      mode: 'live',
      now: world.now,
      nonce: world.nonce,
      publicUrl: world.publicUrl,
      webhookUrl: `${world.publicUrl}/webhooks/${id}`,
      secrets: Object.fromEntries(Object.entries(secrets).map(([key, stored]) => [key, world.secrets(stored)])),
      credentials: world.credentials(channel, name),
      aws: world.aws,
    }
    live.set(id, { adapter: adapter.create(own, deps), fetchFile: world.fetchPublic })
    if (world.sandboxUrl !== undefined) {
      const fetch = sandboxFetch(world, channel)
      test.set(id, { adapter: adapter.create(own, { ...deps, fetch, mode: 'test' }), fetchFile: fetch })
    }
  }
  const of: Connections['of'] = (channel, connection, account) => {
    const mode = world.directory.account(channel, connection, account)?.mode
    return (mode === 'test' ? test : live).get(`${channel}/${connection}`)
  }
  return {
    find: (channel, connection) => live.get(`${channel}/${connection}`)?.adapter,
    of,
    send: async (part, connection, timeoutMs) => {
      const { channel, account } = part.address
      const adapter = of(channel, connection, account)?.adapter
      if (adapter === undefined)
        return {
          kind: 'refused',
          failure: failure('provider_rejected', 'the account is not configured, or has no sandbox'),
        }
      return adapter.send(part, AbortSignal.timeout(timeoutMs))
    },
  }
}
