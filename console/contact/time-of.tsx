import type { JSX } from 'preact'
import { fullTime, isoTime } from '../texts/format.ts'

/** A day and its time. */
export const TimeOf = ({ at }: { readonly at: number }): JSX.Element => (
  <time dateTime={isoTime(at)}>{fullTime(at)}</time>
)
