import { createHash } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { failure } from '../../core/failures.ts'
import { download } from '../../functions/outgoing/download.ts'
import { ForbiddenUrl } from '../../functions/outgoing/guard.ts'
import { memoryObjects, type MemoryObjects } from '../support/memory-objects.ts'

const SECRET = { authorization: 'Bearer secret' }
const SOURCE = {
  kind: 'fetch',
  url: 'https://api.provider.example/file/1',
  headers: SECRET,
  trusted: ['api.provider.example', 'files.provider.example'],
} as const
const ORDER = { object: 'media/1', maxBytes: 10, contentType: 'image/jpeg', filename: 'cat.jpg' }

let objects: MemoryObjects
let asked: { url: string; authorization: string | null; redirect: string | undefined }[]
beforeEach(() => {
  objects = memoryObjects()
  asked = []
})

type Answers = Readonly<Record<string, () => Response>>
const redirect =
  (to: string, status = 302) =>
  () =>
    new Response(null, { status, headers: { location: to } })
const bytes =
  (text: string, headers: Record<string, string> = { 'content-type': 'image/png' }) =>
  () =>
    new Response(text, { headers })

const run = (answers: Answers, source: Partial<Parameters<typeof download>[0]> = {}, order = ORDER) => {
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const url = input instanceof Request ? input.url : input.toString()
    asked.push({ url, authorization: new Headers(init?.headers).get('authorization'), redirect: init?.redirect })
    const answer = answers[url]
    if (answer === undefined) throw new TypeError('fetch failed')
    return answer()
  }
  const deps = { fetch, objects, now: () => 0 }
  return download({ ...SOURCE, ...source }, order, deps, new AbortController().signal)
}
const { url: URL_ } = SOURCE

describe('a file', () => {
  test('is stored as it comes, with what it proves to be', async () => {
    expect(await run({ [URL_]: bytes('0123456789') })).toEqual({
      kind: 'stored',
      size: 10,
      contentType: 'image/png',
      sha256: createHash('sha256').update('0123456789').digest('hex'),
    })
    expect(objects.stored.get('media/1')).toEqual({
      body: new Uint8Array(Buffer.from('0123456789')),
      info: { contentType: 'image/png', filename: 'cat.jpg' },
    })
  })

  test.each([
    [{}, undefined, 'image/jpeg'],
    [{ 'content-type': 'application/octet-stream' }, undefined, 'image/jpeg'],
    [{ 'content-type': 'binary/octet-stream' }, 'image/webp', 'image/webp'],
    [{ 'content-type': 'audio/ogg; codecs=opus' }, 'audio/ogg', 'audio/ogg; codecs=opus'],
  ])('with the headers %o, stated as %s, is %s', async (headers, contentType, expected) => {
    const answer = () => new Response(Buffer.from('x'), { headers: headers as Record<string, string> })
    const source = contentType === undefined ? {} : { contentType }
    expect(await run({ [URL_]: answer }, source)).toMatchObject({ contentType: expected })
  })

  test('may have no byte at all', async () => {
    expect(await run({ [URL_]: () => new Response(null, { status: 200 }) })).toMatchObject({ kind: 'stored', size: 0 })
  })

  test('one byte too long is refused and not kept, whatever length was stated', async () => {
    const tooLarge = { kind: 'refused', failure: { code: 'content_too_large', retry: 'no' } }
    const read: string[] = []
    const endless = () =>
      new Response(
        new ReadableStream<Uint8Array>({
          pull: (controller) => {
            read.push('x')
            controller.enqueue(Buffer.from('x'))
          },
          cancel: () => void read.push('cancelled'),
        }),
      )
    expect(await run({ [URL_]: endless })).toMatchObject(tooLarge)
    expect(read.length).toBeLessThan(20)
    expect(read.at(-1)).toBe('cancelled')
    expect(await run({ [URL_]: bytes('01234567890', { 'content-length': '1' }) })).toMatchObject(tooLarge)
    expect(await run({ [URL_]: bytes('0', { 'content-length': '11' }) })).toMatchObject(tooLarge)
    expect(await run({ [URL_]: bytes('0') }, { size: 11 })).toMatchObject(tooLarge)
    expect(objects.stored.size).toBe(0)
  })

  test('that breaks off may be tried again, and nothing is kept', async () => {
    const broken = () =>
      new Response(
        new ReadableStream({
          start: (controller) => controller.enqueue(Buffer.from('x')),
          pull: (controller) => controller.error(new Error('reset')),
        }),
      )
    expect(await run({ [URL_]: broken })).toMatchObject({
      failure: { code: 'provider_unavailable', retry: 'backoff', provider: { detail: 'the file broke off' } },
    })
    expect(objects.stored.size).toBe(0)
  })

  test('that the object store does not take now may be tried again', async () => {
    objects = { ...objects, put: () => Promise.reject(new Error('S3 is away')) }
    expect(await run({ [URL_]: bytes('x') })).toMatchObject({
      failure: { code: 'provider_unavailable', retry: 'backoff', provider: { detail: 'the file could not be stored' } },
    })
  })
})

describe('an answer without a file', () => {
  test.each([
    [404, { kind: 'missing' }],
    [410, { kind: 'gone', reason: expect.any(String) }],
    [401, { kind: 'refused', failure: { code: 'credentials_invalid' } }],
    [400, { kind: 'refused', failure: { code: 'provider_rejected', retry: 'no' } }],
    [429, { kind: 'refused', failure: { code: 'rate_limited', retry: { afterSeconds: 30 } } }],
    [500, { kind: 'refused', failure: { code: 'provider_unavailable', retry: 'backoff' } }],
    [503, { kind: 'refused', failure: { code: 'provider_unavailable', retry: { afterSeconds: 30 } } }],
  ])('of status %d', async (status, expected) => {
    const headers: Record<string, string> = status === 429 || status === 503 ? { 'retry-after': '30' } : {}
    expect(await run({ [URL_]: () => new Response('no', { status, headers }) })).toMatchObject(expected)
  })

  test('because nobody answers may be tried again', async () => {
    expect(await run({})).toMatchObject({ failure: failure('provider_unavailable', 'the host cannot be reached') })
  })

  test('because the address is forbidden is final', async () => {
    const forbidden = () => {
      throw new ForbiddenUrl('the address is not public')
    }
    expect(await run({ [URL_]: forbidden })).toMatchObject({ failure: { code: 'policy_blocked', retry: 'no' } })
  })
})

describe('credentials', () => {
  const OTHER = 'https://cdn.example/1'

  test('go to the hosts that are trusted with them, and are left behind by a redirect elsewhere', async () => {
    const second = 'https://files.provider.example/1'
    const outcome = await run({ [URL_]: redirect(second), [second]: redirect(OTHER), [OTHER]: bytes('x') })
    expect(outcome).toMatchObject({ kind: 'stored' })
    expect(asked).toEqual([
      { url: URL_, authorization: 'Bearer secret', redirect: 'manual' },
      { url: second, authorization: 'Bearer secret', redirect: 'manual' },
      { url: OTHER, authorization: null, redirect: 'manual' },
    ])
  })

  test.each([
    'https://api.provider.example.evil.example/1',
    'https://evil.example/api.provider.example',
    'https://sub.api.provider.example/1',
    'http://api.provider.example/1',
  ])('do not go to %s', async (url) => {
    await run({ [URL_]: redirect(url), [url]: bytes('x') })
    expect(asked.map(({ authorization }) => authorization)).toEqual(['Bearer secret', null])
  })

  test('do not go to a host that is not trusted to begin with', async () => {
    await run({ [OTHER]: bytes('x') }, { url: OTHER })
    expect(asked).toMatchObject([{ url: OTHER, authorization: null }])
  })

  test('are in no failure', async () => {
    const failed = await Promise.all([
      run({}),
      run({ [URL_]: () => new Response('Bearer secret', { status: 400 }) }),
      run({ [URL_]: redirect('http://') }),
    ])
    expect(failed.map(({ kind }) => kind)).toEqual(['refused', 'refused', 'refused'])
    expect(JSON.stringify(failed)).not.toContain('secret')
  })
})

test('redirects are followed within reason, relative ones too', async () => {
  const next = 'https://api.provider.example/other'
  expect(await run({ [URL_]: redirect('../other', 307), [next]: bytes('x') })).toMatchObject({ kind: 'stored' })
  asked.length = 0
  expect(await run({ [URL_]: redirect(URL_) })).toMatchObject({ failure: { code: 'policy_blocked' } })
  expect(asked).toHaveLength(6)
})
