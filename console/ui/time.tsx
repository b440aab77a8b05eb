import type { JSX } from 'preact'
import { now } from '../state/clock.ts'
import { duration, fullTime, isoTime, timeOfDay } from '../texts/format.ts'

export const TimeOfDay = ({ at }: { readonly at: number }): JSX.Element => (
  <time dateTime={isoTime(at)} title={fullTime(at)}>
    {timeOfDay(at)}
  </time>
)

/** How long ago something was, as it goes on. */
export const Since = ({ at }: { readonly at: number }): JSX.Element => (
  <time dateTime={isoTime(at)} title={fullTime(at)}>
    {duration(now.value - at)}
  </time>
)
