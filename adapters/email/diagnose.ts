import { createPublicKey } from 'node:crypto'
import { gather, newest, notChecked } from '../setup-kit.ts'
import type { Finding, SetupAt } from '../setup.ts'
import type { EmailConfig } from './index.ts'
import { domainOf, readMailgun, readParse, readPostmark, routeTakes } from './inbound/providers.ts'
import { checkSmtp } from './outbound/smtp-check.ts'

type Look = (at: SetupAt, signal: AbortSignal) => Promise<readonly Finding[]>

const error = (code: string, message: string, fix: string): Finding => ({ code, level: 'error', message, fix })

/** What a key opens, for a look that needs it; without one it is said that nobody looked. */
const withKey =
  (
    name: string,
    provider: string,
    look: (at: SetupAt, key: string, signal: AbortSignal) => Promise<readonly Finding[] | 'refused'>,
  ): Look =>
  async (at, signal) => {
    const key = at.keys[name]
    if (key === undefined)
      return [
        {
          ...notChecked(`Whether ${provider} hands on mail was not looked at, for want of a key of its API.`),
          level: 'warning',
          fix: `${name}=… parley doctor`,
        },
      ]
    const found = await look(at, key, signal)
    return found === 'refused'
      ? [error('key_refused', `${provider} refuses the key.`, `Make another one, and give it as ${name}.`)]
      : found
  }

const register = ({ connection }: SetupAt, key: string): string => `${key}=… parley register --only email/${connection}`

/** The address without the secret in front of its host, and that secret. */
const splitHook = (hook: string): { readonly address: string; readonly token: string } => {
  if (!URL.canParse(hook)) return { address: hook, token: '' }
  const url = new URL(hook)
  const token = decodeURIComponent(url.password) || (url.searchParams.get('token') ?? '')
  return { address: `${url.origin}${url.pathname}`, token }
}

const postmark = withKey('POSTMARK_SERVER_TOKEN', 'Postmark', async (at, key, signal) => {
  const server = await readPostmark(at, key, signal)
  if (server === 'refused') return server
  const fix = register(at, 'POSTMARK_SERVER_TOKEN')
  const { address, token } = splitHook(server.hook)
  if (address === '')
    return [error('webhook_missing', 'Postmark’s inbound stream has no webhook: no mail comes in.', fix)]
  if (address !== at.webhookUrl) return [error('webhook_url_wrong', 'Postmark hands mail to another address.', fix)]
  if (!(at.secrets['postmarkToken'] ?? []).includes(token))
    return [
      error(
        'webhook_token_wrong',
        'The secret in Postmark’s webhook is not this connection’s: all mail is refused.',
        fix,
      ),
    ]
  if (server.raw) return []
  const message = 'Postmark hands on mail taken apart, without all of its headers.'
  return [{ code: 'raw_mail_off', level: 'warning', message, fix }]
})

const mailgun = withKey('MAILGUN_API_KEY', 'Mailgun', async (at, key, signal) => {
  const account = await readMailgun(at, key, signal)
  if (account === 'refused') return account
  const here = account.routes.filter(({ actions }) => actions.some((action) => action.includes(at.webhookUrl)))
  const lost = at.accounts.filter((mailbox) => !here.some((route) => routeTakes(route, mailbox)))
  return lost.map((mailbox) => ({
    ...error('route_missing', 'No route of Mailgun hands mail to this mailbox on.', register(at, 'MAILGUN_API_KEY')),
    account: mailbox,
  }))
})

const sendgridApi = withKey('SENDGRID_API_KEY', 'SendGrid', async (at, key, signal) => {
  const hosts = await readParse(at, key, signal)
  if (hosts === 'refused') return hosts
  const fix = register(at, 'SENDGRID_API_KEY')
  return at.accounts.flatMap((account) => {
    const host = hosts.find(({ hostname }) => hostname === domainOf(account))
    if (host?.url === at.webhookUrl) return []
    const found =
      host === undefined
        ? error('inbound_parse_missing', 'SendGrid does not take the mail of this domain.', fix)
        : error('webhook_url_wrong', 'SendGrid hands the mail of this domain to another address.', fix)
    return [{ ...found, account }]
  })
})

const isKey = (value: string): boolean => {
  try {
    return (
      createPublicKey({ key: Buffer.from(value, 'base64'), format: 'der', type: 'spki' }).asymmetricKeyType === 'ec'
    )
  } catch {
    return false
  }
}

const sendgridKey: Look = async (at) => {
  const key = newest(at, 'sendgridPublicKey')
  if (key === undefined || isKey(key)) return []
  const fix =
    'Copy it from SendGrid → Settings → Inbound Parse → Security policy; then parley secrets set <name> --overwrite'
  return [error('public_key_wrong', 'The public key is none that SendGrid signs with: all mail is refused.', fix)]
}

const RECEIVE: Readonly<Record<EmailConfig['receive']['by'], readonly Look[]>> = {
  // What SES and its rules are like is of the deployment, not of the channel: doctor looks at it there.
  ses: [],
  postmark: [postmark],
  mailgun: [mailgun],
  sendgrid: [sendgridApi, sendgridKey],
  none: [],
}

const SMTP = {
  refused: error(
    'smtp_refused',
    'The mail server refuses the user or the password: no mail is sent.',
    'Look up both at your mail provider; then parley secrets set <name> --overwrite, or mend send.user in the config.',
  ),
  unreachable: error(
    'smtp_unreachable',
    'The mail server cannot be reached, or not with encryption: no mail is sent.',
    'Mend send.host, send.port and send.secure in the config (465 is secure: true, 587 is not).',
  ),
}

const smtp: Look = async (at, signal) => {
  const { send } = at.config as EmailConfig
  if (send.by !== 'smtp') return []
  const password = newest(at, 'smtpPassword')
  if (send.user !== undefined && password === undefined) return []
  const state = await checkSmtp(send, password ?? '', signal)
  return state === 'good' ? [] : [SMTP[state]]
}

/** Asks the provider of inbound mail, by a key of the person who asks, and logs in at the mail server. */
export const diagnose: Look = (at, signal) => {
  const { receive } = at.config as EmailConfig
  return gather(...[...RECEIVE[receive.by], smtp].map((look) => () => look(at, signal)))
}
