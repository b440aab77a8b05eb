import { language, localeOf } from './text.ts'

const locale = (): string => localeOf(language.value)
const DAY_MS = 86_400_000

const startOfDay = (time: number): number => new Date(time).setHours(0, 0, 0, 0)

/** Of an entry: the time of day. */
export const timeOfDay = (time: number): string =>
  new Intl.DateTimeFormat(locale(), { hour: 'numeric', minute: '2-digit' }).format(time)

/** Of a day in a timeline: today, yesterday, or its date. */
export const dayOf = (time: number, now: number): string => {
  const days = Math.round((startOfDay(time) - startOfDay(now)) / DAY_MS)
  if (days === 0 || days === -1) return new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' }).format(days, 'day')
  const year = new Date(time).getFullYear() === new Date(now).getFullYear() ? undefined : 'numeric'
  return new Intl.DateTimeFormat(locale(), { weekday: 'long', day: 'numeric', month: 'long', year }).format(time)
}

/** When something was, as short as can be: the time today, the day of the last week, else the date. */
export const shortTime = (time: number, now: number): string => {
  const days = Math.round((startOfDay(now) - startOfDay(time)) / DAY_MS)
  if (days <= 0) return timeOfDay(time)
  if (days < 7) return new Intl.DateTimeFormat(locale(), { weekday: 'short' }).format(time)
  const year = new Date(time).getFullYear() === new Date(now).getFullYear() ? undefined : 'numeric'
  return new Intl.DateTimeFormat(locale(), { day: 'numeric', month: 'short', year }).format(time)
}

/** All of it, for titles of shorter ones and where a day alone would not do. */
export const fullTime = (time: number): string =>
  new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeStyle: 'short' }).format(time)

/** A time near now, as short as it is clear: today by the hour, this week by its day, else by its date. */
export const nearTime = (time: number, now: number): string => {
  const days = Math.round((startOfDay(time) - startOfDay(now)) / DAY_MS)
  const clock = { hour: 'numeric', minute: '2-digit' } as const
  const day = Math.abs(days) < 7 ? ({ weekday: 'short' } as const) : ({ day: 'numeric', month: 'short' } as const)
  return new Intl.DateTimeFormat(locale(), days === 0 ? clock : { ...day, ...clock }).format(time)
}

export const isoTime = (time: number): string => new Date(time).toISOString()

const UNITS = [
  ['day', DAY_MS],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const

/** How long something takes or has taken, in its largest unit; below a minute in seconds. */
export const duration = (ms: number, display: 'short' | 'long' | 'narrow' = 'short'): string => {
  const [unit, size] = UNITS.find(([, size]) => ms >= size) ?? (['second', 1000] as const)
  return new Intl.NumberFormat(locale(), { style: 'unit', unit, unitDisplay: display }).format(
    Math.max(0, Math.floor(ms / size)),
  )
}

export const number = (value: number): string => new Intl.NumberFormat(locale()).format(value)

export const list = (values: readonly string[]): string => new Intl.ListFormat(locale()).format(values)

export const fileSize = (bytes: number): string => {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const
  const step = Math.min(units.length - 1, bytes < 1000 ? 0 : Math.floor(Math.log10(bytes) / 3))
  return new Intl.NumberFormat(locale(), {
    style: 'unit',
    unit: units[step] ?? 'byte',
    unitDisplay: 'short',
    maximumFractionDigits: 1,
  }).format(bytes / 1000 ** step)
}
