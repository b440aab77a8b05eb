const EVENING = 18
const MORNING = 9
const MONDAY = 1

/** What is too near to be worth putting aside for. */
const SOON_MS = 30 * 60_000

export type SnoozeName = 'hour' | 'evening' | 'tomorrow' | 'monday'

export interface SnoozeTime {
  readonly name: SnoozeName
  readonly until: number
}

/** An hour of the clock on the wall, some days on: days are counted by the calendar, since some have 23 or 25 hours. */
const at = (now: number, days: number, hour: number): number => {
  const day = new Date(now)
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + days, hour).getTime()
}

const daysToMonday = (now: number): number => (7 + MONDAY - new Date(now).getDay()) % 7 || 7

/** Until when somebody may want to put a conversation aside, soonest first; none twice. */
export const snoozeTimes = (now: number): readonly SnoozeTime[] => {
  const tomorrow = at(now, 1, MORNING)
  const evening = at(now, 0, EVENING)
  const monday = at(now, daysToMonday(now), MORNING)
  return [
    { name: 'hour', until: now + 3_600_000 },
    ...(evening - now > SOON_MS ? [{ name: 'evening', until: evening } as const] : []),
    { name: 'tomorrow', until: tomorrow },
    ...(monday === tomorrow ? [] : [{ name: 'monday', until: monday } as const]),
  ]
}

const two = (value: number): string => String(value).padStart(2, '0')

/** A time as a field of type datetime-local has it: by the clock on the wall, in minutes. */
export const wallTime = (time: number): string => {
  const date = new Date(time)
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`
}

/** The time that such a field has; undefined where it has none, or one that is not to come. */
export const timeOfWall = (value: string, now: number): number | undefined => {
  const time = new Date(value).getTime()
  return Number.isFinite(time) && time > now ? time : undefined
}
