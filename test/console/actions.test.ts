import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { snoozeTimes, timeOfWall, wallTime } from '../../console/conversation/actions/snooze-times.ts'
import { suggestedTags, tagOf, tagProblem } from '../../console/conversation/actions/tag-rules.ts'

const times = (now: string): Record<string, string> =>
  Object.fromEntries(
    snoozeTimes(new Date(now).getTime()).map(({ name, until }) => [name, new Date(until).toISOString()]),
  )

describe('Times to put a conversation aside for', () => {
  beforeEach(() => vi.stubEnv('TZ', 'Europe/Berlin'))
  afterEach(() => vi.unstubAllEnvs())

  it('are an hour from now, this evening, tomorrow morning and Monday morning, where the person is', () => {
    expect(times('2026-07-01T08:00:00Z')).toEqual({
      hour: '2026-07-01T09:00:00.000Z',
      evening: '2026-07-01T16:00:00.000Z',
      tomorrow: '2026-07-02T07:00:00.000Z',
      monday: '2026-07-06T07:00:00.000Z',
    })
  })

  it('leave this evening out when it is near or over', () => {
    expect(times('2026-07-01T15:31:00Z')).not.toHaveProperty('evening')
    expect(times('2026-07-01T20:00:00Z')).not.toHaveProperty('evening')
  })

  it('tell the morning after a Sunday once', () => {
    expect(Object.keys(times('2026-07-05T08:00:00Z'))).toEqual(['hour', 'evening', 'tomorrow'])
  })

  it('mean the Monday a week on when it is Monday', () => {
    expect(times('2026-07-06T08:00:00Z')['monday']).toBe('2026-07-13T07:00:00.000Z')
  })

  it('are nine by the clock on the wall after the clocks went forward, and back', () => {
    expect(times('2026-03-28T12:00:00Z')['tomorrow']).toBe('2026-03-29T07:00:00.000Z')
    expect(times('2026-10-24T12:00:00Z')['tomorrow']).toBe('2026-10-25T08:00:00.000Z')
  })

  it('are an hour of time, not of the clock, in the night that has one hour twice', () => {
    expect(times('2026-10-25T00:30:00Z')['hour']).toBe('2026-10-25T01:30:00.000Z')
  })

  it('go into a field by the clock on the wall, and come out of it the same', () => {
    const time = new Date('2026-07-01T08:05:00Z').getTime()
    expect(wallTime(time)).toBe('2026-07-01T10:05')
    expect(timeOfWall('2026-07-01T10:05', time - 1)).toBe(time)
  })

  it('are refused when they are over, or none', () => {
    const now = new Date('2026-07-01T08:05:00Z').getTime()
    expect(timeOfWall('2026-07-01T10:05', now)).toBeUndefined()
    expect(timeOfWall('', now)).toBeUndefined()
  })
})

describe('A tag', () => {
  it('is kept without what nobody sees', () => {
    expect(tagOf('  late \t parcel ')).toBe('late parcel')
  })

  it('is refused when it is there already, is too long, or is one too many', () => {
    const full = Array.from({ length: 20 }, (_, index) => `tag ${index}`)
    expect(tagProblem(['vip'], 'vip')).toBe('known')
    expect(tagProblem([], 'x'.repeat(65))).toBe('tooLong')
    expect(tagProblem(full, 'vip')).toBe('tooMany')
    expect(tagProblem(full.slice(1), 'x'.repeat(64))).toBeUndefined()
  })

  it('is suggested when other conversations have it, most used first, and it goes on as was typed', () => {
    const known = [['parcel', 'vip'], ['vip'], ['refund'], ['Parts']].map((tags) => ({ case: { tags } }))
    expect(suggestedTags([...known, { case: null }], { tags: ['refund'], typed: '' })).toEqual([
      'vip',
      'Parts',
      'parcel',
    ])
    expect(suggestedTags(known, { tags: [], typed: ' PAR' })).toEqual(['Parts', 'parcel'])
    expect(suggestedTags(known, { tags: [], typed: '', most: 1 })).toEqual(['vip'])
  })
})
