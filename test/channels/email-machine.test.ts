import { describe, expect, test } from 'vitest'
import { bounceFailure } from '../../adapters/email/inbound/failures.ts'
import { adapter, jsonRequest, mime, parseSes, WEBHOOK_URL } from './email.inbound.ts'

const automated = async (headers: Readonly<Record<string, string>>, source?: string): Promise<unknown> => {
  const [fact] = await parseSes(mime(headers), source === undefined ? {} : { source })
  if (fact?.kind !== 'message') throw new Error('no message')
  return fact.body.email?.automated
}

describe('a mail is from a program', () => {
  test.each([
    [{ 'Auto-Submitted': 'auto-replied (vacation)' }, 'auto_reply', 'auto-submitted'],
    [{ 'Auto-Submitted': 'auto-generated' }, 'other', 'auto-submitted'],
    [{ 'X-Autoreply': 'yes' }, 'auto_reply', 'x-autoreply'],
    [{ 'X-Autorespond': '' }, 'auto_reply', 'x-autorespond'],
    [{ 'X-Auto-Response-From': 'x' }, 'auto_reply', 'x-auto-response-from'],
    [{ Precedence: 'auto_reply' }, 'auto_reply', 'precedence'],
    [{ Precedence: 'Bulk' }, 'bulk', 'precedence'],
    [{ Precedence: 'junk' }, 'bulk', 'precedence'],
    [{ Precedence: 'list' }, 'list', 'precedence'],
    [{ 'List-Id': '<news.lists.example>' }, 'list', 'list-id'],
    [{ 'List-Unsubscribe': '<https://lists.example>' }, 'bulk', 'list-unsubscribe'],
    [{ 'X-Parley-Message': 'msg_8sKq2 0' }, 'other', 'x-parley-message'],
    [{ From: 'no-reply@customer.example' }, 'other', 'from'],
    [{ From: 'donotreply@customer.example' }, 'other', 'from'],
    [{ From: 'postmaster@customer.example' }, 'other', 'from'],
    [{ From: 'MAILER-DAEMON@customer.example' }, 'bounce', 'from'],
  ])('when it says %j', async (headers, kind, reason) => {
    expect(await automated(headers)).toEqual({ kind, reason })
  })
  test('when its envelope has no sender', async () => {
    expect(await automated({}, '<>')).toEqual({ kind: 'other', reason: 'return-path' })
    expect(await automated({}, '')).toEqual({ kind: 'other', reason: 'return-path' })
  })
})

test.each([
  {},
  { 'Auto-Submitted': 'no' },
  { 'X-Auto-Response-Suppress': 'All' },
  { 'X-Autoreply': 'no' },
  { Precedence: 'first-class' },
  { From: 'noreplyman@customer.example' },
])('a mail is from a person when it says %j', async (headers) => {
  expect(await automated(headers)).toBeUndefined()
})

describe('a bounce means', () => {
  test.each([
    ['5.1.1', '', 'recipient_unreachable', 'recipient'],
    ['5.1.8', '', 'provider_rejected', 'account'],
    ['5.2.1', '', 'recipient_unreachable', 'recipient'],
    ['5.2.2', '', 'recipient_unreachable', 'message'],
    ['5.2.3', '', 'content_too_large', 'message'],
    ['5.3.4', '', 'content_too_large', 'message'],
    ['5.4.4', '', 'recipient_unreachable', 'message'],
    ['5.6.1', '', 'content_unsupported', 'message'],
    ['5.7.1', '', 'policy_blocked', 'message'],
    ['4.1.1', '', 'recipient_unreachable', 'message'],
    ['5.0.0', '550 5.7.26 unauthenticated', 'policy_blocked', 'message'],
    ['5.0.0', '550 no such user', 'recipient_unreachable', 'recipient'],
    ['', '552 quota', 'recipient_unreachable', 'message'],
    ['', 'who knows', 'recipient_unreachable', 'message'],
  ])('by %s and "%s": %s', (status, words, code, scope) => {
    expect(bounceFailure(status, words)).toMatchObject({ code, scope, retry: 'no' })
  })
})

const report = (
  type: string,
  parts: readonly (readonly [string, string])[],
  headers: Readonly<Record<string, string>> = {},
): string =>
  mime(
    {
      From: 'MAILER-DAEMON@mx.example',
      'Content-Type': `multipart/report; report-type=${type}; boundary=r`,
      ...headers,
    },
    [...parts.map(([contentType, body]) => `--r\r\nContent-Type: ${contentType}\r\n\r\n${body}\r\n`), '--r--\r\n'].join(
      '',
    ),
  )
const STATUS =
  'Reporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; ada@customer.example\r\nAction: failed\r\nStatus: 5.1.1\r\n'

describe('a report', () => {
  const returned = (...lines: readonly string[]) => ['text/rfc822-headers', `${lines.join('\r\n')}\r\n`] as const
  test('finds its mail by our own header alone', async () => {
    const facts = await parseSes(
      report('delivery-status', [['message/delivery-status', STATUS], returned('X-Parley-Message: msg_8sKq2 1')]),
    )
    expect(facts).toMatchObject([
      { kind: 'receipt', state: 'failed', target: 'msg_8sKq2.1', ours: { message: 'msg_8sKq2', part: 1 } },
    ])
  })
  test.each(['msg_8sKq2', 'x 1', 'msg_8sKq2 one', 'msg_8sKq2 1 2'])(
    'does not take "%s" for our own header',
    async (value) => {
      const facts = await parseSes(
        report('delivery-status', [
          ['message/delivery-status', STATUS],
          returned(`X-Parley-Message: ${value}`, 'Message-ID: <a@b>'),
        ]),
      )
      expect(facts).toMatchObject([{ kind: 'receipt', target: 'a@b' }])
      expect(facts[0]).not.toHaveProperty('ours')
    },
  )
  test('gives each recipient a receipt of their own', async () => {
    const two = `${STATUS}\r\nFinal-Recipient: rfc822; bob@customer.example\r\nAction: delivered\r\nStatus: 2.0.0\r\n`
    const facts = await parseSes(
      report('delivery-status', [['message/delivery-status', two], returned('Message-ID: <a@b>')]),
    )
    expect(facts).toMatchObject([
      { state: 'failed', peers: [{ value: 'ada@customer.example' }] },
      { state: 'delivered', peers: [{ value: 'bob@customer.example' }] },
    ])
  })
  test('that names no mail stays a message, so that somebody sees it', async () => {
    const facts = await parseSes(
      report('delivery-status', [
        ['text/plain', 'Sorry'],
        ['message/delivery-status', STATUS],
      ]),
    )
    expect(facts).toMatchObject([
      { kind: 'message', body: { text: 'Sorry', email: { automated: { kind: 'bounce' } } } },
    ])
  })
  describe('without its mail', () => {
    const named = (lines: string, headers: Readonly<Record<string, string>> = {}) =>
      parseSes(report('delivery-status', [['message/delivery-status', `${lines}${STATUS}`]], headers))
    const ours = { target: 'msg_8sKq2.1@shop.example', ours: { message: 'msg_8sKq2', part: 1 } }
    const failed = { kind: 'receipt', state: 'failed', peers: [{ value: 'ada@customer.example' }] }
    test('finds it by a field of the report', async () => {
      expect(await named('X-Original-Message-ID: <msg_8sKq2.1@shop.example>\r\n')).toMatchObject([
        { ...failed, ...ours },
      ])
    })
    test('finds it by what it answers', async () => {
      expect(await named('', { 'In-Reply-To': '<msg_8sKq2.1@shop.example>' })).toMatchObject([{ ...failed, ...ours }])
    })
    test('finds one that SES gave its own id', async () => {
      const facts = await named('', { 'X-Original-Message-ID': '<0102-ab@eu-west-1.amazonses.com>' })
      expect(facts).toMatchObject([{ ...failed, target: '0102-ab' }])
      expect(facts[0]).not.toHaveProperty('ours')
    })
    test.each(['<a@b>', '<msg_8sKq2@shop.example>', '<msg_8sKq2.one@shop.example>', '', '<@>'])(
      'stays a message where it names %s, which is not ours',
      async (id) => {
        expect(await named(`X-Original-Message-ID: ${id}\r\n`, { 'In-Reply-To': id })).toMatchObject([
          { kind: 'message' },
        ])
      },
    )
    test('believes the mail it returns before the fields', async () => {
      const facts = await parseSes(
        report('delivery-status', [
          ['message/delivery-status', `X-Original-Message-ID: <msg_8sKq2.1@shop.example>\r\n${STATUS}`],
          returned('Message-ID: <a@b>'),
        ]),
      )
      expect(facts).toMatchObject([{ target: 'a@b' }])
    })
    test('stays a message where a person answers us and attaches it', async () => {
      const headers = { 'In-Reply-To': '<msg_8sKq2.1@shop.example>', 'Content-Type': 'multipart/mixed; boundary=r' }
      expect(await named('', { ...headers, From: 'ada@customer.example' })).toMatchObject([{ kind: 'message' }])
    })
  })
  test.each(['not-spam', 'auth-failure'])('of the type %s is no complaint', async (type) => {
    const facts = await parseSes(
      report('feedback-report', [
        ['text/plain', 'x'],
        ['message/feedback-report', `Feedback-Type: ${type}\r\n`],
        returned('Message-ID: <a@b>'),
      ]),
    )
    expect(facts).toMatchObject([{ kind: 'message', body: { email: { automated: { kind: 'report' } } } }])
  })
  test('in both mailboxes it came to', async () => {
    const mail = report('delivery-status', [['message/delivery-status', STATUS], returned('Message-ID: <a@b>')])
    const facts = await parseSes(mail, { recipients: ['a@shop.example', 'b@shop.example'] })
    expect(facts.map(({ kind, scope }) => [kind, scope])).toEqual([
      ['receipt', 'a@shop.example'],
      ['receipt', 'b@shop.example'],
    ])
  })
  test('is not made of a person who quotes one', async () => {
    const [fact] = await parseSes(
      mime({ Subject: 'Fwd: failure' }, '550 5.1.1 user unknown\r\n> Message-ID: <a@b>\r\n'),
    )
    expect(fact).toMatchObject({ kind: 'message' })
  })
  test('that is only late is no failure', async () => {
    const words =
      'Your message was delayed and we are still trying.\r\n451 4.4.1 no answer\r\n\r\nMessage-ID: <a@b>\r\n'
    expect(await parseSes(mime({ From: 'MAILER-DAEMON@mx.example' }, words))).toMatchObject([
      { kind: 'receipt', state: 'sent', extra: { delayed: '4.4.1' } },
    ])
  })
})

describe('an event of SES', () => {
  const mail = { messageId: '0102-ab', source: 'support@shop.example', destination: ['ada@customer.example'] }
  const read = (event: string, about: object) =>
    adapter({ by: 'ses' }).parse(jsonRequest({ eventType: event, mail: about, send: {} }))
  test('is read by what it names', async () => {
    expect(await read('Send', mail)).toMatchObject([{ kind: 'receipt', account: 'support@shop.example' }])
  })
  test.each([
    [
      'Send',
      { ...mail, source: undefined },
      /without the address that sent \(mail\.commonHeaders\.from, mail\.source\)/,
    ],
    ['Send', { ...mail, messageId: '' }, /without the id of its mail \(mail\.messageId\)/],
    ['Party', mail, /that is not known/],
  ])('of the kind %s is a dead letter that says what it lacks', async (event, about, reason) => {
    expect(await read(event, about)).toMatchObject([
      { kind: 'quarantine', reason: expect.stringMatching(reason) as string },
    ])
  })
})

describe('the queue', () => {
  const queue = (body: unknown) =>
    adapter({ by: 'ses' }).queue?.({ id: '1', body: typeof body === 'string' ? body : JSON.stringify(body) })
  const sns = (message: unknown, more: Readonly<Record<string, unknown>> = {}) => ({
    Type: 'Notification',
    TopicArn: 'arn:aws:sns:eu-west-1:111122223333:mail',
    Message: typeof message === 'string' ? message : JSON.stringify(message),
    ...more,
  })
  const received = {
    notificationType: 'Received',
    mail: { messageId: 'o3vrnil0e2ic' },
    receipt: {
      recipients: ['support@shop.example'],
      action: { type: 'S3', bucketName: 'mail-bucket', objectKey: 'in/o3vrnil0e2ic' },
    },
  }
  test.each([
    ['in an SNS envelope', sns(received)],
    ['as raw delivery', received],
  ])('brings a mail %s, and says where it lies', (_, body) => {
    expect(queue(body)).toEqual({
      kind: 'delivery',
      delivery: { ...jsonRequest(received), url: WEBHOOK_URL },
      object: { bucket: 'mail-bucket', key: 'in/o3vrnil0e2ic' },
    })
  })
  test('brings events without an object', () => {
    const read = queue(sns({ eventType: 'Bounce', mail: {}, bounce: {} }))
    expect(read).toMatchObject({ kind: 'delivery' })
    expect(read).not.toHaveProperty('object')
  })
  test.each([
    [
      sns('Successfully validated SNS topic for Amazon SES event publishing.'),
      'AWS tried whether it can write to the topic',
    ],
    [sns('x', { Type: 'SubscriptionConfirmation' }), 'SNS about the subscription: SubscriptionConfirmation'],
    [sns('x', { Type: 'UnsubscribeConfirmation' }), 'SNS about the subscription: UnsubscribeConfirmation'],
    [sns({ ...received, mail: { messageId: 'AMAZON_SES_SETUP_NOTIFICATION' } }), 'SES set-up notification'],
    [
      sns({ ...received, receipt: { action: { objectKey: 'in/AMAZON_SES_SETUP_NOTIFICATION' } } }),
      'SES set-up notification',
    ],
    [sns({ eventType: 'Open', mail: {} }), 'SES event open'],
    [sns({ eventType: 'Click', mail: {} }), 'SES event click'],
  ])('keeps nothing of %j', (body, reason) => {
    expect(queue(body)).toEqual({ kind: 'ignore', reason })
  })
  test.each(['', 'no JSON', '[]', 'null', '{"Message":null}', '{"Message":"{"}'])(
    'brings %j too, for a dead letter',
    async (body) => {
      const read = queue(body)
      if (read?.kind !== 'delivery') throw new Error('no delivery')
      expect(await adapter({ by: 'ses' }).parse(read.delivery)).toMatchObject([{ kind: 'quarantine' }])
    },
  )
})
