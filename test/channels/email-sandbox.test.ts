import { describe, expect, test } from 'vitest'
import { replyTokens } from '../../adapters/email/reply-token.ts'
import type { SendOutcome } from '../../adapters/adapter.ts'
import { CUSTOMER, mail, MAILBOX, OWN_KEY, THREAD } from './email.sends.ts'
import { BOTH_WAYS, emailWorld, type EmailWorld } from './email.world.ts'

const SMTP = { receive: { by: 'postmark' }, send: { by: 'smtp', host: 'mail.shop.example', user: 'support' } }
const idOf = (outcome: SendOutcome): string => (outcome.kind === 'accepted' ? outcome.providerId : '')
const sendsOf = ({ sandbox }: EmailWorld) => sandbox.requests().filter(({ providerId }) => providerId !== undefined)

const hello = {
  type: 'mail',
  from: CUSTOMER,
  name: 'Ada',
  subject: 'A scratch',
  text: 'Look at this',
  html: '<p>Look at this <img src="cid:scratch"></p>',
  attachments: [
    {
      filename: 'scratch.png',
      contentType: 'image/png',
      data: Buffer.from('png').toString('base64'),
      contentId: 'scratch',
    },
    { filename: 'bill.pdf', contentType: 'application/pdf', data: Buffer.from('pdf').toString('base64') },
  ],
}

describe.each([
  ['ses', 200],
  ['postmark', 200],
  ['mailgun', 200],
])('mail that comes in by %s', (by, status) => {
  const world = () => emailWorld({ receive: { by }, send: { by: 'ses', configurationSet: 'parley' } })

  test('is a proven message with its files', async () => {
    const { sandbox, messages, facts, objects } = world()
    const answer = await sandbox.customer(hello)
    expect(answer.status).toBe(status)
    expect(facts).toHaveLength(1)
    const [message] = messages()
    expect(message).toMatchObject({
      id: answer.providerId,
      account: MAILBOX,
      direction: 'in',
      author: { kind: 'customer' },
      peers: [{ type: 'email', value: CUSTOMER }],
      profile: { name: 'Ada' },
      body: { subject: 'A scratch', text: 'Look at this' },
    })
    expect(message?.thread?.type).toBe('mail_thread')
    expect(message?.body.html).toContain('cid:scratch')
    const files = message?.body.attachments ?? []
    expect(files.map(({ filename, contentType, contentId }) => [filename, contentType, contentId])).toEqual([
      ['scratch.png', 'image/png', 'scratch'],
      ['bill.pdf', 'application/pdf', undefined],
    ])
    expect(files.map(({ object }) => Buffer.from(objects.get(object ?? '') ?? '').toString())).toEqual(['png', 'pdf'])
  })

  test('answers ours the way mail programs do, and lands in its thread whatever they keep of it', async () => {
    const { sandbox, messages, send } = world()
    const target = idOf(await send())
    for (const keeps of ['all', 'address'])
      expect(
        (await sandbox.customer({ type: 'mail', from: CUSTOMER, text: 'Thanks', replyTo: target, keeps })).status,
      ).toBe(200)
    expect(messages().map(({ thread }) => thread?.value)).toEqual([THREAD, THREAD])
    expect(messages()[0]?.body).toMatchObject({ subject: `Re: Message from ${MAILBOX}`, replyText: 'Thanks' })
    expect(messages()[0]?.body.text).toContain('> Hello Ada')
    expect(messages()[0]?.body.replyTo?.providerId).toBe(target)
  })

  test('and kept only the id of ours is in a thread that the send told of', async () => {
    const { sandbox, messages, send } = world()
    const outcome = await send()
    await sandbox.customer({ type: 'mail', from: CUSTOMER, text: 'Thanks', replyTo: idOf(outcome), keeps: 'id' })
    const aliases = outcome.kind === 'accepted' ? outcome.aliases : []
    expect(aliases).toContainEqual(messages()[0]?.thread)
    expect(messages()[0]?.thread?.value).not.toBe(THREAD)
  })

  test('is alone where its sender is not proven, whatever it says it answers', async () => {
    const { sandbox, messages, send } = world()
    const outcome = await send()
    const forged = { spf: 'FAIL', dkim: 'FAIL', dmarc: 'FAIL' }
    await sandbox.customer({
      type: 'mail',
      from: CUSTOMER,
      text: 'x',
      replyTo: idOf(outcome),
      keeps: 'id',
      verdicts: forged,
    })
    const aliases = outcome.kind === 'accepted' ? outcome.aliases : []
    expect(aliases).not.toContainEqual(messages()[0]?.thread)
  })

  test('of a program is known as one', async () => {
    const { sandbox, messages, send } = world()
    const { status: got } = await sandbox.customer({ type: 'auto_reply', target: idOf(await send()) })
    expect(got).toBe(status)
    expect(messages()[0]?.body.email?.automated?.kind).toBe('auto_reply')
    expect(messages()[0]?.body.text).toBe('I am on holiday until Monday.')
  })

  test('comes as often as it is told to, and is the same each time', async () => {
    const { sandbox, messages } = world()
    sandbox.faults({ duplicates: 2 })
    await sandbox.customer(hello)
    expect(messages()).toHaveLength(3)
    expect(new Set(messages().map(({ id }) => id)).size).toBe(1)
  })
})

describe('what becomes of a mail', () => {
  const run = async (faults: object = {}) => {
    const world = emailWorld(BOTH_WAYS, faults)
    const outcome = await world.send()
    const before = world.receipts().length
    await world.clock.advance(60_000)
    return { ...world, outcome, before }
  }

  test('SES tells of it, by our own key and by its id, under the mailbox', async () => {
    const { outcome, receipts, before } = await run()
    expect(before).toBe(0)
    expect(receipts()).toHaveLength(2)
    for (const receipt of receipts())
      expect(receipt).toMatchObject({ target: idOf(outcome), scope: MAILBOX, account: MAILBOX, ours: OWN_KEY })
    expect(receipts().map(({ state }) => state)).toEqual(['sent', 'delivered'])
  })

  test('SES tells nothing without a configuration set', async () => {
    const { send, receipts, clock } = emailWorld({ receive: { by: 'ses' }, send: { by: 'ses' } })
    await send()
    await clock.advance(60_000)
    expect(receipts()).toEqual([])
  })

  test('the word of it comes twice, last first, or before the answer, where it is told to', async () => {
    const twice = await run({ duplicates: 1, reverseReceipts: true })
    expect(twice.receipts().map(({ state }) => state)).toEqual(['delivered', 'delivered', 'sent', 'sent'])
    expect((await run({ earlyReceipts: true })).before).toBe(2)
  })

  test('a mail may come back at once', async () => {
    const { receipts } = await run({ receipts: ['sent', 'failed'] })
    expect(receipts().map(({ state }) => state)).toEqual(['sent', 'failed'])
  })

  test.each([
    ['SES', BOTH_WAYS],
    ['a mail of the recipient’s server', { receive: { by: 'ses' }, send: { by: 'ses' } }],
    ['a mail to a webhook', SMTP],
  ])('a bounce and a complaint are told by %s', async (_, config) => {
    const { sandbox, send, receipts } = emailWorld(config)
    const target = idOf(await send())
    const bounced = await sandbox.customer({ type: 'bounce', target, permanent: true })
    expect(bounced).toEqual({ providerId: target, status: 200 })
    await sandbox.customer({ type: 'bounce', target, permanent: false })
    await sandbox.customer({ type: 'complaint', target })
    expect(receipts()).toHaveLength(3)
    for (const receipt of receipts()) expect(receipt).toMatchObject({ target, state: 'failed', ours: OWN_KEY })
    expect(receipts()[0]?.failure?.code).toBe('recipient_unreachable')
    expect(receipts()[2]?.failure?.code).toBe('recipient_opted_out')
  })
})

describe.each([
  ['SES', BOTH_WAYS],
  ['a mail server', SMTP],
])('%s', (_, config) => {
  test('keeps what it was sent, to be looked at', async () => {
    const world = emailWorld(config)
    await world.send(mail({ subject: 'Your order', cc: ['ben@example.com'] }))
    const [request] = sendsOf(world)
    expect(request?.body).toMatchObject({
      recipients: [CUSTOMER, 'ben@example.com'],
      subject: 'Your order',
      attachments: 0,
      headers: { 'x-parley-message': 'msg_8sKq2 0' },
    })
    expect(JSON.stringify(world.sandbox.requests())).not.toContain('secret')
  })

  test.each([
    ['rate_limited', 'refused'],
    ['server_error', 'refused'],
    ['refuse_connection', 'refused'],
    ['expired_token', 'refused'],
    ['drop', 'unknown'],
  ] as const)('told to make %s, makes it once: %s', async (fault, kind) => {
    const world = emailWorld(config, { send: { fault, times: 1 } })
    expect((await world.send()).kind).toBe(kind)
    expect(sendsOf(world)).toHaveLength(fault === 'drop' ? 1 : 0)
    expect((await world.send()).kind).toBe('accepted')
  })

  test('says when it may be asked again', async () => {
    const { send } = emailWorld(config, { send: { fault: 'rate_limited', times: 1, retryAfterSeconds: 30 } })
    expect(await send()).toMatchObject({ failure: { retry: { afterSeconds: 30 } } })
  })

  test('sends for nobody whose mailbox it does not know', async () => {
    const { send, sandbox } = emailWorld(config)
    const address = { channel: 'email', account: 'ceo@bank.example', peers: [{ type: 'email', value: CUSTOMER }] }
    expect((await send({ ...mail(), address })).kind).toBe('refused')
    expect(sandbox.requests()).toMatchObject([{ status: 400 }])
  })

  test('takes no other password or signature', async () => {
    const stranger = emailWorld(
      config,
      {},
      {
        secrets: { smtpPassword: ['wrong'], replyToken: ['x'] },
        aws: { region: 'eu-central-1', sign: async () => ({ 'content-type': 'application/json' }) },
      },
    )
    expect(await stranger.send()).toMatchObject({ failure: { code: 'credentials_invalid' } })
  })
})

describe('SES refuses', () => {
  const post = (world: EmailWorld, change: object) =>
    world.sandbox.api.request('/v2/email/outbound-emails', {
      method: 'POST',
      headers: { authorization: 'AWS4-HMAC-SHA256 Credential=a/20261124/us-east-1/ses/aws4_request' },
      body: JSON.stringify({
        FromEmailAddress: MAILBOX,
        Destination: { ToAddresses: [CUSTOMER] },
        Content: { Raw: { Data: Buffer.from(`From: ${MAILBOX}\r\n\r\nhi`).toString('base64') } },
        ...change,
      }),
    })

  test.each([
    ['a tag with other letters', { EmailTags: [{ Name: 'parley-message', Value: 'msg 1' }] }],
    ['a local part in another script', { Destination: { ToAddresses: ['jörg@example.com'] } }],
    [
      'more than 50 recipients',
      { Destination: { ToAddresses: Array.from({ length: 51 }, (_, i) => `a${i}@b.example`) } },
    ],
    ['nobody', { Destination: {} }],
    [
      'a header twice',
      { Content: { Raw: { Data: Buffer.from('Reply-To: a@b\r\nReply-To: c@d\r\n\r\nhi').toString('base64') } } },
    ],
    ['no mail', { Content: {} }],
  ])('%s', async (_, change) => {
    const response = await post(emailWorld(), change)
    expect(response.status).toBe(400)
    expect(response.headers.get('x-amzn-errortype')).toMatch(/^BadRequestException:/)
  })

  test('nothing that is right, and gives it an id of its region', async () => {
    const world = emailWorld()
    const { MessageId } = (await (await post(world, {})).json()) as { readonly MessageId: string }
    await world.sandbox.customer({ type: 'mail', from: CUSTOMER, text: 'ok', replyTo: MessageId, keeps: 'id' })
    expect(world.messages()[0]?.body.email?.inReplyTo).toEqual([`${MessageId}@email.amazonses.com`])
  })
})

test('another mailbox of the connection gets its own mail', async () => {
  const { sandbox, messages } = emailWorld()
  await sandbox.customer({ type: 'mail', from: CUSTOMER, account: 'sales@shop.example', text: 'hi' })
  expect(messages()[0]?.account).toBe('sales@shop.example')
})

test('what cannot be played is said', async () => {
  const { sandbox } = emailWorld({ receive: { by: 'sendgrid' }, send: { by: 'ses' } })
  await expect(sandbox.customer({ type: 'mail', text: 'hi' })).rejects.toThrow('SendGrid')
  await expect(sandbox.customer({ type: 'bounce', target: 'nothing' })).rejects.toThrow('not sent such a mail')
  await expect(sandbox.customer({ type: 'mail', account: 'x@y.example' })).rejects.toThrow('no such account')
  await expect(sandbox.customer({ type: 'fax' })).rejects.toThrow('type')
})

test('tokens of the sandbox’s world are real ones', async () => {
  const world = emailWorld()
  await world.send()
  const bodies = sendsOf(world).map(({ body }) => body as { readonly replyTo: string })
  expect(bodies.map(({ replyTo }) => replyTokens(['reply-secret']).read(replyTo))).toEqual([THREAD])
})
