import { describe, expect, test } from 'vitest'
import { messageIdOf, messageIds, providerIdOf, threadOf } from '../../adapters/email/thread.ts'
import { mime, parseSes, type sesMail } from './email.inbound.ts'

type Options = Parameters<typeof sesMail>[1]

const threadIn = async (
  headers: Readonly<Record<string, string>>,
  options?: Options,
  config?: Readonly<Record<string, unknown>>,
  body?: string,
): Promise<string | undefined> => {
  const [fact] = await parseSes(mime(headers, body), options, config)
  if (fact?.kind !== 'message') throw new Error('no message')
  expect(fact.thread?.type).toBe('mail_thread')
  return fact.thread?.value
}
const ADA = 'ada@customer.example'
const SUPPORT = 'support@shop.example'
const first = threadOf(SUPPORT, ADA, 'm1@customer.example')

describe('a thread', () => {
  test('is 128 bits that survive mail servers, other for each mailbox, person and mail', () => {
    expect(first).toMatch(/^[a-z2-7]{26}$/)
    const others = [
      threadOf('sales@shop.example', ADA, 'm1@customer.example'),
      threadOf(SUPPORT, 'bob@customer.example', 'm1@customer.example'),
      threadOf(SUPPORT, ADA, 'm2@customer.example'),
    ]
    expect(new Set([first, ...others]).size).toBe(4)
  })
  test('begins with a mail by its own id', async () => {
    expect(await threadIn({})).toBe(first)
  })
  test('goes on with the oldest reference, also when the answer was to another', async () => {
    const answer = { 'Message-ID': '<m9@customer.example>', 'In-Reply-To': '<x@eu-west-1.amazonses.com>' }
    expect(await threadIn({ ...answer, References: '<m1@customer.example>\r\n <x@eu-west-1.amazonses.com>' })).toBe(
      first,
    )
  })
  test('goes on with In-Reply-To where there are no references', async () => {
    expect(await threadIn({ 'Message-ID': '<m9@customer.example>', 'In-Reply-To': '<m1@customer.example>' })).toBe(
      first,
    )
  })
  test('of a mail without any id is its own, again and again', async () => {
    const once = await threadIn({ 'Message-ID': '' })
    expect(await threadIn({ 'Message-ID': '' })).toBe(once)
    expect(await threadIn({ 'Message-ID': '' }, undefined, undefined, 'Another\r\n')).not.toBe(once)
  })
})

describe('a reply token', () => {
  test.each([
    ['the envelope', {}, { recipients: ['support+t-abc@shop.example'] }],
    ['To', { To: 'Support <support+t-abc@shop.example>' }, {}],
    ['Cc', { Cc: 'x@y.example, support+t-abc@shop.example' }, {}],
    ['Delivered-To', { 'Delivered-To': 'support+t-abc@shop.example' }, {}],
    ['X-Original-To', { 'X-Original-To': 'support+t-abc@shop.example' }, {}],
  ] as const)('in %s decides, whatever the references say', async (_, headers, options) => {
    expect(await threadIn({ ...headers, References: '<other@customer.example>' }, options)).toBe('abc')
  })
  test('counts also where the sender is not proven: it cannot be made up', async () => {
    expect(await threadIn({}, { recipients: ['support+t-abc@shop.example'], dmarc: 'FAIL' })).toBe('abc')
  })
  test('that is not ours says nothing', async () => {
    expect(await threadIn({}, { recipients: ['support+t-123@shop.example'] })).toBe(first)
  })
})

const JOIN = { 'Message-ID': '<m9@customer.example>', References: '<m1@customer.example>' }
const SES_RESULTS = (dkim: string): string =>
  `amazonses.com; spf=pass (ok) envelope-from=x; dkim=pass header.i=@${dkim}; dmarc=none header.from=customer.example;`
const unproven = { spfVerdict: { status: 'FAIL' }, dkimVerdict: { status: 'FAIL' } }

describe('a mail joins a conversation by its headers', () => {
  test.each<readonly [string, Readonly<Record<string, string>>, Options]>([
    ['when DMARC passes', {}, { receipt: unproven }],
    ['when there is no policy and the envelope is of the domain', {}, { dmarc: 'GRAY' }],
    [
      'when there is no policy and the envelope is of a domain below',
      {},
      { dmarc: 'GRAY', source: 'b@bounces.customer.example' },
    ],
    [
      'when there is no policy and a signature is of the domain',
      { 'Authentication-Results': SES_RESULTS('customer.example') },
      { dmarc: 'GRAY', source: 'x@relay.example' },
    ],
  ])('%s', async (_, headers, options) => {
    expect(await threadIn({ ...headers, ...JOIN }, options)).toBe(first)
  })
})

describe('a mail stays alone, however its headers are forged', () => {
  test.each<readonly [string, Readonly<Record<string, string>>, Options]>([
    ['when DMARC fails', {}, { dmarc: 'FAIL' }],
    [
      'when DMARC fails though a signature is of the domain',
      { 'Authentication-Results': SES_RESULTS('customer.example') },
      { dmarc: 'FAIL' },
    ],
    ['when there is no policy and the envelope is of another domain', {}, { dmarc: 'GRAY', source: 'x@evil.example' }],
    [
      'when there is no policy and the envelope only looks alike',
      {},
      { dmarc: 'GRAY', source: 'x@evilcustomer.example' },
    ],
    ['when there is no policy and SPF failed', {}, { dmarc: 'GRAY', receipt: unproven }],
    [
      'when there is no policy and a signature is of another domain',
      { 'Authentication-Results': SES_RESULTS('evil.example') },
      { dmarc: 'GRAY', source: 'x@evil.example' },
    ],
    [
      'when the results are of a server that is not ours',
      {
        'Authentication-Results':
          'mx.evil.example; dmarc=pass header.from=customer.example; dkim=pass header.d=customer.example',
      },
      { dmarc: 'GRAY', source: 'x@evil.example' },
    ],
    [
      'when the results stand in a comment',
      { 'Authentication-Results': 'amazonses.com; spf=none (; dkim=pass header.i=@customer.example;)' },
      { dmarc: 'GRAY', source: 'x@evil.example' },
    ],
    ['when there are two senders in From', { From: 'ada@customer.example, eve@evil.example' }, {}],
    ['when the sender stands in for From', { From: 'Ada', Sender: 'ada@customer.example' }, {}],
  ])('%s', async (_, headers, options) => {
    const thread = await threadIn({ ...headers, ...JOIN }, options)
    expect(thread).not.toBe(first)
    const another = await threadIn({ ...headers, ...JOIN, 'Message-ID': '<m10@customer.example>' }, options)
    expect(another).not.toBe(thread)
  })
  test('when our results are not the first of that name', async () => {
    const forged = `Authentication-Results: ${SES_RESULTS('evil.example')}\r\n${mime({ ...JOIN, 'Authentication-Results': SES_RESULTS('customer.example') })}`
    const [fact] = await parseSes(forged, { dmarc: 'GRAY', source: 'x@evil.example' })
    expect(fact).not.toMatchObject({ thread: { value: first } })
  })
  test('when it has two From headers', async () => {
    const [fact] = await parseSes(`From: ada@customer.example\r\n${mime({ ...JOIN, From: 'eve@evil.example' })}`)
    expect(fact).toMatchObject({ peers: [{ value: ADA }] })
    expect(fact).not.toMatchObject({ thread: { value: first } })
  })
  test('and not as its own beginning either', async () => {
    expect(await threadIn({}, { dmarc: 'FAIL' })).not.toBe(first)
  })
  test('nor does it say which message it answers', async () => {
    const [fact] = await parseSes(mime({ 'In-Reply-To': '<m1@customer.example>' }), { dmarc: 'FAIL' })
    expect(fact).not.toHaveProperty('body.replyTo')
  })
  test('also under somebody else’s address, who names the same mail', async () => {
    expect(await threadIn({ ...JOIN, From: 'eve@evil.example' })).toBe(
      threadOf(SUPPORT, 'eve@evil.example', 'm1@customer.example'),
    )
  })
})

test('with the policy `headers` references are believed', async () => {
  expect(await threadIn(JOIN, { dmarc: 'FAIL' }, { threading: 'headers' })).toBe(first)
})

test('a configured authserv-id is believed instead', async () => {
  const headers = { ...JOIN, 'Authentication-Results': 'mx.shop.example; dkim=pass header.d=customer.example' }
  const options = { dmarc: 'GRAY', source: 'x@relay.example' }
  expect(await threadIn(headers, options)).not.toBe(first)
  expect(await threadIn(headers, options, { authservId: 'mx.shop.example' })).toBe(first)
})

describe('message ids', () => {
  test.each([
    ['<a@b> <c@d>', ['a@b', 'c@d']],
    ['<a@b>\r\n\t<c@d> <a@b>', ['a@b', 'c@d']],
    ['"Ada" <a@b>; from <c@d', ['a@b']],
    ['<<a@b>> garbage', ['a@b']],
    ['a@b', ['a@b']],
    ['two words', []],
    ['<>', []],
    [`<${'x'.repeat(999)}>`, []],
    [undefined, []],
  ])('of %j are %j', (value, ids) => {
    expect(messageIds(value)).toEqual(ids)
  })
  test('stand without brackets', () => {
    expect(messageIdOf(' <a@b> ')).toBe('a@b')
  })
  test('of SES are known to it without the host', () => {
    expect(providerIdOf('0100019abc-1-000000@email.amazonses.com')).toBe('0100019abc-1-000000')
    expect(providerIdOf('0100019abc-1-000000@eu-west-1.amazonses.com')).toBe('0100019abc-1-000000')
    expect(providerIdOf('0100019abc@amazonses.com.evil.example')).toBe('0100019abc@amazonses.com.evil.example')
    expect(providerIdOf('a@customer.example')).toBe('a@customer.example')
  })
})
