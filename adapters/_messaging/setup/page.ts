import { list, records, text } from '../../json.ts'
import {
  changing,
  checkHandshake,
  checkSubscription,
  checkToken,
  graphApi,
  type GraphApi,
  registerSubscription,
  type Subscribed,
} from '../../meta-setup.ts'
import { gather, newest } from '../../setup-kit.ts'
import { type Change, type Finding, type SetupAt, SetupError } from '../../setup.ts'

/** What tells the two channels apart that a Page's token speaks for. */
export interface PageChannel {
  readonly root: string
  readonly subscribed: Subscribed
  /** What the Page itself is subscribed to: it has names of its own for what Instagram's webhook tells. */
  readonly pageFields: readonly string[]
  readonly scopes: readonly string[]
  /** How a new token is made. */
  readonly renew: string
  /** Where Meta shows the webhook. */
  readonly path: string
  /** The account that a token speaks for: the Page itself, or the Instagram account that is linked to it. */
  readonly accountOf: (api: GraphApi, page: string, signal: AbortSignal) => Promise<string | undefined>
}

/** Fields of the app at a Page; undefined where it is not subscribed. */
const pageFieldsOf = async (
  api: GraphApi,
  page: string,
  appId: string,
  signal: AbortSignal,
): Promise<readonly string[] | undefined> => {
  const { json } = await api(`${encodeURIComponent(page)}/subscribed_apps`, signal)
  const app = records(json['data']).find(({ id }) => text(id) === appId)
  return app && list(app['subscribed_fields']).flatMap((field) => text(field) ?? [])
}

const missingOf = (wanted: readonly string[], has: readonly string[]): readonly string[] =>
  wanted.filter((field) => !has.includes(field))

const checkPage = async (
  at: SetupAt,
  channel: PageChannel,
  api: GraphApi,
  appId: string,
  page: string,
  signal: AbortSignal,
): Promise<readonly Finding[]> => {
  const account = await channel.accountOf(api, page, signal)
  const strangers = at.accounts.filter((one) => one !== account)
  if (strangers.length > 0)
    return strangers.map((one) => ({
      code: 'token_of_another_account',
      level: 'error',
      account: one,
      message: `The access token speaks for ${account ?? 'another account'}, not for this one.`,
      fix: `Each account has a token and a connection of its own. ${channel.renew}`,
    }))
  const fields = await pageFieldsOf(api, page, appId, signal)
  const missing = missingOf(channel.pageFields, fields ?? [])
  if (missing.length === 0) return []
  const message =
    fields === undefined
      ? 'The app is not subscribed to the Page: no message comes in.'
      : `The app is not told by the Page of ${missing.join(', ')}.`
  const code = fields === undefined ? 'page_not_subscribed' : 'page_fields_missing'
  return [{ code, level: 'error', ...(account ? { account } : {}), message, fix: 'parley register' }]
}

const checkMeta = async (
  at: SetupAt,
  channel: PageChannel,
  accessToken: string,
  signal: AbortSignal,
): Promise<readonly Finding[]> => {
  const { root, subscribed, path, renew, scopes } = channel
  const api = graphApi(at, root, accessToken)
  const { findings, token } = await checkToken(at, root, accessToken, { renew, scopes }, signal)
  if (token === undefined) return findings
  if (token.profileId === undefined)
    return [
      {
        code: 'token_of_no_page',
        level: 'error',
        message: 'The access token is of a person or a system user, not of a Page: nothing can be sent with it.',
        fix: renew,
      },
    ]
  return [
    ...findings,
    ...(await checkSubscription(at, root, token.appId, subscribed, path, signal)),
    ...(await checkPage(at, channel, api, token.appId, token.profileId, signal)),
  ]
}

/** Asks Meta about the Page's token, the app's webhook and the Page; and the gateway for Meta's check. */
export const diagnosePage = (at: SetupAt, channel: PageChannel, signal: AbortSignal): Promise<readonly Finding[]> => {
  const accessToken = newest(at, 'accessToken')
  return gather(
    () => checkHandshake(at, signal),
    async () => (accessToken === undefined ? [] : checkMeta(at, channel, accessToken, signal)),
  )
}

/** The app's webhook, and the app at the Page; fields that it has besides are left to it. */
export const registerPage = async (
  at: SetupAt,
  channel: PageChannel,
  signal: AbortSignal,
): Promise<readonly Change[]> => {
  const { root, subscribed, renew, scopes, pageFields } = channel
  const accessToken = newest(at, 'accessToken')
  if (accessToken === undefined) throw new SetupError('The access token is not set: parley secrets list')
  const api = graphApi(at, root, accessToken)
  const { findings, token } = await checkToken(at, root, accessToken, { renew, scopes }, signal)
  if (token?.profileId === undefined) throw new SetupError(findings[0]?.message ?? 'The access token is not of a Page.')
  const { appId, profileId: page } = token
  const app = await registerSubscription(at, root, appId, subscribed, signal)
  const has = (await pageFieldsOf(api, page, appId, signal)) ?? []
  const what = `The Page ${page} tells the app of ${pageFields.join(', ')}`
  if (missingOf(pageFields, has).length === 0) return [app, { what }]
  // Read again: another connection may have subscribed the same Page in between, and what is not named is ended.
  const apply = async (stop: AbortSignal): Promise<void> => {
    const now = (await pageFieldsOf(api, page, appId, stop)) ?? []
    const fields = [...new Set([...now, ...pageFields])].join(',')
    await changing(api, `${encodeURIComponent(page)}/subscribed_apps`, { subscribed_fields: fields })(stop)
  }
  return [app, { what, apply }]
}
