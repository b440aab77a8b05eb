import { checkHandshake, checkSubscription, checkToken, graphApi, type GraphApi } from '../meta-setup.ts'
import { gather, newest } from '../setup-kit.ts'
import type { Finding, SetupAt } from '../setup.ts'
import { type PhoneNumber, readNumber, rootOf, SCOPES, SUBSCRIBED, subscribedApps } from './account.ts'

const RENEW =
  'Business settings → Users → System users → Generate token, expiry Never, with whatsapp_business_messaging and whatsapp_business_management; then parley secrets set <name> --overwrite'
const MANAGER = 'WhatsApp Manager (business.facebook.com/wa/manage)'
const CONFIGURATION = 'App dashboard → WhatsApp → Configuration → Webhook'

type Words = Omit<Finding, 'account'>

const NOT_REGISTERED: Words = {
  code: 'number_not_registered',
  level: 'error',
  message: 'The number is not registered with the Cloud API: it can neither send nor receive.',
  fix: 'App dashboard → WhatsApp → API Setup → the number → Register (with a PIN of your own).',
}

/** States of a number. https://developers.facebook.com/docs/graph-api/reference/whats-app-business-account-to-number-current-status/ */
const STATUS: Readonly<Record<string, Words>> = {
  PENDING: NOT_REGISTERED,
  UNVERIFIED: NOT_REGISTERED,
  DISCONNECTED: NOT_REGISTERED,
  DELETED: NOT_REGISTERED,
  BANNED: {
    code: 'number_banned',
    level: 'error',
    message: 'WhatsApp has banned the number.',
    fix: `${MANAGER} → Account tools → Phone numbers → the number → Request review.`,
  },
  RESTRICTED: {
    code: 'number_restricted',
    level: 'error',
    message: 'The number has reached its limit of conversations and cannot begin more for now.',
    fix: `${MANAGER} → Overview → Limits; it is lifted after 24 hours.`,
  },
  FLAGGED: {
    code: 'quality_low',
    level: 'warning',
    message: 'Customers block or report this number; its limits sink if that goes on.',
    fix: `${MANAGER} → Phone numbers → Insights: send fewer templates, and to people who asked for them.`,
  },
}

const QUALITY_LOW = STATUS['FLAGGED']

/** Meta's code for a payment method that does not work. https://developers.facebook.com/documentation/business-messaging/whatsapp/support/health-status */
const PAYMENT = '141006'

const healthOf = ({ entities }: PhoneNumber): readonly Words[] => {
  const wrong = entities.filter(({ state }) => state === 'BLOCKED' || state === 'LIMITED')
  if (wrong.length === 0) return []
  if (wrong.some(({ errors }) => errors.includes(PAYMENT)))
    return [
      {
        code: 'payment_missing',
        level: 'error',
        message: 'WhatsApp has no payment method that works: templates are refused.',
        fix: `${MANAGER} → Overview → Payment settings → Add payment method.`,
      },
    ]
  const blocked = wrong.some(({ state }) => state === 'BLOCKED')
  const which = wrong.map(({ type }) => type.toLowerCase().replaceAll('_', ' ')).join(', ')
  return [
    {
      code: blocked ? 'sending_blocked' : 'sending_limited',
      level: blocked ? 'error' : 'warning',
      message: `Meta ${blocked ? 'blocks' : 'limits'} sending, because of: ${which}.`,
      fix: `${MANAGER} → Overview says why, and what to do.`,
    },
  ]
}

const stateOf = (number: PhoneNumber): readonly Words[] => {
  const status = STATUS[number.status]
  if (status?.level === 'error') return [status]
  return [...(number.quality === 'RED' || status ? [QUALITY_LOW as Words] : []), ...healthOf(number)]
}

interface Looked {
  readonly findings: readonly Finding[]
  /** Whether the app's own address counts for the number. */
  readonly byApp: boolean
}

const checkNumber = async (
  at: SetupAt,
  api: GraphApi,
  account: string,
  appId: string,
  signal: AbortSignal,
): Promise<Looked> => {
  const number = await readNumber(api, account, signal)
  const found = (...words: readonly Words[]): readonly Finding[] => words.map((one) => ({ ...one, account }))
  if (number === undefined) {
    const message = 'The access token does not reach this number, or there is none with this id.'
    const fix =
      'Take the phone number ID from App dashboard → WhatsApp → API Setup, and give the system user the WhatsApp account with full control (Business settings).'
    return { findings: found({ code: 'number_unknown', level: 'error', message, fix }), byApp: true }
  }
  const { override, waba } = number
  const elsewhere = override !== undefined && override !== at.webhookUrl
  const apps = waba === undefined ? undefined : await subscribedApps(api, waba, signal)
  const findings = [
    ...found(...stateOf(number)),
    ...(elsewhere
      ? found({
          code: 'webhook_overridden',
          level: 'error',
          message: `Messages to this number go to another address than the app’s: ${override}`,
          fix: `Remove the override: POST /${waba ?? '<WABA ID>'}/subscribed_apps without override_callback_uri, and the one of the number.`,
        })
      : []),
    ...(apps !== undefined && !apps.includes(appId)
      ? found({
          code: 'account_not_subscribed',
          level: 'error',
          message: 'The app is not subscribed to the WhatsApp account of this number: no message comes in.',
          fix: `parley register --only whatsapp/${at.connection}`,
        })
      : []),
  ]
  return { findings, byApp: override === undefined }
}

const checkMeta = async (at: SetupAt, accessToken: string, signal: AbortSignal): Promise<readonly Finding[]> => {
  const root = rootOf(at)
  const api = graphApi(at, root, accessToken)
  const { findings, token } = await checkToken(at, root, accessToken, { renew: RENEW, scopes: SCOPES }, signal)
  if (token === undefined) return findings
  const { appId } = token
  const numbers = await Promise.all(at.accounts.map((account) => checkNumber(at, api, account, appId, signal)))
  const byApp = numbers.length === 0 || numbers.some((number) => number.byApp)
  const app = byApp ? await checkSubscription(at, root, appId, SUBSCRIBED, CONFIGURATION, signal) : []
  return [...findings, ...app, ...numbers.flatMap((number) => number.findings)]
}

/** Asks Meta about the token, the app's webhook, the numbers and their account; and the gateway for Meta's check. */
export const diagnose = (at: SetupAt, signal: AbortSignal): Promise<readonly Finding[]> => {
  const accessToken = newest(at, 'accessToken')
  return gather(
    () => checkHandshake(at, signal),
    async () => (accessToken === undefined ? [] : checkMeta(at, accessToken, signal)),
  )
}
