import { flag, record, records, text, type Json } from '../../json.ts'
import { ask, type Answer, newest } from '../../setup-kit.ts'
import { type SetupAt, SetupError } from '../../setup.ts'
import type { TwilioConfig } from './index.ts'

/** Services that are looked through; more are rare, and each is a request. */
const SERVICES = 50

/** Where Twilio takes what customers write to a sender: at the number, or at the Messaging Service it is in. */
export interface Inbound {
  readonly kind: 'number' | 'service'
  /** Resource that is read and changed. */
  readonly resource: string
  readonly url: string
  readonly method: string
}
export interface Sender {
  readonly sms: boolean
  readonly inbound: Inbound
}

export interface Twilio {
  /** A form is a POST. Throws {@link SetupError} where Twilio does not answer. */
  readonly call: (url: string, signal: AbortSignal, form?: Readonly<Record<string, string>>) => Promise<Answer>
  readonly account: string
  readonly services: string
}

/** Undefined where the secrets are not set. */
export const twilioApi = (at: SetupAt): Twilio | undefined => {
  const [sid, token] = [newest(at, 'accountSid'), newest(at, 'authToken')]
  if (sid === undefined || token === undefined) return undefined
  const { apiUrl } = at.config as TwilioConfig
  const authorization = `Basic ${Buffer.from(`${sid}:${token}`).toString('base64')}`
  return {
    call: (url, signal, form) => {
      const headers = { authorization }
      const init = form === undefined ? { headers } : { method: 'POST', headers, body: new URLSearchParams(form) }
      return ask(at, url, init, signal)
    },
    account: `${apiUrl}/2010-04-01/Accounts/${encodeURIComponent(sid)}`,
    services: `${apiUrl.replace('//api.', '//messaging.')}/v1/Services`,
  }
}

const read = async ({ call }: Twilio, url: string, signal: AbortSignal): Promise<Json> => {
  const { status, json } = await call(url, signal)
  if (status === 404) return {}
  if (status >= 400) throw new SetupError(`Twilio refuses to tell of its numbers (${status}).`)
  return json
}

const serviceOf = (services: string, service: Json): Inbound => ({
  kind: 'service',
  resource: `${services}/${text(service['sid']) ?? ''}`,
  url: text(service['inbound_request_url']) ?? '',
  method: text(service['inbound_method']) ?? 'POST',
})

/**
 * The Messaging Service that takes a number's messages, by the number's SID; undefined where the number's own webhook counts.
 * https://www.twilio.com/docs/messaging/api/service-resource
 */
const serviceWith = async (twilio: Twilio, sid: string, signal: AbortSignal): Promise<Inbound | undefined> => {
  const services = records((await read(twilio, `${twilio.services}?PageSize=${SERVICES}`, signal))['services'])
  const taking = services.filter((service) => flag(service['use_inbound_webhook_on_number']) !== true)
  const holding = await Promise.all(
    taking.map(async (service) => {
      const found = serviceOf(twilio.services, service)
      const numbers = await read(twilio, `${found.resource}/PhoneNumbers?PageSize=400`, signal)
      return records(numbers['phone_numbers']).some((number) => number['sid'] === sid) ? found : undefined
    }),
  )
  return holding.find((found) => found !== undefined)
}

/** A TwiML application at the number stands above its URL. https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource */
const ownOf = (resource: string, number: Json): Inbound => ({
  kind: 'number',
  resource,
  url: text(number['sms_application_sid']) ?? text(number['sms_url']) ?? '',
  method: text(number['sms_method']) ?? 'POST',
})

/** A number, short code or service of the account. Undefined: there is none. `'none'`: nobody can answer a sender's name. */
export const readSender = async (
  twilio: Twilio,
  id: string,
  signal: AbortSignal,
): Promise<Sender | undefined | 'none'> => {
  if (id.startsWith('MG')) {
    const service = await read(twilio, `${twilio.services}/${encodeURIComponent(id)}`, signal)
    // Customers answer to its numbers, which are accounts of their own: it is enough that it is there.
    return text(service['sid']) === undefined ? undefined : 'none'
  }
  const [path, list, name] = id.startsWith('+')
    ? ['IncomingPhoneNumbers', 'incoming_phone_numbers', 'PhoneNumber']
    : ['SMS/ShortCodes', 'short_codes', 'ShortCode']
  if (!/^\+?\d+$/.test(id)) return 'none'
  const query = new URLSearchParams({ [name]: id }).toString()
  const number = records((await read(twilio, `${twilio.account}/${path}.json?${query}`, signal))[list])[0]
  const sid = text(number?.['sid'])
  if (number === undefined || sid === undefined) return undefined
  const service = await serviceWith(twilio, sid, signal)
  const sms = flag(record(number['capabilities'])['sms']) ?? true
  return { sms, inbound: service ?? ownOf(`${twilio.account}/${path}/${sid}.json`, number) }
}

/** Whether it leads here. What follows a `#` says how often Twilio tries, and is not called. */
export const leadsHere = ({ url, method }: Inbound, webhookUrl: string): boolean =>
  url.split('#')[0] === webhookUrl && method === 'POST'
