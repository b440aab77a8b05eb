import { describe, expect, test } from 'vitest'
import type { ListedConversation } from '../../core/schema/conversation.ts'
import type { Message } from '../../core/schema/message.ts'
import { createApiWorld, type ApiWorld, type Conversations, type Timeline } from '../support/api-world.ts'
import { textFact } from '../support/world.ts'

const phone = (number: number) => ({ peers: [{ type: 'phone' as const, value: `+1555000${1000 + number}` }] })
const OTHER = { scope: '100000000000002', account: '100000000000002' }
const MISSING = 'A'.repeat(22)

const list = async (world: ApiWorld, query = '') =>
  (await world.call({ url: `/v1/conversations${query}` })).body as Conversations
const timeline = async (world: ApiWorld, id: string, query = '') =>
  (await world.call({ url: `/v1/conversations/${id}/messages${query}` })).body as Timeline
const texts = (page: Timeline) => page.data.map((entry) => entry.text)
const previews = (page: Conversations) => page.data.map(({ preview }) => preview?.text)

/** Follows `next` to the end, doing something between the pages; counts them. */
const readAll = async <T>(
  first: string,
  read: (query: string) => Promise<{ readonly data: readonly T[]; readonly next: string | null }>,
  between: (page: number) => Promise<unknown> = async () => {},
) => {
  const data: T[] = []
  let pages = 0
  for (let query: string | undefined = first; query !== undefined;) {
    const page = await read(query)
    data.push(...page.data)
    await between(++pages)
    query = page.next === null ? undefined : `${first}&cursor=${page.next}`
  }
  return { data, pages }
}

describe('conversations', () => {
  test('are listed as they are read alone, with the last word first', async () => {
    const world = createApiWorld()
    const first = await world.hear('First', phone(1))
    await world.clock.advance(10 * 60_000)
    await world.hear('Second', phone(2))
    const { data, next } = await list(world, '?include=metadata')
    expect(data.map(({ preview }) => preview?.text)).toEqual(['Second', 'First'])
    expect(next).toBeNull()
    expect((await world.call({ url: `/v1/conversations/${first}` })).body).toEqual(data[1])
  })

  test('are listed by who waits longest, and only those who wait', async () => {
    const world = createApiWorld()
    await world.hear('Waits', phone(1))
    await world.clock.advance(60_000)
    await world.hear('Waits less long', phone(2))
    const answered = await world.hear('Is answered', phone(3))
    await world.clock.advance(60_000)
    await world.say(answered, { text: 'Here you are' })
    await world.settle()
    expect(previews(await list(world, '?order=waiting'))).toEqual(['Waits', 'Waits less long'])
    expect(await list(world, '?order=recent')).toMatchObject({ data: [{}, {}, {}] })
  })

  test('are listed by the status of their case, and a closed case is closed once', async () => {
    const world = createApiWorld()
    const id = await world.hear('Hello')
    await world.clock.advance(1000)
    const close = () => world.call({ method: 'POST', url: `/v1/conversations/${id}/close` })
    expect((await close()).body).toMatchObject({ id, case: { status: 'closed', closedAt: world.clock.now() } })
    expect(await list(world)).toEqual({ data: [], next: null })
    expect(await list(world, '?status=closed')).toMatchObject({ data: [{ id, case: { status: 'closed' } }] })
    for (const status of ['pending', 'snoozed']) expect((await list(world, `?status=${status}`)).data).toEqual([])
    expect(await close()).toMatchObject({ status: 409, body: { type: 'urn:parley:problem:case_not_open' } })
  })

  test('come page by page, none twice and none left out, while others move to the top', async () => {
    const world = createApiWorld()
    for (let n = 0; n < 7; n++) {
      await world.clock.advance(10 * 60_000)
      await world.hear(`Hello ${n}`, phone(n))
    }
    const { data, pages } = await readAll<ListedConversation>(
      '?limit=2',
      (query) => list(world, query),
      async (page) => {
        await world.clock.advance(10 * 60_000)
        await world.hear(`New ${page}`, phone(100 + page))
      },
    )
    expect(data.map(({ preview }) => preview?.text)).toEqual([6, 5, 4, 3, 2, 1, 0].map((n) => `Hello ${n}`))
    expect(pages).toBe(4)
  })

  test('that wait come page by page, and those who begin to wait meanwhile come last', async () => {
    const world = createApiWorld()
    for (let n = 0; n < 4; n++) {
      await world.clock.advance(1000)
      await world.hear(`Hello ${n}`, phone(n))
    }
    const { data } = await readAll<ListedConversation>(
      '?order=waiting&limit=3',
      (query) => list(world, query),
      async (page) => {
        await world.clock.advance(1000)
        if (page === 1) await world.hear('Late', phone(100))
      },
    )
    expect(data.map(({ preview }) => preview?.text)).toEqual(['Hello 0', 'Hello 1', 'Hello 2', 'Hello 3', 'Late'])
  })

  test('show their window as it is at the hour of the call', async () => {
    const world = createApiWorld()
    const id = await world.hear('Hello')
    expect((await list(world)).data[0]?.window).toEqual({
      open: true,
      closesAt: world.clock.now() + 24 * 3_600_000,
    })
    await world.clock.advance(25 * 3_600_000)
    expect((await list(world)).data[0]?.window.open).toBe(false)
    expect((await world.call({ url: `/v1/conversations/${id}` })).body).toMatchObject({ window: { open: false } })
  })

  test('that proved to be one are answered by the one that carries on, under either id', async () => {
    const world = createApiWorld()
    const user = { type: 'wa_bsuid' as const, value: 'US.13491208655302741918' }
    const byPhone = await world.hear('By phone', phone(1))
    await world.clock.advance(1000)
    const byUser = await world.hear('By user id', { peers: [user] })
    expect(byUser).not.toBe(byPhone)
    await world.clock.advance(1000)
    const linked = await world.hear('By both', { peers: [...phone(1).peers, user] })
    for (const id of [byPhone, byUser]) {
      expect((await world.call({ url: `/v1/conversations/${id}` })).body).toMatchObject({ id: linked, linkedTo: null })
      const page = await timeline(world, id)
      expect(texts(page)).toEqual(['By phone', 'By user id', 'By both'])
      expect(new Set(page.data.map(({ conversation }) => conversation))).toEqual(new Set([linked]))
      expect(await world.say(id, { text: `To ${id}` }, id)).toMatchObject({ body: { conversation: linked } })
    }
    expect((await list(world)).data.map(({ id }) => id)).toEqual([linked])
  })
})

describe('the timeline of a conversation', () => {
  const seven = async (world: ApiWorld): Promise<string> => {
    let id = ''
    for (let n = 0; n < 7; n++) {
      await world.clock.advance(1000)
      id = await world.hear(`${n}`)
    }
    return id
  }

  test('comes in provider-time order, both ways', async () => {
    const world = createApiWorld()
    const now = world.clock.now()
    await world.hear('second', { at: now - 1000 })
    await world.clock.advance(1000)
    const id = await world.hear('third', { at: now })
    await world.record([textFact('first', { at: now - 2000 })])
    await world.settle()
    expect(texts(await timeline(world, id))).toEqual(['first', 'second', 'third'])
    expect(texts(await timeline(world, id, '?order=newest'))).toEqual(['third', 'second', 'first'])
  })

  test('comes page by page from the oldest, with what arrives meanwhile at the end', async () => {
    const world = createApiWorld()
    const id = await seven(world)
    const { data, pages } = await readAll(
      '?limit=3',
      (query) => timeline(world, id, query),
      async (page) => {
        await world.clock.advance(1000)
        if (page < 3) await world.hear(`new ${page}`)
      },
    )
    expect(data.map(({ text }) => text)).toEqual(['0', '1', '2', '3', '4', '5', '6', 'new 1', 'new 2'])
    expect(pages).toBe(3)
  })

  test('comes page by page from the newest, and what arrives meanwhile moves nothing', async () => {
    const world = createApiWorld()
    const id = await seven(world)
    const { data } = await readAll(
      '?order=newest&limit=3',
      (query) => timeline(world, id, query),
      async (page) => {
        await world.clock.advance(1000)
        await world.hear(`new ${page}`)
      },
    )
    expect(data.map(({ text }) => text)).toEqual(['6', '5', '4', '3', '2', '1', '0'])
  })

  test.each(['oldest', 'newest'])('is whole from the %s where the store ends its pages early', async (order) => {
    const world = createApiWorld({ memory: { pageItems: 2 } })
    const user = { type: 'wa_bsuid' as const, value: 'US.13491208655302741918' }
    const said: string[] = []
    const hear = async (text: string, peers: Parameters<typeof textFact>[1]) => {
      await world.clock.advance(1000)
      await world.record([textFact(text, peers)])
      await world.settle()
      said.push(text)
    }
    for (let n = 0; n < 5; n++) await hear(`phone ${n}`, phone(1))
    for (let n = 0; n < 5; n++) await hear(`user ${n}`, { peers: [user] })
    await hear('both', { peers: [...phone(1).peers, user] })
    const id = (await list(world)).data[0]?.id ?? ''
    const { data } = await readAll(`?order=${order}&limit=50`, (query) => timeline(world, id, query))
    expect(data.map(({ text }) => text)).toEqual(order === 'oldest' ? said : said.toReversed())
  })

  test('holds activities beside the messages', async () => {
    const world = createApiWorld()
    const id = await world.hear('Hello')
    await world.record([
      {
        kind: 'activity',
        id: 'activity-1',
        scope: '100000000000001',
        account: '100000000000001',
        at: null,
        peers: [{ type: 'phone', value: '+15550001111' }],
        event: 'user_changed_number',
        text: 'The customer changed their number.',
        detail: {},
      },
    ])
    await world.settle()
    expect((await timeline(world, id)).data.map(({ type }) => type).sort()).toEqual(['activity', 'message'])
  })
})

describe('a message', () => {
  test('is read alone as it stands in the timeline', async () => {
    const world = createApiWorld()
    const id = await world.hear('Hello')
    await world.clock.advance(1000)
    await world.say(id, { text: 'Hi Ada', author: { name: 'Max', id: 'agent-7' } })
    await world.settle()
    const { data } = await timeline(world, id)
    expect(data).toMatchObject([
      { direction: 'in', status: 'received' },
      { direction: 'out', status: 'sent', author: { kind: 'agent', name: 'Max', id: 'agent-7' } },
    ])
    for (const entry of data) expect((await world.call({ url: `/v1/messages/${entry.id}` })).body).toEqual(entry)
  })

  test('keeps what its adapter needs for fetching files to itself', async () => {
    const world = createApiWorld()
    const remote = { id: 'media-1', url: 'https://provider.test/media-1' }
    const body = { text: '[image]', attachments: [{ id: 'att_1', kind: 'image', state: 'pending', remote }] }
    const id = await world.hear('[image]', { body } as Parameters<typeof textFact>[1])
    const { data } = await timeline(world, id)
    const alone = (await world.call({ url: `/v1/messages/${data[0]?.id}` })).body as Message
    const url = `https://parley.test/v1/media/${data[0]?.id}/0`
    const shown = [{ id: 'att_1', kind: 'image', state: 'pending', url }]
    expect((data[0] as Message).attachments).toEqual(shown)
    expect(alone.attachments).toEqual(shown)
  })
})

describe('another shop', () => {
  test('has lists of its own, and names what it may not see as what is not there', async () => {
    const world = createApiWorld()
    const id = await world.hear('Secret of the other shop', OTHER)
    const shop = { 'parley-shop': 'shp_other' }
    const theirs = (await world.call({ url: `/v1/conversations/${id}/messages`, headers: shop })).body as Timeline
    const message = theirs.data[0]?.id ?? ''
    expect(theirs.data).toHaveLength(1)
    expect((await list(world)).data).toEqual([])
    expect((await list(world, '?order=waiting')).data).toEqual([])

    const hidden = async (call: Parameters<ApiWorld['call']>[0], named: string, missing: string) => {
      const seen = await world.call(call)
      const absent = await world.call({ ...call, url: call.url.replace(named, missing) })
      expect(seen.status).toBe(404)
      expect(JSON.stringify(seen).replaceAll(named, missing)).toBe(JSON.stringify(absent))
    }
    const post = { method: 'POST', headers: { 'idempotency-key': 'k' } }
    await hidden({ url: `/v1/conversations/${id}` }, id, `cnv_${MISSING}`)
    await hidden({ url: `/v1/conversations/${id}/messages` }, id, `cnv_${MISSING}`)
    await hidden({ ...post, url: `/v1/conversations/${id}/messages`, body: { text: 'Hi' } }, id, `cnv_${MISSING}`)
    await hidden({ ...post, url: `/v1/conversations/${id}/close` }, id, `cnv_${MISSING}`)
    await hidden({ url: `/v1/messages/${message}` }, message, `msg_${MISSING}`)
    await hidden(
      { ...post, url: `/v1/messages/${message}/resolve`, body: { outcome: 'sent' } },
      message,
      `msg_${MISSING}`,
    )
    const plan = { method: 'POST', url: '/v1/plan', body: { conversation: id, message: { text: 'Hi' } } }
    expect((await world.call(plan)).status).toBe(404)
    expect(world.sent).toEqual([])
  })

  test('gives away no id of a sent message by the provider id it was sent under', async () => {
    const world = createApiWorld()
    const id = await world.hear('Hello', OTHER)
    const shop = { 'parley-shop': 'shp_other' }
    const { body } = await world.call({
      method: 'POST',
      url: `/v1/conversations/${id}/messages`,
      headers: { ...shop, 'idempotency-key': 'k' },
      body: { text: 'Hi' },
    })
    await world.settle()
    const sent = body as Message
    const alias = `msg_${world.ctx.hash('message', 'whatsapp', OTHER.account, 'wamid.out-1')}`
    expect((await world.call({ url: `/v1/messages/${alias}`, headers: shop })).body).toMatchObject({ id: sent.id })
    const refused = await world.call({ url: `/v1/messages/${alias}` })
    expect(refused.status).toBe(404)
    expect(JSON.stringify(refused)).not.toContain(sent.id)
    const resolve = { method: 'POST', url: `/v1/messages/${sent.id}/resolve`, body: { outcome: 'sent' } }
    expect((await world.call(resolve)).status).toBe(404)
    expect((await world.call({ ...resolve, headers: shop })).status).toBe(409)
  })
})

describe('a cursor', () => {
  const cursorOf = async (world: ApiWorld, url: string, headers = {}) =>
    ((await world.call({ url, headers })).body as Conversations).next ?? ''

  const twoOfEach = async () => {
    const world = createApiWorld()
    for (const [n, change] of [phone(1), phone(2), { ...phone(1), ...OTHER }, { ...phone(2), ...OTHER }].entries()) {
      await world.clock.advance(1000)
      await world.hear(`Hello ${n}`, change)
      await world.hear(`Hello again ${n}`, change)
    }
    return { world, ids: (await list(world)).data.map(({ id }) => id) }
  }

  const refused = async (world: ApiWorld, url: string, cursor: string, headers = {}) => {
    const join = url.includes('?') ? '&' : '?'
    const answer = await world.call({ url: `${url}${join}cursor=${encodeURIComponent(cursor)}`, headers })
    expect(answer).toMatchObject({
      status: 400,
      body: { type: 'urn:parley:problem:invalid_request', errors: [{ path: 'cursor' }] },
    })
  }

  test('is safe in a URL as it is', async () => {
    const { world } = await twoOfEach()
    const cursor = await cursorOf(world, '/v1/conversations?limit=1')
    expect(cursor).toMatch(/^[\w.~-]+$/)
    expect((await list(world, `?limit=1&cursor=${cursor}`)).data).toHaveLength(1)
  })

  test('of another list, order, shop or conversation is refused', async () => {
    const { world, ids } = await twoOfEach()
    const [a, b] = ids.map((id) => `/v1/conversations/${id}/messages`) as [string, string]
    const recent = await cursorOf(world, '/v1/conversations?limit=1')
    const waiting = await cursorOf(world, '/v1/conversations?limit=1&order=waiting')
    const entries = await cursorOf(world, `${a}?limit=1`)
    await refused(world, '/v1/conversations?order=waiting', recent)
    await refused(world, '/v1/conversations?status=closed', recent)
    await refused(world, '/v1/conversations', waiting)
    await refused(world, '/v1/conversations', entries)
    await refused(world, '/v1/conversations', recent, { 'parley-shop': 'shp_other' })
    await refused(world, a, recent)
    await refused(world, `${a}?order=newest`, entries)
    await refused(world, b, entries)
    expect((await world.call({ url: `${a}?limit=1&order=oldest&cursor=${entries}` })).status).toBe(200)
  })

  test('that was forged or damaged is refused', async () => {
    const { world } = await twoOfEach()
    const cursor = await cursorOf(world, '/v1/conversations?limit=1')
    const [version = '', payload = '', mark = ''] = cursor.split('.')
    const position = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, string>
    const elsewhere = Buffer.from(JSON.stringify({ ...position, lpk: 'lst#shp_other#open' })).toString('base64url')
    const forged = [
      `${version}.${elsewhere}.${mark}`,
      `${version}.${payload}.${mark.slice(1)}`,
      `${version}.${payload}.${mark}.`,
      `2.${payload}.${mark}`,
      `${version}.${payload}`,
      `${version}..`,
      'ünreadable',
      '',
    ]
    for (const each of forged) await refused(world, '/v1/conversations', each)
  })
})
