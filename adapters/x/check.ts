import type { AccountFact, InboundFact } from '../../core/schema/fact.ts'
import type { AdapterDeps, Routine } from '../adapter.ts'
import { readJson, record, records, text, type Json } from '../json.ts'
import type { Asked, XClient, XRequest } from './client.ts'

const EVERY_MS = 3_600_000
/** Pages of subscriptions that are looked through: an app may have thousands. */
const PAGES = 10

/** What may be wrong, and what a person is told of it. */
const PROBLEMS = {
  'webhook.missing': 'X has no webhook with the address of this gateway: register it again.',
  'webhook.invalid': 'X does not deliver: the webhook failed its check, and failed it again just now.',
  'subscription.missing': 'X is not asked for the direct messages of this account: subscribe to dm.received.',
  'check.refused': 'X refused to tell how the webhook is: the app’s bearer token is wrong.',
} as const
type Problem = keyof typeof PROBLEMS
const HEALTHY = 'webhook.healthy'

const GET = (path: string): XRequest => ({ method: 'GET', path, as: 'app' })

/** What was answered; a problem where the app itself was refused. Anything else is tried again with the next run. */
const dataOf = (asked: Asked): Json | Problem => {
  if (asked.kind === 'answer') return record(asked.json)
  if (asked.failure.code === 'credentials_invalid') return 'check.refused'
  throw new Error(`webhook check: ${asked.failure.code}`)
}

/**
 * Whether X still delivers. A webhook that failed its check gets nothing, without a word, until somebody asks X to check it
 * again: which is done here. https://docs.x.com/x-api/webhooks/introduction
 */
export const check = (client: XClient, { now, webhookUrl }: Pick<AdapterDeps, 'now' | 'webhookUrl'>): Routine => {
  /** The webhook of this gateway among the app's; undefined when it is not there. */
  const find = async (signal: AbortSignal): Promise<Json | Problem> => {
    const data = dataOf(await client.ask(GET('/2/webhooks'), signal))
    if (typeof data === 'string') return data
    return records(data['data']).find(({ url }) => url === webhookUrl) ?? 'webhook.missing'
  }

  /** The problem with the webhook, after an attempt to mend it; else its id. */
  const webhook = async (signal: AbortSignal): Promise<Problem | { readonly id: string }> => {
    const found = await find(signal)
    if (typeof found === 'string') return found
    const id = text(found['id']) ?? ''
    if (found['valid'] === true) return { id }
    // X calls the gateway before it answers. What it answers does not matter: the list says what came of it.
    await client.ask({ method: 'PUT', path: `/2/webhooks/${encodeURIComponent(id)}`, as: 'app' }, signal)
    const again = await find(signal)
    if (typeof again === 'string') return again
    return again['valid'] === true ? { id } : 'webhook.invalid'
  }

  /** Users whose direct messages X is asked to deliver. */
  const subscribed = async (webhookId: string, signal: AbortSignal): Promise<ReadonlySet<string> | Problem> => {
    const users = new Set<string>()
    let page = ''
    for (let read = 0; read < PAGES; read++) {
      const data = dataOf(await client.ask(GET(`/2/activity/subscriptions${page}`), signal))
      if (typeof data === 'string') return data
      for (const { event_type: type, filter, webhook_id: at } of records(data['data']))
        if (type === 'dm.received' && (at === undefined || text(at) === webhookId))
          users.add(text(record(filter)['user_id']) ?? '')
      const next = text(record(data['meta'])['next_token'])
      if (next === undefined) break
      page = `?pagination_token=${encodeURIComponent(next)}`
    }
    return users
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
