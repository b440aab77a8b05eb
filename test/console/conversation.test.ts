import { describe, expect, test } from 'vitest'
import type { Entry, Message } from '../../client/index.ts'
import { FailureCode } from '../../core/schema/failure.ts'
import { MessageStatus } from '../../core/schema/message.ts'
import { bareSubject, folded } from '../../console/conversation/fold.ts'
import { itemsOf, ownReactions, quotedIn } from '../../console/conversation/items.ts'
import { ownFile, writtenIn } from '../../console/conversation/said.ts'
import { reasonOf, troubleOf } from '../../console/conversation/trouble.ts'
import { safeHref, spansOf } from '../../console/conversation/words.ts'
import { isBlank, seenOf } from '../../console/state/blank.ts'
import { afterNewest, merged, withAttachment } from '../../console/state/entries.ts'
import { statuses } from '../../console/texts/conversation.ts'
import { failures } from '../../console/texts/failures.ts'

const NOON = new Date(2026, 10, 24, 12).getTime()
const MINUTE = 60_000

const said = (id: string, given: Partial<Message> = {}): Message => ({
  text: 'Hello',
  attachments: [],
  id: `msg_${id}`,
  type: 'message',
  shop: 'default',
  conversation: 'cnv_1',
  contact: 'ctc_1',
  channel: 'whatsapp',
  account: '1',
  direction: 'in',
  author: { kind: 'customer', name: 'Nadia Brandt' },
  at: NOON,
  firstSeenAt: NOON,
  providerId: null,
  status: 'received',
  failure: null,
  parts: [],
  degradations: [],
  reactions: [],
  edited: null,
  deleted: null,
  validUntil: null,
  externalIds: {},
  version: 1,
  ...given,
})
const sent = (id: string, status: Message['status'], given: Partial<Message> = {}): Message =>
  said(id, { direction: 'out', author: { kind: 'agent', name: 'Max' }, status, ...given })
const part = (index: number, status: Message['status']): Message['parts'][number] => ({
  index,
  status,
  providerId: `p${index}`,
  attempts: 1,
  times: {},
  failure: null,
})
const failure = (code: string): NonNullable<Message['failure']> =>
  ({ code, retry: 'no', scope: 'message' }) as NonNullable<Message['failure']>

describe('words', () => {
  const hrefs = (text: string) => spansOf(text).flatMap(({ href }) => href ?? [])

  test('addresses become links, without the marks of the sentence around them', () => {
    expect(hrefs('See https://shop.example/a?b=1, (www.shop.example/x_(y)) or ask me@shop.example.')).toEqual([
      'https://shop.example/a?b=1',
      'https://www.shop.example/x_(y)',
      'mailto:me@shop.example',
    ])
  })

  test('right-to-left sentences end an address where they go on', () => {
    expect(hrefs('الموقع https://shop.example/ar، شكرًا')).toEqual(['https://shop.example/ar'])
    expect(hrefs('https://shop.example/\u202Egpj.exe')).toEqual(['https://shop.example/'])
  })

  test.each(['javascript:alert(1)', 'data:text/html,x', 'vbscript:x', 'file:///etc/passwd', 'blob:x', '//x', ''])(
    'nobody is led to %s',
    (address) => {
      expect(safeHref(address)).toBeUndefined()
      expect(hrefs(`see ${address} now`)).toEqual([])
    },
  )

  test('nothing that was written is lost or added', () => {
    const text = 'a https://shop.example/… b\nwww.x.example! (c@d.example)\n'
    expect(
      spansOf(text)
        .map((span) => span.text)
        .join(''),
    ).toBe(text)
  })

  test('addresses and signs that never end are read in no time', () => {
    const began = performance.now()
    expect(hrefs(`https://shop.example/${')'.repeat(50_000)}`)).toEqual(['https://shop.example/'])
    expect(hrefs(`https://shop.example/((a)${')]}.'.repeat(15_000)}`)).toHaveLength(1)
    expect(spansOf('*a '.repeat(20_000), { marks: true })).toHaveLength(1)
    expect(performance.now() - began).toBeLessThan(5000)
  })

  test('signs of WhatsApp are read at the edges of words, and nowhere else', () => {
    expect(spansOf('*bold* and _so_ ~on~ ```a\nb```', { marks: true })).toEqual([
      { text: 'bold', style: 'bold' },
      { text: ' and ' },
      { text: 'so', style: 'italic' },
      { text: ' ' },
      { text: 'on', style: 'strike' },
      { text: ' ' },
      { text: 'a\nb', style: 'code' },
    ])
    expect(spansOf('2*3*4 snake_case_name * a *', { marks: true })).toEqual([{ text: '2*3*4 snake_case_name * a *' }])
    expect(spansOf('*bold*')).toEqual([{ text: '*bold*' }])
  })
})

describe('mails', () => {
  test('what was quoted is folded away from what was newly said', () => {
    const text = 'Thank you.\n\nOn Monday you wrote:\n> Hello'
    expect(folded({ text, replyText: 'Thank you.' })).toEqual({
      said: 'Thank you.',
      quoted: 'On Monday you wrote:\n> Hello',
    })
    expect(folded({ text: 'All new.' })).toEqual({ said: 'All new.', quoted: null })
    expect(folded({ text: '> a\nThank   you', replyText: 'Thank you' }).quoted).toBe('> a\nThank   you')
  })

  test('a subject that was only answered is the same one', () => {
    expect(bareSubject('Re: AW: Fwd: Invoice 4711')).toBe(bareSubject('invoice 4711'))
  })
})

describe('what cannot be seen', () => {
  test('a name of nothing but spaces and joiners is none', () => {
    expect(['\u200B\u200D', '   ', '\u2800\u3164', '\u202E', '', undefined].map(seenOf)).toEqual(Array(6).fill(null))
    expect(seenOf('\u200FOmar')).toBe('\u200FOmar')
    expect(isBlank('👩‍👩‍👧')).toBe(false)
  })
})

describe('items', () => {
  const entries = (items: ReturnType<typeof itemsOf>) => items.flatMap((item) => (item.kind === 'entry' ? [item] : []))

  test('what one author says within minutes belongs together', () => {
    const shown = entries(
      itemsOf([
        said('1'),
        said('2', { at: NOON + 2 * MINUTE }),
        said('3', { at: NOON + 8 * MINUTE }),
        sent('4', 'sent', { at: NOON + 9 * MINUTE }),
      ]),
    )
    expect(shown.map(({ first, last }) => [first, last])).toEqual([
      [true, false],
      [false, true],
      [true, true],
      [true, true],
    ])
  })

  test('each day begins with its line', () => {
    const items = itemsOf([said('1'), said('2', { at: NOON + MINUTE }), said('3', { at: NOON + 24 * 60 * MINUTE })])
    expect(items.map(({ kind }) => kind)).toEqual(['day', 'entry', 'entry', 'day', 'entry'])
  })

  test('a subject is shown where it changes', () => {
    const subjects = ['Invoice', 'Re: Invoice', 'Other'].map((subject, n) => said(String(n), { subject }))
    expect(entries(itemsOf(subjects)).map(({ subject }) => subject)).toEqual(['Invoice', null, 'Other'])
  })

  test('a reaction of the shop is shown with its message, and by itself where it did not go', () => {
    const target = said('1')
    const content = { type: 'reaction' as const, target: target.id, emoji: '👍' }
    const reaction = sent('2', 'sent', { content })
    expect(entries(itemsOf([target, reaction])).map(({ key }) => key)).toEqual([target.id])
    expect(ownReactions([target, reaction]).get(target.id)).toBe(reaction)
    expect(itemsOf([target, sent('2', 'failed', { content })])).toHaveLength(3)
    expect(itemsOf([reaction])).toHaveLength(2)
  })

  test('what is quoted is found by our id, or by the provider’s of any part', () => {
    const mine = sent('1', 'sent', { parts: [part(0, 'sent'), part(1, 'sent')] })
    expect(quotedIn([mine], { id: mine.id })).toBe(mine)
    expect(quotedIn([mine], { providerId: 'p1' })).toBe(mine)
    expect(quotedIn([mine], { providerId: 'p7' })).toBeUndefined()
  })
})

describe('troubles', () => {
  test('each status has its words, and each failure says what happened and what to do', () => {
    expect(Object.keys(statuses).toSorted()).toEqual([...MessageStatus.options].toSorted())
    for (const code of FailureCode.options) {
      expect(reasonOf(code)).toEqual({ what: failures[code], todo: failures[`${code}_todo`] })
      expect(reasonOf(code).what.en).not.toBe(failures.other.en)
    }
    expect(reasonOf('of_a_later_gateway')).toEqual({ what: failures.other, todo: failures.other_todo })
    expect(reasonOf('constructor').what).toBe(failures.other)
  })

  test.each(MessageStatus.options.flatMap((status) => FailureCode.options.map((code) => [status, code] as const)))(
    '%s by %s is said where something can be done about it',
    (status, code) => {
      const inNeed = ['queued', 'held', 'unknown', 'failed', 'partially_failed', 'cancelled', 'expired'].includes(
        status,
      )
      const found = troubleOf(sent('1', status, { failure: failure(code) }))
      expect(found !== null).toBe(inNeed)
      expect(found?.actions.length ?? 1).toBe(1)
    },
  )

  test('nobody is asked about what customers wrote', () => {
    expect(troubleOf(said('1', { status: 'failed' }))).toBeNull()
  })

  test('parts that were not sent are counted', () => {
    const parts = [part(0, 'sent'), part(1, 'failed'), part(2, 'delivered')]
    expect(troubleOf(sent('1', 'partially_failed', { parts }))?.parts).toEqual({ failed: 1, all: 3 })
  })
})

describe('what was written', () => {
  const file = { id: 'att_1', kind: 'image', state: 'ready' } as const

  test('words that only stand for a file or a place are left out', () => {
    expect(writtenIn(said('1', { text: '[image]', attachments: [file] }))).toBe('')
    expect(writtenIn(said('1', { text: 'Look\n[image: a.png]', attachments: [file] }))).toBe('Look')
    expect(writtenIn(said('1', { text: '[image]' }))).toBe('[image]')
    const content = { type: 'location', latitude: 1, longitude: 2 } as const
    expect(writtenIn(said('1', { text: 'Location: 1, 2', content }))).toBe('')
    const selection = { type: 'selection', id: 'y', title: 'Yes' } as const
    expect(writtenIn(said('1', { text: 'Yes', content: selection }))).toBe('')
    expect(writtenIn(said('1', { text: '2', content: selection }))).toBe('2')
  })

  test('only files that this gateway serves are loaded', () => {
    const at = (url: string) => ownFile(said('1', { attachments: [{ ...file, url }] }), 0)
    expect(at('https://parley.example/v1/media/msg_1/0')).toBe('/v1/media/msg_1/0')
    expect(at('https://tracker.example/a.png')).toBeUndefined()
    expect(at('https://parley.example/v1/media/msg_2/0')).toBeUndefined()
  })
})

describe('a timeline', () => {
  const ids = (entries: readonly Entry[]) => entries.map(({ id }) => id)
  const at = (n: number, version = 1) => said(String(n), { at: NOON + n * MINUTE, version })

  test('is in the order of its times, whatever was told first', () => {
    expect(ids(merged([at(2)], [at(3), at(1)]))).toEqual(['msg_1', 'msg_2', 'msg_3'])
  })

  test('keeps each entry by its highest version', () => {
    expect(merged([at(1, 3)], [at(1, 2)])[0]?.version).toBe(3)
    expect(merged([at(1, 3)], [at(1, 4)])[0]?.version).toBe(4)
  })

  test('times in whole seconds go by when they were first seen', () => {
    const [later, sooner] = [
      said('a', { firstSeenAt: NOON + 700 }),
      said('b', { at: NOON + 300, firstSeenAt: NOON + 300 }),
    ]
    expect(ids(merged([], [later, sooner]))).toEqual(['msg_b', 'msg_a'])
  })

  test('goes on from what is known where the newest page meets it, and begins anew where something may be missing', () => {
    const known = { entries: [at(1), at(2)], older: 'before-1', read: true }
    expect(afterNewest(known, [at(3), at(2)], 'before-2')).toMatchObject({ older: 'before-1' })
    const anew = afterNewest(known, [at(9), at(8)], 'before-8')
    expect([ids(anew.entries), anew.older]).toEqual([['msg_8', 'msg_9'], 'before-8'])
    expect(afterNewest(known, [at(9)], null).entries).toHaveLength(3)
  })

  test('what was told before the first page was read is not lost', () => {
    const live = { entries: [at(9)], older: null, read: false }
    expect(ids(afterNewest(live, [at(8), at(7)], 'before-7').entries)).toEqual(['msg_7', 'msg_8', 'msg_9'])
  })

  test('a file that was fetched takes its place, unless another is there by now', () => {
    const file = { id: 'att_1', kind: 'image', state: 'pending' } as const
    const message = said('1', { attachments: [file] })
    expect(withAttachment(message, 0, { id: 'att_1', state: 'ready' }).attachments[0]?.state).toBe('ready')
    expect(withAttachment(message, 0, { id: 'att_2', state: 'ready' }).attachments[0]?.state).toBe('pending')
  })
})
