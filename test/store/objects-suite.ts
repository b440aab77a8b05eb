import type { S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Objects } from '../../core/ports.ts'
import { createObjects } from '../../functions/aws/objects.ts'

export interface OpenObjects {
  readonly client: S3Client
  readonly bucket: string
  close(): Promise<void>
}

const MB = 1_048_576

/** So many bytes, no two MB alike, in chunks of a size that fits nothing. */
const stream = async function* (bytes: number): AsyncGenerator<Uint8Array> {
  for (let begun = 0; begun < bytes; begun += 70_001) {
    const chunk = new Uint8Array(Math.min(70_001, bytes - begun))
    chunk.fill(Math.floor(begun / MB) + 1)
    yield chunk
  }
}

/** What the port promises, on whatever speaks S3. */
export const objectsSuite = (where: string, open: () => Promise<OpenObjects>): void => {
  describe(`the object store ${where}`, () => {
    let opened: OpenObjects
    let objects: Objects
    beforeAll(async () => {
      opened = await open()
      objects = createObjects(opened)
    }, 30_000)
    afterAll(() => opened.close())
    const text = async (name: string) => Buffer.from((await objects.get(name)) ?? []).toString('utf8')

    test('keeps bytes under a name, and answers how many', async () => {
      expect(await objects.put('suite/a', Buffer.from('grüße'), { contentType: 'text/plain' })).toEqual({ size: 7 })
      expect(await text('suite/a')).toBe('grüße')
    })

    test('keeps text as UTF-8', async () => {
      expect(await objects.put('suite/text', 'grüße', { contentType: 'text/plain' })).toEqual({ size: 7 })
      expect(await text('suite/text')).toBe('grüße')
    })

    test('has nothing under a name that nothing was put under', async () => {
      expect(await objects.get('suite/nothing')).toBeUndefined()
    })

    test('may be given the same again', async () => {
      for (const body of ['same', 'same'])
        await objects.put('suite/b', Buffer.from(body), { contentType: 'text/plain' })
      expect(await text('suite/b')).toBe('same')
    })

    test('forgets what is deleted, and does not mind when it was', async () => {
      await objects.put('suite/c', Buffer.from('c'), { contentType: 'text/plain' })
      await objects.delete('suite/c')
      await objects.delete('suite/c')
      expect(await objects.get('suite/c')).toBeUndefined()
    })

    test.each([
      ['no', 0],
      ['a few', 100_000],
      ['one part of', 5 * MB],
      ['several parts of', 12 * MB + 17],
    ])('takes a stream of %s bytes as it comes', async (_, bytes) => {
      const name = `suite/stream-${bytes}`
      expect(await objects.put(name, stream(bytes), { contentType: 'video/mp4' })).toEqual({ size: bytes })
      const stored = await objects.get(name)
      expect(stored?.byteLength).toBe(bytes)
      const expected: Uint8Array[] = []
      for await (const chunk of stream(bytes)) expected.push(chunk)
      expect(Buffer.compare(stored ?? new Uint8Array(1), Buffer.concat(expected))).toBe(0)
    })

    test.each([3 * MB, 11 * MB])('keeps nothing of a stream that breaks off after %d bytes', async (bytes) => {
      const broken = async function* () {
        yield* stream(bytes)
        throw new Error('broke off')
      }
      const put = objects.put('suite/broken', broken(), { contentType: 'video/mp4' })
      await expect(put).rejects.toThrow('broke off')
      expect(await objects.get('suite/broken')).toBeUndefined()
    })

    test('gives a link that needs no other credential, to a download under its own name', async () => {
      const filename = 'Rechnung „März" / 2026;€.pdf'
      await objects.put('suite/ü b/c+d', Buffer.from('%PDF'), { contentType: 'application/pdf', filename })
      const response = await fetch(await objects.link('suite/ü b/c+d', 60))
      expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/pdf'])
      expect(await response.text()).toBe('%PDF')
      const [, encoded = ''] = /^attachment; filename\*=UTF-8''(\S+)$/.exec(
        response.headers.get('content-disposition') ?? '',
      ) as RegExpExecArray
      expect(decodeURIComponent(encoded)).toBe(filename)
    })

    test('tells the size and type of what is stored, and nothing of what is not', async () => {
      await objects.put('suite/head', Buffer.from('12345'), { contentType: 'image/png' })
      expect(await objects.head('suite/head')).toEqual({ size: 5, contentType: 'image/png' })
      expect(await objects.head('suite/never')).toBeUndefined()
    })

    test('gives a link by which somebody else puts an object there, of this type and size', async () => {
      const info = { contentType: 'image/png', size: 5, filename: 'a.png' }
      const { url, headers } = await objects.uploadLink('suite/upload', 60, info)
      const signed = new URL(url).searchParams.get('X-Amz-SignedHeaders')
      expect(signed?.split(';').sort()).toEqual([
        'content-disposition',
        'content-length',
        'content-type',
        'host',
        'if-none-match',
      ])
      const response = await fetch(url, { method: 'PUT', headers, body: '12345' })
      expect(response.status).toBe(200)
      expect(await objects.head('suite/upload')).toEqual({ size: 5, contentType: 'image/png' })
      const download = await fetch(await objects.link('suite/upload', 60))
      expect(download.headers.get('content-disposition')).toMatch(/^attachment/)
    })

    test('gives a link for so many seconds, signed for this name', async () => {
      const link = new URL(await objects.link('suite/a', 300, { contentType: 'text/plain', filename: 'a.txt' }))
      expect(link.searchParams.get('X-Amz-Expires')).toBe('300')
      expect(link.searchParams.get('X-Amz-Signature')).toMatch(/^[0-9a-f]{64}$/)
      expect(link.searchParams.get('response-content-type')).toBe('text/plain')
      expect(link.searchParams.get('response-content-disposition')).toContain('a.txt')
    })

    test('never shows a file as a page of its host', async () => {
      await objects.put('suite/page', Buffer.from('<script>'), { contentType: 'text/html' })
      const response = await fetch(await objects.link('suite/page', 60))
      expect(response.headers.get('content-disposition')).toMatch(/^attachment/)
    })
  })
}
