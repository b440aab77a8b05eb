import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createObjects } from '../../functions/aws/objects.ts'
import { s3Client } from '../../functions/aws/s3.ts'
import type { Attachment } from '../../core/schema/content.ts'
import { BUCKET, DEFAULT_QUEUES, openQueues } from '../../local/engine/queues.ts'
import { ROOT } from '../support/tree.ts'

const MB = 1_048_576
/** What WhatsApp takes of a document, to the byte. */
const LARGEST = 100 * MB
/** What a Lambda of the smallest useful size has. */
const MEMORY = 256 * MB

/** So many bytes of which no MB is like another, made as they are read. */
const bytes = function* (size: number): Generator<Buffer> {
  for (let begun = 0; begun < size; begun += 65_536)
    yield Buffer.alloc(Math.min(65_536, size - begun), Math.floor(begun / MB) + 1)
}
const sha256 = (size: number): string => {
  const hash = createHash('sha256')
  for (const chunk of bytes(size)) hash.update(chunk)
  return hash.digest('hex')
}

let provider: Server
let store: Awaited<ReturnType<typeof openQueues>>
beforeAll(async () => {
  // No length is stated: what comes must be counted.
  provider = createServer(({ url }, response) => {
    response.setHeader('content-type', 'application/pdf')
    Readable.from(bytes(Number(url?.slice(1)))).pipe(response)
  })
  await new Promise<void>((done) => provider.listen(0, '127.0.0.1', done))
  store = await openQueues({ queues: DEFAULT_QUEUES })
})
afterAll(async () => {
  provider.closeAllConnections()
  provider.close()
  await store.close()
})

interface Report {
  readonly attachment: Attachment
  readonly failures: number
  readonly peakBytes: number
}

/** Lets a worker in a process of its own fetch a file of this size. */
const fetchFile = async (size: number): Promise<Report> => {
  const { port } = provider.address() as AddressInfo
  const script = join(ROOT, 'test/local/media-worker.ts')
  const args = [script, `http://127.0.0.1:${port}/${size}`, store.s3Endpoint, BUCKET]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], env: {} })
  let output = ''
  let errors = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  const code = await new Promise((done) => child.once('close', done))
  expect(code, errors).toBe(0)
  return JSON.parse(output) as Report
}

test('a file of 100 MB goes into the object store whole, through a worker that never has 256 MB', async () => {
  const { attachment, failures, peakBytes } = await fetchFile(LARGEST)
  const digest = sha256(LARGEST)
  expect(attachment).toMatchObject({ state: 'ready', size: LARGEST, contentType: 'application/pdf', sha256: digest })
  expect(failures).toBe(0)
  expect(peakBytes).toBeLessThan(MEMORY)
  const client = s3Client({
    AWS_REGION: 'local',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_S3: store.s3Endpoint,
  })
  const stored = await createObjects({ client, bucket: BUCKET }).get(attachment.object ?? '')
  expect(
    createHash('sha256')
      .update(stored ?? '')
      .digest('hex'),
  ).toBe(digest)
  client.destroy()
}, 120_000)

test('one byte more is refused, and nothing of it is kept', async () => {
  const { attachment, peakBytes } = await fetchFile(LARGEST + 1)
  expect(attachment).toMatchObject({ state: 'failed', reason: expect.stringMatching(/^content_too_large: /) })
  expect(attachment).not.toHaveProperty('object')
  expect(peakBytes).toBeLessThan(MEMORY)
}, 120_000)
