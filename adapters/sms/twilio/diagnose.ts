import { text } from '../../json.ts'
import { gather } from '../../setup-kit.ts'
import type { Finding, SetupAt } from '../../setup.ts'
import { leadsHere, readSender, type Twilio, twilioApi } from './senders.ts'

const CONSOLE = 'Twilio Console → Account info'

const inboundFinding = (at: SetupAt, url: string, method: string): Omit<Finding, 'account'> => {
  const fix = `parley register --only sms/${at.connection}`
  if (url === '')
    return { code: 'webhook_missing', level: 'error', message: 'Twilio tells nobody of messages to this number.', fix }
  if (url.split('#')[0] === at.webhookUrl)
    return {
      code: 'webhook_method_wrong',
      level: 'error',
      message: `Twilio calls the webhook with ${method} in place of POST.`,
      fix,
    }
  return { code: 'webhook_url_wrong', level: 'error', message: 'Messages to this number go to another address.', fix }
}

const checkSender = async (
  at: SetupAt,
  twilio: Twilio,
  account: string,
  signal: AbortSignal,
): Promise<readonly Finding[]> => {
  const sender = await readSender(twilio, account, signal)
  if (sender === 'none') return []
  const found = (words: Omit<Finding, 'account'>): readonly Finding[] => [{ ...words, account }]
  if (sender === undefined)
    return found({
      code: 'number_unknown',
      level: 'error',
      message: 'This number is not in the Twilio account.',
      fix: 'Twilio Console → Phone Numbers → Manage → Active numbers shows those that are; name one of them in the config.',
    })
  if (!sender.sms)
    return found({
      code: 'number_without_sms',
      level: 'error',
      message: 'This number cannot send or receive SMS.',
      fix: 'Twilio Console → Phone Numbers → Buy a number, with the capability SMS.',
    })
  const { inbound } = sender
  return leadsHere(inbound, at.webhookUrl) ? [] : found(inboundFinding(at, inbound.url, inbound.method))
}

/** https://www.twilio.com/docs/iam/api/account */
const checkAccount = async (twilio: Twilio, signal: AbortSignal): Promise<readonly Finding[]> => {
  const { status, json } = await twilio.call(`${twilio.account}.json`, signal)
  if (status >= 400)
    return [
      {
        code: 'credentials_refused',
        level: 'error',
        message: 'Twilio refuses the Account SID and auth token: nothing is sent, and webhooks are refused as forged.',
        fix: `${CONSOLE}: copy both again, then parley secrets set <name> --overwrite`,
      },
    ]
  if (text(json['status']) !== 'active')
    return [
      {
        code: 'account_suspended',
        level: 'error',
        message: `The Twilio account is ${text(json['status']) ?? 'not active'}.`,
        fix: 'Twilio Console → Billing; or write to Twilio’s support.',
      },
    ]
  if (text(json['type']) === 'Trial')
    return [
      {
        code: 'account_trial',
        level: 'warning',
        message: 'The Twilio account is a trial: it writes to verified numbers alone, and adds its own words.',
        fix: 'Twilio Console → Upgrade.',
      },
    ]
  return []
}

/** Asks Twilio about the account and, where it lets us in, about each sender. */
export const diagnoseTwilio = (at: SetupAt, signal: AbortSignal): Promise<readonly Finding[]> => {
  const twilio = twilioApi(at)
  if (twilio === undefined) return Promise.resolve([])
  return gather(async () => {
    const account = await checkAccount(twilio, signal)
    if (account.some(({ level }) => level === 'error')) return account
    const senders = await Promise.all(at.accounts.map((one) => checkSender(at, twilio, one, signal)))
    return [...account, ...senders.flat()]
  })
}
