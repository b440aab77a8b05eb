import type { AccountFact, InboundFact } from '../../core/schema/fact.ts'
import type { AdapterDeps, Routine } from '../adapter.ts'
import { readJson, record, text } from '../json.ts'
import type { XClient } from './client.ts'
import { type Read, readSubscriptions, readWebhooks, usersWith, type Webhook } from './subscriptions.ts'

const EVERY_MS = 3_600_000

/** What may be wrong, and what a person is told of it. */
const PROBLEMS = {
  'webhook.missing': 'X has no webhook with the address of this gateway: register it again.',
  'webhook.invalid': 'X does not deliver: the webhook failed its check, and failed it again just now.',
  'subscription.missing': 'X is not asked for the direct messages of this account: subscribe to dm.received.',
  'check.refused': 'X refused to tell how the webhook is: the app’s bearer token is wrong.',
} as const
type Problem = keyof typeof PROBLEMS
const HEALTHY = 'webhook.healthy'

/** What was read; a problem where the app itself was refused. Anything else is tried again with the next run. */
const readOr = <T>(read: Read<T>): T | Problem => {
  if (read.kind === 'read') return read.value
  if (read.failure.code === 'credentials_invalid') return 'check.refused'
  throw new Error(`webhook check: ${read.failure.code}`)
}

/**
 * Whether X still delivers. A webhook that failed its check gets nothing, without a word, until somebody asks X to check it
 * again: which is done here. https://docs.x.com/x-api/webhooks/introduction
 */
export const check = (client: XClient, { now, webhookUrl }: Pick<AdapterDeps, 'now' | 'webhookUrl'>): Routine => {
  /** The webhook of this gateway among the app's. */
  const find = async (signal: AbortSignal): Promise<Webhook | Problem> => {
    const webhooks = readOr(await readWebhooks(client, signal))
    if (typeof webhooks === 'string') return webhooks
    return webhooks.find(({ url }) => url === webhookUrl) ?? 'webhook.missing'
  }

  /** The problem with the webhook, after an attempt to mend it; else the webhook. */
  const webhook = async (signal: AbortSignal): Promise<Webhook | Problem> => {
    const found = await find(signal)
    if (typeof found === 'string' || found.valid) return found
    // X calls the gateway before it answers. What it answers does not matter: the list says what came of it.
    await client.ask({ method: 'PUT', path: `/2/webhooks/${encodeURIComponent(found.id)}`, as: 'app' }, signal)
    const again = await find(signal)
    if (typeof again === 'string') return again
    return again.valid ? again : 'webhook.invalid'
  }

  /** Users whose direct messages X is asked to deliver. */
  const subscribed = async (webhookId: string, signal: AbortSignal): Promise<ReadonlySet<string> | Problem> => {
    const subscriptions = readOr(await readSubscriptions(client, signal))
    return typeof subscriptions === 'string' ? subscriptions : usersWith(subscriptions, webhookId, 'dm.received')
  }

  const stateOf = async (
    accounts: readonly string[],
    signal: AbortSignal,
  ): Promise<Record<string, Problem | undefined>> => {
    const found = await webhook(signal)
    const users = typeof found === 'string' ? found : await subscribed(found.id, signal)
    return Object.fromEntries(
      accounts.map((account) => {
        if (typeof users === 'string') return [account, users]
        return [account, users.has(account) ? undefined : 'subscription.missing']
      }),
    )
  }

  const tell = (account: string, problem: Problem | undefined): AccountFact => {
    const event = problem ?? HEALTHY
    const at = now()
    return {
      kind: 'account',
      scope: account,
      account,
      at,
      // The same may be wrong again another day: that is news.
      id: `${event}:${at}`,
      event,
      health: problem === undefined ? 'healthy' : 'degraded',
      text: problem === undefined ? 'X delivers again.' : PROBLEMS[problem],
      detail: {},
    }
  }

  return {
    everyMs: EVERY_MS,
    run: async (cursor, accounts, signal) => {
      const before = record(cursor === undefined ? undefined : readJson(cursor))
      const state = await stateOf(accounts, signal)
      // Only what changed is told. That all is well is no news to begin with, and must not undo a revocation.
      const facts: InboundFact[] = accounts
        .filter((account) => text(before[account]) !== state[account])
        .map((account) => tell(account, state[account]))
      return { facts, cursor: JSON.stringify(state) }
    },
  }
}
