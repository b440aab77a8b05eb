import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { createClient, events, ParleyProblem, type Client, type Event } from '../../client/index.ts'
import { createApp } from '../../functions/api.ts'
import { KEY } from '../support/api-world.ts'
import { read, ROOT } from '../support/tree.ts'
import { createWorld, textFact, type World } from '../support/world.ts'

const URL = 'https://parley.test'

const clientOf = (world: World, before: (request: Request) => Response | undefined = () => undefined): Client => {
  const app = createApp(world.wired)
  const fetch = async (request: Request): Promise<Response> => before(request) ?? (await app.request(request))
  return createClient({ url: URL, apiKey: KEY, fetch })
}

const said = async (world: World, ...texts: readonly string[]): Promise<void> => {
  await world.record(texts.map((text) => textFact(text)))
  await world.settle()
}

test('the types of the client are those of the document', () => {
  const { stdout, stderr } = spawnSync(process.execPath, ['scripts/client.ts', '--print'], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  })
  expect(stdout, stderr).toBe(read('client/schema.ts'))
}, 60_000)

test('a conversation is found, answered and closed by typed calls', async () => {
  const world = createWorld()
  await said(world, 'Where is my parcel?')
  const client = clientOf(world)
  const { data: list } = await client.GET('/v1/conversations', { params: { query: { limit: 20 } } })
  const path = { conversation: list?.data[0]?.id ?? '' }
  const header = { 'Idempotency-Key': 'answer-1' }
  const sent = await client.POST('/v1/conversations/{conversation}/messages', {
    params: { path, header },
    body: { text: 'On its way' },
  })
  expect(sent.data?.text).toBe('On its way')
  const closed = await client.POST('/v1/conversations/{conversation}/close', { params: { path } })
  expect(closed.data?.case?.status).toBe('closed')
})

/** Follows until so many events came, or the feed was found at its end. */
const follow = async (client: Client, after: string | undefined, most: number) => {
  const seen: Event[] = []
  const waits: number[] = []
  const ending = new AbortController()
  let cursor = after
  const sleep = async (ms: number): Promise<void> => {
    waits.push(ms)
    if (waits.length === 5) ending.abort()
  }
  for await (const next of events(client, { after, signal: ending.signal, sleep })) {
    seen.push(next.event)
    cursor = next.cursor
    if (seen.length === most) break
  }
  return { seen, waits, cursor }
}

test('the feed is followed to its end, and from there after a restart: every event once', async () => {
  const world = createWorld()
  await said(world, 'One', 'Two')
  const first = await follow(clientOf(world), undefined, Infinity)
  await said(world, 'Three')
  const second = await follow(clientOf(world), first.cursor, Infinity)
  const all = [...first.seen, ...second.seen]
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
  const texts = all.filter(({ type }) => type === 'message.created').map(({ data }) => data['text'])
  expect(texts).toEqual(['One', 'Two', 'Three'])
  expect(second.seen.length).toBeGreaterThan(0)
})

test('whoever stops in the middle of a page misses nothing of it', async () => {
  const world = createWorld()
  await said(world, 'One', 'Two')
  const all = (await follow(clientOf(world), undefined, Infinity)).seen.map(({ id }) => id)
  const { cursor } = await follow(clientOf(world), undefined, 1)
  const rest = (await follow(clientOf(world), cursor, Infinity)).seen.map(({ id }) => id)
  expect([...new Set([all[0], ...rest])]).toEqual(all)
})

test('a gateway that cannot be reached, fails or asks for patience is asked again, later and later', async () => {
  const world = createWorld()
  await said(world, 'One')
  const answers: (() => Response)[] = [
    () => new Response(null, { status: 503 }),
    () => {
      throw new TypeError('fetch failed')
    },
    () => new Response(null, { status: 429, headers: { 'retry-after': '30' } }),
  ]
  const { seen, waits } = await follow(
    clientOf(world, () => answers.shift()?.()),
    undefined,
    1,
  )
  expect(seen).toHaveLength(1)
  expect(waits).toEqual([1000, 2000, 30_000])
})

test('what no patience mends is thrown', async () => {
  const failing = follow(
    createClient({
      url: URL,
      apiKey: 'none',
      fetch: async (request) => createApp(createWorld().wired).request(request),
    }),
    undefined,
    1,
  )
  await expect(failing).rejects.toThrow(ParleyProblem)
  await expect(failing).rejects.toMatchObject({ status: 401, type: 'unauthorized' })
})
