import { list, record, records, text, type Json } from './json.ts'
import { readError, type MetaError } from './meta.ts'
import { type Asked, type Change, type Finding, type SetupAt, SetupError } from './setup.ts'
import { ask, handshakeWith, newest, secretElsewhere } from './setup-kit.ts'

/** A token that ends sooner is worth a word. */
const SOON_MS = 7 * 86_400_000
const DAY_MS = 86_400_000

/** Words for the two secrets that all of Meta's channels have. */
export const META_SECRETS: Readonly<Record<'appSecret' | 'verifyToken', Asked>> = {
  appSecret: {
    what: 'App secret',
    where: 'App dashboard → App settings → Basic → App secret',
    pattern: /^[0-9a-f]{32}$/,
  },
  verifyToken: { what: 'Verify token', where: 'a long random text of your own', own: true },
}

/** The Graph API with one token, which goes into a header. */
export const graphApi =
  (at: Pick<SetupAt, 'fetch'>, root: string, token: string) =>
  async (
    path: string,
    signal: AbortSignal,
    form?: Readonly<Record<string, string>>,
  ): Promise<{ readonly json: Json; readonly error: MetaError | undefined }> => {
    const authorization = `Bearer ${token}`
    const init =
      form === undefined
        ? { method: 'GET', headers: { authorization } }
        : { method: 'POST', headers: { authorization }, body: new URLSearchParams(form) }
    const { json, status } = await ask(at, `${root}/${path}`, init, signal)
    const error = readError(json['error'])
    return { json, error: error ?? (status >= 400 ? { code: String(status) } : undefined) }
  }
export type GraphApi = ReturnType<typeof graphApi>

/** Makes a change by a POST. Throws {@link SetupError} with Meta's own words. */
export const changing =
  (api: GraphApi, path: string, form: Readonly<Record<string, string>>) =>
  async (signal: AbortSignal): Promise<void> => {
    const { error } = await api(path, signal, form)
    if (error) throw new SetupError(`Meta refuses: ${error.detail ?? `error ${error.code}`}`)
  }

/** Whether the gateway answers Meta's check of the webhook with this connection's verify token. */
export const checkHandshake = async (at: SetupAt, signal: AbortSignal): Promise<readonly Finding[]> => {
  const token = newest(at, 'verifyToken')
  if (token === undefined) return []
  const challenge = '1158201444'
  const query = { 'hub.mode': 'subscribe', 'hub.verify_token': token, 'hub.challenge': challenge }
  const answer = await handshakeWith(at, query, signal)
  return answer === undefined || answer.text === challenge
    ? []
    : [secretElsewhere('verify_token_wrong', 'verify token')]
}

/** What Meta tells of a token. */
export interface Token {
  readonly appId: string
  /** Of a Page's token: the Page. */
  readonly profileId: string | undefined
}
export interface TokenWords {
  /** How a new one is made. */
  readonly renew: string
  readonly scopes: readonly string[]
}

export const tokenRefused = ({ code, subcode }: MetaError, renew: string): Finding => {
  // https://developers.facebook.com/docs/graph-api/guides/error-handling
  const expired = code === '190' && subcode === '463'
  return {
    code: expired ? 'token_expired' : 'token_invalid',
    level: 'error',
    message: expired
      ? 'The access token has ended: nothing can be sent.'
      : 'Meta refuses the access token: nothing can be sent.',
    fix: renew,
  }
}

const tokenFindings = (data: Json, { renew, scopes }: TokenWords, now: number): readonly Finding[] => {
  if (data['is_valid'] === false) return [tokenRefused({ code: '190', subcode: '463' }, renew)]
  const has = new Set(list(data['scopes']).map(text))
  const missing = scopes.filter((scope) => !has.has(scope))
  if (missing.length > 0)
    return [
      {
        code: 'permission_missing',
        level: 'error',
        message: `The access token lacks ${missing.join(' and ')}.`,
        fix: `Make a new token with all of its permissions. ${renew}`,
      },
    ]
  const endsAt = Number(data['expires_at'] ?? 0) * 1000
  if (endsAt > 0 && endsAt - now < SOON_MS)
    return [
      {
        code: 'token_expires_soon',
        level: 'warning',
        message: `The access token ends in ${Math.max(0, Math.floor((endsAt - now) / DAY_MS))} days; then nothing can be sent.`,
        fix: renew,
      },
    ]
  return []
}

/** What an app is to be told of: the kind of object, and the fields without which messages are lost. */
export interface Subscribed {
  readonly object: 'whatsapp_business_account' | 'page' | 'instagram'
  readonly fields: readonly string[]
}

interface Subscription {
  readonly url: string | undefined
  readonly active: boolean
  readonly fields: readonly string[]
}

/** The app speaks for itself by its id and secret. https://developers.facebook.com/docs/graph-api/reference/app/subscriptions */
const appApi = (at: SetupAt, root: string, appId: string): GraphApi =>
  graphApi(at, root, `${appId}|${newest(at, 'appSecret') ?? ''}`)

const readSubscription = async (
  api: GraphApi,
  appId: string,
  object: string,
  signal: AbortSignal,
): Promise<Subscription | 'none' | 'refused'> => {
  const { json, error } = await api(`${appId}/subscriptions`, signal)
  if (error) return 'refused'
  const found = records(json['data']).find((one) => one['object'] === object)
  if (found === undefined) return 'none'
  const fields = list(found['fields']).flatMap((field) => text(field) ?? text(record(field)['name']) ?? [])
  return { url: text(found['callback_url']), active: found['active'] !== false, fields }
}

const SECRET_WRONG: Finding = {
  code: 'app_secret_wrong',
  level: 'error',
  message: 'The app secret is not that of the app that the access token belongs to: webhooks are refused as forged.',
  fix: 'Copy it from App dashboard → App settings → Basic → App secret, then: parley secrets set <name> --overwrite',
}

/**
 * Whose token it is, told by itself; then what it may do, which Meta tells the app alone. `token` is undefined where more cannot
 * be asked with it. https://developers.facebook.com/docs/graph-api/reference/debug_token/
 */
export const checkToken = async (
  at: SetupAt,
  root: string,
  accessToken: string,
  words: TokenWords,
  signal: AbortSignal,
): Promise<{ readonly findings: readonly Finding[]; readonly token?: Token }> => {
  const app = await graphApi(at, root, accessToken)('app?fields=id', signal)
  const appId = text(app.json['id'])
  if (app.error || appId === undefined) return { findings: [tokenRefused(app.error ?? { code: '190' }, words.renew)] }
  // That it is not set is found where all secrets are looked at.
  if (newest(at, 'appSecret') === undefined) return { findings: [] }
  const query = new URLSearchParams({ input_token: accessToken }).toString()
  const debug = await appApi(at, root, appId)(`debug_token?${query}`, signal)
  if (debug.error) return { findings: [SECRET_WRONG] }
  const data = record(debug.json['data'])
  const findings = tokenFindings(data, words, at.now())
  if (findings.some(({ level }) => level === 'error')) return { findings }
  return { findings, token: { appId, profileId: text(data['profile_id']) } }
}

/** Whether the app’s own webhook leads here, with all it has to tell. `path` is where Meta shows it. */
export const checkSubscription = async (
  at: SetupAt,
  root: string,
  appId: string,
  { object, fields }: Subscribed,
  path: string,
  signal: AbortSignal,
): Promise<readonly Finding[]> => {
  const found = await readSubscription(appApi(at, root, appId), appId, object, signal)
  const error = (code: string, message: string): readonly Finding[] => [
    { code, level: 'error', message, fix: `Say parley register, or: ${path}, the address ${at.webhookUrl}` },
  ]
  if (found === 'refused') return [SECRET_WRONG]
  if (found === 'none') return error('webhook_missing', 'The app has no webhook: no message comes in.')
  if (found.url !== at.webhookUrl)
    return error('webhook_url_wrong', `The app’s webhook leads elsewhere: ${found.url ?? 'nowhere'}`)
  if (!found.active)
    return error('webhook_inactive', 'Meta has switched the app’s webhook off, as it does when it was not answered.')
  const missing = fields.filter((field) => !found.fields.includes(field))
  return missing.length === 0
    ? []
    : error('webhook_fields_missing', `The app’s webhook is not subscribed to ${missing.join(', ')}.`)
}

/** The app’s own webhook as it has to be; fields that it has besides are left to it. */
export const registerSubscription = async (
  at: SetupAt,
  root: string,
  appId: string,
  { object, fields }: Subscribed,
  signal: AbortSignal,
): Promise<Change> => {
  const api = appApi(at, root, appId)
  const found = await readSubscription(api, appId, object, signal)
  if (found === 'refused') throw new SetupError(`${SECRET_WRONG.message} ${SECRET_WRONG.fix}`)
  const what = `The app’s webhook leads to ${at.webhookUrl}`
  const before = found === 'none' ? [] : found.fields
  const good = found !== 'none' && found.url === at.webhookUrl && found.active
  if (good && fields.every((field) => before.includes(field))) return { what }
  const verifyToken = newest(at, 'verifyToken')
  if (verifyToken === undefined) throw new SetupError('The verify token is not set: parley secrets list')
  const apply = changing(api, `${appId}/subscriptions`, {
    object,
    callback_url: at.webhookUrl,
    verify_token: verifyToken,
    fields: [...new Set([...before, ...fields])].join(','),
  })
  const instead = found !== 'none' && found.url !== at.webhookUrl ? `, no longer to ${found.url ?? 'nowhere'}` : ''
  return { what: `${what}${instead}`, apply }
}
