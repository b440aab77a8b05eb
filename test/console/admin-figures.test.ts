import { expect, test } from 'vitest'
import { across, namedDays, nearest, pathOf, ticksUpTo, upward } from '../../console/admin/figures/scale.ts'
import { dayName, span } from '../../console/admin/figures/words.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const box = { left: 100, right: 400, top: 10, bottom: 210 }

test.each([
  [800, [0, 1000]],
  [4 * MINUTE, [0, MINUTE, 2 * MINUTE, 3 * MINUTE, 4 * MINUTE]],
  [11 * MINUTE, [0, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE]],
  [25 * HOUR, [0, 6 * HOUR, 12 * HOUR, 18 * HOUR, 24 * HOUR, 30 * HOUR]],
])('a scale up to %d ms goes in steps that people read times by, and holds all of it', (most, ticks) => {
  expect(ticksUpTo(most)).toEqual(ticks)
})

test('a scale has few lines, however long somebody waited', () => {
  const ticks = ticksUpTo(700 * 24 * HOUR)
  expect(ticks.length).toBeLessThanOrEqual(6)
  expect(ticks.at(-1)).toBeGreaterThanOrEqual(700 * 24 * HOUR)
})

test('days go in the direction of writing', () => {
  expect([0, 1, 2, 3].map((n) => across(n, 4, box, false))).toEqual([100, 200, 300, 400])
  expect([0, 1, 2, 3].map((n) => across(n, 4, box, true))).toEqual([400, 300, 200, 100])
})

test('a single day stands in the middle', () => {
  expect(across(0, 1, box, false)).toBe(250)
})

test('the day below the pointer is the nearest one, also beyond the ends', () => {
  expect([50, 149, 151, 999].map((x) => nearest(x, 4, box, false))).toEqual([0, 0, 1, 3])
  expect([50, 149, 151, 999].map((x) => nearest(x, 4, box, true))).toEqual([3, 3, 2, 0])
})

test('nothing is at the foot of the scale and its end at the top', () => {
  expect([0, 5, 10].map((value) => upward(value, 10, box))).toEqual([210, 110, 10])
})

test('days without answers are gaps in the line', () => {
  const point = (x: number) => ({ x, y: 1 })
  expect(pathOf([null, point(1), point(2), null, point(4), null])).toBe('M1.0 1.0L2.0 1.0M4.0 1.0')
  expect(pathOf([null, null])).toBe('')
})

test('as many days are named as there is room for', () => {
  expect(namedDays(7, 10)).toEqual([0, 1, 2, 3, 4, 5, 6])
  expect(namedDays(30, 4)).toEqual([0, 8, 16, 24])
  expect(namedDays(30, 0)).toEqual([0])
})

test('an hour and a half is told as such', () => {
  expect(span(1.5 * HOUR)).toBe('1 hr 30 min')
  expect(span(HOUR + 20_000)).toBe('1 hr')
  expect(span(59_600)).toBe('1 min')
  expect(span(0)).toBe('0 sec')
})

test('a day is the one of the calendar in UTC, wherever the page is read', () => {
  expect(dayName('2026-03-01', 'long')).toBe('March 1')
})
