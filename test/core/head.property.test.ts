import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { EMPTY_HEAD, join, type HeadState, type Mark } from '../../core/conversation/head.ts'
import type { Case } from '../../core/schema/conversation.ts'

/** A mark's times follow from its id, as those of a fact are fixed by its first write. */
const mark = fc.nat(60).map((n): Mark => ({ seen: 1000 + n * 10, at: 1000 + ((n * 7) % 60) * 10, id: `m${n}` }))
const view = (id: string): Case => ({
  id,
  conversation: 'cnv',
  status: 'open',
  assignee: null,
  tags: [],
  openedAt: 0,
  closedAt: null,
  waitingSince: null,
  firstResponseAt: null,
  lastResponseAt: null,
  snoozedUntil: null,
  externalIds: {},
  version: 1,
})

/** As many answers as are remembered: beyond its caps a head forgets on purpose. */
const answered = fc.nat(3).map((n): Mark => ({ seen: 1003 + n * 150, at: 1003 + n * 150, id: `a${n}` }))

const change: fc.Arbitrary<Partial<HeadState>> = fc.oneof(
  mark.map((m) => ({ first: m, last: { ...m, text: m.id, by: 'customer', rev: 1 }, lastInbound: m, open: [m] })),
  fc.tuple(answered, fc.boolean()).map(([m, failed]) => ({
    first: m,
    answers: [{ ...m, rev: failed ? 2 : 1, ...(failed ? { failed: true as const } : {}) }],
  })),
  fc.nat(60).map((n) => ({ close: { view: view(`c${n}`), at: 1000 + n * 10 + 5, by: `k${n}` } })),
  fc.tuple(fc.nat(9), fc.boolean()).map(([n, reopened]) => ({
    close: {
      view: view(`c${n}`),
      at: 1000 + n * 10 + 5,
      by: `k${n}`,
      ...(reopened ? { reopenedAt: 1000 + n * 10 + 8 } : {}),
    },
  })),
  fc.tuple(fc.nat(9), fc.constantFrom('a', 'b')).map(([at, by]) => ({
    said: {
      assignee: { at, by, value: `${by}${at}`, of: 'case' },
      control: { at, by, value: { by: 'bot' as const, name: by } },
    },
  })),
  fc.tuple(fc.nat(9), fc.boolean()).map(([at, over]) => ({
    said: { snooze: { at, by: 'k', value: 1000 + at, of: 'case', ...(over ? { over: true as const } : {}) } },
    detailsAt: at,
  })),
  fc.nat(60).map((n) => ({ readMark: 1000 + n * 10 })),
  fc.tuple(fc.nat(3), fc.nat(60)).map(([n, seen]) => ({ peers: [{ type: 'phone' as const, value: `+1${n}`, seen }] })),
  fc.nat(9).map((n) => ({ contact: { id: 'ctc', name: `v${n}`, version: n } })),
  fc.nat(3).map((n) => ({ asks: [{ message: `a${n}`, at: n }] })),
  fc.nat(3).map((n) => ({ linked: [`cnv_${n}`] })),
)
const one = (part: Partial<HeadState>): HeadState => join(EMPTY_HEAD, { ...EMPTY_HEAD, ...part })
const changes = fc.array(change, { maxLength: 7 })
const all = (parts: readonly Partial<HeadState>[]): HeadState => parts.map(one).reduce(join, EMPTY_HEAD)

test('joining is commutative', () => {
  fc.assert(
    fc.property(changes, changes, (a, b) => {
      expect(join(all(a), all(b))).toEqual(join(all(b), all(a)))
    }),
  )
})

test('joining is associative', () => {
  fc.assert(
    fc.property(changes, changes, changes, (a, b, c) => {
      const [x, y, z] = [all(a.slice(0, 3)), all(b.slice(0, 2)), all(c.slice(0, 2))]
      expect(join(join(x, y), z)).toEqual(join(x, join(y, z)))
    }),
  )
})

test('joining is idempotent', () => {
  fc.assert(
    fc.property(changes, (a) => {
      expect(join(all(a), all(a))).toEqual(all(a))
    }),
  )
})

test('a head never grows beyond its caps, and never forgets who has waited longest', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 5000 }), { minLength: 60, maxLength: 200 }), (numbers) => {
      const marks = numbers.map((n): Mark => ({ seen: n, at: n, id: `m${n}` }))
      const head = all(marks.map((m) => ({ first: m, lastInbound: m, open: [m] })))
      expect(head.open.length).toBe(51)
      expect(head.open[0]?.seen).toBe(Math.min(...numbers))
    }),
  )
})
