import type { AdapterDeps, ChannelAdapter } from '../adapters/adapter.ts'
import type { Directory } from '../core/ports.ts'
import { failure } from '../core/failures.ts'
import type { Sender } from '../core/send/sender.ts'
import type { CheckedConfig } from '../adapters/config.ts'

/** Values of a secret by its stored name, newest first: several while it is being rotated, none when it is not set. */
export type SecretStore = (name: string) => readonly string[]

export interface Connections {
  readonly find: (channel: string, connection: string) => ChannelAdapter | undefined
  readonly send: Sender
}

interface World extends Pick<AdapterDeps, 'fetch' | 'now' | 'nonce' | 'publicUrl'> {
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
  const live = new Map<string, ChannelAdapter>()
  const test = new Map<string, ChannelAdapter>()
  for (const { adapter, name, secrets, config: own } of config.connections) {
    const id = `${adapter.channel}/${name}`
    const deps: AdapterDeps = {
      fetch: world.fetch,
      now: world.now,
      nonce: world.nonce,
      publicUrl: world.publicUrl,
      webhookUrl: `${world.publicUrl}/webhooks/${id}`,
      secrets: Object.fromEntries(Object.entries(secrets).map(([key, stored]) => [key, world.secrets(stored)])),
    }
    live.set(id, adapter.create(own, deps))
    if (world.sandboxUrl !== undefined)
      test.set(id, adapter.create(own, { ...deps, fetch: sandboxFetch(world, adapter.channel) }))
  }
  return {
    find: (channel, connection) => live.get(`${channel}/${connection}`),
    send: async (part, connection, timeoutMs) => {
      const { channel, account } = part.address
      const mode = world.directory.account(channel, connection, account)?.mode
      const adapter = (mode === 'test' ? test : live).get(`${channel}/${connection}`)
      if (adapter === undefined)
        return {
          kind: 'refused',
          failure: failure('provider_rejected', 'the account is not configured, or has no sandbox'),
        }
      return adapter.send(part, AbortSignal.timeout(timeoutMs))
    },
  }
}
