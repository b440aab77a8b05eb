import { describe, expect, test } from 'vitest'
import { IGNORED } from '../../adapters/sms/coverage.ts'
import { parse } from '../../adapters/sms/twilio/parse.ts'
import { InboundFact } from '../../core/schema/fact.ts'
import { deliver, expectedFacts, inboundNames, webhook, type Webhook } from './sms.fixtures.ts'

const facts = (name: string): InboundFact[] => parse(deliver(webhook(name)))
const parsed = (params: Readonly<Record<string, string>>): InboundFact[] =>
  parse(deliver({ params: { ...webhook('text').params, ...params } }))
const kinds = (found: readonly InboundFact[]): string[] => found.map(({ kind }) => kind)

describe('a webhook of Twilio becomes facts', () => {
  test.each(inboundNames())('%s', (name) => {
    expect(facts(name)).toEqual(expectedFacts(name))
    for (const fact of facts(name)) expect(InboundFact.parse(fact)).toEqual(fact)
  })
})

const other = (value: string): string => (/^\d{1,15}$/.test(value) ? String(Number(value) + 1) : `${value}x`)

/** The webhook with one of its values changed, for each of them. */
const changes = ({ query = {}, params }: Webhook): (readonly [string, Webhook])[] => [
  ...Object.entries(params).map(([name, value]): [string, Webhook] => [
    name,
    { query, params: { ...params, [name]: other(value) } },
  ]),
  ...Object.entries(query).map(([name, value]): [string, Webhook] => [
    `query.${name}`,
    { query: { ...query, [name]: other(value) }, params },
  ]),
]

describe('every value of a webhook reaches its facts', () => {
  const unused = new Set(Object.keys(IGNORED))
  // A webhook without news says nothing by intent; a quarantined one is kept whole.
  const read = inboundNames().filter((name) => facts(name).some(({ kind }) => kind !== 'quarantine'))
  test.each(read)('%s', (name) => {
    const original = JSON.stringify(facts(name))
    const lost = changes(webhook(name))
      .filter(([, changed]) => JSON.stringify(parse(deliver(changed))) === original)
      .map(([path]) => path)
    for (const path of lost) unused.delete(path)
    expect(lost.filter((path) => IGNORED[path] === undefined)).toEqual([])
  })
  test('nothing is ignored that no webhook has', () => {
    expect([...unused]).toEqual([])
  })
})

describe('a text message', () => {
  test.each(['', ' ', '\0'])('of nothing (%j) says so', (Body) => {
    expect(parsed({ Body })).toMatchObject([{ kind: 'message', body: { text: '[no text]', attachments: [] } }])
  })
  test('of nothing but a word of Advanced Opt-Out is a withdrawal that quotes the word', () => {
    expect(parsed({ Body: '', OptOutType: 'STOP' })[1]).toMatchObject({ kind: 'consent', evidence: 'STOP' })
  })
  test('loses null bytes, wherever they are', () => {
    expect(parsed({ Body: 'sto\0p', FromCity: 'PA\0RIS' })).toMatchObject([
      { body: { text: 'stop', extra: { fromCity: 'PARIS' } } },
      { kind: 'consent', state: 'revoked', evidence: 'stop' },
    ])
  })
})

describe('opting out', () => {
  test.each(['STOP', 'unsubscribe', 'End', 'QUIT', 'stopall', 'Revoke', 'OPTOUT', ' cancel '])(
    'takes "%s" as the whole message for a withdrawal of consent beside the message',
    (word) => {
      const [message, consent] = parsed({ Body: word })
      expect(message).toMatchObject({ kind: 'message', body: { text: word } })
      expect(consent).toMatchObject({
        kind: 'consent',
        state: 'revoked',
        purpose: 'any',
        sender: '+14155550199',
        source: 'keyword',
        evidence: word.trim(),
      })
    },
  )
  test.each(['START', 'unstop'])('takes "%s" for consent', (word) => {
    expect(parsed({ Body: word })[1]).toMatchObject({ kind: 'consent', state: 'granted' })
  })
  test.each(['STOP.', 'stop it', 'YES', 'HELP', 'INFO', 'STOP STOP', ''])('takes "%s" for a message alone', (word) => {
    expect(kinds(parsed({ Body: word }))).toEqual(['message'])
  })
  test('believes Advanced Opt-Out rather than the words, in any language', () => {
    expect(parsed({ Body: 'Basta', OptOutType: 'STOP' })[1]).toMatchObject({
      state: 'revoked',
      source: 'advanced_opt_out',
      evidence: 'Basta',
    })
    expect(parsed({ Body: 'Los', OptOutType: 'start' })[1]).toMatchObject({ state: 'granted' })
    expect(kinds(parsed({ Body: 'STOP', OptOutType: 'HELP' }))).toEqual(['message'])
  })
})

describe('addresses', () => {
  const peer = (From: string) => {
    const [fact] = parsed({ From })
    return fact?.kind === 'message' ? fact.peers[0] : fact?.kind
  }
  test.each(['123', '12345', '12345678'])('keeps the short code %s as it is', (code) => {
    expect(peer(code)).toEqual({ type: 'short_code', value: code })
  })
  test.each(['ACME', 'ACME 24', '447700900123', '123456789', '+1', '+0123456789', 'anonymous'])(
    'keeps the name %s as it is',
    (name) => {
      expect(peer(name)).toEqual({ type: 'sender_id', value: name })
    },
  )
  test('takes E.164 for a phone', () => {
    expect(peer('+4915112345678')).toEqual({ type: 'phone', value: '+4915112345678' })
  })
  test.each(['whatsapp:+14155550111', 'messenger:123', 'rcs:acme'])('quarantines %s: it is not SMS', (address) => {
    expect(peer(address)).toBe('quarantine')
  })
})

test('a message that arrived has no failure, whatever else its status states', () => {
  const [fact] = parse(deliver({ params: { ...webhook('status-delivered').params, ErrorCode: '30003' } }))
  expect(fact).toMatchObject({ kind: 'receipt', state: 'delivered' })
  expect(fact).not.toHaveProperty('failure')
})

describe('keys', () => {
  test.each(['not-a-key', '', 'msg_8sKq2', 'msg_8sKq2.x', '.1'])(
    'does not take "%s" in the callback URL for ours',
    (key) => {
      const [fact] = parse(deliver({ query: { parley: key }, params: webhook('status-sent').params }))
      expect(fact).toMatchObject({ kind: 'receipt', state: 'sent' })
      expect(fact).not.toHaveProperty('ours')
    },
  )
  test('gives a status the same target and state again when the carrier states another time', () => {
    const [[first], [again]] = [facts('status-delivered'), facts('status-redelivered')]
    expect(first).toMatchObject({
      kind: 'receipt',
      target: again?.kind === 'receipt' && again.target,
      state: 'delivered',
    })
    expect(first).not.toEqual(again)
  })
  test('keeps two different broken webhooks apart, and the same one together', () => {
    const id = (params: Readonly<Record<string, string>>) => {
      const [fact] = parse(deliver({ params }))
      return fact?.kind === 'quarantine' ? fact.id : undefined
    }
    expect(id({ a: '1' })).toBeDefined()
    expect(id({ a: '1' })).toBe(id({ a: '1' }))
    expect(id({ a: '1' })).not.toBe(id({ a: '2' }))
  })
})
