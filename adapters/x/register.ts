import { record, text } from '../json.ts'
import { depsOf } from '../setup-kit.ts'
import { type Change, type SetupAt, SetupError } from '../setup.ts'
import { xClient, type XClient, type XConfig, type XRequest } from './client.ts'
import { type Read, readSubscriptions, readWebhooks, usersWith, type Webhook } from './subscriptions.ts'

/** What Parley makes something of. https://docs.x.com/x-api/activity/introduction */
const TYPES = ['dm.received', 'dm.sent', 'dm.read', 'post.mention.create', 'chat.received', 'oauth.revoke']

const readOr = <T>(read: Read<T>): T => {
  if (read.kind === 'read') return read.value
  throw new SetupError(`X refuses to tell of the app’s webhooks: ${read.failure.provider?.detail ?? read.failure.code}`)
}

const post = async (client: XClient, request: Omit<XRequest, 'method'>, signal: AbortSignal) => {
  const asked = await client.ask({ ...request, method: 'POST' }, signal)
  if (asked.kind === 'answer') return record(asked.json)
  const { provider, code } = asked.failure
  throw new SetupError(`X refuses: ${provider?.detail ?? provider?.code ?? code}`)
}

/** The webhook, whose id the subscriptions need, also where it is made only just before them. */
const webhookChange = (
  at: SetupAt,
  client: XClient,
  found: Webhook | undefined,
): { readonly change: Change; readonly id: () => string } => {
  let id = found?.id ?? ''
  const what = `X delivers to ${at.webhookUrl}`
  if (found?.valid === true) return { change: { what }, id: () => id }
  const apply = async (signal: AbortSignal): Promise<void> => {
    // X asks the gateway before it answers, in both.
    if (found === undefined) {
      const made = await post(client, { path: '/2/webhooks', as: 'app', json: { url: at.webhookUrl } }, signal)
      id = text(record(made['data'])['id']) ?? text(made['id']) ?? ''
      return
    }
    const asked = await client.ask({ method: 'PUT', path: `/2/webhooks/${encodeURIComponent(id)}`, as: 'app' }, signal)
    if (asked.kind === 'refused') throw new SetupError('The gateway failed X’s check of the webhook again.')
  }
  return { change: { what, apply }, id: () => id }
}

/** The webhook and, for each account, what it is to be told. An app has one webhook on X's smaller plans. */
export const register = async (at: SetupAt, signal: AbortSignal): Promise<readonly Change[]> => {
  const config = at.config as XConfig
  const client = xClient(config, depsOf(at))
  const webhooks = readOr(await readWebhooks(client, signal))
  const found = webhooks.find(({ url }) => url === at.webhookUrl)
  const webhook = webhookChange(at, client, found)
  const subscriptions = found === undefined ? [] : readOr(await readSubscriptions(client, signal))
  // Private events want the account itself, where it has a token that is not used up by using it.
  const as = config.auth === 'oauth1' ? 'user' : 'app'
  const wanted = at.accounts.flatMap((account) =>
    TYPES.map((type): Change => {
      const what = `X tells of ${type}`
      if (found !== undefined && usersWith(subscriptions, found.id, type).has(account)) return { account, what }
      const apply = async (stop: AbortSignal): Promise<void> => {
        const json = { event_type: type, filter: { user_id: account }, webhook_id: webhook.id() }
        await post(client, { path: '/2/activity/subscriptions', as, json }, stop)
      }
      return { account, what, apply }
    }),
  )
  return [webhook.change, ...wanted]
}
