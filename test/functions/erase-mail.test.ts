import type { SQSEvent } from 'aws-lambda'
import { beforeEach, describe, expect, test } from 'vitest'
import type { ParleyConfig } from '../../adapters/config.ts'
import { email } from '../../adapters/email/index.ts'
import { createInbound } from '../../functions/inbound.ts'
import { createApiWorld, type ApiWorld } from '../support/api-world.ts'
import { finish, tracesOf } from '../support/erasing.ts'
import { ENVIRONMENT } from '../support/world.ts'

const SUPPORT = 'support@shop.example'
const SALES = 'sales@shop.example'
const ADA = 'ada@customer.example'
const BEN = 'ben@customer.example'
const QUEUE = 'arn:aws:sqs:eu-central-1:123456789012:parley-email-main'
const WORDS = [ADA, 'zeppelin', 'Lovelace']

const config: ParleyConfig = {
  connections: [
    {
      adapter: email,
      name: 'main',
      config: { receive: { by: 'ses' }, send: { by: 'ses', configurationSet: 'parley' } },
      secrets: { replyToken: 'MAIL_REPLY_TOKEN' },
      accounts: [{ id: SUPPORT }, { id: SALES }],
    },
  ],
}

let world: ApiWorld
beforeEach(() => {
  world = createApiWorld({
    config,
    environment: { MAIL_REPLY_TOKEN: 'reply-secret', PARLEY_INBOUND_QUEUES: JSON.stringify({ [QUEUE]: 'email/main' }) },
  })
})

const mailOf = (from: string, words: string, file = ''): string =>
  [
    `From: Ada Lovelace <${from}>`,
    `To: ${SUPPORT}, ${SALES}`,
    'Subject: My zeppelin',
    `Message-ID: <${words.replaceAll(' ', '-')}@customer.example>`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    words,
    ...(file
      ? ['--b', 'Content-Type: text/csv; name=a.csv', 'Content-Disposition: attachment; filename=a.csv', '', file]
      : []),
    '--b--',
    '',
  ].join('\r\n')

/** SES puts a mail into the bucket, and tells of it. */
const noticeOf = (name: string, from: string, recipients: readonly string[]): string => {
  const timestamp = new Date(world.clock.now()).toISOString()
  const pass = { status: 'PASS' }
  return JSON.stringify({
    notificationType: 'Received',
    mail: { messageId: name, timestamp, source: from, destination: recipients },
    receipt: {
      timestamp,
      recipients,
      spamVerdict: pass,
      virusVerdict: pass,
      spfVerdict: pass,
      dkimVerdict: pass,
      dmarcVerdict: pass,
      action: { type: 'S3', bucketName: ENVIRONMENT.PARLEY_BUCKET, objectKey: `mail-in/${name}` },
    },
  })
}

const deliver = async (body: string): Promise<readonly unknown[]> => {
  const Records = [
    { messageId: 'm', body, eventSourceARN: QUEUE, attributes: { SentTimestamp: String(world.clock.now()) } },
  ]
  const { batchItemFailures } = await createInbound(world.wired)({ Records } as unknown as SQSEvent)
  await world.settle()
  await world.clock.advance(1000)
  return batchItemFailures
}

const receive = async (name: string, mail: string, from = ADA, to: readonly string[] = [SUPPORT]): Promise<string> => {
  await world.objects.put(`mail-in/${name}`, Buffer.from(mail), { contentType: 'message/rfc822' })
  const notice = noticeOf(name, from, to)
  expect(await deliver(notice)).toEqual([])
  return notice
}

const erase = async (address: string): Promise<void> => {
  const { body } = await world.call({ url: `/v1/contacts?alias=email:${encodeURIComponent(address)}` })
  const [contact] = (body as { data: readonly { id: string }[] }).data
  const url = `/v1/contacts/${contact?.id}/erase`
  expect(await world.call({ method: 'POST', url, headers: { 'idempotency-key': address } })).toMatchObject({
    status: 202,
  })
  await finish(world)
}

const stored = (): readonly string[] => [...world.objects.stored.keys()]

describe('the mails of a person who was erased', () => {
  test('go with their files, from all mailboxes they came to', async () => {
    await receive('one', mailOf(ADA, 'my zeppelin', 'zeppelin;1'), ADA, [SUPPORT, SALES])
    expect(stored().length).toBeGreaterThan(1)
    expect((await tracesOf(world, WORDS)).length).toBeGreaterThan(5)
    await erase(ADA)
    expect(stored()).toEqual([])
    expect(await tracesOf(world, WORDS)).toEqual([])
  })

  test('leave the mail of somebody else as it is', async () => {
    await receive('one', mailOf(ADA, 'my zeppelin', 'zeppelin;1'))
    await receive('two', mailOf(BEN, 'my bike', 'bike;1'), BEN)
    await erase(ADA)
    expect(stored()).toContain('mail-in/two')
    expect(stored().filter((name) => name.startsWith('mail/'))).toHaveLength(1)
  })

  test('may be told of again: the notice is acknowledged, although the mail is not there', async () => {
    const notice = await receive('one', mailOf(ADA, 'my zeppelin'))
    await erase(ADA)
    expect(await deliver(notice)).toEqual([])
    expect(await tracesOf(world, WORDS)).toEqual([])
    expect(world.logs).toContainEqual(
      expect.objectContaining({ event: 'inbound_ignored', reason: 'the mail was erased' }),
    )
  })

  test('may be handed over again under another name: it goes, with its files, and its notice is acknowledged', async () => {
    const mail = mailOf(ADA, 'my zeppelin', 'zeppelin;1')
    await receive('one', mail)
    await erase(ADA)
    const again = await receive('two', mail)
    expect(stored()).toEqual([])
    expect(await deliver(again)).toEqual([])
    expect(await tracesOf(world, WORDS)).toEqual([])
  })
})

test('a notice of a mail that is not there, and was not erased, goes back to the queue', async () => {
  expect(await deliver(noticeOf('never', ADA, [SUPPORT]))).toEqual([{ itemIdentifier: 'm' }])
})

test('a known mail that is handed over under another name leaves one original, which erasing finds', async () => {
  const mail = mailOf(ADA, 'my zeppelin')
  const first = await receive('one', mail)
  await receive('two', mail)
  expect(stored()).toContain('mail-in/one')
  expect(stored()).not.toContain('mail-in/two')
  expect(await deliver(first)).toEqual([])
  await erase(ADA)
  expect(stored()).toEqual([])
})
