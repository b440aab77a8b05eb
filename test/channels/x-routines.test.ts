import { describe, expect, test } from 'vitest'
import type { Routine } from '../../adapters/adapter.ts'
import { poll } from '../../adapters/x/poll.ts'
import type { XClient } from '../../adapters/x/client.ts'
import { InboundFact } from '../../core/schema/fact.ts'
import { ACCOUNT, OTHER, PERSON, signal, text, world } from './x.world.ts'

const required = (routine: Routine | undefined): Routine => {
  if (routine === undefined) throw new Error('no such routine')
  return routine
}
const idsOf = (facts: readonly InboundFact[]): string[] =>
  facts.flatMap((fact) => (fact.kind === 'message' ? [fact.id] : [])).sort()
/** What two tellings of one message have in common. */
const gist = (facts: readonly InboundFact[]): unknown[] =>
  facts.flatMap((fact) => {
    if (fact.kind !== 'message') return []
    const { id, scope, direction, author, peers, body } = fact
    const kinds = body.attachments.map(({ kind, remote }) => [kind, remote?.url])
    return [{ id, scope, direction, author, peers, text: body.text, kinds }]
  })

describe('polling', () => {
  const polled = async (w: ReturnType<typeof world>, cursor: string | undefined) =>
    required(w.adapter.poll).run(cursor, [ACCOUNT], signal())

  test('begins where the list ends: what was said before is no news', async () => {
    const w = world()
    const { providerId } = await w.sandbox.customer({ type: 'text', text: 'Old' })
    expect(await polled(w, undefined)).toEqual({ facts: [], cursor: providerId })
    expect(await polled(world(), undefined)).toEqual({ facts: [], cursor: '0' })
  })

  test('finds what no webhook told, once', async () => {
    const w = world()
    const { cursor } = await polled(w, undefined)
    const { providerId } = await w.sandbox.customer({ type: 'unheard', text: 'Hello?' })
    expect(w.facts).toEqual([])
    const found = await polled(w, cursor)
    expect(found.facts).toMatchObject([
      {
        kind: 'message',
        id: providerId,
        scope: ACCOUNT,
        direction: 'in',
        peers: [{ type: 'x_user', value: PERSON }],
        profile: { username: 'person_0077' },
        body: { text: 'Hello?' },
      },
    ])
    expect(await polled(w, found.cursor)).toEqual({ facts: [], cursor: providerId })
  })

  test('says of every message what the webhook said, so that nothing is there twice', async () => {
    const w = world({ faults: { receipts: ['sent'] } })
    await w.sandbox.customer({ type: 'text', text: 'Tom & Jerry' })
    await w.sandbox.customer({ type: 'image', text: 'Look' })
    await w.sandbox.customer({ type: 'image' })
    await w.sandbox.customer({ type: 'video' })
    await w.sandbox.customer({ type: 'echo', text: 'From the app' })
    await w.send(text)
    await w.clock.drain()
    const { facts } = await polled(w, '0')
    expect(facts).toHaveLength(6)
    expect(gist([...facts].reverse())).toEqual(gist(w.facts))
  })

  test('reads a gap of more than five pages in the runs that follow, and misses nothing', async () => {
    const w = world()
    for (let i = 0; i < 1120; i++) await w.sandbox.customer({ type: 'unheard', text: `${i}` })
    const first = await polled(w, '0')
    // A look, and four full pages.
    expect(first.facts).toHaveLength(400)
    const second = await polled(w, first.cursor)
    const last = await polled(w, second.cursor)
    // The sandbox itself keeps a thousand.
    expect(new Set(idsOf([...first.facts, ...second.facts, ...last.facts])).size).toBe(1000)
    expect(last.cursor).toMatch(/^\d+$/)
    expect(last.cursor).toBe(idsOf(first.facts).at(-1))
    expect(await polled(w, last.cursor)).toEqual({ facts: [], cursor: last.cursor })
    expect(w.fetched.filter((request) => request === 'GET /2/dm_events').length).toBeLessThanOrEqual(12)
  })

  /** A list that answers as told. */
  const listing = (pages: readonly (object | 'refused')[]) => {
    const left = [...pages]
    const client: XClient = {
      apiUrl: '',
      authorise: async () => ({ kind: 'header', value: '' }),
      call: async () => ({ kind: 'unknown', detail: '' }),
      ask: async () => {
        const page = left.shift() ?? {}
        return page === 'refused'
          ? { kind: 'refused', failure: { code: 'rate_limited', retry: 'backoff', scope: 'account' } }
          : { kind: 'answer', json: page, headers: new Headers() }
      },
    }
    return (cursor: string) => poll(client).run(cursor, [ACCOUNT, OTHER], signal())
  }
  const event = (id: string, more: object = {}) => ({
    id,
    event_type: 'MessageCreate',
    sender_id: PERSON,
    dm_conversation_id: `${OTHER}-${PERSON}`,
    text: 'Hi',
    ...more,
  })

  test('looks at no more than ten events while no more are new: X charges for each it shows', async () => {
    const w = world()
    for (let i = 0; i < 30; i++) await w.sandbox.customer({ type: 'unheard', text: `${i}` })
    const first = await polled(w, '0')
    const before = w.queries.length
    for (let i = 0; i < 3; i++) await w.sandbox.customer({ type: 'unheard', text: `later ${i}` })
    expect((await polled(w, first.cursor)).facts).toHaveLength(3)
    expect(w.queries.slice(before).map((query) => new URLSearchParams(query).get('max_results'))).toEqual(['10'])
  })

  test('keeps the cursor when X does not answer, and what was read when it stops answering', async () => {
    await expect(listing(['refused'])('5')).rejects.toThrow('dm_events: rate_limited')
    const page = { data: [event('9'), event('8')], meta: { next_token: 'more' } }
    const found = await listing([page, page, 'refused'])('5')
    expect(idsOf(found.facts)).toEqual(['8', '9'])
    expect(found.cursor).toBe('5 9 more')
    const rest = await listing([{ data: [event('7'), event('5')] }])(found.cursor ?? '')
    expect(idsOf(rest.facts)).toEqual(['7'])
    expect(rest.cursor).toBe('9')
  })

  test('finds the account in the conversation, and takes any other id of one for a group', async () => {
    const group = { sender_id: PERSON, dm_conversation_id: '1992100000000000001' }
    const { facts } = await listing([
      { data: [event('9'), event('8', group), event('7', { ...group, sender_id: ACCOUNT })] },
    ])('1')
    expect(facts).toMatchObject([
      { account: OTHER, peers: [{ value: PERSON }] },
      { account: ACCOUNT, thread: { type: 'x_group', value: '1992100000000000001' }, peers: [{ value: PERSON }] },
      { direction: 'out', thread: { type: 'x_group' }, peers: [] },
    ])
  })

  test('survives anything in the list and in the cursor', async () => {
    for (const page of [{}, { data: 7 }, { data: [7, {}, { id: 'x' }] }, { data: [{ id: '9' }] }])
      for (const cursor of ['5', 'nonsense', '5 6', '']) {
        const { facts } = await listing([page])(cursor)
        expect(JSON.parse(JSON.stringify(facts))).toEqual(facts)
        for (const fact of facts) expect(InboundFact.parse(fact)).toStrictEqual(fact)
      }
  })
})

describe('the webhook check', () => {
  const checked = async (w: ReturnType<typeof world>, cursor?: string, accounts: readonly string[] = [ACCOUNT]) =>
    required(w.adapter.check).run(cursor, accounts, signal())

  test('finds all well and says nothing', async () => {
    const { facts, cursor } = await checked(world())
    expect(facts).toEqual([])
    expect(JSON.parse(cursor ?? '')).toEqual({})
  })

  test('mends a webhook that X took for broken: messages come again', async () => {
    const w = world()
    await w.sandbox.customer({ type: 'invalidate' })
    await w.sandbox.customer({ type: 'text', text: 'Lost' })
    expect(w.facts).toEqual([])
    expect((await checked(w)).facts).toEqual([])
    expect(w.fetched.filter((request) => request.startsWith('PUT'))).toHaveLength(1)
    await w.sandbox.customer({ type: 'text', text: 'Heard' })
    expect(w.facts).toMatchObject([{ body: { text: 'Heard' } }])
  })

  test('tells of a webhook that stays broken once, and once that it is mended', async () => {
    const w = world({ answers: [500, 500] })
    await w.sandbox.customer({ type: 'invalidate' })
    const broken = await checked(w)
    expect(broken.facts).toMatchObject([
      { kind: 'account', account: ACCOUNT, event: 'webhook.invalid', health: 'degraded' },
    ])
    const still = await checked(w, broken.cursor)
    expect(still.facts).toEqual([])
    await w.clock.advance(3_600_000)
    const mended = await checked(w, still.cursor)
    expect(mended.facts).toMatchObject([{ event: 'webhook.healthy', health: 'healthy' }])
    expect((await checked(w, mended.cursor)).facts).toEqual([])
  })

  test('misses the subscription of an account X is not asked about', async () => {
    const { facts } = await checked(world(), undefined, [ACCOUNT, '1500000000000000009'])
    expect(facts).toMatchObject([{ account: '1500000000000000009', event: 'subscription.missing', health: 'degraded' }])
  })

  test('misses a webhook with another address', async () => {
    const w = world({}, { webhookUrl: 'https://elsewhere.example/webhooks/x/main' })
    expect((await checked(w)).facts).toMatchObject([{ event: 'webhook.missing', health: 'degraded' }])
  })

  test('says when the app itself is refused, and is tried again when X does not answer', async () => {
    const refused = world({}, { secrets: { bearerToken: ['other'] } })
    expect((await checked(refused)).facts).toMatchObject([{ event: 'check.refused', health: 'degraded' }])
    const silent = world({}, { fetch: async () => Promise.reject(new TypeError('fetch failed')) })
    await expect(checked(silent)).rejects.toThrow('webhook check: provider_unavailable')
  })

  test('tells the same trouble of another day as news of its own', async () => {
    const w = world({}, { secrets: { bearerToken: ['other'] } })
    const [first] = (await checked(w)).facts
    await w.clock.advance(86_400_000)
    const [again] = (await checked(w)).facts
    expect(first?.kind === 'account' && again?.kind === 'account' && first.id !== again.id).toBe(true)
  })
})

describe('files', () => {
  test('of direct messages are asked of the API with the account’s credentials, which go nowhere else', async () => {
    const w = world()
    await w.sandbox.customer({ type: 'image', data: Buffer.from('see me').toString('base64') })
    const [said] = w.facts.flatMap((fact) => (fact.kind === 'message' ? fact.body.attachments : []))
    expect(said?.remote?.url).toMatch(/^https:\/\/ton\.twitter\.com\//)
    const source = await w.adapter.media?.(said?.remote ?? {}, ACCOUNT, signal())
    if (source?.kind !== 'fetch') throw new Error('no source')
    expect(source.url).toMatch(/^https:\/\/api\.x\.com\/2\/dm_conversations\/media\/\d+\/\d+\/\d+\.jpg$/)
    expect(source.trusted).toEqual(['api.x.com'])
    const found = await w.sandbox.api.request(source.url, { headers: source.headers })
    expect([found.headers.get('content-type'), await found.text()]).toEqual(['image/jpeg', 'see me'])
    expect((await w.sandbox.api.request(source.url)).status).toBe(401)
  })

  test('of posts and videos are fetched without credentials', async () => {
    const w = world()
    for (const url of ['https://pbs.twimg.com/media/a.jpg', 'https://video.twimg.com/dm_video/1/a.mp4'])
      expect(await w.adapter.media?.({ url }, ACCOUNT, signal())).toEqual({
        kind: 'fetch',
        url,
        headers: {},
        trusted: [],
      })
    expect(w.fetched).toEqual([])
    await w.sandbox.customer({ type: 'video' })
    const [said] = w.facts.flatMap((fact) => (fact.kind === 'message' ? fact.body.attachments : []))
    expect((await w.sandbox.api.request(said?.remote?.url ?? '')).status).toBe(200)
  })

  test('at addresses that only look like X’s are gone, and get no credentials', async () => {
    const w = world()
    for (const url of [
      'https://ton.twitter.com.evil.example/1.1/ton/data/dm/1/2/a.jpg',
      'https://evil.example/https://ton.twitter.com/1.1/ton/data/dm/1/2/a.jpg',
      'https://ton.twitter.com@evil.example/1.1/ton/data/dm/1/2/a.jpg',
      'http://ton.twitter.com/1.1/ton/data/dm/1/2/a.jpg',
      'https://ton.twitter.com/1.1/ton/data/dm/../../2/users/me',
      'https://evil.example/pbs.twimg.com',
      'nonsense',
    ])
      expect(await w.adapter.media?.({ url }, ACCOUNT, signal()), url).toMatchObject({ kind: 'gone' })
    expect(w.fetched).toEqual([])
  })

  test('wait when there is no token to ask with', async () => {
    const w = world({}, { secrets: {} })
    const url = 'https://ton.twitter.com/1.1/ton/data/dm/1/2/a.jpg'
    expect(await w.adapter.media?.({ url }, ACCOUNT, signal())).toMatchObject({
      kind: 'refused',
      failure: { code: 'credentials_invalid' },
    })
  })
})

test('a profile is looked up by the id, and nothing else is', async () => {
  const w = world()
  expect(await w.adapter.profile?.({ type: 'x_user', value: PERSON }, ACCOUNT, signal())).toEqual({
    kind: 'found',
    profile: {
      name: 'Person 0077',
      username: 'person_0077',
      avatarUrl: `https://pbs.twimg.com/profile_images/${PERSON}/picture_normal.jpg`,
    },
  })
  await w.sandbox.customer({ type: 'text', text: 'Hi', name: 'Nadia Brandt' })
  expect(await w.adapter.profile?.({ type: 'x_user', value: PERSON }, ACCOUNT, signal())).toMatchObject({
    profile: { name: 'Nadia Brandt' },
  })
  const asked = w.fetched.length
  for (const peer of [
    { type: 'email', value: 'a@b.example' },
    { type: 'x_user', value: '../me' },
  ])
    expect(await w.adapter.profile?.(peer, ACCOUNT, signal())).toEqual({ kind: 'none' })
  expect(w.fetched).toHaveLength(asked)
})
