import { describe, expect, test } from 'vitest'
import type { ListedConversation } from '../../client/index.ts'
import { activeFields, filterOf, matches, searchOf } from '../../console/list/filter.ts'
import {
  countUnread,
  countWaiting,
  END,
  rankOf,
  reachAfter,
  RECENT,
  rowsOf,
  startOf,
  tagsOf,
  urgencyOf,
  WAITING,
} from '../../console/list/rows.ts'
import { aliasesOf, foundIn } from '../../console/list/search.ts'

const MINUTE = 60_000
const open = { view: 'open' } as const

type Case = NonNullable<ListedConversation['case']>

const conversation = (
  id: string,
  lastEntryAt: number,
  current: Partial<Case> = {},
  more: Partial<ListedConversation> = {},
): ListedConversation => ({
  id,
  shop: 'shp_1',
  channel: 'whatsapp',
  connection: 'main',
  account: '1',
  contact: { id: `ctc_${id}`, name: null },
  thread: null,
  participants: [],
  case: {
    id: `cse_${id}`,
    conversation: id,
    status: 'open',
    assignee: null,
    tags: [],
    openedAt: 0,
    closedAt: null,
    waitingSince: null,
    firstResponseAt: null,
    lastResponseAt: null,
    snoozedUntil: null,
    version: 1,
    ...current,
  },
  window: { open: true, closesAt: null },
  control: { by: 'human', name: null },
  unread: 0,
  language: null,
  preview: null,
  lastInboundAt: null,
  lastEntryAt,
  createdAt: 0,
  linkedTo: null,
  version: 1,
  ...more,
})

const idsOf = (...args: Parameters<typeof rowsOf>): readonly string[] =>
  rowsOf(...args).map((row) => row.conversation.id)

describe('the order of a list', () => {
  const known = [
    conversation('answered-before', 10),
    conversation('waits-since-5', 90, { waitingSince: 5 }),
    conversation('answered-last', 80),
    conversation('waits-since-2', 20, { waitingSince: 2 }),
  ]

  test('who waits longest comes first, then whoever was answered last', () => {
    expect(idsOf(known, open, END, undefined)).toEqual([
      'waits-since-2',
      'waits-since-5',
      'answered-last',
      'answered-before',
    ])
  })

  test('an answer moves a conversation from those who wait to the top of the others', () => {
    const answered = known.map((one) => (one.id === 'waits-since-2' ? conversation(one.id, 100) : one))
    expect(idsOf(answered, open, END, undefined)).toEqual([
      'waits-since-5',
      'waits-since-2',
      'answered-last',
      'answered-before',
    ])
  })

  test('what is not open is in the order of its last words, though somebody waited', () => {
    const snoozed = known.map((one) => ({ ...one, case: one.case && { ...one.case, status: 'snoozed' as const } }))
    expect(idsOf(snoozed, { view: 'snoozed' }, END, undefined)).toEqual([
      'waits-since-5',
      'answered-last',
      'waits-since-2',
      'answered-before',
    ])
  })

  test('those of the same moment always stand alike', () => {
    const same = [conversation('b', 1), conversation('a', 1)]
    expect(idsOf(same, open, END, undefined)).toEqual(['a', 'b'])
    expect(idsOf(same.toReversed(), open, END, undefined)).toEqual(['a', 'b'])
  })
})

describe('what a list holds', () => {
  test('a conversation whose case is closed leaves the open ones, and is among the closed ones', () => {
    const closed = [conversation('a', 1, { status: 'closed' }), conversation('b', 2)]
    expect(idsOf(closed, open, END, undefined)).toEqual(['b'])
    expect(idsOf(closed, { view: 'closed' }, END, undefined)).toEqual(['a'])
  })

  test('one without a case is open, and one that was linked into another is nowhere', () => {
    expect(matches(open, conversation('a', 1, {}, { case: null }))).toBe(true)
    expect(matches(open, conversation('a', 1, {}, { linkedTo: 'b' }))).toBe(false)
  })

  test('each filter is asked for, all of them together', () => {
    const one = conversation('a', 1, { assignee: 'prs_1', tags: ['vip', 'parcel'] })
    expect(matches({ ...open, channel: 'whatsapp', assignee: 'prs_1', tag: 'parcel' }, one)).toBe(true)
    expect(matches({ ...open, channel: 'sms' }, one)).toBe(false)
    expect(matches({ ...open, assignee: 'prs_2' }, one)).toBe(false)
    expect(matches({ ...open, tag: 'parc' }, one)).toBe(false)
    expect(matches({ ...open, tag: 'vip' }, { ...one, case: null })).toBe(false)
  })

  test('who is open beside the list keeps the place when the conversation leaves the list', () => {
    const held = { id: 'a', rank: rankOf(open, conversation('a', 1, { waitingSince: 1 })) }
    const after = [conversation('a', 50, { status: 'closed' }), conversation('b', 2, { waitingSince: 2 })]
    expect(idsOf(after, open, END, held)).toEqual(['a', 'b'])
    expect(idsOf(after, open, END, { ...held, id: 'b' })).toEqual(['b'])
  })

  test('of what is known and lies beyond what was read nothing is shown: others may stand in between', () => {
    const first = conversation('first', 1, { waitingSince: 10 })
    const known = [first, conversation('later', 1, { waitingSince: 99 }), conversation('answered', 500)]
    const reach = reachAfter(WAITING, [first], startOf(WAITING))
    expect(idsOf(known, open, reach, undefined)).toEqual(['first'])
    expect(idsOf(known, open, startOf(RECENT), undefined)).toEqual(['first', 'later'])
    expect(idsOf(known, open, END, undefined)).toEqual(['first', 'later', 'answered'])
  })

  test('a page that holds nothing, or only what comes before, leaves the reach where it is', () => {
    const reach = reachAfter(RECENT, [conversation('a', 50)], startOf(RECENT))
    expect(reachAfter(RECENT, [], reach)).toEqual(reach)
    expect(reachAfter(RECENT, [conversation('b', 60)], reach)).toEqual(reach)
    expect(reachAfter(RECENT, [conversation('c', 40)], reach)).toEqual([RECENT, -40])
  })
})

describe('the address of the page', () => {
  test('a filter is read from it as it was written to it', () => {
    const filter = { view: 'closed', channel: 'email', assignee: 'prs_1', tag: 'a & b' } as const
    expect(filterOf(Object.fromEntries(new URLSearchParams(searchOf(filter))))).toEqual(filter)
    expect(activeFields(filter)).toEqual(['channel', 'assignee', 'tag'])
  })

  test('what is usual is not written, and what is not known is taken for the usual', () => {
    expect(searchOf(open)).toBe('')
    expect(filterOf({ view: 'everything', channel: '', other: 'x' })).toEqual(open)
  })
})

describe('what is counted', () => {
  const known = [
    conversation('a', 1, { waitingSince: 1 }, { unread: 3 }),
    conversation('b', 1, { waitingSince: 1, status: 'snoozed' }, { unread: 1 }),
    conversation('c', 1, { tags: ['vip', 'a'] }, { unread: 1 }),
    conversation('d', 1, { tags: ['vip'] }),
  ]

  test('conversations are counted, not their messages, and only open ones', () => {
    expect(countUnread(known)).toBe(2)
    expect(countWaiting(known)).toBe(1)
  })

  test('every tag is offered once', () => {
    expect(tagsOf(known)).toEqual(['a', 'vip'])
  })

  test('waiting is marked from a quarter of an hour on, and more strongly after an hour', () => {
    expect(urgencyOf(15 * MINUTE - 1)).toBeUndefined()
    expect(urgencyOf(15 * MINUTE)).toBe('warning')
    expect(urgencyOf(60 * MINUTE)).toBe('danger')
  })
})

describe('the search', () => {
  const named = (one: ListedConversation): string | null => one.contact.name
  const known = [
    conversation('rosa', 1, {}, { contact: { id: 'ctc_1', name: 'Rosa Marín' } }),
    conversation('rosamund', 2, { status: 'closed' }, { contact: { id: 'ctc_2', name: 'Rosamund Marsh' } }),
    conversation('mail', 3, {}, { participants: [{ kind: 'customer', id: 'tom@mail.example' }] }),
  ]
  const found = (sought: string): readonly string[] => foundIn(known, sought, named).map(({ id }) => id)

  test('a name is found by parts of its words, without case and accents, whatever the status', () => {
    expect(found('rosa')).toEqual(['rosamund', 'rosa'])
    expect(found('MARIN ros')).toEqual(['rosa'])
    expect(found('samir')).toEqual([])
  })

  test('an address of somebody who wrote is found', () => {
    expect(found('tom@mail')).toEqual(['mail'])
  })

  test('a phone number may be written as people write it', () => {
    expect(aliasesOf('+1 (555) 010-4477')[0]).toBe('phone:+15550104477')
    expect(aliasesOf('0049 30 1234567')[0]).toBe('phone:+49301234567')
  })

  test('a mail address, a user id and a name are told apart', () => {
    expect(aliasesOf(' Tom.Becker@Mail.example ')).toEqual(['email:tom.becker@mail.example'])
    expect(aliasesOf('US.13491208655302741918')).toContain('wa_bsuid:US.13491208655302741918')
    expect(aliasesOf('7000000000000021')).toContain('psid:7000000000000021')
    expect(aliasesOf('Rosa Marín')).toEqual([])
  })
})
