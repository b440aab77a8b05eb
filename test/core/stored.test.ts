import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeCard } from '../../core/conversation/card.ts'
import { decodeContact } from '../../core/conversation/contact.ts'
import { EMPTY_HEAD, type ContactMark, type HeadState, type Mark } from '../../core/conversation/head.ts'
import { decodeHead, headItem } from '../../core/conversation/head-item.ts'
import type { Said, Word } from '../../core/conversation/said.ts'
import { conversationView, type Head } from '../../core/conversation/view.ts'
import type { Item } from '../../core/ports.ts'
import type { Alias } from '../../core/schema/identity.ts'
import { getConversation, listConversations } from '../../core/read.ts'
import { createWorld, PRINCIPAL } from '../support/world.ts'
import { says } from './edges-world.ts'
import { read } from '../support/tree.ts'

const first = JSON.parse(read('test/fixtures/stored/head-1.json')) as { item: Item; view: Record<string, unknown> }
const caseIdOf = (conversation: string, after: string): string => `cas_${conversation.slice(-10)}${after.slice(0, 12)}`

describe('a conversation stored by the first release', () => {
  const caseOf = () => (first.view['case'] as { id: string }).id

  test('is listed and read as it was', () => {
    expect(decodeCard(first.item)).toEqual({
      view: first.view,
      lastInboundSeen: 1_767_225_624_000,
      detailed: false,
      caseDetailed: false,
    })
    expect(conversationView(decodeHead(first.item), caseOf)).toEqual(first.view)
  })

  test('says the same once it is stored anew, in less than a write unit', () => {
    const anew = headItem(decodeHead(first.item), caseOf)
    expect(anew['v']).toBe(2)
    expect(decodeHead(anew)).toEqual(decodeHead(first.item))
    expect(decodeCard(anew)).toEqual(decodeCard(first.item))
    const bytes = Object.entries(anew).reduce((sum, [name, value]) => sum + Buffer.byteLength(name + String(value)), 0)
    expect(bytes).toBeLessThan(900)
  })

  test('goes on when the customer writes again', async () => {
    const world = createWorld()
    await says(world, 'Before')
    const [before] = (await listConversations(world.ctx, PRINCIPAL, { status: 'open', order: 'recent', limit: 1 })).data
    const id = before?.id ?? ''
    const key = { pk: `cnv#${id}`, sk: 'H' }
    const moved = JSON.parse(JSON.stringify(first.item).replaceAll(first.item.pk.slice(4), id)) as Item
    await world.ctx.table.put({ ...moved, ...key })
    await world.clock.advance(60_000)
    await says(world, 'And after')
    expect(await getConversation(world.ctx, PRINCIPAL, id)).toMatchObject({
      unread: 2,
      version: 26,
      preview: { text: 'And after' },
      createdAt: first.view['createdAt'],
    })
  })
})

test('a contact stored by the first release was merged by nobody', () => {
  const st = JSON.stringify({ aliases: [], ended: {}, stated: {}, createdAt: 1, merged: [] })
  const contact = decodeContact({ pk: 'ctc#ctc_1', sk: 'H', v: 1, version: 1, shop: 'shp_default', st })
  expect(contact.state.merges).toEqual([])
})

const BEGIN = 1_700_000_000_000
const time = fc.integer({ min: BEGIN, max: BEGIN + 1e10 })
const mark = fc.record<Mark>({ seen: time, at: time, id: fc.string({ minLength: 6, maxLength: 6 }) })
const id = (prefix: string) => fc.stringMatching(/^[\w-]{22}$/).map((rest) => `${prefix}_${rest}`)
const alias: fc.Arbitrary<Alias> = fc.record({
  type: fc.constantFrom('phone', 'wa_bsuid', 'email', 'mail_thread'),
  value: fc.string({ minLength: 1 }),
})
const optional = <T>(name: string, value: fc.Arbitrary<T>) =>
  fc.option(value, { nil: undefined }).map((v) => (v === undefined ? {} : { [name]: v }))
const contact = fc
  .tuple(
    fc.record({ id: id('ctc'), name: fc.option(fc.string()), version: fc.integer({ min: 1 }) }),
    fc.option(fc.record({ person: id('ctc'), rev: fc.integer({ min: 1 }) }), { nil: {} }),
    optional('since', time),
  )
  .map(([known, merged, since]): ContactMark => ({ ...known, ...merged, ...since }))
const answer = fc
  .tuple(mark, fc.nat(2), fc.boolean())
  .map(([m, rev, failed]) => ({ ...m, rev, ...(failed ? { failed: true as const } : {}) }))
const by = fc.string({ minLength: 8, maxLength: 8 })
const word = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<Word<T>> => fc.record({ at: time, by, value })
const ofCase = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<Word<T>> => fc.record({ at: time, by, value, of: by })
const said = fc
  .tuple(
    optional('assignee', ofCase(fc.option(fc.string()))),
    optional('tags', ofCase(fc.array(fc.string()))),
    optional(
      'snooze',
      fc
        .tuple(ofCase(fc.option(fc.oneof(time, fc.constant('pending' as const)))), fc.boolean())
        .map(([snooze, over]) => (over ? { ...snooze, over } : snooze)),
    ),
    optional('language', word(fc.option(fc.string()))),
    optional('control', word(fc.record({ by: fc.constantFrom('human', 'bot'), name: fc.option(fc.string()) }))),
  )
  .map((words) => Object.assign({}, ...words) as Said)
const state = fc
  .record({
    peers: fc.array(fc.tuple(alias, time).map(([a, seen]) => ({ ...a, seen }))),
    contact: fc.option(contact),
    participants: fc.array(fc.record({ kind: fc.constant('customer' as const), id: fc.string(), seen: time })),
    first: mark,
    last: fc.tuple(mark, fc.string(), fc.nat()).map(([m, text, rev]) => ({ ...m, text, by: 'customer', rev })),
    lastInbound: fc.option(mark),
    open: fc.array(mark),
    answers: fc.array(answer),
    readMark: fc.nat(),
    detailsAt: fc.constantFrom(0, BEGIN),
    caseDetailsAt: fc.constantFrom(0, BEGIN),
    said,
  })
  .chain((known) => optional('thread', alias).map((thread): HeadState => ({ ...EMPTY_HEAD, ...known, ...thread })))
  .map((known): HeadState => ({ ...known, lastInboundAt: known.lastInbound?.at ?? 0 }))

test('whatever a conversation knows is read from its list and from itself as it was stored', () => {
  fc.assert(
    fc.property(state, fc.option(id('cnv'), { nil: undefined }), (known, linkedTo) => {
      const head: Head = {
        id: 'cnv_3J6SD94UfmXvAhBbu3TLJw',
        shop: 'shp_default',
        channel: 'whatsapp',
        connection: 'main',
        account: '1',
        version: 3,
        state: known,
        ...(linkedTo === undefined ? {} : { linkedTo }),
      }
      const item = headItem(head, caseIdOf)
      expect(decodeHead(item)).toEqual(head)
      expect(decodeCard(item)).toEqual({
        view: conversationView(head, caseIdOf),
        lastInboundSeen: known.lastInbound?.seen ?? null,
        detailed: known.detailsAt > 0,
        caseDetailed: known.caseDetailsAt > 0,
      })
    }),
  )
})
