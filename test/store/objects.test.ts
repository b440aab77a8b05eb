import { existsSync } from 'node:fs'
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectsCommand,
  ListObjectsV2Command,
} from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import type { AwsEnvironment } from '../../functions/aws/clients.ts'
import { createObjects } from '../../functions/aws/objects.ts'
import { s3Client } from '../../functions/aws/s3.ts'
import { dataPaths, makeDataDir, removeData } from '../../local/data.ts'
import { BUCKET, DEFAULT_QUEUES, openQueues } from '../../local/engine/queues.ts'
import { temporaryDir } from '../support/gateway.ts'
import { objectsSuite, type OpenObjects } from './objects-suite.ts'

const PATIENCE = { maxAttempts: 5, connectionTimeout: 5000, requestTimeout: 60_000 }

/** Makes a bucket of its own at the endpoint, and deletes it with all it holds at the end. */
const bucketAt = async (env: AwsEnvironment): Promise<OpenObjects> => {
  const client = s3Client(env, PATIENCE)
  const bucket = `parley-suite-${Date.now().toString(36)}`
  await client.send(new CreateBucketCommand({ Bucket: bucket }))
  return {
    client,
    bucket,
    close: async () => {
      const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: bucket }))
      const Objects = Contents.map(({ Key }) => ({ Key }))
      await client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects } }))
      await client.send(new DeleteBucketCommand({ Bucket: bucket }))
      client.destroy()
    },
  }
}

const clientOf = (endpoint: string) =>
  s3Client({
    AWS_REGION: 'local',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_S3: endpoint,
  })

if (process.env['AWS_ENDPOINT_URL_S3'] !== undefined) {
  objectsSuite(`at ${process.env['AWS_ENDPOINT_URL_S3']}`, () => bucketAt(process.env))
} else {
  objectsSuite('on this machine', async () => {
    const local = await openQueues({ queues: DEFAULT_QUEUES })
    const client = clientOf(local.s3Endpoint)
    return {
      client,
      bucket: BUCKET,
      close: async () => {
        client.destroy()
        await local.close()
      },
    }
  })
}

/** The store of one start over a directory. */
const openedIn = async <T>(dir: string, use: (objects: ReturnType<typeof createObjects>) => Promise<T>): Promise<T> => {
  const local = await openQueues({ dir, queues: DEFAULT_QUEUES })
  const client = clientOf(local.s3Endpoint)
  try {
    return await use(createObjects({ client, bucket: BUCKET }))
  } finally {
    client.destroy()
    await local.close()
  }
}

test('files on this machine are there after a restart, and gone with the data', async () => {
  const temporary = temporaryDir()
  const paths = dataPaths(temporary.dir)
  makeDataDir(paths)
  const info = { contentType: 'image/png', filename: 'Katze 🐈.png' }
  const large = async function* () {
    for (let part = 0; part < 6; part += 1) yield new Uint8Array(1_048_576).fill(part)
  }
  await openedIn(paths.queues, async (objects) => {
    await objects.put('media/small', Buffer.from('small'), info)
    await objects.put('media/large', large(), info)
    await objects.put('media/gone', Buffer.from('gone'), info)
    await objects.delete('media/gone')
  })
  await openedIn(paths.queues, async (objects) => {
    expect(Buffer.from((await objects.get('media/small')) ?? []).toString()).toBe('small')
    expect((await objects.get('media/large'))?.byteLength).toBe(6 * 1_048_576)
    expect(await objects.get('media/gone')).toBeUndefined()
    const response = await fetch(await objects.link('media/small', 60))
    expect(response.headers.get('content-type')).toBe('image/png')
    expect(response.headers.get('content-disposition')).toContain(encodeURIComponent('Katze 🐈.png'))
  })
  removeData(paths)
  expect(existsSync(paths.queues)).toBe(false)
  await openedIn(paths.queues, async (objects) => {
    expect(await objects.get('media/small')).toBeUndefined()
  })
  temporary.remove()
})
