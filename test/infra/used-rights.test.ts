import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { describeDeployment } from '../../adapters/deployment.ts'
import type { Conversation } from '../../core/schema/conversation.ts'
import type { Export } from '../../core/schema/export.ts'
import type { Message } from '../../core/schema/message.ts'
import type { Resync } from '../../core/schema/resync.ts'
import type { Upload } from '../../core/schema/upload.ts'
import { FUNCTIONS } from '../../functions/aws/shape.ts'
import { allowedOf } from '../../infra/permissions.ts'
import { demo } from '../../local/demo/demo.ts'
import config from '../../parley.config.ts'
import { openAwsRecorder } from '../support/aws-requests.ts'
import { makeBundles } from '../support/bundles.ts'
import { testGateway, type TestGateway } from '../support/gateway.ts'

/** Rights that nothing here makes use of, and why they are needed. */
const UNSEEN: readonly (readonly [pattern: RegExp, why: string])[] = [
  [/^\w+ logs:/, 'Lambda writes the log with the role of the function'],
  [/^\w+ sqs:(ReceiveMessage|DeleteMessage|GetQueueAttributes) /, "Lambda's poller asks with the role of the function"],
  [/^project dynamodb:(GetRecords|GetShardIterator|DescribeStream|ListStreams) /, "Lambda's poller of the stream"],
  [/^project s3:(PutObject objects failed|ListBucket bucket)$/, 'Lambda puts records there that were given up'],
  [/^deliver ses:/, 'the sandbox takes mail in the place of SES'],
  [/^jobs s3:AbortMultipartUpload /, 'only where a download of many parts breaks'],
  [/^webhook s3:PutObject objects mail$/, 'files of mails that come by webhook; here they come by SES'],
  [/^(webhook s3:PutObject|inbound s3:GetObject) objects spill$/, 'only for a body that is too large for the queue'],
  [/^(inbound|api) s3:ListBucket bucket$/, 'only where an object is not there'],
  [/^api s3:GetObject objects mailIn$/, 'files of a mail whose original SES put there'],
  [/^(project|notify|api|tick) dynamodb:DeleteItem table$/, 'what is over: echoes, retries, keys, snoozes, templates'],
  [/^tick dynamodb:Query table$/, 'templates that are gone, by their routine'],
  [/^deliver (dynamodb:PutItem table|sqs:SendMessage queue notify)$/, 'an account that is paused is an event'],
  [/^deliver sqs:ChangeMessageVisibility queue wake$/, 'only where a send is to be tried again within a minute'],
  [
    /^(webhook|inbound) (dynamodb:(Query|DeleteItem|GetItem) table|s3:DeleteObject objects mail(In)?)$/,
    'only where a mail comes again that was erased',
  ],
  [/^(project|api) s3:DeleteObject /, 'only where something comes late of somebody who was erased, or waits for them'],
  [/^jobs s3:DeleteObject objects (mail|mailIn|uploads)$/, 'who is erased here sent a picture by WhatsApp'],
  [/^jobs sqs:SendMessage queue (wake|notify)$/, 'what a resync finds that was not sent or told'],
  [/^api sqs:SendMessage queue (notify|job)$/, 'changes of endpoints, replays and erasures'],
  [/^tick sqs:SendMessage queue (wake|notify|job)$/, 'only for what is due: retries, held messages, lost wake-ups'],
]

const PATIENCE = { timeout: 60_000, interval: 200 }

const recorder = openAwsRecorder()
let gateway: TestGateway
beforeAll(async () => {
  gateway = await testGateway({ bundles: await makeBundles('rights'), awsThrough: recorder.through })
}, 300_000)
afterAll(async () => {
  await gateway.close()
  recorder.close()
}, 60_000)

const call = async <T>(method: string, path: string, body?: object): Promise<T> => {
  const response = await fetch(`${gateway.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${gateway.apiKey}`,
      'content-type': 'application/json',
      'idempotency-key': crypto.randomUUID(),
    },
    ...(body && { body: JSON.stringify(body) }),
  })
  expect(response.status, `${method} ${path}`).toBeLessThan(300)
  return (await response.json()) as T
}
const list = async <T>(path: string): Promise<readonly T[]> => (await call<{ data: T[] }>('GET', path)).data
const conversations = (): Promise<readonly Conversation[]> => list('/v1/conversations')

/** As a browser does: from the API to the link, and there. */
const open = async (url: string): Promise<void> => {
  const response = await fetch(url, { headers: { authorization: `Bearer ${gateway.apiKey}` }, redirect: 'manual' })
  const link = response.headers.get('location')
  expect(link, `${response.status} of ${url}`).not.toBeNull()
  await (await fetch(link ?? '')).arrayBuffer()
}

const openFiles = async (): Promise<void> => {
  for (const { id } of await conversations())
    for (const { attachments = [] } of await list<Message>(`/v1/conversations/${id}/messages`))
      for (const { url, state } of attachments) if (url !== undefined && state === 'ready') await open(url)
}

/** A file of the shop's own, fetched by the provider and by an agent. */
const sendFile = async (): Promise<void> => {
  const body = Buffer.from('a kettle')
  const file = { filename: 'kettle.pdf', contentType: 'application/pdf', size: body.length }
  const { media, upload } = await call<Upload>('POST', '/v1/media', file)
  const put = await fetch(upload.url, { method: upload.method, headers: upload.headers, body })
  expect(put.status).toBe(200)
  const conversation = (await conversations()).find(({ channel }) => channel === 'whatsapp')?.id
  const path = `/v1/conversations/${conversation}/messages`
  const { id } = await call<Message>('POST', path, { attachments: [{ kind: 'document', media }] })
  const message = (): Promise<Message> => call('GET', `/v1/messages/${id}`)
  await vi.waitFor(async () => expect((await message()).providerId).not.toBeNull(), PATIENCE)
  await open(`${gateway.url}/v1/media/${id}/0`)
  const taken = JSON.stringify(await list('/local/sandbox/whatsapp/requests'))
  const [link = ''] = /http:\/\/127\.0\.0\.1:\d+\/[^"\\]*uploads\/[^"\\]*/.exec(taken) ?? []
  expect((await fetch(link)).status).toBe(200)
}

/** A webhook that cannot be written waits in the queue. */
const spill = async (): Promise<void> => {
  recorder.refuse(({ signer, action }) => signer === 'webhook' && action.startsWith('dynamodb:'))
  await call('POST', '/local/sandbox/sms', { from: '+15550142288', text: 'This one waits' })
  recorder.refuse(() => false)
  const texts = async () => (await conversations()).map(({ preview }) => preview?.text)
  await vi.waitFor(async () => expect(await texts()).toContain('This one waits'), PATIENCE)
}

/** All that is kept of a person is written into a file, and then erased, the file as well. */
const exportAndErase = async (): Promise<void> => {
  const pictured = async (one: Conversation): Promise<boolean> =>
    (await list<Message>(`/v1/conversations/${one.id}/messages`)).some(
      ({ direction, attachments }) => direction === 'in' && attachments.some(({ state }) => state === 'ready'),
    )
  const theirs = await Promise.all(
    (await conversations())
      .filter(({ channel }) => channel === 'whatsapp')
      .map(async (one) => [one, await pictured(one)] as const),
  )
  const contact = theirs.find(([, has]) => has)?.[0].contact.id
  const { id } = await call<Export>('POST', `/v1/contacts/${contact}/export`)
  const file = async () => (await call<Export>('GET', `/v1/exports/${id}`)).url
  await vi.waitFor(async () => expect(await file()).not.toBeNull(), PATIENCE)
  expect(await (await fetch((await file()) ?? '')).text()).toContain('"type":"end"')
  await call('POST', `/v1/contacts/${contact}/erase`)
  const deleted = () =>
    recorder.requests().filter(({ signer, action }) => signer === 'jobs' && action === 's3:DeleteObject')
  await vi.waitFor(() => expect(deleted().map(({ resource }) => resource)).toContain('objects media'), PATIENCE)
}

/** The workers of its parts are woken at once. */
const resync = async (): Promise<void> => {
  await call('POST', '/v1/resync')
  const facts = async () => (await call<Resync>('GET', '/v1/resync')).facts
  await vi.waitFor(async () => expect(await facts()).toBeGreaterThan(0), PATIENCE)
}

test(
  'each function may do what it does, on what it does it to, and nothing else but what is listed with its reason',
  { timeout: 300_000 },
  async () => {
    await call('POST', '/v1/webhook-endpoints', { url: 'http://127.0.0.1:9/', types: ['message.created'] })
    const problems = await demo({ url: gateway.url, config: { path: '', named: false } })
    await openFiles()
    await sendFile()
    await spill()
    await resync()
    await exportAndErase()
    const allowed = allowedOf(describeDeployment({ ...config, deploy: { region: 'eu-central-1' } }))
    const may = FUNCTIONS.flatMap((name) =>
      allowed[name].map(({ action, resource }) => `${name} ${action} ${resource}`),
    )
    const did = recorder.requests().map(({ signer, action, resource }) => `${signer} ${action} ${resource}`)
    const unused = may.filter((right) => !did.includes(right) && !UNSEEN.some(([pattern]) => pattern.test(right)))
    expect({ problems, refused: did.filter((one) => !may.includes(one)), unused }).toEqual({
      problems: [],
      refused: [],
      unused: [],
    })
  },
)
