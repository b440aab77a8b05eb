import { expect, test } from 'vitest'
import { windowOf } from '../../core/window.ts'

const HOUR = 3_600_000

test('a channel without a reply window is always open', () => {
  expect(windowOf(null, {}, 0)).toEqual({ open: true, closesAt: null })
  expect(windowOf(1, {}, 1000 * HOUR)).toEqual({ open: true, closesAt: null })
})

test('the window is closed, without a time, until the customer has written', () => {
  expect(windowOf(null, { windowHours: 24 }, 5)).toEqual({ open: false, closesAt: null })
})

test('the window is open for its hours after the last message of the customer', () => {
  expect(windowOf(1000, { windowHours: 24 }, 1000)).toEqual({ open: true, closesAt: 1000 + 24 * HOUR })
  expect(windowOf(1000, { windowHours: 24 }, 999 + 24 * HOUR).open).toBe(true)
})

test('the window is closed from the millisecond in which its hours are over', () => {
  expect(windowOf(1000, { windowHours: 24 }, 1000 + 24 * HOUR)).toEqual({ open: false, closesAt: 1000 + 24 * HOUR })
})

test('the time of closing is a whole millisecond also for parts of hours', () => {
  expect(windowOf(0, { windowHours: 0.3 }, 0).closesAt).toBe(1_080_000)
  expect(Number.isInteger(windowOf(0, { windowHours: 1 / 7 }, 0).closesAt)).toBe(true)
})
