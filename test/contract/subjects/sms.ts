import { sms } from '../../../adapters/sms/index.ts'
import { FAILURES } from '../../../adapters/sms/twilio/errors.ts'
import { formParams } from '../../../adapters/sms/twilio/params.ts'
import { signature } from '../../../adapters/sms/twilio/verify.ts'
import { form, type ContractSubject, type ExampleRequest } from '../../../adapters/testing/contract.ts'
import { inboundNames, webhook } from '../../channels/sms.fixtures.ts'

const secrets = { accountSid: 'AC5f0c3d2b1a4e6978f0c3d2b1a4e69780', authToken: 'sms-auth-token' }
const fixture = (name: string): ExampleRequest =>
  form(webhook(name).params, { query: Object.entries(webhook(name).query ?? {}) })
const receipt = (sid: string, callback: string | null): ExampleRequest =>
  form({ ...webhook('status-sent').params, MessageSid: sid }, { query: [...new URL(callback ?? '').searchParams] })
const FILE = `https://api.twilio.com/2010-04-01/Accounts/${secrets.accountSid}/Messages/MM01/Media/ME01`
const oneItem = 'Twilio reports one message or status in a request, never several.'

export const subject: ContractSubject = {
  factory: sms,
  config: { provider: 'twilio' },
  secrets,
  identifiers: { accountSid: 'Every webhook states it, and it is the scope of all facts.' },
  webhook: {
    secret: 'authToken',
    sign: (request, secret) => {
      const stated = signature(secret, request.url, formParams(request.body))
      return { ...request, headers: { ...request.headers, 'x-twilio-signature': stated } }
    },
  },
  deliveries: {
    message: fixture('text'),
    unknown: fixture('status-unknown-word'),
    redelivered: { first: fixture('status-delivered'), again: fixture('status-redelivered') },
    others: Object.fromEntries(inboundNames().map((name) => [name, fixture(name)])),
  },
  sends: {
    account: '+14155550199',
    peer: { type: 'phone', value: '+14155550111' },
    parts: {
      text: { content: { type: 'text', text: 'hello' } },
      media: {
        content: { type: 'media', text: 'see', media: [{ kind: 'image', url: 'https://files.example/a.jpg' }] },
      },
    },
    accepted: (sid) => ({ status: 201, body: { sid, account_sid: secrets.accountSid, status: 'queued' } }),
    providerId: 'SM0099c0ffee00c0ffee00c0ffee00c0ff',
    failures: Object.entries(FAILURES).map(([code, expected]) => ({
      name: code,
      response: { status: 400, body: { code: Number(code), message: 'refused', more_info: '', status: 400 } },
      expected,
    })),
    receipt: (sent, sid) => receipt(sid, new URLSearchParams(sent.body).get('StatusCallback')),
  },
  files: {
    present: {
      file: { url: FILE },
      source: {
        kind: 'fetch',
        url: FILE,
        headers: { authorization: `Basic ${btoa(`${secrets.accountSid}:${secrets.authToken}`)}` },
        trusted: ['api.twilio.com'],
      },
    },
    gone: { 'a file without an address': { file: {} } },
  },
  deviations: {
    'gives every item of a batch a fact with a key of its own': oneItem,
    'keeps the good items beside a bad one, and the bad one as well': oneItem,
    'never lets an echo speak as the customer': 'Twilio tells nothing of messages sent elsewhere but their status.',
  },
}
