import { beforeEach, describe, expect, test } from 'vitest'
import { readFeed } from '../../core/feed.ts'
import type { Case, Conversation, Note } from '../../core/schema/conversation.ts'
import type { Message } from '../../core/schema/message.ts'
import { tick } from '../../core/send/tick.ts'
import { createApiWorld, type Answer, type ApiWorld, type Conversations, type Timeline } from '../support/api-world.ts'
import { itemsOf, SHOP } from '../support/world.ts'

let world: ApiWorld
let id: string

beforeEach(async () => {
  world = createApiWorld()
  id = await world.hear('Where is my parcel?')
  await world.clock.advance(1000)
})

const phone = (digit: number) => ({ peers: [{ type: 'phone' as const, value: `+1555000222${digit}` }] })
const path = (rest = '', conversation = id): string => `/v1/conversations/${conversation}${rest}`
const get = async (conversation = id): Promise<Conversation> =>
  (await world.call({ url: path('', conversation) })).body as Conversation
const patch = (body: object, conversation = id): Promise<Answer> =>
  world.call({ method: 'PATCH', url: path('', conversation), body })
const post = (rest: string, body?: object, headers?: Record<string, string>): Promise<Answer> =>
  world.call({ method: 'POST', url: path(rest), ...(body ? { body } : {}), ...(headers ? { headers } : {}) })
const list = async (query: string): Promise<string[]> => {
  const { body } = await world.call({ url: `/v1/conversations?${query}` })
  return (body as Conversations).data.map((conversation) => conversation.id)
}
const problem = (status: number, type: string) => ({ status, body: { type: `urn:parley:problem:${type}` } })
const events = async () => {
  await world.clock.advance(10_000)
  return (await readFeed(world.ctx, SHOP, 0, 500)).events
}
const told = async (type: string) => (await events()).filter((event) => event.type === type)
/** Everything is projected again, latest first. */
const replay = async (): Promise<void> => {
  for (const { pk } of itemsOf(world, 'f#').toReversed()) world.stream.push({ pk, sk: 'F' })
  await world.settle()
}

describe('a change of a conversation', () => {
  test('is shown, listed, and told once, however often it is projected', async () => {
    const change = { assignee: 'usr_7', tags: ['vip'], language: 'de', metadata: { order: '4711' } }
    const { status, body } = await patch(change)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      case: { assignee: 'usr_7', tags: ['vip'] },
      language: 'de',
      metadata: { order: '4711' },
    })
    await replay()
    expect(await get()).toEqual(body)
    expect(await told('case.updated')).toMatchObject([{ data: { assignee: 'usr_7', tags: ['vip'] } }])
    expect(await told('conversation.updated')).toMatchObject([{ data: { metadata: { order: '4711' } } }])
    const { data } = (await world.call({ url: '/v1/conversations?include=metadata' })).body as Conversations
    expect(data).toEqual([body])
  })

  test('that says what is so already changes nothing', async () => {
    const { body } = await patch({ assignee: 'usr_7', metadata: { a: '1' } })
    const before = world.table.all?.().filter(({ pk }) => !pk.startsWith('lim#'))
    expect((await patch({ assignee: 'usr_7', metadata: { a: '1' } })).body).toEqual(body)
    expect(world.table.all?.().filter(({ pk }) => !pk.startsWith('lim#'))).toEqual(before)
  })

  test('leaves names alone that it does not give, and takes those away that are null', async () => {
    await patch({ metadata: { a: '1', b: '2' } })
    await patch({ metadata: { b: null, c: '3' } })
    await replay()
    expect((await get()).metadata).toEqual({ a: '1', c: '3' })
  })

  test('of another shop is not found', async () => {
    const headers = { 'parley-shop': 'shp_other' }
    for (const [method, rest, body] of [
      ['PATCH', '', { assignee: 'x' }],
      ['POST', '/reopen', undefined],
      ['POST', '/snooze', { until: '2099-01-01T00:00:00Z' }],
      ['POST', '/control', { by: 'bot' }],
      ['GET', '/cases', undefined],
      ['GET', '/entries', undefined],
      ['POST', '/notes', { text: 'x' }],
    ] as const) {
      const call = { method, url: path(rest), headers: { ...headers, 'idempotency-key': 'k' } }
      expect(await world.call(body ? { ...call, body } : call)).toMatchObject(problem(404, 'not_found'))
    }
  })

  test('of a case ends with it: the next case is nobody’s', async () => {
    await patch({ assignee: 'usr_7', tags: ['vip'] })
    const closed = (await post('/close')).body as Conversation
    expect(closed.case).toMatchObject({ status: 'closed', assignee: 'usr_7', tags: ['vip'] })
    expect(await patch({ assignee: 'usr_8' })).toMatchObject(problem(409, 'case_not_open'))
    expect(await list('assignee=usr_7&status=closed')).toEqual([id])
    await world.clock.advance(1000)
    await world.hear('And another thing')
    expect((await get()).case).toMatchObject({ status: 'open', assignee: null, tags: [] })
    await replay()
    expect((await get()).case).toMatchObject({ status: 'open', assignee: null, tags: [] })
    expect(await list('assignee=usr_7&status=closed')).toEqual([])
    const { data } = (await world.call({ url: path('/cases') })).body as { data: Case[] }
    expect(data).toMatchObject([{ status: 'open' }, { status: 'closed', assignee: 'usr_7' }])
  })

  test('is refused when the conversation has moved since, by field or header, and heard otherwise', async () => {
    const { version } = await get()
    await world.hear('One more thing')
    expect(await patch({ assignee: 'a', ifVersion: version })).toMatchObject(problem(409, 'conversation_moved'))
    const { version: now } = await get()
    expect((await patch({ assignee: 'a', ifVersion: now })).status).toBe(200)
    expect(await patch({ assignee: 'b', ifVersion: now })).toMatchObject(problem(409, 'conversation_moved'))
    const stale = await world.call({
      method: 'PATCH',
      url: path(),
      headers: { 'if-match': `W/"${now}"` },
      body: { assignee: 'c' },
    })
    expect(stale.status).toBe(412)
  })

  test('by two who saw the same version is heard from one of them', async () => {
    const { version: ifVersion } = await get()
    const both = await Promise.all([patch({ assignee: 'a', ifVersion }), patch({ assignee: 'b', ifVersion })])
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409])
  })
})

describe('an id of another system', () => {
  test('finds its conversation, and no other may have it', async () => {
    const other = await world.hear('Hello', phone(1))
    await patch({ externalIds: { crm: 'C:1' } })
    expect(await list('externalId=crm:C:1')).toEqual([id])
    expect(await list('externalId=crm:C')).toEqual([])
    expect(await patch({ externalIds: { crm: 'C:1' } }, other)).toMatchObject(problem(409, 'external_id_taken'))
    expect((await get(other)).externalIds).toEqual({})
    const { body } = await world.call({
      url: '/v1/conversations?externalId=crm:C:1',
      headers: { 'parley-shop': 'shp_other' },
    })
    expect(body).toEqual({ data: [], next: null })
  })

  test('is free again once it was taken away', async () => {
    const other = await world.hear('Hello', phone(1))
    await patch({ externalIds: { crm: '1' } })
    await patch({ externalIds: { crm: '2' } })
    expect(await list('externalId=crm:1')).toEqual([])
    expect((await patch({ externalIds: { crm: '1' } }, other)).status).toBe(200)
    expect(await list('externalId=crm:1')).toEqual([other])
    expect(await list('externalId=crm:2')).toEqual([id])
  })
})

describe('a pending case', () => {
  test('waits for the customer, in a list of its own', async () => {
    const { body } = await patch({ status: 'pending' })
    expect(body).toMatchObject({ case: { status: 'pending', snoozedUntil: null } })
    expect([await list('status=pending'), await list(''), await list('order=waiting')]).toEqual([[id], [], []])
    await patch({ status: 'pending' })
    await world.clock.advance(1000)
    await world.hear('Here I am')
    await replay()
    expect((await get()).case?.status).toBe('open')
    expect([await list('status=pending'), await list('order=waiting')]).toEqual([[], [id]])
    const updates = await told('case.updated')
    expect(updates).toMatchObject([{ data: { status: 'pending' } }, { data: { status: 'open' } }])
    const [before, after] = updates.map(({ data }) => Number(data['version']))
    expect(after).toBeGreaterThan(before ?? 0)
  })

  test('is opened by a word of the shop, which ends a snooze as well', async () => {
    const until = new Date(world.clock.now() + 3_600_000).toISOString()
    await patch({ status: 'pending' })
    expect((await patch({ status: 'open' })).body).toMatchObject({ case: { status: 'open' } })
    await post('/snooze', { until })
    expect((await patch({ status: 'pending' })).body).toMatchObject({ case: { status: 'pending', snoozedUntil: null } })
    await world.clock.advance(3_600_000)
    await tick(world.ctx)
    expect((await get()).case?.status).toBe('pending')
    await post('/snooze', { until: new Date(world.clock.now() + 1000).toISOString() })
    expect((await patch({ status: 'open' })).body).toMatchObject({ case: { status: 'open', snoozedUntil: null } })
    await post('/close')
    expect(await patch({ status: 'pending' })).toMatchObject(problem(409, 'case_not_open'))
  })
})

describe('an id of a case in another system', () => {
  const name = (of: string, externalIds: object, conversation = id) =>
    world.call({ method: 'PATCH', url: path(`/cases/${of}`, conversation), body: { externalIds } })
  const find = async (externalId: string): Promise<string[]> => {
    const { body } = await world.call({ url: `/v1/cases?externalId=${externalId}` })
    return (body as { data: Case[] }).data.map((one) => one.id)
  }
  const current = async (): Promise<string> => (await get()).case?.id ?? ''

  test('is shown with the case wherever it is shown, and found, also once it is closed', async () => {
    const first = await current()
    await patch({ metadata: { a: '1' } })
    expect((await name(first, { jira: 'A-1' })).body).toMatchObject({ id: first, externalIds: { jira: 'A-1' } })
    const shown = { case: { externalIds: { jira: 'A-1' } }, metadata: { a: '1' }, externalIds: {} }
    expect(await get()).toMatchObject(shown)
    const listed = (await world.call({ url: '/v1/conversations?include=metadata' })).body as Conversations
    expect(listed.data).toMatchObject([shown])
    await post('/close')
    await world.clock.advance(1000)
    await world.hear('Another thing')
    expect((await get()).case?.externalIds).toEqual({})
    expect((await name(first, { zendesk: '7' })).body).toMatchObject({ status: 'closed' })
    await replay()
    const { data } = (await world.call({ url: path('/cases') })).body as { data: Case[] }
    expect(data.map(({ externalIds }) => externalIds)).toEqual([{}, { jira: 'A-1', zendesk: '7' }])
    expect([await find('jira:A-1'), await find('zendesk:7'), await find('zendesk:8')]).toEqual([[first], [first], []])
    const versions = (await told('case.updated')).map((event) => Number(event.data['version']))
    expect(versions).toEqual(versions.toSorted((a, b) => a - b))
    expect(new Set(versions).size).toBe(2)
    expect(await told('case.closed')).toMatchObject([{ data: { externalIds: { jira: 'A-1' } } }])
  })

  test('names one case of the shop, until it is taken away', async () => {
    const other = await world.hear('Me too', phone(3))
    const second = (await get(other)).case?.id ?? ''
    await name(await current(), { jira: 'A-1' })
    expect(await name(second, { jira: 'A-1' }, other)).toMatchObject(problem(409, 'external_id_taken'))
    expect((await get(other)).case?.externalIds).toEqual({})
    await name(await current(), { jira: null })
    expect(await find('jira:A-1')).toEqual([])
    expect((await name(second, { jira: 'A-1' }, other)).status).toBe(200)
    expect(await find('jira:A-1')).toEqual([second])
    expect(await name(second, { jira: 'A-2' })).toMatchObject(problem(404, 'not_found'))
    const of = await world.call({ url: '/v1/cases?externalId=jira:A-1', headers: { 'parley-shop': 'shp_other' } })
    expect(of.body).toEqual({ data: [] })
  })
})

describe('a snooze', () => {
  const until = () => new Date(world.clock.now() + 3_600_000).toISOString()

  test('puts the case aside until its time', async () => {
    const { body } = await post('/snooze', { until: until() })
    expect(body).toMatchObject({ case: { status: 'snoozed', snoozedUntil: Date.parse(until()) } })
    expect([await list('status=snoozed'), await list(''), await list('order=waiting')]).toEqual([[id], [], []])
    await tick(world.ctx)
    expect((await get()).case?.status).toBe('snoozed')
    await world.clock.advance(3_600_000)
    await tick(world.ctx)
    await replay()
    expect((await get()).case).toMatchObject({
      status: 'open',
      snoozedUntil: null,
      waitingSince: expect.any(Number) as number,
    })
    expect([await list('status=snoozed'), await list('order=waiting')]).toEqual([[], [id]])
    expect([await list('order=waiting&status=open'), await list('order=waiting&status=closed')]).toEqual([[id], []])
    await tick(world.ctx)
    expect(await told('case.updated')).toMatchObject([{ data: { status: 'snoozed' } }, { data: { status: 'open' } }])
    expect(itemsOf(world, 'cnv#').filter(({ sk }) => sk === 'Z')).toEqual([])
  })

  test('ends when the customer writes, and its time then wakes nobody', async () => {
    await post('/snooze', { until: until() })
    await world.clock.advance(1000)
    await world.hear('Are you there?')
    await replay()
    expect((await get()).case?.status).toBe('open')
    await world.clock.advance(3_600_000)
    await tick(world.ctx)
    expect(await told('case.updated')).toMatchObject([{ data: { status: 'snoozed' } }, { data: { status: 'open' } }])
  })

  test('that was prolonged ends at the later time', async () => {
    await post('/snooze', { until: until() })
    await world.clock.advance(1_800_000)
    await post('/snooze', { until: until() })
    await world.clock.advance(1_800_000)
    await tick(world.ctx)
    expect((await get()).case?.status).toBe('snoozed')
    await world.clock.advance(1_800_000)
    await tick(world.ctx)
    expect((await get()).case?.status).toBe('open')
  })

  test('into the past is refused', async () => {
    const answer = await post('/snooze', { until: '2020-01-01T00:00:00Z' })
    expect(answer).toMatchObject(problem(400, 'invalid_request'))
  })
})

describe('reopening', () => {
  test('carries the case on, which can be closed again', async () => {
    await patch({ assignee: 'usr_7' })
    const before = await get()
    await post('/close')
    await world.clock.advance(1000)
    const { body } = await post('/reopen')
    expect((body as Conversation).case).toEqual({ ...before.case, version: (body as Conversation).version })
    expect(await post('/reopen')).toMatchObject(problem(409, 'case_not_closed'))
    expect(await list('assignee=usr_7')).toEqual([id])
    await world.clock.advance(1000)
    const closed = (await post('/close')).body as Conversation
    expect(closed.case).toMatchObject({ id: before.case?.id, status: 'closed' })
    await replay()
    expect((await get()).case).toEqual(closed.case)
    await world.clock.advance(1000)
    await world.hear('Next')
    expect((await get()).case?.id).not.toBe(before.case?.id)
    const { data } = (await world.call({ url: path('/cases') })).body as { data: Case[] }
    expect(data).toMatchObject([{ status: 'open' }, { ...closed.case, version: data[0]?.version }])
    expect(await told('case.closed')).toHaveLength(2)
  })

  test('is refused once the customer has begun the next case', async () => {
    await post('/close')
    await world.clock.advance(1000)
    await world.hear('Next')
    expect(await post('/reopen')).toMatchObject(problem(409, 'case_not_closed'))
  })
})

describe('a note', () => {
  const note = (text: string, key: string) => post('/notes', { text }, { 'idempotency-key': key })

  test('stands in the timeline and reaches nobody else', async () => {
    const before = await get()
    const { body } = await note('Called the carrier', 'n1')
    expect((await note('Called the carrier', 'n1')).body).toEqual(body)
    expect(await note('Something else', 'n1')).toMatchObject(problem(409, 'idempotency_key_reused'))
    await replay()
    await world.settle()
    expect(world.sent).toEqual([])
    expect(await get()).toEqual(before)
    const { data } = (await world.call({ url: path('/entries?order=newest') })).body as Timeline
    expect(data).toMatchObject([body as Note, { type: 'message' }])
    const created = (await told('message.created')).filter(({ data: { type } }) => type === 'note')
    expect(created).toMatchObject([{ subject: (body as Note).id, data: { text: 'Called the carrier' } }])
  })
})

describe('control', () => {
  const say = (author: object, key: string, more: object = {}) => world.say(id, { text: 'Hi', author, ...more }, key)

  test('is a person’s at first, and passes by a call, which is told', async () => {
    const bot = { kind: 'bot', name: 'Robin' }
    expect(await say(bot, '1')).toMatchObject(problem(409, 'not_in_control'))
    expect((await say(bot, '2', { override: true })).status).toBe(202)
    expect((await post('/control', { by: 'bot', name: 'Robin' })).body).toMatchObject({
      control: { by: 'bot', name: 'Robin' },
    })
    expect(await say({ kind: 'agent' }, '3')).toMatchObject(problem(409, 'not_in_control'))
    expect(await say({ kind: 'bot', name: 'Other' }, '4')).toMatchObject(problem(409, 'not_in_control'))
    expect((await say(bot, '5')).status).toBe(202)
    await post('/control', { by: 'human' })
    // What was accepted before is answered as before.
    expect((await say(bot, '5')).status).toBe(202)
    expect(await told('control.changed')).toMatchObject([
      { data: { control: { by: 'bot' } } },
      { data: { control: { by: 'human' } } },
    ])
  })

  test('of a connector needs its name', async () => {
    expect(await post('/control', { by: 'connector' })).toMatchObject(problem(400, 'invalid_request'))
    await post('/control', { by: 'connector', name: 'shop-floor' })
    expect((await say({ kind: 'bot', name: 'shop-floor' }, '1')).status).toBe(202)
  })

  test('a send that saw an older version is refused', async () => {
    const { version: ifVersion } = await get()
    await world.hear('Wait')
    expect(await say({}, '1', { ifVersion })).toMatchObject(problem(409, 'conversation_moved'))
    const { version } = await get()
    const both = await Promise.all([say({}, '2', { ifVersion: version }), say({}, '3', { ifVersion: version })])
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([202, 409])
    const [accepted] = both.flatMap(({ status, body }) => (status === 202 ? [body as Message] : []))
    expect(accepted?.conversation).toBe(id)
  })
})

describe('a list', () => {
  test('is of those that match, by any combination of filters', async () => {
    const other = await world.hear('Hello', phone(1))
    const { contact } = await get(other)
    await patch({ assignee: 'a', tags: ['x', 'y'] })
    await patch({ assignee: 'a', tags: ['y'] }, other)
    const cases: readonly (readonly [string, string[]])[] = [
      ['assignee=a', [id, other]],
      ['assignee=b', []],
      ['tag=x', [id]],
      ['tag=y', [id, other]],
      ['tag=y&assignee=a&order=waiting', [id, other]],
      ['tag=x&assignee=a', [id]],
      ['channel=whatsapp', [id, other]],
      ['channel=sms', []],
      ['channel=sms&assignee=a', []],
      ['account=100000000000001', [id, other]],
      ['account=100000000000003', []],
      [`contact=${contact.id}`, [other]],
      [`contact=${contact.id}&status=closed`, []],
      [`contact=${contact.id}&tag=x`, []],
      ['status=snoozed&assignee=a', []],
      ['updatedSince=2020-01-01T00:00:00Z', [id, other]],
      ['updatedSince=2099-01-01T00:00:00Z', []],
      ['updatedSince=2099-01-01T00:00:00Z&assignee=a', []],
    ]
    for (const [query, expected] of cases)
      expect([query, new Set(await list(query))]).toEqual([query, new Set(expected)])
    await patch({ assignee: null, tags: ['y'] })
    await replay()
    expect([await list('assignee=a'), await list('tag=x')]).toEqual([[other], []])
    const of = (await world.call({ url: `/v1/contacts/${contact.id}/conversations` })).body as Conversations
    expect(of.data.map((conversation) => conversation.id)).toEqual([other])
  })

  test('goes on where its page ends, also when what was read does not match', async () => {
    const ids = [id]
    for (const digit of [1, 2, 3, 4]) ids.push(await world.hear(`Hello ${digit}`, phone(digit)))
    for (const one of ids.slice(0, 3)) await patch({ assignee: 'a' }, one)
    for (const query of ['channel=whatsapp', 'assignee=a&channel=whatsapp', 'order=waiting&assignee=a']) {
      const seen: string[] = []
      let cursor: string | null = ''
      while (cursor !== null) {
        const from: string = cursor === '' ? '' : `&cursor=${cursor}`
        const page = (await world.call({ url: `/v1/conversations?${query}&limit=1${from}` })).body as Conversations
        expect(page.data.length).toBeLessThanOrEqual(1)
        seen.push(...page.data.map((conversation) => conversation.id))
        cursor = page.next
      }
      expect(seen.sort()).toEqual((query.includes('assignee') ? ids.slice(0, 3) : ids).toSorted())
    }
  })
})
