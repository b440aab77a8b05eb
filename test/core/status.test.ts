import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { MessageStatus } from '../../core/schema/message.ts'
import {
  advances,
  mergeTimes,
  messageStatus,
  partStatus,
  type PartFacts,
  type ReceiptTimes,
} from '../../core/status.ts'

type Receipt = keyof ReceiptTimes
interface Seen {
  readonly receipt: Receipt
  readonly at: number
}

const stored = fc.constantFrom<PartFacts['state'][]>(
  undefined,
  'queued',
  'held',
  'sending',
  'unknown',
  'sent',
  'failed',
  'cancelled',
  'expired',
)
const receiptOf = (...names: Receipt[]): fc.Arbitrary<Seen> =>
  fc.record({ receipt: fc.constantFrom(...names), at: fc.integer({ min: 1, max: 50 }) })
const anyReceipt = receiptOf('sent', 'delivered', 'read', 'played', 'failed', 'deleted')
const collected = (receipts: readonly Seen[]): ReceiptTimes =>
  receipts.reduce<ReceiptTimes>((times, { receipt, at }) => mergeTimes(times, { [receipt]: at }), {})
const status = (state: PartFacts['state'], receipts: readonly Seen[]): MessageStatus =>
  partStatus(state === undefined ? { times: collected(receipts) } : { state, times: collected(receipts) })

describe('receipts of a part', () => {
  test('give the same times and status in any order and multiplicity', () => {
    const deliveries = fc.array(anyReceipt, { maxLength: 8 }).chain((receipts) =>
      fc.tuple(
        fc.constant(receipts),
        fc
          .shuffledSubarray(receipts, { minLength: receipts.length })
          .chain((shuffled) => fc.tuple(fc.constant(shuffled), fc.subarray(shuffled)))
          .map(([shuffled, again]) => [...shuffled, ...again]),
      ),
    )
    fc.assert(
      fc.property(stored, deliveries, (state, [once, shuffledTwice]) => {
        expect(collected(shuffledTwice)).toEqual(collected(once))
        expect(status(state, shuffledTwice)).toBe(status(state, once))
      }),
    )
  })

  test('never move its status back, whichever comes next', () => {
    fc.assert(
      fc.property(stored, fc.array(anyReceipt, { maxLength: 8 }), (state, receipts) => {
        for (let seen = 0; seen < receipts.length; seen += 1) {
          const before = status(state, receipts.slice(0, seen))
          const after = status(state, receipts.slice(0, seen + 1))
          expect(after === before || advances(before, after)).toBe(true)
        }
      }),
    )
  })

  test('keep the earliest time of each state', () => {
    expect(mergeTimes({ sent: 5, read: 9 }, { sent: 3, delivered: 4 })).toEqual({ sent: 3, delivered: 4, read: 9 })
  })
})

describe('the status of a part', () => {
  test('is queued before anything is known', () => {
    expect(partStatus({ times: {} })).toBe('queued')
  })

  test.each(['queued', 'held', 'sending', 'unknown', 'sent', 'failed', 'cancelled', 'expired'] as const)(
    'is the stored %s while no receipt says more',
    (state) => {
      expect(partStatus({ state, times: {} })).toBe(state)
    },
  )

  test.each(['sending', 'unknown'] as const)('leaves %s with any receipt', (state) => {
    expect(partStatus({ state, times: { sent: 1 } })).toBe('sent')
    expect(partStatus({ state, times: { delivered: 1 } })).toBe('delivered')
    expect(partStatus({ state, times: { failed: 1 } })).toBe('failed')
    expect(partStatus({ state, times: { deleted: 1 } })).toBe('sent')
  })

  test('is read when a voice message was played', () => {
    expect(partStatus({ state: 'sent', times: { played: 1 } })).toBe('read')
  })

  test('is failed when the provider took it back after sent or delivered, also when the two are told in reverse', () => {
    expect(partStatus({ state: 'sent', times: { sent: 1, failed: 2 } })).toBe('failed')
    expect(partStatus({ state: 'sent', times: { delivered: 1, failed: 2 } })).toBe('failed')
    expect(partStatus({ state: 'sent', times: { delivered: 2, failed: 1 } })).toBe('failed')
  })

  test('stays read when a failure is reported beside it', () => {
    expect(partStatus({ state: 'sent', times: { read: 1, failed: 2 } })).toBe('read')
  })

  test.each(['cancelled', 'expired'] as const)('is no longer %s once a receipt proves that it went', (state) => {
    expect(partStatus({ state, times: { delivered: 1 } })).toBe('delivered')
  })
})

describe('the status of a message', () => {
  test('is that of its only part', () => {
    fc.assert(
      fc.property(stored, fc.array(anyReceipt), (state, receipts) => {
        const part = status(state, receipts)
        expect(messageStatus([part])).toBe(part)
      }),
    )
  })

  test('is that of its least advanced part', () => {
    expect(messageStatus(['read', 'delivered', 'sent'])).toBe('sent')
    expect(messageStatus(['delivered', 'unknown', 'queued'])).toBe('queued')
    expect(messageStatus(['held', 'sending'])).toBe('held')
  })

  test('is queued without parts', () => {
    expect(messageStatus([])).toBe('queued')
  })

  test('is partially_failed once one part failed and another went, whichever was first', () => {
    expect(messageStatus(['sent', 'failed'])).toBe('partially_failed')
    expect(messageStatus(['failed', 'read'])).toBe('partially_failed')
    expect(messageStatus(['delivered', 'failed', 'queued'])).toBe('partially_failed')
  })

  test('is failed when one part failed and none went or can still go', () => {
    expect(messageStatus(['failed', 'failed'])).toBe('failed')
    expect(messageStatus(['failed', 'cancelled'])).toBe('failed')
    expect(messageStatus(['expired', 'failed'])).toBe('failed')
  })

  test('is not failed yet while another part may still go', () => {
    expect(messageStatus(['failed', 'queued'])).toBe('queued')
    expect(messageStatus(['unknown', 'failed'])).toBe('unknown')
    expect(messageStatus(['cancelled', 'sending'])).toBe('sending')
  })

  test('is cancelled or expired only while no part went', () => {
    expect(messageStatus(['cancelled', 'cancelled'])).toBe('cancelled')
    expect(messageStatus(['expired', 'expired'])).toBe('expired')
    expect(messageStatus(['sent', 'expired'])).toBe('partially_failed')
    expect(messageStatus(['cancelled', 'read'])).toBe('partially_failed')
  })

  test('does not depend on the order of the parts', () => {
    const parts = fc.array(
      fc.constantFrom<MessageStatus[]>(
        'queued',
        'held',
        'sending',
        'unknown',
        'sent',
        'delivered',
        'read',
        'failed',
        'cancelled',
      ),
    )
    fc.assert(
      fc.property(parts, (statuses) => {
        expect(messageStatus([...statuses].reverse())).toBe(messageStatus(statuses))
      }),
    )
  })

  test('never moves back while receipts without failures come in', () => {
    const good = receiptOf('sent', 'delivered', 'read', 'played')
    const live = fc.constantFrom<PartFacts['state'][]>(undefined, 'queued', 'held', 'sending', 'unknown', 'sent')
    const message = fc.tuple(
      fc.array(live, { minLength: 1, maxLength: 4 }),
      fc.array(fc.tuple(fc.nat({ max: 3 }), good), { maxLength: 12 }),
    )
    fc.assert(
      fc.property(message, ([states, receipts]) => {
        const shown = (count: number): MessageStatus =>
          messageStatus(
            states.map((state, part) =>
              status(
                state,
                receipts
                  .slice(0, count)
                  .filter(([of]) => of === part)
                  .map(([, receipt]) => receipt),
              ),
            ),
          )
        for (let seen = 0; seen < receipts.length; seen += 1) {
          const [before, after] = [shown(seen), shown(seen + 1)]
          expect(after === before || advances(before, after)).toBe(true)
        }
      }),
    )
  })
})

describe('an advance', () => {
  test('follows the order of the lattice and is never the same state again', () => {
    const order = ['queued', 'held', 'sending', 'unknown', 'sent', 'delivered', 'failed', 'read'] as const
    for (const [low, from] of order.entries())
      for (const [high, to] of order.entries()) expect(advances(from, to)).toBe(low < high)
  })

  test('to cancelled or expired starts only where nothing was sent', () => {
    for (const end of ['cancelled', 'expired'] as const) {
      expect(advances('queued', end)).toBe(true)
      expect(advances('held', end)).toBe(true)
      for (const from of ['sending', 'unknown', 'sent', 'delivered', 'failed', 'read'] as const)
        expect(advances(from, end)).toBe(false)
    }
  })

  test('from cancelled or expired needs proof of a send', () => {
    for (const end of ['cancelled', 'expired'] as const) {
      for (const to of ['queued', 'held', 'sending', 'unknown', 'cancelled', 'expired'] as const)
        expect(advances(end, to)).toBe(false)
      for (const to of ['sent', 'delivered', 'read', 'failed'] as const) expect(advances(end, to)).toBe(true)
    }
  })

  test('does not exist for what was received', () => {
    expect(advances('received', 'read')).toBe(false)
    expect(advances('queued', 'received')).toBe(false)
  })
})
