import { newest } from '../setup-kit.ts'
import { type Change, type SetupAt, SetupError } from '../setup.ts'
import type { EmailConfig } from './index.ts'
import {
  addRoute,
  domainOf,
  readMailgun,
  readParse,
  readPostmark,
  routeTakes,
  writeParse,
  writePostmark,
} from './inbound/providers.ts'

type Register = (at: SetupAt, signal: AbortSignal) => Promise<readonly Change[]>

const keyOf = ({ keys }: SetupAt, name: string, where: string): string => {
  const key = keys[name]
  if (key === undefined) throw new SetupError(`A key of the API is needed: ${name}=… parley register (${where})`)
  return key
}

const opened = <T>(found: T | 'refused', name: string): T => {
  if (found === 'refused') throw new SetupError(`The key in ${name} is refused.`)
  return found
}

const postmark: Register = async (at, signal) => {
  const key = keyOf(at, 'POSTMARK_SERVER_TOKEN', 'Postmark → your server → API Tokens')
  const token = newest(at, 'postmarkToken')
  if (token === undefined) throw new SetupError('The webhook token is not set: parley secrets list')
  const hook = new URL(at.webhookUrl)
  hook.username = 'postmark'
  hook.password = token
  const server = opened(await readPostmark(at, key, signal), 'POSTMARK_SERVER_TOKEN')
  const what = `Postmark hands mail to ${at.webhookUrl}, as it came`
  if (server.raw && server.hook === hook.href) return [{ what }]
  return [{ what, apply: (stop) => writePostmark(at, key, hook.href, stop) }]
}

const escaped = (literal: string): string => literal.replaceAll(/[.+*?^${}()|[\]\\]/g, String.raw`\$&`)

/** The mailbox, and with a label: customers answer to `support+…@`. */
const recipientsOf = (mailbox: string): string => {
  const at = mailbox.lastIndexOf('@')
  const pattern = `${escaped(mailbox.slice(0, at))}(\\+.*)?@${escaped(mailbox.slice(at + 1))}`
  return `match_recipient("${pattern}")`
}

const mailgun: Register = async (at, signal) => {
  const key = keyOf(at, 'MAILGUN_API_KEY', 'Mailgun → Settings → API Keys')
  const { host, routes } = opened(await readMailgun(at, key, signal), 'MAILGUN_API_KEY')
  const here = routes.filter(({ actions }) => actions.some((action) => action.includes(at.webhookUrl)))
  return at.accounts.map((account): Change => {
    const what = `A route hands mail to this mailbox to ${at.webhookUrl}`
    if (here.some((route) => routeTakes(route, account))) return { account, what }
    const route = { expression: recipientsOf(account), actions: [`forward("${at.webhookUrl}")`, 'stop()'] }
    return { account, what, apply: (stop) => addRoute(at, key, host, route, stop) }
  })
}

const sendgrid: Register = async (at, signal) => {
  const key = keyOf(at, 'SENDGRID_API_KEY', 'SendGrid → Settings → API Keys')
  const hosts = opened(await readParse(at, key, signal), 'SENDGRID_API_KEY')
  const domains = [...new Set(at.accounts.map(domainOf))]
  return domains.map((hostname): Change => {
    const found = hosts.find((host) => host.hostname === hostname)
    const instead = found !== undefined && found.url !== at.webhookUrl ? `, no longer to ${found.url}` : ''
    // A policy can be chosen on the page alone; mail without a signature is refused.
    const what = `SendGrid hands the mail of ${hostname} to ${at.webhookUrl}${instead} (choose the security policy there yourself)`
    if (found?.url === at.webhookUrl) return { what }
    return { what, apply: (stop) => writeParse(at, key, { hostname, url: at.webhookUrl }, found !== undefined, stop) }
  })
}

const RECEIVE: Readonly<Record<EmailConfig['receive']['by'], Register>> = {
  // The rules of SES are the deployment's, whose set the command line activates.
  ses: async () => [],
  postmark,
  mailgun,
  sendgrid,
  none: async () => [],
}

/** Where the provider of inbound mail hands it to, by a key of the person who asks. */
export const register: Register = (at, signal) => RECEIVE[(at.config as EmailConfig).receive.by](at, signal)
