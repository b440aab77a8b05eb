import { describe, expect, test } from 'vitest'
import { IGNORED } from '../../adapters/sms/aws/coverage.ts'
import { parse } from '../../adapters/sms/aws/parse.ts'
import { sms } from '../../adapters/sms/index.ts'
import { ordinaryDeps, refuseNetwork } from '../../adapters/testing/world.ts'
import { InboundFact } from '../../core/schema/fact.ts'
import { deliver, expectedFacts, inboundNames, published, sqsBody, type Published } from './sms-aws.fixtures.ts'

const facts = (name: string): InboundFact[] => parse(deliver(published(name)))
const said = (fields: Readonly<Record<string, unknown>>): InboundFact[] =>
  parse(deliver({ ...published('text'), message: { ...(published('text').message as object), ...fields } }))
const kinds = (found: readonly InboundFact[]): string[] => found.map(({ kind }) => kind)

describe('what AWS publishes becomes facts', () => {
  test.each(inboundNames())('%s', (name) => {
    expect(facts(name)).toEqual(expectedFacts(name))
    for (const fact of facts(name)) expect(InboundFact.parse(fact)).toEqual(fact)
  })
})

test.each(['', ' ', '\0'])('a text message of nothing (%j) says so', (messageBody) => {
  expect(said({ messageBody })).toMatchObject([{ kind: 'message', body: { text: '[no text]' } }])
})

test('a text message loses null bytes and half surrogates', () => {
  expect(said({ messageBody: 'a\0b \ud83d' })).toMatchObject([{ kind: 'message', body: { text: 'ab \ufffd' } }])
})

const other = (value: unknown): unknown =>
  typeof value === 'number' ? value + 1 : typeof value === 'boolean' ? !value : `${String(value)}x`

type Fields = Readonly<Record<string, unknown>>

/** The publication with one of its values changed, for each of them. */
const changes = (from: Published): (readonly [string, Published])[] => {
  const message = from.message as Fields
  const sns = Object.entries(from.sns ?? {}).map(([name, value]): [string, Published] => [
    `sns.${name}`,
    { ...from, sns: { ...from.sns, [name]: name === 'Timestamp' ? '2026-02-02T00:00:00.000Z' : `${value}x` } },
  ])
  const fields = Object.entries(message).flatMap(([name, value]): [string, Published][] =>
    typeof value === 'object' && value !== null
      ? Object.entries(value as Fields).map(([inner, deep]) => [
          `${name}.${inner}`,
          { ...from, message: { ...message, [name]: { ...value, [inner]: other(deep) } } },
        ])
      : [[name, { ...from, message: { ...message, [name]: other(value) } }]],
  )
  return [...sns, ...fields]
}

describe('every value of a publication reaches its facts', () => {
  const unused = new Set(Object.keys(IGNORED))
  // An event without news says nothing by intent; a quarantined one is kept whole.
  const read = inboundNames().filter((name) => facts(name).some(({ kind }) => kind !== 'quarantine'))
  test.each(read)('%s', (name) => {
    const original = JSON.stringify(facts(name))
    const lost = changes(published(name))
      .filter(([, changed]) => JSON.stringify(parse(deliver(changed))) === original)
      .map(([path]) => path)
    for (const path of lost) unused.delete(path)
    expect(lost.filter((path) => IGNORED[path] === undefined)).toEqual([])
  })
  test('nothing is ignored that no publication has', () => {
    expect([...unused]).toEqual([])
  })
})

describe('opting out', () => {
  test.each(['ARRET', 'cancel', 'End', 'OPT-OUT', 'optout', 'QUIT', 'Remove', ' STOP', 'td', 'unsubscribe', 'Stop!'])(
    'takes "%s" for a withdrawal of consent beside the message',
    (word) => {
      const [message, consent] = said({ messageBody: word })
      expect(message).toMatchObject({ kind: 'message', body: { text: word } })
      expect(consent).toMatchObject({
        kind: 'consent',
        state: 'revoked',
        purpose: 'any',
        sender: '+14155550199',
        peers: [{ type: 'phone', value: '+14155550111' }],
        evidence: word.trim(),
      })
    },
  )
  test('takes a message that begins with such a word for one, as AWS does', () => {
    expect(said({ messageBody: 'stop sending me these' })[1]).toMatchObject({ state: 'revoked' })
  })
  test.each(['START', ' unstop '])('takes "%s" for consent', (word) => {
    expect(said({ messageBody: word })[1]).toMatchObject({ kind: 'consent', state: 'granted' })
  })
  test.each(['please stop', 'STOPPED at noon', 'ending soon', 'Start with the red ones', 'YES', 'HELP', 'STOPALL', ''])(
    'takes "%s" for a message alone',
    (word) => {
      expect(kinds(said({ messageBody: word }))).toEqual(['message'])
    },
  )
})

describe('addresses', () => {
  const peer = (originationNumber: string) => {
    const [fact] = said({ originationNumber })
    return fact?.kind === 'message' ? fact.peers[0] : fact?.kind
  }
  test('takes E.164 for a phone, and leaves short codes and names as they are', () => {
    expect(peer('+4915112345678')).toEqual({ type: 'phone', value: '+4915112345678' })
    expect(peer('72345')).toEqual({ type: 'short_code', value: '72345' })
    expect(peer('ACME 24')).toEqual({ type: 'sender_id', value: 'ACME 24' })
    expect(peer('447700900123')).toEqual({ type: 'sender_id', value: '447700900123' })
  })
  test('takes our number as AWS states it for the account', () => {
    expect(said({ destinationNumber: '72345' })[0]).toMatchObject({ account: '72345' })
  })
})

describe('keys', () => {
  test('gives a message the same key when SNS publishes it again at another time', () => {
    const [[first], [again]] = [facts('text'), facts('text-redelivered')]
    expect(first).not.toEqual(again)
    expect({ ...first, at: 0 }).toEqual({ ...again, at: 0 })
  })
  test('keeps two different broken publications apart, and the same one together, whatever envelope it is in', () => {
    const id = (from: Published) => {
      const [fact] = parse(deliver(from))
      return fact?.kind === 'quarantine' ? fact.id : undefined
    }
    const { sns = {} } = published('text')
    expect(id({ sns, message: 'a' })).toBeDefined()
    expect(id({ sns, message: 'a' })).toBe(id({ sns: { ...sns, MessageId: 'other' }, message: 'a' }))
    expect(id({ sns, message: 'a' })).not.toBe(id({ sns, message: 'b' }))
  })
  test.each([
    { parley: 'msg_8sKq2' },
    { parley: 'msg_8sKq2.x', parleyAccount: '+1' },
    { parley: 7 },
    { parley: 'a.0' },
  ])('does not take the context %o for ours', (context) => {
    const message = { ...(published('status-delivered').message as object), context }
    const [fact] = parse(deliver({ message }))
    expect(fact).toMatchObject({ kind: 'receipt', state: 'delivered', account: '+14155550199' })
    expect(fact).not.toHaveProperty('ours')
  })
})

describe('the queue', () => {
  const adapter = sms.create(sms.config.parse({ provider: 'aws' }), {
    ...ordinaryDeps(),
    fetch: refuseNetwork,
    now: () => 0,
    nonce: () => 'nonce',
    secrets: {},
    publicUrl: 'https://gateway.example',
    webhookUrl: 'https://gateway.example/webhooks/sms/main',
  })
  const read = (body: string) => adapter.queue?.({ id: '1', body })

  test.each(inboundNames())('hands %s on to parse, envelope and all', async (name) => {
    const found = read(sqsBody(published(name)))
    if (found?.kind !== 'delivery') throw new Error('not a delivery')
    expect(await adapter.parse(found.delivery)).toEqual(expectedFacts(name))
  })

  test.each(['SubscriptionConfirmation', 'UnsubscribeConfirmation'])('leaves a %s alone', (Type) => {
    const body = JSON.stringify({
      Type,
      TopicArn: 'arn:aws:sns:eu-central-1:1:t',
      Token: 't',
      Message: 'You have chosen…',
    })
    expect(read(body)).toMatchObject({ kind: 'ignore' })
  })

  test('leaves the words alone by which AWS tries a topic, in an envelope or not', () => {
    const words = 'Successfully validated SNS topic for AWS End User Messaging event publishing.'
    expect(read(words)).toMatchObject({ kind: 'ignore' })
    expect(read(sqsBody({ ...published('text'), message: words }))).toMatchObject({ kind: 'ignore' })
  })

  test('is what the connection is fed by, and no webhook', () => {
    expect(adapter.webhook).toBeUndefined()
    expect(sms.usesQueue?.(sms.config.parse({ provider: 'aws' }))).toBe(true)
    expect(sms.usesQueue?.(sms.config.parse({ provider: 'twilio' }))).toBe(false)
  })
})
