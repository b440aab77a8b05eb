import { randomUUID } from 'node:crypto'
import { Faults, type Sandbox, type SandboxDelivery, type SandboxFactory } from '../../adapters/sandbox.ts'
import type { ParleyConfig } from '../../adapters/config.ts'
import type { Log } from '../../core/ports.ts'
import { errorFields } from '../../functions/log.ts'
import type { LocalAccount } from '../accounts.ts'
import { sandboxFactories } from './load.ts'

/** The provider of one channel, with the accounts that talk to it. */
export interface LocalSandbox extends Omit<Sandbox, 'faults'> {
  readonly input: SandboxFactory['input']
  readonly accounts: readonly LocalAccount[]
  faults(): Faults
  setFaults(next: Faults): void
}

export interface Sandboxes {
  readonly byChannel: ReadonlyMap<string, LocalSandbox>
  /** Nothing is delivered any more. */
  close(): void
}

/** Makes a webhook and answers its HTTP status. */
export type Post = (channel: string, delivery: SandboxDelivery) => Promise<number>

/** Posts webhooks to the gateway at this URL. What is signed is the account's own URL, which may be a tunnel's. */
export const postTo =
  (gatewayUrl: string): Post =>
  async (channel, { connection, method, suffix, headers, body }) => {
    const url = `${gatewayUrl}/webhooks/${channel}/${connection}${suffix}`
    const response = await fetch(url, { method, headers, ...(method === 'POST' && { body }) })
    await response.arrayBuffer()
    return response.status
  }

export interface SandboxesOptions {
  readonly accounts: readonly LocalAccount[]
  readonly config: ParleyConfig
  readonly post: Post
  /** Puts a message into the queue of a connection. */
  readonly enqueue: (route: string, body: string) => Promise<void>
  readonly store: (key: string, body: Uint8Array) => Promise<string>
  readonly log: Log
}

/** The providers of all accounts in mode `test`. They keep what they know in memory: they are not the gateway. */
export const openSandboxes = async (options: SandboxesOptions): Promise<Sandboxes> => {
  const { accounts, post, enqueue, store, log } = options
  const factories = await sandboxFactories(options.config)
  const timers = new Set<NodeJS.Timeout>()

  let closed = false

  const later = (ms: number, run: () => Promise<void>): void => {
    const timer = setTimeout(() => {
      timers.delete(timer)
      run().catch((error: unknown) => {
        if (!closed) log('sandbox_failed', errorFields(error))
      })
    }, ms)
    timers.add(timer)
  }

  const open = (factory: SandboxFactory): readonly [string, LocalSandbox][] => {
    const { channel, input } = factory
    const own = accounts.filter((account) => account.channel === channel && account.mode === 'test')
    if (own.length === 0) return []
    const sandbox = factory.create({
      accounts: own,
      now: Date.now,
      nonce: randomUUID,
      later,
      deliver: (delivery) => post(channel, delivery),
      enqueue: (connection, body) => enqueue(`${channel}/${connection}`, body),
      store,
    })
    let faults: Faults = {}
    const local: LocalSandbox = {
      ...sandbox,
      input,
      accounts: own,
      faults: () => faults,
      setFaults: (next) => {
        sandbox.faults(next)
        faults = next
      },
    }
    return [[channel, local]]
  }

  return {
    byChannel: new Map(factories.flatMap(open)),
    close: () => {
      closed = true
      for (const timer of timers) clearTimeout(timer)
      timers.clear()
    },
  }
}
