import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  type CompletedPart,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  NoSuchKey,
  NotFound,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import type { ObjectInfo, Objects } from '../../core/ports.ts'

/** S3 takes no smaller part of an upload, but for the last one. */
const PART_BYTES = 5 * 1_048_576

/** RFC 6266, with the name in UTF-8 (RFC 8187): what is downloaded is saved, never shown as a page of this host. */
const disposition = ({ filename }: Partial<ObjectInfo>): string =>
  filename === undefined
    ? 'attachment'
    : `attachment; filename*=UTF-8''${encodeURIComponent(filename).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)}`

interface Target {
  readonly Bucket: string
  readonly Key: string
}
type Described = Pick<PutObjectCommandInput, 'ContentType' | 'ContentDisposition'>

/** Fills one buffer again and again: what is in it is sent before the next part is read. */
const inParts = async function* (body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const part = Buffer.allocUnsafeSlow(PART_BYTES)
  let filled = 0
  for await (const chunk of body) {
    for (let read = 0; read < chunk.byteLength;) {
      const taken = chunk.subarray(read, read + PART_BYTES - filled)
      part.set(taken, filled)
      read += taken.byteLength
      filled += taken.byteLength
      if (filled < PART_BYTES) continue
      yield part
      filled = 0
    }
  }
  if (filled > 0) yield part.subarray(0, filled)
}

/**
 * Uploads part by part. By hand, because the SDK's own Upload makes each part anew and leaves it to be collected, which at
 * 100 MB costs up to 40 MB more of the 256 MB a worker may have. What was sent of an upload that fails is discarded.
 */
const uploadParts = async (
  client: S3Client,
  target: Target,
  info: Described,
  parts: AsyncIterable<Uint8Array>,
): Promise<number> => {
  let size = 0
  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ ...target, ...info }))
  try {
    const Parts: CompletedPart[] = []
    for await (const Body of parts) {
      const PartNumber = Parts.length + 1
      const { ETag } = await client.send(new UploadPartCommand({ ...target, UploadId, PartNumber, Body }))
      Parts.push({ ETag, PartNumber })
      size += Body.byteLength
    }
    await client.send(new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload: { Parts } }))
    return size
  } catch (error) {
    // A bucket rule removes uploads that nobody ended; this one matters less than why it failed.
    await client.send(new AbortMultipartUploadCommand({ ...target, UploadId })).catch(() => undefined)
    throw error
  }
}

const following = async function* <T>(first: T, rest: AsyncIterable<T>): AsyncGenerator<T> {
  yield first
  yield* rest
}

/** A file that fits into one part is put at once: S3 counts an upload in parts as three requests and more. */
const putStream = async (
  client: S3Client,
  target: Target,
  info: Described,
  body: AsyncIterable<Uint8Array>,
): Promise<number> => {
  const parts = inParts(body)
  const first = await parts.next()
  const part = first.done ? new Uint8Array() : first.value
  if (part.byteLength < PART_BYTES) {
    await client.send(new PutObjectCommand({ ...target, ...info, Body: part }))
    return part.byteLength
  }
  return uploadParts(client, target, info, following(part, parts))
}

export interface ObjectsOptions {
  readonly client: S3Client
  readonly bucket: string
}

/** Objects in one S3 bucket. */
export const createObjects = ({ client, bucket }: ObjectsOptions): Objects => ({
  put: async (name, body, info) => {
    const target = { Bucket: bucket, Key: name }
    const described: Described = { ContentType: info.contentType, ContentDisposition: disposition(info) }
    const whole = typeof body === 'string' ? Buffer.from(body) : body
    if (!(whole instanceof Uint8Array)) return { size: await putStream(client, target, described, whole) }
    await client.send(new PutObjectCommand({ ...target, ...described, Body: whole }))
    return { size: whole.byteLength }
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
  head: async (name) => {
    try {
      const head = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: name }))
      return { size: head.ContentLength ?? 0, contentType: head.ContentType ?? 'application/octet-stream' }
    } catch (error) {
      if (error instanceof NotFound) return undefined
      throw error
    }
  },
  uploadLink: async (name, seconds, info) => {
    const command = new PutObjectCommand({
      Bucket: bucket,
      Key: name,
      ContentType: info.contentType,
      ContentLength: info.size,
      ContentDisposition: disposition(info),
      IfNoneMatch: '*',
    })
    const headers = {
      'content-type': info.contentType,
      'content-length': String(info.size),
      'content-disposition': disposition(info),
      'if-none-match': '*',
    }
    // The signer leaves the type out unless it is told not to: then anything could be put there under another one.
    const signableHeaders = new Set(['host', ...Object.keys(headers)])
    const url = await getSignedUrl(client, command, { expiresIn: seconds, signableHeaders })
    return { url, headers }
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
