import assert from 'node:assert/strict'
import type { Capabilities } from '../../core/capabilities.ts'
import { Failure } from '../../core/schema/failure.ts'
import type { PartContent } from '../../core/schema/message.ts'
import type { OutboundPart, SendOutcome } from '../adapter.ts'
import {
  adapterOf,
  anyPart,
  capabilitiesOf,
  deepFreeze,
  networkError,
  OWN_KEY,
  partOf,
  partsOf,
  provider,
  requestOf,
  responseOf,
  type Check,
} from './harness.ts'
import type { ContractSubject, ProviderResponse, SentRequest } from './subject.ts'

interface Exchange {
  readonly outcome: SendOutcome
  readonly sent: readonly SentRequest[]
}

const exchange = async (
  subject: ContractSubject,
  part: OutboundPart,
  answer: () => Response | Promise<Response>,
  signal: AbortSignal = new AbortController().signal,
): Promise<Exchange> => {
  const { fetch, sent } = provider(answer)
  return { outcome: await adapterOf(subject, { fetch }).send(deepFreeze(part), signal), sent }
}

const answered = async (subject: ContractSubject, response: ProviderResponse): Promise<SendOutcome> =>
  (await exchange(subject, anyPart(subject), () => responseOf(response))).outcome

const broken = async (subject: ContractSubject, code: string): Promise<SendOutcome> =>
  (await exchange(subject, anyPart(subject), () => Promise.reject(networkError(code)))).outcome

const accepting = (subject: ContractSubject) => () => responseOf(subject.sends.accepted(subject.sends.providerId))

const assertOutcome = (outcome: SendOutcome): void => {
  if (outcome.kind === 'refused') Failure.parse(outcome.failure)
  else if (outcome.kind === 'accepted') assert.ok(typeof outcome.providerId === 'string' && outcome.providerId !== '')
  else assert.equal(typeof outcome.detail, 'string')
}

const assertUnknown = (outcome: SendOutcome, why: string): void => assert.equal(outcome.kind, 'unknown', why)

/** Which kinds of content a channel's capabilities say it can take. Where it is mail, all of a message is one of them. */
const declared = (c: Capabilities): Readonly<Partial<Record<PartContent['type'], boolean>>> =>
  c.mail === undefined ? inParts(c) : { mail: true }

const inParts = (c: Capabilities): Readonly<Record<PartContent['type'], boolean>> => ({
  text: true,
  media: Object.keys(c.media).length > 0,
  choice: c.buttons !== undefined || c.list !== undefined || c.links !== undefined || c.locationRequest,
  cards: c.cards !== undefined,
  template: c.templates,
  location: c.location,
  contacts: c.contacts !== undefined,
  reaction: c.reactions,
  mail: false,
})

const SAMPLES: readonly PartContent[] = [
  { type: 'text', text: 'Hello' },
  { type: 'mail', text: 'Hello', media: [] },
  { type: 'media', media: [{ kind: 'image', url: 'https://files.example/a.jpg' }] },
  {
    type: 'choice',
    text: 'Which?',
    choice: { type: 'choice', style: 'buttons', sections: [{ options: [{ kind: 'reply', id: 'a', title: 'A' }] }] },
  },
  { type: 'cards', cards: [{ title: 'A', subtitle: 'One of them', buttons: [] }] },
  { type: 'template', name: 'hello', language: 'en', header: [], body: [], buttons: [] },
  { type: 'location', latitude: 1, longitude: 2 },
  {
    type: 'contacts',
    contacts: [{ name: { formatted: 'Ann' }, phones: [], emails: [], urls: [], addresses: [] }],
  },
  { type: 'reaction', target: 'x', emoji: '👍' },
]

/** 503 is not among them: by its meaning nothing was done. */
const UNCLEAR = [500, 502, 504]
const UNREADABLE: readonly (string | object)[] = ['', '<html>', 'null', '[]', '"ok"', '{', {}, { error: null }, [[]]]

export const sendChecks: readonly Check[] = [
  {
    name: 'makes exactly one request for every part and hands on the id the provider gave',
    run: async (subject) => {
      for (const [name, part] of partsOf(subject)) {
        const { outcome, sent } = await exchange(subject, part, accepting(subject))
        assert.equal(sent.length, 1, `${name}: ${sent.length} requests`)
        assert.equal(outcome.kind === 'accepted' && outcome.providerId, subject.sends.providerId, name)
      }
    },
  },
  {
    name: 'has an example part for every kind of content its capabilities declare',
    run: async (subject) => {
      const shown = new Set(partsOf(subject).map(([, part]) => part.content.type))
      for (const [type, can] of Object.entries(declared(capabilitiesOf(subject))))
        assert.equal(shown.has(type as PartContent['type']), can, type)
    },
  },
  {
    name: 'refuses content outside its capabilities without asking the provider',
    run: async (subject) => {
      const can = declared(capabilitiesOf(subject))
      for (const content of SAMPLES.filter(({ type }) => !can[type])) {
        const { outcome, sent } = await exchange(subject, partOf(subject, { content }), accepting(subject))
        assert.equal(outcome.kind === 'refused' && outcome.failure.code, 'content_unsupported', content.type)
        assert.equal(sent.length, 0, content.type)
      }
    },
  },
  {
    name: 'carries our own key with every part',
    run: async (subject) => {
      for (const [name, part] of partsOf(subject)) {
        const { sent } = await exchange(subject, part, accepting(subject))
        assert.ok(sent[0]?.body.includes(OWN_KEY.message), name)
      }
    },
  },
  {
    name: 'finds the way home from a receipt: our own key, the same id, the same scope',
    run: async (subject) => {
      const { providerId } = subject.sends
      const { outcome, sent } = await exchange(subject, anyPart(subject), accepting(subject))
      assert.ok(sent[0] && outcome.kind === 'accepted', 'nothing was sent')
      const receipt = subject.sends.receipt?.(sent[0], providerId)
      assert.ok(receipt, 'no example: sends.receipt')
      const facts = await adapterOf(subject).parse(requestOf(subject, receipt))
      const found = facts.find((fact) => fact.kind === 'receipt')
      assert.deepStrictEqual(found?.ours, OWN_KEY)
      assert.equal(found.target, providerId)
      assert.equal(found.scope, outcome.scope ?? subject.sends.account, 'send and receipt name different scopes')
    },
  },
  {
    name: 'follows no redirect and stops when it is told to',
    run: async (subject) => {
      const controller = new AbortController()
      const { sent } = await exchange(subject, anyPart(subject), accepting(subject), controller.signal)
      assert.notEqual(sent[0]?.redirect, 'follow', 'credentials would follow a redirect')
      controller.abort()
      assert.equal(sent[0]?.signal.aborted, true, 'the signal was not passed on')
      const aborted = () => Promise.reject(new DOMException('aborted', 'AbortError'))
      assertUnknown((await exchange(subject, anyPart(subject), aborted)).outcome, 'aborted while waiting')
    },
  },
  {
    name: 'maps every failure of the provider to its code, retry and scope',
    run: async (subject) => {
      assert.ok(subject.sends.failures.length > 0, 'no example failure')
      for (const { name, response, expected } of subject.sends.failures) {
        const outcome = await answered(subject, response)
        assert.equal(outcome.kind, 'refused', name)
        const { code, retry, scope } = outcome.failure
        assert.deepStrictEqual({ code, retry, scope }, expected, name)
        assertOutcome(outcome)
      }
    },
  },
  {
    name: 'calls a provider it could not reach unavailable',
    run: async (subject) => {
      for (const code of ['ECONNREFUSED', 'ENOTFOUND', 'UND_ERR_CONNECT_TIMEOUT']) {
        const outcome = await broken(subject, code)
        assert.equal(outcome.kind === 'refused' && outcome.failure.code, 'provider_unavailable', code)
        assert.equal(outcome.kind === 'refused' && outcome.failure.retry, 'backoff', code)
      }
    },
  },
  {
    name: 'calls the outcome unknown when the connection broke after the request',
    run: async (subject) => {
      for (const code of ['ECONNRESET', 'UND_ERR_SOCKET', 'UND_ERR_HEADERS_TIMEOUT', 'EPIPE'])
        assertUnknown(await broken(subject, code), code)
      const cut = (): Response =>
        new Response(new ReadableStream({ start: (body) => body.error(networkError('UND_ERR_SOCKET')) }))
      assertUnknown((await exchange(subject, anyPart(subject), cut)).outcome, 'cut while answering')
    },
  },
  {
    name: 'calls the outcome unknown when a success cannot be read',
    run: async (subject) => {
      for (const status of [200, 201])
        for (const body of UNREADABLE)
          assertUnknown(await answered(subject, { status, body }), `${status} ${JSON.stringify(body)}`)
    },
  },
  {
    name: 'calls the outcome unknown when a server error cannot be read',
    run: async (subject) => {
      for (const status of UNCLEAR)
        for (const body of UNREADABLE) assertUnknown(await answered(subject, { status, body }), String(status))
    },
  },
  {
    name: 'waits as long as Retry-After asks',
    run: async (subject) => {
      const outcome = await answered(subject, { status: 429, headers: { 'retry-after': '7' }, body: '' })
      assert.equal(outcome.kind, 'refused')
      assert.equal(outcome.failure.code, 'rate_limited')
      assert.deepStrictEqual(outcome.failure.retry, { afterSeconds: 7 })
    },
  },
  {
    name: 'takes refused credentials as a failure of the account',
    run: async (subject) => {
      const outcome = await answered(subject, { status: 401, body: '' })
      assert.equal(outcome.kind, 'refused')
      assert.equal(outcome.failure.code, 'credentials_invalid')
      assert.equal(outcome.failure.scope, 'account')
    },
  },
  {
    name: 'never throws, whatever the provider answers',
    run: async (subject) => {
      for (const status of [200, 204, 302, 400, 401, 404, 409, 413, 422, 429, 500, 503])
        for (const body of UNREADABLE) {
          const outcome = await answered(subject, { status, body })
          assertOutcome(outcome)
          assert.notEqual(outcome.kind, 'accepted', `accepted ${status} ${JSON.stringify(body)}`)
          if (status >= 400 && status < 500) assert.equal(outcome.kind, 'refused', String(status))
        }
    },
  },
]
