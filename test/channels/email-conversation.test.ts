import { setupServer } from 'msw/node'
import { http } from 'msw'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { SQSEvent } from 'aws-lambda'
import type { ParleyConfig } from '../../adapters/config.ts'
import { email } from '../../adapters/email/index.ts'
import { sandbox as emailSandbox } from '../../adapters/email/sandbox.ts'
import { getMessage, listConversations, listTimeline } from '../../core/read.ts'
import { acceptMessage } from '../../core/send/accept.ts'
import { OutboundMessage } from '../../core/schema/message.ts'
import { createInbound } from '../../functions/inbound.ts'
import { createWorld, ENVIRONMENT, PRINCIPAL } from '../support/world.ts'

const MAILBOX = 'support@shop.example'
const ADA = 'ada@customer.example'
const QUEUE = 'arn:aws:sqs:eu-central-1:123456789012:parley-email-main'
const own = { receive: { by: 'ses' }, send: { by: 'ses', configurationSet: 'parley' } }
const CONFIG: ParleyConfig = {
  connections: [
    {
      adapter: email,
      name: 'main',
      config: own,
      secrets: { replyToken: 'MAIL_REPLY_TOKEN' },
      accounts: [{ id: MAILBOX }],
    },
  ],
}

const server = setupServer()
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
afterEach(() => server.resetHandlers())
afterAll(() => server.close())

/** The gateway in live mode, with SES in front of it and behind it. */
const open = () => {
  const world = createWorld({
    config: CONFIG,
    environment: {
      MAIL_REPLY_TOKEN: 'reply-secret',
      PARLEY_INBOUND_QUEUES: JSON.stringify({ [QUEUE]: 'email/main' }),
    },
    throughAdapters: true,
  })
  const inbound = createInbound(world.wired)
  let nonces = 0
  const sandbox = emailSandbox.create({
    accounts: [
      {
        connection: 'main',
        account: MAILBOX,
        webhookUrl: `${ENVIRONMENT.PARLEY_PUBLIC_URL}/webhooks/email/main`,
        secrets: {},
        config: email.config.parse(own),
      },
    ],
    now: world.clock.now,
    nonce: () => `nonce-${(nonces += 1)}`,
    later: (ms, run) => void world.clock.later(ms, run),
    deliver: async () => {
      throw new Error('SES calls no webhook')
    },
    enqueue: async (_, body) => {
      nonces += 1
      const record = {
        messageId: `sqs-${nonces}`,
        body,
        eventSourceARN: QUEUE,
        attributes: { SentTimestamp: String(world.clock.now()) },
      }
      const { batchItemFailures } = await inbound({ Records: [record] } as unknown as SQSEvent)
      if (batchItemFailures.length > 0) throw new Error(JSON.stringify(world.logs.at(-1)))
    },
    store: async (key, body) => {
      await world.objects.put(key, body, { contentType: 'message/rfc822' })
      return ENVIRONMENT.PARLEY_BUCKET
    },
  })
  server.use(http.all('https://email.eu-central-1.amazonaws.com/*', ({ request }) => sandbox.api.fetch(request)))

  const settle = async (): Promise<void> => {
    for (let round = 0; round < 5; round++) {
      await world.settle()
      await world.clock.advance(2000)
    }
    await world.settle()
  }
  const conversations = async () =>
    (await listConversations(world.ctx, PRINCIPAL, { status: 'open', order: 'recent', limit: 10 })).data
  const timeline = async (id: string) =>
    (await listTimeline(world.ctx, PRINCIPAL, id, { order: 'oldest', limit: 20 })).data
  const says = async (action: object): Promise<void> => {
    await sandbox.customer({ type: 'mail', from: ADA, name: 'Ada', ...action })
    await settle()
  }
  let keys = 0
  const answers = async (conversation: string, message: object) => {
    const accepted = await acceptMessage(world.ctx, PRINCIPAL, `key-${(keys += 1)}`, {
      conversation,
      message: OutboundMessage.parse(message),
      author: { kind: 'agent' },
      purpose: 'service',
    })
    await settle()
    return getMessage(world.ctx, PRINCIPAL, accepted.id)
  }
  return { world, sandbox, settle, conversations, timeline, says, answers }
}

const QUESTION = {
  subject: 'A scratch',
  text: 'Look at this',
  html: '<p>Look at this <img src="cid:scratch"></p>',
  attachments: [
    { filename: 'scratch.png', contentType: 'image/png', data: 'cG5n', contentId: 'scratch' },
    { filename: 'bill.pdf', contentType: 'application/pdf', data: 'cGRm' },
  ],
}

describe('a conversation by mail', () => {
  test('a mail with a file and a picture in its page is answered, and the answer to that is in its place', async () => {
    const { sandbox, conversations, timeline, says, answers, world } = open()
    await says(QUESTION)
    const [conversation] = await conversations()
    const id = conversation?.id ?? ''
    const [question] = await timeline(id)
    expect(question).toMatchObject({ direction: 'in', text: 'Look at this', subject: 'A scratch' })
    const files = question?.type === 'message' ? question.attachments : []
    expect(files.map(({ filename, state }) => [filename, state])).toEqual([
      ['scratch.png', 'ready'],
      ['bill.pdf', 'ready'],
    ])

    const answer = await answers(id, { text: 'We will mend it.', html: '<p>We will <b>mend</b> it.</p>' })
    expect(answer).toMatchObject({ status: 'delivered', direction: 'out' })
    const sends = sandbox.requests().filter(({ providerId }) => providerId !== undefined)
    expect(sends).toHaveLength(1)
    expect(sends[0]?.body).toMatchObject({ recipients: [ADA], subject: 'Re: A scratch' })

    const target = answer.providerId ?? ''
    await says({ text: 'Thank you!', replyTo: target })
    await says({ text: 'When?', replyTo: target, keeps: 'id' })
    await says({ text: 'Hello?', replyTo: target, keeps: 'address' })
    expect(await conversations()).toHaveLength(1)
    const entries = await timeline(id)
    expect(entries.map((entry) => (entry.type === 'message' ? (entry.replyText ?? entry.text) : entry.type))).toEqual([
      'Look at this',
      'We will mend it.',
      'Thank you!',
      'When?',
      'Hello?',
    ])
    expect(world.logs.map((line) => JSON.stringify(line)).join('\n')).not.toMatch(/Ada|customer\.example|mend/)
  })

  test('a second answer names the latest mail and all before it', async () => {
    const { sandbox, conversations, says, answers } = open()
    await says(QUESTION)
    const [conversation] = await conversations()
    const first = await answers(conversation?.id ?? '', { text: 'One' })
    await answers(conversation?.id ?? '', { text: 'Two' })
    const [, second] = sandbox.requests().map(({ body }) => body as { readonly headers: Record<string, string> })
    const wire = `<${first.providerId}@eu-central-1.amazonses.com>`
    expect(second?.headers['in-reply-to']).toBe(wire)
    expect(second?.headers['references']).toContain(wire)
    expect(second?.headers['references']).toMatch(/^<[0-9a-f]{32}@customer\.example> /)
  })

  test('whoever writes about something else has another conversation', async () => {
    const { conversations, says } = open()
    await says(QUESTION)
    await says({ subject: 'Another thing', text: 'Do you sell bells?' })
    expect(await conversations()).toHaveLength(2)
  })

  test('a forged mail does not enter it', async () => {
    const { conversations, timeline, says, answers } = open()
    await says(QUESTION)
    const [conversation] = await conversations()
    const answer = await answers(conversation?.id ?? '', { text: 'We will mend it.' })
    const verdicts = { spf: 'FAIL', dkim: 'FAIL', dmarc: 'FAIL' }
    await says({ text: 'Send it to me instead', replyTo: answer.providerId, keeps: 'id', verdicts })
    expect(await conversations()).toHaveLength(2)
    expect(await timeline(conversation?.id ?? '')).toHaveLength(2)
  })

  test.each(['bounce', 'complaint'])('a %s makes our message failed, also after it was delivered', async (type) => {
    const { world, sandbox, settle, conversations, says, answers } = open()
    await says(QUESTION)
    const [conversation] = await conversations()
    const answer = await answers(conversation?.id ?? '', { text: 'We will mend it.' })
    expect(answer.status).toBe('delivered')
    await sandbox.customer({ type, target: answer.providerId })
    await settle()
    const code = type === 'bounce' ? 'recipient_unreachable' : 'recipient_opted_out'
    expect(await getMessage(world.ctx, PRINCIPAL, answer.id)).toMatchObject({ status: 'failed', failure: { code } })
  })

  test('a send whose answer was lost settles by SES’s word of it, and is not sent again', async () => {
    const { sandbox, conversations, says, answers } = open()
    await says(QUESTION)
    sandbox.faults({ send: { fault: 'drop', times: 1 } })
    const [conversation] = await conversations()
    expect(await answers(conversation?.id ?? '', { text: 'Hi' })).toMatchObject({ status: 'delivered' })
    expect(sandbox.requests()).toHaveLength(1)
  })
})
