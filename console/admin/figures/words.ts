import { duration } from '../../texts/format.ts'
import { language, localeOf } from '../../texts/text.ts'

const UNITS = [86_400_000, 3_600_000, 60_000, 1000] as const

/** How long something takes, in its two largest units: an hour and a half is not an hour. */
export const span = (ms: number): string => {
  const whole = Math.round(ms / 1000) * 1000
  const n = UNITS.findIndex((unit) => whole >= unit)
  const [large, small] = [UNITS[n], UNITS[n + 1]]
  const rest = large === undefined ? 0 : whole % large
  return small === undefined || rest < small ? duration(whole) : `${duration(whole)} ${duration(rest)}`
}

export const spanOrNone = (ms: number | null): string => (ms === null ? '–' : span(ms))

/** A day of the calendar in UTC, as figures are kept. */
export const dayName = (day: string, length: 'short' | 'long' = 'short'): string =>
  new Intl.DateTimeFormat(localeOf(language.value), { day: 'numeric', month: length, timeZone: 'UTC' }).format(
    Date.parse(`${day}T00:00:00Z`),
  )
