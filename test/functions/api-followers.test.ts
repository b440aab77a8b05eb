import { beforeEach, describe, expect, test } from 'vitest'
import type { Conversation, ListedConversation } from '../../core/schema/conversation.ts'
import type { Message } from '../../core/schema/message.ts'
import type { ParleyEvent } from '../../core/schema/event.ts'
import { withoutDetails } from '../../core/conversation/present.ts'
import { wakeSnoozed } from '../../core/cases/wake.ts'
import { snoozeKey } from '../../core/store/keys.ts'
import { notify } from '../../core/webhooks/notify.ts'
import { createApiWorld, type ApiWorld } from '../support/api-world.ts'
import type { Operation } from '../support/memory-table.ts'
import { receiptFact, textFact } from '../support/world.ts'

let world: ApiWorld
let id: string
let posted: ParleyEvent[]
let reads: string[]
let calls = 0

const follower = () => {
  const kept = new Map<string, ListedConversation>()
  return {
    take: (events: readonly ParleyEvent[]): void => {
      for (const { conversation } of events)
        if (conversation && conversation.version >= (kept.get(conversation.id)?.version ?? 0))
          kept.set(conversation.id, conversation)
    },
    knows: (conversation: string) => kept.get(conversation),
  }
}

let cursor: string
const poll = async (types = ''): Promise<readonly ParleyEvent[]> => {
  const { body } = await world.call({ url: `/v1/events?limit=100&after=${cursor}${types && `&types=${types}`}` })
  const { data, next } = body as { data: ParleyEvent[]; next: string }
  cursor = next
  return data
}
const path = (rest = ''): string => `/v1/conversations/${id}${rest}`
const post = (rest: string, body?: object) =>
  world.call({
    method: 'POST',
    url: path(rest),
    ...(body ? { body } : {}),
    headers: { 'idempotency-key': `call-${(calls += 1)}` },
  })
const patch = (body: object) => world.call({ method: 'PATCH', url: path(), body })
/** As a list and an event show it: without what is kept apart. */
const now = async (): Promise<ListedConversation> =>
  withoutDetails((await world.call({ url: path() })).body as Conversation)

beforeEach(async () => {
  posted = []
  reads = []
  world = createApiWorld({
    memory: {
      before: (operation: Operation) => {
        if (operation.kind === 'get' && operation.key.sk === 'H') reads.push(operation.key.pk)
        return undefined
      },
    },
    fetchPublic: async (_, init) => {
      posted.push(JSON.parse(typeof init?.body === 'string' ? init.body : '') as ParleyEvent)
      return new Response(null, { status: 204 })
    },
  })
  await world.call({
    method: 'POST',
    url: '/v1/webhook-endpoints',
    headers: { 'idempotency-key': 'one' },
    body: { url: 'https://helpdesk.example/parley' },
  })
  cursor = 'latest'
  await poll()
  id = await world.hear('Where is my parcel?')
  await world.clock.advance(1000)
})

const work = async (): Promise<void> => {
  for (let wake = world.notified.shift(); wake; wake = world.notified.shift())
    await notify(world.ctx, world.wired.endpoints.post, wake.endpoint)
}

const { body: _, author: __, direction: ___, ...base } = textFact('')

/** What changes a conversation, by whoever it is. */
const CHANGES: readonly (readonly [name: string, run: () => Promise<unknown>])[] = [
  ['another message of the customer', () => world.hear('Hello?')],
  ['marking it read', () => post('/read')],
  ['an answer', () => world.say(id, { text: 'It is on its way.' })],
  [
    'an answer that fails',
    async () => {
      await world.hear('When?')
      const { body } = await world.say(id, { text: 'Soon' }, 'key-2')
      await world.settle()
      const { parts } = (await world.call({ url: `/v1/messages/${(body as Message).id}` })).body as Message
      await world.record([receiptFact(parts[0]?.providerId ?? '', 'failed')])
    },
  ],
  ['an assignee', () => patch({ assignee: 'usr_7' })],
  ['tags', () => patch({ tags: ['vip'] })],
  ['a language', () => patch({ language: 'de' })],
  ['metadata', () => patch({ metadata: { order: '4711' } })],
  ['control', () => post('/control', { by: 'bot' })],
  ['a snooze', () => post('/snooze', { until: new Date(world.clock.now() + 60_000).toISOString() })],
  [
    'the end of a snooze',
    async () => {
      await world.clock.advance(60_000)
      await wakeSnoozed(world.ctx, snoozeKey(id))
    },
  ],
  ['a close', () => post('/close')],
  ['a reopening', () => post('/reopen')],
  ['another close', () => post('/close')],
  ['the message that begins the next case', () => world.hear('One more thing')],
  [
    'a missed call',
    () => world.record([{ ...base, id: 'call-1', kind: 'activity', event: 'call', text: 'Missed call', detail: {} }]),
  ],
  [
    'another name of the customer',
    () => world.record([textFact('It is Ada L.', { profile: { name: 'Ada Lovelace' } })]),
  ],
]

describe('who keeps the conversation that comes with each event', () => {
  test('has it as it is after every change, by the feed and by webhooks alike', async () => {
    const [byFeed, byWebhook] = [follower(), follower()]
    for (const [name, run] of CHANGES) {
      const before = (await now()).version
      await world.clock.advance(1000)
      await run()
      await world.settle()
      await work()
      byFeed.take(await poll())
      byWebhook.take(posted.splice(0))
      const current = await now()
      expect(current.version, name).toBeGreaterThan(before)
      expect(byFeed.knows(id), name).toEqual(current)
      expect(byWebhook.knows(id), name).toEqual(current)
    }
  })

  test('is told by conversation.updated of every change that is no message', async () => {
    const said = CHANGES.filter(([name]) => !/message|answer|name/.test(name))
    for (const [name, run] of said) {
      await poll()
      await run()
      await world.settle()
      const events = await poll('conversation.updated')
      const { body } = await world.call({ url: path() })
      const { window: ___, ...whole } = body as Conversation
      expect(
        events.map(({ data }) => data),
        name,
      ).toEqual([whole])
    }
  })

  test('costs one read a conversation and page, whatever happened in it', async () => {
    for (let n = 0; n < 5; n += 1) await world.hear(`Hello ${n}`)
    reads = []
    expect((await poll()).filter(({ type }) => type === 'message.created')).toHaveLength(6)
    expect(reads).toEqual([`cnv#${id}`])
  })

  test('has it also beside a message that is told by link', async () => {
    await world.hear('x'.repeat(30_000))
    const told = (await poll('message.created')).at(-1)
    expect(told).toMatchObject({
      data: { link: expect.any(String), conversation: id },
      conversation: { id, unread: 2 },
    })
  })

  test('has the one that carries on, of one that was linked into it', async () => {
    const other = await world.hear('Me again', { peers: [{ type: 'wa_bsuid', value: 'US.1' }] })
    const both = [
      { type: 'phone', value: '+15550001111' },
      { type: 'wa_bsuid', value: 'US.1' },
    ] as const
    await world.record([textFact('Both are me', { peers: [...both] })])
    await world.settle()
    const events = await poll()
    const { id: root } = await now()
    expect(new Set(events.flatMap(({ conversation }) => conversation?.id ?? []))).toEqual(new Set([root]))
    expect([id, other]).toContain(root)
  })
})
