const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Distances of lines that people read times by. */
const STEPS = [
  SECOND,
  5 * SECOND,
  15 * SECOND,
  30 * SECOND,
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  5 * DAY,
  10 * DAY,
  30 * DAY,
]
const MOST_LINES = 5

/** Where the lines of a scale from nothing to at least `most` are, in even steps. */
export const ticksUpTo = (most: number): readonly number[] => {
  const step = STEPS.find((one) => one * MOST_LINES >= most) ?? Math.ceil(most / MOST_LINES / DAY) * DAY
  const count = Math.max(1, Math.ceil(most / step))
  return Array.from({ length: count + 1 }, (_, n) => n * step)
}

export interface Box {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** Where the n-th of several days is: the first where the line of writing begins. */
export const across = (n: number, count: number, { left, right }: Box, rightToLeft: boolean): number => {
  const share = count <= 1 ? 0.5 : n / (count - 1)
  return left + (right - left) * (rightToLeft ? 1 - share : share)
}

/** How high a value is, of a scale that ends with `most`. */
export const upward = (value: number, most: number, { top, bottom }: Box): number =>
  bottom - (bottom - top) * (most === 0 ? 0 : value / most)

/** The day that is nearest to a place across. */
export const nearest = (x: number, count: number, { left, right }: Box, rightToLeft: boolean): number => {
  const share = right === left ? 0 : (x - left) / (right - left)
  const n = Math.round((rightToLeft ? 1 - share : share) * (count - 1))
  return Math.min(count - 1, Math.max(0, n))
}

export interface Point {
  readonly x: number
  readonly y: number
}

/** A line through the points. Where there is none it is broken off, and begins again with the next. */
export const pathOf = (points: readonly (Point | null)[]): string =>
  points
    .map((point, n) => point && `${points[n - 1] ? 'L' : 'M'}${point.x.toFixed(1)} ${point.y.toFixed(1)}`)
    .filter((part) => part !== null)
    .join('')

/** Which days are named below the chart, so that the names have room: evenly, with the first. */
export const namedDays = (count: number, most: number): readonly number[] => {
  const step = Math.max(1, Math.ceil(count / Math.max(1, most)))
  return Array.from({ length: Math.ceil(count / step) }, (_, n) => n * step)
}
