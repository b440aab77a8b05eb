import { record, text } from '../json.ts'
import { depsOf, gather, handshakeWith, newest, secretElsewhere } from '../setup-kit.ts'
import { type Finding, type SetupAt, SetupError } from '../setup.ts'
import { xClient, type XClient, type XConfig } from './client.ts'
import { type Read, readSubscriptions, readWebhooks, usersWith } from './subscriptions.ts'
import { signature } from './webhook.ts'

/** Without the first nothing comes in, without the second not what the shop writes in X's own app. */
const NEEDED = ['dm.received', 'dm.sent'] as const

/** As X makes its tokens; any would do. */
const CRC_TOKEN = 'cGFybGV5LWRvY3Rvci1jcmM='

const checkHandshake = async (at: SetupAt, signal: AbortSignal): Promise<readonly Finding[]> => {
  const secret = newest(at, 'consumerSecret')
  if (secret === undefined) return []
  const answer = await handshakeWith(at, { crc_token: CRC_TOKEN }, signal)
  return answer === undefined || text(answer.json['response_token']) === signature(secret, CRC_TOKEN)
    ? []
    : [secretElsewhere('api_secret_wrong', 'API secret')]
}

const APP_REFUSED: Finding = {
  code: 'bearer_token_refused',
  level: 'error',
  message: 'X refuses the app’s bearer token: the webhook cannot be looked after.',
  fix: 'Developer console → your app → Keys and tokens → Bearer Token → Regenerate; then parley secrets set <name> --overwrite',
}

/** What was read; undefined where the app was refused. Throws {@link SetupError} for anything else. */
const readOr = <T>(read: Read<T>): T | undefined => {
  if (read.kind === 'read') return read.value
  if (read.failure.code === 'credentials_invalid') return undefined
  throw new SetupError(`X does not tell how the webhook is: ${read.failure.code}.`)
}

const checkWebhook = async (at: SetupAt, client: XClient, signal: AbortSignal): Promise<readonly Finding[]> => {
  const fix = `parley register --only x/${at.connection}`
  const error = (code: string, message: string): Finding => ({ code, level: 'error', message, fix })
  const webhooks = readOr(await readWebhooks(client, signal))
  if (webhooks === undefined) return [APP_REFUSED]
  const webhook = webhooks.find(({ url }) => url === at.webhookUrl)
  if (webhook === undefined) {
    const other = webhooks[0]
    return [
      other === undefined
        ? error('webhook_missing', 'The app has no webhook at X: no message comes in.')
        : error('webhook_url_wrong', `X delivers to another address than this gateway’s: ${other.url}`),
    ]
  }
  if (!webhook.valid)
    return [error('webhook_invalid', 'X has stopped to deliver, because the webhook failed its check.')]
  const subscriptions = readOr(await readSubscriptions(client, signal))
  if (subscriptions === undefined) return [APP_REFUSED]
  return at.accounts.flatMap((account) => {
    const missing = NEEDED.filter((type) => !usersWith(subscriptions, webhook.id, type).has(account))
    if (missing.length === 0) return []
    return [
      { ...error('subscription_missing', `X is not asked for ${missing.join(' and ')} of this account.`), account },
    ]
  })
}

/** Tokens of OAuth 2 renew themselves by being used, so that only the gateway may use them: it tells of them itself. */
const checkUser = async (at: SetupAt, client: XClient, signal: AbortSignal): Promise<readonly Finding[]> => {
  const { auth } = at.config as XConfig
  if (auth !== 'oauth1' || newest(at, 'accessToken') === undefined) return []
  const asked = await client.ask({ method: 'GET', path: '/2/users/me' }, signal)
  const renew =
    'Developer console → your app → Keys and tokens → Access Token and Secret → Regenerate; then parley secrets set both'
  if (asked.kind === 'refused') {
    if (asked.failure.code !== 'credentials_invalid')
      throw new SetupError(`X does not tell whose access token it is: ${asked.failure.code}.`)
    const message = 'X refuses the access token of the account: nothing can be sent.'
    return [{ code: 'token_invalid', level: 'error', message, fix: renew }]
  }
  const owner = text(record(record(asked.json)['data'])['id'])
  return at.accounts
    .filter((account) => account !== owner)
    .map((account) => ({
      code: 'token_of_another_account',
      level: 'error',
      account,
      message: `The access token speaks for ${owner ?? 'another account'}, not for this one.`,
      fix: renew,
    }))
}

/** Asks X about the app, its webhook and subscriptions and the account's token; and the gateway for X's check. */
export const diagnose = (at: SetupAt, signal: AbortSignal): Promise<readonly Finding[]> => {
  const client = xClient(at.config as XConfig, depsOf(at))
  return gather(
    () => checkHandshake(at, signal),
    async () => (newest(at, 'bearerToken') === undefined ? [] : checkWebhook(at, client, signal)),
    () => checkUser(at, client, signal),
  )
}
