import { ordinarySandbox } from '../../../adapters/testing/world.ts'
import { setTimeout as wait } from 'node:timers/promises'
import { readKey as whatsappKey } from '../../../adapters/whatsapp/own-key.ts'
import { readKey as twilioKey } from '../../../adapters/sms/twilio/own-key.ts'
import type { SandboxDelivery, SandboxRequest } from '../../../adapters/sandbox.ts'
import { accountsOf, type LocalAccount } from '../../../local/accounts.ts'
import { listen } from '../../../local/http/server.ts'
import { providerRoutes } from '../../../local/sandbox/provider.ts'
import { openSandboxes, postTo } from '../../../local/sandbox/sandboxes.ts'
import config from '../../../parley.config.ts'
import type { Rng } from './random.ts'

/** Secrets that gateway and provider share, as the gateway takes them from its environment. */
export const SECRETS = {
  WHATSAPP_APP_SECRET: 'kill-app-secret',
  WHATSAPP_VERIFY_TOKEN: 'kill-verify-token',
  WHATSAPP_ACCESS_TOKEN: 'kill-access-token',
  TWILIO_ACCOUNT_SID: 'AC00000000000000000000000000000042',
  TWILIO_AUTH_TOKEN: 'kill-auth-token',
}

export interface Provider {
  /** For `--sandbox-url`. */
  readonly url: string
  readonly accounts: readonly LocalAccount[]
  /** Delivers a webhook as providers do: again and again until it is acknowledged. */
  deliver(channel: string, delivery: SandboxDelivery): Promise<void>
  /** Makes a customer of a channel write; resolves with the provider's id once it is acknowledged. */
  write(channel: string, action: object): Promise<string>
  /** `message.part` of every send that was taken, in order. */
  taken(channel: string): readonly string[]
  close(): Promise<void>
}

const RETRY_MS = 25

const ownKey: Readonly<Record<string, (request: SandboxRequest) => { message: string; part: number } | undefined>> = {
  whatsapp: ({ body }) => whatsappKey((body as Record<string, unknown>)['biz_opaque_callback_data']),
  sms: ({ body }) => {
    const callback = (body as Record<string, unknown>)['StatusCallback']
    return twilioKey([...new URL(String(callback)).searchParams])
  },
}

/**
 * The sandboxes in this process, so that they outlive the gateway at `gatewayUrl`. Some sends are answered late, so
 * that a kill can fall between a claim and its answer: before the message is taken as well as after.
 */
export const openProvider = async (gatewayUrl: () => string, rng: Rng): Promise<Provider> => {
  const closing = new AbortController()

  const insist = async (channel: string, delivery: SandboxDelivery): Promise<number> => {
    while (!closing.signal.aborted) {
      const status = await postTo(gatewayUrl())(channel, delivery).catch(() => 0)
      if (status === 200) return status
      // What is refused for good would be asked for ever.
      if (status >= 400 && status < 500) throw new Error(`${channel}: the webhook was answered with ${status}`)
      await wait(RETRY_MS)
    }
    return 0
  }

  const accounts = accountsOf(config, SECRETS, gatewayUrl())
  const { enqueue, store } = ordinarySandbox
  const sandboxes = await openSandboxes({ config, accounts, post: insist, enqueue, store, log: () => undefined })
  const app = providerRoutes(sandboxes)
  const http = await listen(0)
  const hold = async (): Promise<void> => {
    if (rng.chance(0.4)) await wait(rng.int(20, 250))
  }
  http.answer(async (request, env) => {
    await hold()
    const response = await app.fetch(request, env)
    await hold()
    return response
  })
  const sandbox = (channel: string) => {
    const found = sandboxes.byChannel.get(channel)
    if (found === undefined) throw new Error(`no sandbox of ${channel}`)
    return found
  }

  return {
    url: `http://127.0.0.1:${http.port}`,
    accounts,
    deliver: async (channel, delivery) => void (await insist(channel, delivery)),
    write: async (channel, action) => (await sandbox(channel).customer(action)).providerId,
    taken: (channel) =>
      sandbox(channel)
        .requests()
        .filter(({ providerId }) => providerId !== undefined)
        .map((request) => {
          const key = ownKey[channel]?.(request)
          return key ? `${key.message}.${key.part}` : 'without a key'
        }),
    close: async () => {
      closing.abort()
      sandboxes.close()
      await http.close()
    },
  }
}
