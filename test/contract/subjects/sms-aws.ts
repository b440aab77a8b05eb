import { FAILURES } from '../../../adapters/sms/aws/errors.ts'
import { sms } from '../../../adapters/sms/index.ts'
import { json, type ContractSubject, type ExampleRequest } from '../../../adapters/testing/contract.ts'
import { inboundNames, published, sqsBody, type Published } from '../../channels/sms-aws.fixtures.ts'

const example = (from: Published): ExampleRequest =>
  json(sqsBody(from), typeof from.message === 'string' ? { headers: { 'content-type': 'text/plain' } } : {})
const fixture = (name: string): ExampleRequest => example(published(name))
const oneItem = 'AWS publishes one message or event at a time, never several.'

/** The event of a message, with the context that was sent along. */
const event = (messageId: string, { Context: context }: { readonly Context?: unknown }): ExampleRequest => {
  const sent = published('status-sent')
  return json(sqsBody({ ...sent, message: { ...(sent.message as object), messageId, context } }))
}

/** SMS over AWS: fed by a queue, so that there is no webhook and nothing to sign. */
export const subject: ContractSubject = {
  factory: sms,
  config: { provider: 'aws', configurationSet: 'parley' },
  secrets: {},
  deliveries: {
    message: fixture('text'),
    unknown: fixture('status-unknown-word'),
    redelivered: { first: fixture('status-delivered'), again: fixture('status-redelivered') },
    // Without the envelope as well: so that what AWS itself says is broken in every place, not only the words around it.
    others: Object.fromEntries(
      inboundNames().flatMap((name) => [
        [name, fixture(name)],
        [`${name}, raw`, example({ message: published(name).message })],
      ]),
    ),
  },
  sends: {
    account: '+14155550199',
    peer: { type: 'phone', value: '+14155550111' },
    parts: { text: { content: { type: 'text', text: 'hello' } } },
    accepted: (MessageId) => ({ status: 200, body: { MessageId } }),
    providerId: '862a8790-60c0-4430-9b2b-658bd0c1ffee',
    failures: Object.entries(FAILURES).map(([code, expected]) => {
      const [type, Reason] = code.split('/')
      return { name: code, response: { status: 400, body: { __type: type, Message: 'refused', Reason } }, expected }
    }),
    receipt: (sent, id) => event(id, JSON.parse(sent.body) as { readonly Context?: unknown }),
  },
  deviations: {
    'gives every item of a batch a fact with a key of its own': oneItem,
    'keeps the good items beside a bad one, and the bad one as well': oneItem,
    'never lets an echo speak as the customer': 'AWS tells nothing of messages sent elsewhere but their events.',
  },
}
