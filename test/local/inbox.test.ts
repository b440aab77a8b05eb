import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { s3Client } from '../../functions/aws/s3.ts'
import { createObjects } from '../../functions/aws/objects.ts'
import { createFreshConsole, isFresh, localAssets } from '../../local/console.ts'
import { BUCKET, DEFAULT_QUEUES, openQueues } from '../../local/engine/queues.ts'
import { temporaryDir, testGateway } from '../support/gateway.ts'

let temporary: ReturnType<typeof temporaryDir>
beforeEach(() => {
  temporary = temporaryDir()
})
afterEach(() => temporary.remove())

const put = (path: string, second: number, text = ''): void => {
  const file = join(temporary.dir, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
  // A folder changes with what is put into it.
  for (const one of [file, dirname(file)]) utimesSync(one, second, second)
}

describe('whether the page is as its sources are', () => {
  const fresh = (): boolean => isFresh(temporary.dir)
  const BUILT = 'dist/console/index.html'

  test('it is not while it was never built', () => {
    put('console/main.tsx', 100)
    expect(fresh()).toBe(false)
  })

  test('it is until a source changes, in a folder below too, or one of the client, or a package', () => {
    put('console/ui/list.tsx', 100)
    put('client/index.ts', 100)
    put('console/main.tsx', 100)
    put('package-lock.json', 100)
    put(BUILT, 200)
    expect(fresh()).toBe(true)
    for (const source of ['console/ui/list.tsx', 'client/index.ts', 'package-lock.json']) {
      put(source, 300)
      expect(fresh(), source).toBe(false)
      put(source, 100)
    }
    expect(fresh()).toBe(true)
  })

  test('it is not after a source was taken away', () => {
    put('console/ui/list.tsx', 100)
    put('console/ui/gone.tsx', 100)
    put('console/main.tsx', 100)
    put(BUILT, 200)
    rmSync(join(temporary.dir, 'console/ui/gone.tsx'))
    expect(fresh()).toBe(false)
  })

  test('a change while it was built counts as later', () => {
    put('console/main.tsx', 200)
    put(BUILT, 200)
    expect(fresh()).toBe(false)
  })

  test('the page of a package, which has no sources, is as it is', () => {
    expect(fresh()).toBe(true)
  })
})

/** A build that ends when the test says so. */
const slowBuild = () => {
  const state = { builds: 0, fresh: false }
  let waiting = Promise.withResolvers<void>()
  return {
    state,
    options: {
      fresh: () => state.fresh,
      build: async () => {
        state.builds += 1
        await waiting.promise
        state.fresh = true
      },
    },
    end: () => waiting.resolve(),
    fail: () => {
      waiting.reject(new Error('there is no such component'))
      waiting = Promise.withResolvers<void>()
    },
  }
}

describe('the first look at the page', () => {
  const page = { body: new TextEncoder().encode('<title>Inbox</title>') }

  test('builds it once, however many look, and what is there is not built again', async () => {
    const { state, options, end } = slowBuild()
    const refresh = createFreshConsole(options)
    const looking = [refresh(), refresh(), refresh()]
    end()
    await Promise.all(looking)
    await refresh()
    expect(state.builds).toBe(1)
  })

  test('tries again after a build that failed', async () => {
    const { state, options, end, fail } = slowBuild()
    const refresh = createFreshConsole(options)
    const looking = [refresh(), refresh()]
    fail()
    expect((await Promise.allSettled(looking)).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    const again = refresh()
    end()
    await again
    expect(state.builds).toBe(2)
  })

  test('says in one line that it was built, and its files ask for no build', async () => {
    put('index.html', 100, '<title>Inbox</title>')
    put('assets/main-1a.js', 100, 'console.log()')
    const { state, options, end } = slowBuild()
    const lines: string[] = []
    const read = localAssets({ log: (event) => lines.push(event), ...options, folder: temporary.dir })
    expect(await read('assets/main-1a.js', ['br'])).toMatchObject({ body: Buffer.from('console.log()') })
    expect(state.builds).toBe(0)
    end()
    const found = await Promise.all([read('index.html', []), read('index.html', [])])
    expect(found.map((one) => one?.body)).toEqual([Buffer.from(page.body), Buffer.from(page.body)])
    expect(lines).toEqual(['console_built'])
    await read('index.html', [])
    expect(lines).toEqual(['console_built'])
  })

  test('shows no page that is older than its sources when the build fails, and logs why', async () => {
    put('index.html', 100, 'an older one')
    const { options, fail } = slowBuild()
    const lines: unknown[] = []
    const read = localAssets({
      log: (event, fields) => lines.push({ event, ...fields }),
      ...options,
      folder: temporary.dir,
    })
    const looking = [read('index.html', []), read('index.html', [])]
    fail()
    expect(await Promise.all(looking)).toEqual([undefined, undefined])
    expect(lines).toEqual([{ event: 'console_failed', reason: 'there is no such component' }])
  })
})

const OURS = 'http://127.0.0.1:8787'

/** What a browser asks before it puts a file. */
const ask = (url: string, origin: string): Promise<Response> =>
  fetch(url, {
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': 'PUT', 'access-control-request-headers': 'if-none-match' },
  })

describe('files, for a page in a browser', () => {
  const withFiles = async (use: (objects: ReturnType<typeof createObjects>) => Promise<void>): Promise<void> => {
    const local = await openQueues({ queues: DEFAULT_QUEUES })
    const client = s3Client({
      AWS_REGION: 'local',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL_S3: local.s3Endpoint,
    })
    try {
      await use(createObjects({ client, bucket: BUCKET }))
    } finally {
      client.destroy()
      await local.close()
    }
  }
  test('an upload is let in by its link, asked first', async () => {
    await withFiles(async (objects) => {
      // More than the stand-in takes by itself.
      const body = Buffer.alloc(12 * 1_048_576, 255)
      const link = await objects.uploadLink('uploads/a', 60, {
        contentType: 'image/png',
        filename: 'a.png',
        size: body.length,
      })
      const asked = await ask(link.url, 'http://localhost:8787')
      expect(asked.status).toBe(204)
      expect(asked.headers.get('access-control-allow-origin')).toBe('*')
      expect(asked.headers.get('access-control-allow-methods')).toBe('GET, PUT')
      const allowed = asked.headers.get('access-control-allow-headers')?.split(', ')
      // A browser states the length by itself.
      expect([...(allowed ?? []), 'content-length'].sort()).toEqual(Object.keys(link.headers).sort())
      const put = await fetch(link.url, { method: 'PUT', body, headers: { ...link.headers, origin: OURS } })
      expect([put.status, put.headers.get('access-control-allow-origin')]).toEqual([200, '*'])
      expect(body.equals((await objects.get('uploads/a')) ?? Buffer.of())).toBe(true)
    })
  })

  test('a film can be wound: a part is answered as a part', async () => {
    await withFiles(async (objects) => {
      await objects.put('media/film', Buffer.from('0123456789'), { contentType: 'video/mp4' })
      const part = await fetch(await objects.link('media/film', 60), { headers: { origin: OURS, range: 'bytes=3-5' } })
      expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([206, 'bytes 3-5/10', '345'])
      expect(part.headers.get('access-control-allow-origin')).toBe('*')
    })
  })

  test('pages of any origin are let in with a link, and where files are alone', async () => {
    await withFiles(async (objects) => {
      await objects.put('media/a', 'a', { contentType: 'text/plain' })
      const link = await objects.link('media/a', 60)
      const got = await fetch(link, { headers: { origin: 'https://helpdesk.example' } })
      expect([got.status, got.headers.get('access-control-allow-origin')]).toEqual([200, '*'])
      const queues = await ask(new URL('/', link).href, OURS)
      expect(queues.headers.get('access-control-allow-origin')).toBeNull()
    })
  })
})

test('the gateway serves the page built of its sources, whose policy and files agree on where files are', async () => {
  const gateway = await testGateway({ dir: temporary.dir })
  try {
    const page = await fetch(`${gateway.url}/inbox/sign-in`)
    const html = await page.text()
    expect([page.status, html]).toEqual([200, expect.stringMatching(/^<!doctype html>/i)])
    const files = /connect-src 'self' (\S+);/.exec(page.headers.get('content-security-policy') ?? '')?.[1]
    expect((await ask(`${files}/${BUCKET}/x`, gateway.url)).headers.get('access-control-allow-origin')).toBe('*')

    const paths = [...html.matchAll(/(?:src|href)="(\/inbox\/[^"]+)"/g)].map(([, path]) => path)
    expect(paths.length).toBeGreaterThan(1)
    const answers = await Promise.all(paths.map((path) => fetch(`${gateway.url}${path}`)))
    expect(answers.map(({ status }) => status)).toEqual(paths.map(() => 200))
  } finally {
    await gateway.close()
  }
})
