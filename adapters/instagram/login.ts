import { list, records, text } from '../json.ts'
import { changing, checkHandshake, graphApi, type GraphApi, tokenRefused } from '../meta-setup.ts'
import { gather, newest } from '../setup-kit.ts'
import { type Change, type Finding, type SetupAt, SetupError } from '../setup.ts'

/** What has to be told: echoes come with `messages`. */
export const FIELDS = [
  'messages',
  'messaging_postbacks',
  'messaging_seen',
  'message_reactions',
  'messaging_referral',
  'message_edit',
]

const RENEW =
  'App dashboard → Instagram → API setup with Instagram login → Generate token; it lasts 60 days. Then parley secrets set <name> --overwrite'

/**
 * Fields that the account tells the app of; empty where it is not subscribed.
 * https://developers.facebook.com/docs/instagram-platform/webhooks#enable-subscriptions
 */
const fieldsOf = async (api: GraphApi, account: string, signal: AbortSignal): Promise<readonly string[]> => {
  const { json } = await api(`${encodeURIComponent(account)}/subscribed_apps`, signal)
  return records(json['data']).flatMap((app) => list(app['subscribed_fields']).flatMap((field) => text(field) ?? []))
}

const subscriptionOf = (account: string, has: readonly string[]): readonly Finding[] => {
  const missing = FIELDS.filter((field) => !has.includes(field))
  if (missing.length === 0) return []
  const none = has.length === 0
  return [
    {
      code: none ? 'account_not_subscribed' : 'account_fields_missing',
      level: 'error',
      account,
      message: none
        ? 'The account tells the app nothing: no message comes in.'
        : `The account does not tell the app of ${missing.join(', ')}.`,
      fix: 'parley register',
    },
  ]
}

const checkAccount = async (at: SetupAt, api: GraphApi, signal: AbortSignal): Promise<readonly Finding[]> => {
  const { json, error } = await api('me?fields=user_id', signal)
  if (error) return [tokenRefused(error, RENEW)]
  const owner = text(json['user_id'])
  const looks = at.accounts.map(async (account): Promise<readonly Finding[]> => {
    if (account === owner) return subscriptionOf(account, await fieldsOf(api, account, signal))
    return [
      {
        code: 'token_of_another_account',
        level: 'error',
        account,
        message: `The access token speaks for ${owner ?? 'another account'}, not for this one.`,
        fix: `Each account has a token and a connection of its own. ${RENEW}`,
      },
    ]
  })
  return (await Promise.all(looks)).flat()
}

/** With Instagram's login: what its API tells, which is not where the app's webhook leads. */
export const diagnoseLogin = (at: SetupAt, root: string, signal: AbortSignal): Promise<readonly Finding[]> => {
  const accessToken = newest(at, 'accessToken')
  return gather(
    () => checkHandshake(at, signal),
    async () => (accessToken === undefined ? [] : checkAccount(at, graphApi(at, root, accessToken), signal)),
  )
}

export const registerLogin = async (at: SetupAt, root: string, signal: AbortSignal): Promise<readonly Change[]> => {
  const accessToken = newest(at, 'accessToken')
  if (accessToken === undefined) throw new SetupError('The access token is not set: parley secrets list')
  const api = graphApi(at, root, accessToken)
  return Promise.all(
    at.accounts.map(async (account): Promise<Change> => {
      const what = `The account tells the app of ${FIELDS.join(', ')}`
      const has = await fieldsOf(api, account, signal)
      if (FIELDS.every((field) => has.includes(field))) return { account, what }
      const fields = [...new Set([...has, ...FIELDS])].join(',')
      const path = `${encodeURIComponent(account)}/subscribed_apps`
      return { account, what, apply: changing(api, path, { subscribed_fields: fields }) }
    }),
  )
}
