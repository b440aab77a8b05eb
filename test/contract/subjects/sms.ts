import { sms } from '../../../adapters/sms/index.ts'
import { FAILURES } from '../../../adapters/sms/twilio/errors.ts'
import { formParams } from '../../../adapters/sms/twilio/params.ts'
import { signature } from '../../../adapters/sms/twilio/verify.ts'
import { form, type ContractSubject } from '../../../adapters/testing/contract.ts'

const secrets = { accountSid: 'AC0123456789abcdef0123456789abcdef', authToken: 'sms-auth-token' }
const ACCOUNT = '+15550002222'
const ids = (sid: string) => ({
  MessageSid: sid,
  SmsSid: sid,
  AccountSid: secrets.accountSid,
  ApiVersion: '2010-04-01',
})
const message = (sid: string, more: Record<string, string> = {}) =>
  form({
    ...ids(sid),
    SmsMessageSid: sid,
    SmsStatus: 'received',
    From: '+15550001111',
    To: ACCOUNT,
    Body: 'Hello é 👍',
    NumMedia: '0',
    NumSegments: '1',
    FromCountry: 'US',
    ToCity: '',
    ...more,
  })
const status = (sid: string, state: string, more: Record<string, string> = {}, query = '') =>
  form(
    { ...ids(sid), MessageStatus: state, SmsStatus: state, From: ACCOUNT, To: '+15550001111', ...more },
    { query: Array.from(new URLSearchParams(query)) },
  )
const oneItem = 'Twilio reports one message or status in a request, never several.'

export const subject: ContractSubject = {
  factory: sms,
  config: { provider: 'twilio' },
  secrets,
  identifiers: { accountSid: 'Every webhook states it, and it is the scope of all facts.' },
  webhook: {
    secret: 'authToken',
    sign: (request, secret) => ({
      ...request,
      headers: {
        ...request.headers,
        'x-twilio-signature': signature(secret, request.url, formParams(request.body)),
      },
    }),
  },
  deliveries: {
    message: message('SM1'),
    unknown: status('SM2', 'teleported'),
    redelivered: {
      first: status('SM3', 'delivered', { RawDlrDoneDate: '2611240830' }, 'parley=msg_a.0'),
      again: status('SM3', 'delivered', { RawDlrDoneDate: '2611240955', To: '' }, 'parley=msg_a.0'),
    },
    others: {
      opt_out: message('SM4', { Body: ' stop ' }),
      mms: message('MM5', {
        Body: '',
        NumMedia: '2',
        MediaUrl0: 'https://api.twilio.com/x',
        MediaContentType0: 'image/png',
      }),
      failed: status('SM6', 'undelivered', { ErrorCode: '30003' }),
      canceled: status('SM7', 'canceled'),
    },
  },
  sends: {
    account: ACCOUNT,
    peer: { type: 'phone', value: '+15550001111' },
    parts: {
      text: { content: { type: 'text', text: 'hello' } },
      media: {
        content: { type: 'media', text: 'see', media: [{ kind: 'image', url: 'https://files.example/a.jpg' }] },
      },
    },
    accepted: (sid) => ({
      status: 201,
      body: { sid, account_sid: secrets.accountSid, status: 'queued', error_code: null },
    }),
    providerId: 'SM8',
    failures: Object.entries(FAILURES).map(([code, { retry, scope, ...row }]) => ({
      name: code,
      response: { status: 400, body: { code: Number(code), message: 'refused', more_info: '', status: 400 } },
      expected: { code: row.code, retry, scope },
    })),
    receipt: (sent, sid) => {
      const callback = new URL(new URLSearchParams(sent.body).get('StatusCallback') ?? '')
      return status(sid, 'sent', {}, callback.search)
    },
  },
  deviations: {
    'gives every item of a batch a fact with a key of its own': oneItem,
    'keeps the good items beside a bad one, and the bad one as well': oneItem,
    'never lets an echo speak as the customer': 'Twilio tells nothing of messages sent elsewhere but their status.',
  },
}
