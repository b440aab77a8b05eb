import assert from 'node:assert/strict'
import type { AdapterDeps, ChannelAdapter, WebhookReply, WebhookRequest } from '../adapter.ts'
import {
  adapterOf,
  examplesOf,
  requestOf,
  signed,
  signingWith,
  unconfigured,
  webhookOf,
  type Check,
} from './harness.ts'
import type { ContractSubject } from './subject.ts'

type Webhook = NonNullable<ChannelAdapter['webhook']>

const webhook = (subject: ContractSubject, secrets?: AdapterDeps['secrets']): Webhook => {
  const found = adapterOf(subject, secrets && { secrets }).webhook
  assert.ok(found, 'the adapter has no webhook')
  return found
}

const verifier = (subject: ContractSubject, secrets?: AdapterDeps['secrets']): Webhook['verify'] => {
  const found = webhook(subject, secrets)
  return (request) => found.verify(request)
}

const other = (subject: ContractSubject): string => `${subject.secrets[webhookOf(subject).secret]}-other`

/** The request with one header or query value replaced. */
const replaced = (request: WebhookRequest, place: Place, value: string): WebhookRequest => {
  if (place.where === 'header') return { ...request, headers: { ...request.headers, [place.name]: value } }
  const query = request.query.map(([name, old]): [string, string] => [name, name === place.name ? value : old])
  return { ...request, query, url: `${request.url.split('?')[0]}?${new URLSearchParams(query).toString()}` }
}

interface Place {
  readonly where: 'header' | 'query'
  readonly name: string
  readonly value: string
}

/** Where signing put something: the values that must not be touched. */
const signaturePlaces = (subject: ContractSubject): readonly Place[] => {
  const before = requestOf(subject, subject.deliveries.message)
  const after = signed(subject, subject.deliveries.message)
  const headers = Object.entries(after.headers)
    .filter(([name, value]) => before.headers[name] !== value)
    .map(([name, value]): Place => ({ where: 'header', name, value }))
  const query = after.query
    .filter(([name, value]) => !before.query.some(([n, v]) => n === name && v === value))
    .map(([name, value]): Place => ({ where: 'query', name, value }))
  const places = [...headers, ...query]
  assert.ok(places.length > 0, 'sign() adds neither a header nor a query parameter')
  return places
}

/** Not merely another case of the letter, nor only unused bits of base64's last character. */
const otherCharacter = (c: string | undefined): string => (c === '0' ? 'f' : '0')

const NONSENSE = ['', ' ', '\0', '=', '====', 'sha256=', 'sha256=zz', 'sha1=é', '\ud800', '%%%', 'A'.repeat(100_000)]
const BODIES = ['', '\0', '{', 'null', '%', 'a=%zz&b', 'a=1&a=2&=', '\u00ff'.repeat(100)].map((text) =>
  new TextEncoder().encode(text),
)

const refusesAltered = (subject: ContractSubject, alter: (request: WebhookRequest) => readonly WebhookRequest[]) => {
  const verify = verifier(subject)
  for (const request of alter(signed(subject, subject.deliveries.message))) assert.equal(verify(request), false)
}

const assertNotAnswered = (reply: WebhookReply | undefined, why: string): void =>
  assert.ok(reply === undefined || reply.status >= 400, `the subscription check was answered: ${why}`)

export const signatureChecks: readonly Check[] = [
  {
    name: 'accepts every example delivery signed with the active secret',
    run: async (subject) => {
      const verify = verifier(subject)
      for (const [name, example] of examplesOf(subject)) assert.equal(verify(signed(subject, example)), true, name)
    },
  },
  {
    name: 'accepts both secrets while one is rotated, and no third',
    run: async (subject) => {
      const old = subject.secrets[webhookOf(subject).secret] ?? ''
      const verify = verifier(subject, signingWith(subject, [`${old}-new`, old]))
      assert.equal(verify(signed(subject, subject.deliveries.message, old)), true, 'the old secret')
      assert.equal(verify(signed(subject, subject.deliveries.message, `${old}-new`)), true, 'the new secret')
      assert.equal(verify(signed(subject, subject.deliveries.message, other(subject))), false, 'a third secret')
    },
  },
  {
    name: 'refuses a body signed with another secret',
    run: async (subject) => {
      const verify = verifier(subject)
      for (const secret of [other(subject), ''])
        assert.equal(verify(signed(subject, subject.deliveries.message, secret)), false)
    },
  },
  {
    name: 'refuses a body with one bit flipped, a byte added or no byte at all',
    run: async (subject) =>
      refusesAltered(subject, (request) => {
        const { body } = request
        const step = Math.max(1, Math.floor(body.length / 64))
        const flipped = Array.from({ length: Math.ceil(body.length / step) }, (_, i) =>
          body.map((byte, at) => (at === i * step ? byte ^ 1 : byte)),
        )
        return [...flipped, Uint8Array.of(...body, 0x78), new Uint8Array()].map((changed) => ({
          ...request,
          body: changed,
        }))
      }),
  },
  {
    name: 'refuses a signature with one character changed, cut short or doubled',
    run: async (subject) =>
      refusesAltered(subject, (request) =>
        signaturePlaces(subject).flatMap((place) => {
          const changed = Array.from(
            place.value,
            (c, i) => place.value.slice(0, i) + otherCharacter(c) + place.value.slice(i + 1),
          )
          const values = [...changed, place.value.slice(0, -1), place.value.repeat(2), '']
          return values.map((value) => replaced(request, place, value))
        }),
      ),
  },
  {
    name: 'refuses the signature of another delivery',
    run: async (subject) => {
      const verify = verifier(subject)
      const { message, unknown } = subject.deliveries
      const { headers, query, url } = signed(subject, unknown)
      assert.equal(verify({ ...requestOf(subject, message), headers, query, url }), false)
    },
  },
  {
    name: 'refuses a request without a signature',
    run: async (subject) => {
      const verify = verifier(subject)
      assert.equal(verify(requestOf(subject, subject.deliveries.message)), false)
      assert.equal(verify({ ...requestOf(subject, subject.deliveries.message), headers: {} }), false)
    },
  },
  {
    name: 'refuses everything when no secret is configured',
    run: async (subject) => {
      for (const secrets of unconfigured(subject)) {
        const verify = verifier(subject, secrets)
        for (const secret of [undefined, '', 'undefined'])
          assert.equal(verify(signed(subject, subject.deliveries.message, secret)), false)
      }
    },
  },
  {
    name: 'never throws while verifying, whatever comes',
    run: async (subject) => {
      const verify = verifier(subject)
      const request = signed(subject, subject.deliveries.message)
      for (const place of signaturePlaces(subject))
        for (const value of NONSENSE) assert.equal(verify(replaced(request, place, value)), false)
      for (const body of [...BODIES, Uint8Array.from({ length: 997 }, (_, i) => (i * 7919) % 256)])
        for (const type of ['application/json', 'application/x-www-form-urlencoded', 'multipart/form-data', ''])
          assert.equal(verify({ ...request, body, headers: { ...request.headers, 'content-type': type } }), false)
      for (const url of ['', '::', 'https://', 'https://gateway.example/%', 'https://gateway.example/?bodySHA256=%E0'])
        assert.equal(typeof verify({ ...request, url, query: [['', '']] }), 'boolean')
      assert.equal(verify({ method: '', url: '', query: [], headers: {}, body: new Uint8Array() }), false)
    },
  },
  {
    name: 'acknowledges with a success',
    run: async (subject) => {
      const { status } = webhook(subject).ack(signed(subject, subject.deliveries.message))
      assert.ok(status >= 200 && status < 300, `answered ${status}`)
    },
  },
  {
    name: 'answers the subscription check and nothing else',
    run: async (subject) => {
      const open = webhook(subject)
      const example = webhookOf(subject).handshake
      assert.equal('handshake' in open, example !== undefined, 'handshake without example, or example without')
      assert.equal(open.handshake?.(signed(subject, subject.deliveries.message)), undefined, 'a delivery is none')
      if (!example) return
      const reply = open.handshake?.(requestOf(subject, example.request))
      assert.deepStrictEqual({ status: reply?.status, body: reply?.body }, example.reply)
      for (const [name, request] of Object.entries(example.refused))
        assertNotAnswered(open.handshake?.(requestOf(subject, request)), name)
      for (const secrets of unconfigured(subject))
        assertNotAnswered(webhook(subject, secrets).handshake?.(requestOf(subject, example.request)), 'no secret')
    },
  },
]
