import { measure } from '../../../core/text/measure.ts'
import type { SandboxAccount, SandboxDelivery } from '../../sandbox.ts'
import { signature } from './verify.ts'

export type Params = Readonly<Record<string, string>>

export interface SandboxFile {
  readonly id: string
  readonly contentType: string
}

/** A webhook to a connection, signed for the URL that is called, query and all. */
export const signed = (
  { connection, webhookUrl, secrets }: SandboxAccount,
  url: string,
  params: Params,
  token: string,
): SandboxDelivery => {
  const form = new URLSearchParams(params)
  return {
    connection,
    method: 'POST',
    suffix: url.slice(webhookUrl.length),
    headers: {
      'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'user-agent': 'TwilioProxy/1.1',
      'i-twilio-idempotency-token': token,
      'x-twilio-signature': signature(secrets['authToken'] ?? '', url, form),
    },
    body: form.toString(),
  }
}

const idsOf = (sid: string, accountSid: string): Params => ({
  MessageSid: sid,
  SmsSid: sid,
  AccountSid: accountSid,
  ApiVersion: '2010-04-01',
})

const MEDIA = (accountSid: string, sid: string, id: string): string =>
  `https://api.twilio.com/2010-04-01/Accounts/${accountSid}/Messages/${sid}/Media/${id}`

/** A message of a customer, as Twilio hands it on. */
export const inboundParams = (
  sid: string,
  accountSid: string,
  said: { readonly from: string; readonly to: string; readonly text: string; readonly files: readonly SandboxFile[] },
): Params => ({
  ToCountry: 'US',
  ToState: 'CA',
  ...idsOf(sid, accountSid),
  SmsMessageSid: sid,
  SmsStatus: 'received',
  From: said.from,
  To: said.to,
  Body: said.text,
  FromCountry: 'US',
  FromState: '',
  FromCity: '',
  NumSegments: String(Math.max(1, measure(said.text, 'segments'))),
  NumMedia: String(said.files.length),
  ...Object.fromEntries(
    said.files.flatMap(({ id, contentType }, index) => [
      [`MediaUrl${index}`, MEDIA(accountSid, sid, id)],
      [`MediaContentType${index}`, contentType],
    ]),
  ),
})

/** A status of a message that went out. `doneAt` is the carrier's time, without seconds and without a zone. */
export const statusParams = (
  sid: string,
  accountSid: string,
  form: URLSearchParams,
  status: string,
  doneAt: number,
): Params => ({
  ...idsOf(sid, accountSid),
  SmsStatus: status,
  MessageStatus: status,
  To: form.get('To') ?? '',
  ...(form.has('From') ? { From: form.get('From') ?? '' } : {}),
  ...(form.has('MessagingServiceSid') ? { MessagingServiceSid: form.get('MessagingServiceSid') ?? '' } : {}),
  ...(status === 'delivered' || status === 'undelivered' ? { RawDlrDoneDate: rawDate(doneAt) } : {}),
  ...(status === 'undelivered' ? { ErrorCode: '30003' } : {}),
})

/** YYMMDDhhmm */
const rawDate = (at: number): string => new Date(at).toISOString().slice(2, 16).replace(/\D/g, '')

/** The message as the API answers it. https://www.twilio.com/docs/messaging/api/message-resource */
export const messageResource = (sid: string, accountSid: string, form: URLSearchParams, at: number) => {
  const uri = `/2010-04-01/Accounts/${accountSid}/Messages/${sid}`
  const service = form.get('MessagingServiceSid')
  return {
    sid,
    account_sid: accountSid,
    api_version: '2010-04-01',
    body: form.get('Body') ?? '',
    date_created: new Date(at).toUTCString().replace('GMT', '+0000'),
    date_sent: null,
    date_updated: new Date(at).toUTCString().replace('GMT', '+0000'),
    direction: 'outbound-api',
    error_code: null,
    error_message: null,
    from: form.get('From'),
    messaging_service_sid: service,
    num_media: String(form.getAll('MediaUrl').length),
    // Nothing is counted before a Messaging Service has picked a sender.
    num_segments: service === null ? String(Math.max(1, measure(form.get('Body') ?? '', 'segments'))) : '0',
    price: null,
    price_unit: null,
    status: service === null ? 'queued' : 'accepted',
    subresource_uris: { media: `${uri}/Media.json` },
    to: form.get('To'),
    uri: `${uri}.json`,
  }
}
