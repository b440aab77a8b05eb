import { Readable } from 'node:stream'
import { DeleteObjectCommand, GetObjectCommand, NoSuchKey, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import type { ObjectInfo, Objects } from '../../core/ports.ts'

/** S3 takes no smaller part of an upload, but for the last one. One at a time: memory stays at two of them. */
const PART_BYTES = 5 * 1_048_576

/** RFC 6266, with the name in UTF-8 (RFC 8187): what is downloaded is saved, never shown as a page of this host. */
const disposition = ({ filename }: Partial<ObjectInfo>): string =>
  filename === undefined
    ? 'attachment'
    : `attachment; filename*=UTF-8''${encodeURIComponent(filename).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)}`

const counted = (body: AsyncIterable<Uint8Array>): { readonly chunks: Readable; readonly size: () => number } => {
  let size = 0
  const count = async function* () {
    for await (const chunk of body) {
      size += chunk.byteLength
      yield chunk
    }
  }
  return { chunks: Readable.from(count(), { objectMode: false }), size: () => size }
}

export interface ObjectsOptions {
  readonly client: S3Client
  readonly bucket: string
}

/** Objects in one S3 bucket. */
export const createObjects = ({ client, bucket }: ObjectsOptions): Objects => ({
  put: async (name, body, info) => {
    const params = {
      Bucket: bucket,
      Key: name,
      ContentType: info.contentType,
      ContentDisposition: disposition(info),
    }
    if (body instanceof Uint8Array) {
      await client.send(new PutObjectCommand({ ...params, Body: body }))
      return { size: body.byteLength }
    }
    const { chunks, size } = counted(body)
    const upload = new Upload({ client, params: { ...params, Body: chunks }, partSize: PART_BYTES, queueSize: 1 })
    await upload.done()
    return { size: size() }
  },
  get: async (name) => {
    try {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: name }))
      return await Body?.transformToByteArray()
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined
      throw error
    }
  },
  link: (name, seconds, info = {}) =>
    getSignedUrl(
      client,
      new GetObjectCommand({
        Bucket: bucket,
        Key: name,
        ...(info.contentType === undefined ? {} : { ResponseContentType: info.contentType }),
        ...(info.filename === undefined ? {} : { ResponseContentDisposition: disposition(info) }),
      }),
      { expiresIn: seconds },
    ),
  delete: async (name) => {
    await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: name }))
  },
})
