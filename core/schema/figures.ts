import * as z from 'zod'

/** Who waits for an answer as it is asked, in open cases. */
export const WaitingNow = z.object({
  /** Conversations in which somebody waits: all of them, or at least so many where it is `capped`. */
  count: z.number().int().nonnegative(),
  capped: z.boolean(),
  /** Since when who waits longest waits, ms since epoch; null: nobody waits. */
  longestSince: z.number().int().nullable(),
})
export type WaitingNow = z.infer<typeof WaitingNow>

/** How long customers waited for the first answer in a case, by the cases that were answered. */
export const Answered = z.object({
  answered: z.number().int().nonnegative(),
  /** Half of them waited no longer; null where none was answered. To 2.5 %, as all such times here. */
  medianMs: z.number().int().nonnegative().nullable(),
  /** Nine of ten waited no longer. */
  p90Ms: z.number().int().nonnegative().nullable(),
})
export type Answered = z.infer<typeof Answered>

/** By the day, in UTC, on which the first answer was given. */
export const AnsweredOn = Answered.extend({ day: z.string().regex(/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/) })

export const ResponseFigures = Answered.extend({
  waiting: WaitingNow,
  /** Every day of the figures, the earliest first. */
  days: z.array(AnsweredOn),
})
export type ResponseFigures = z.infer<typeof ResponseFigures>

/** How long customers wait for the first answer, now and over the last days. Times in ms since epoch. */
export const ResponseTimes = z.object({
  /** From the beginning of the first day, in UTC. */
  from: z.number().int(),
  to: z.number().int(),
  /** Days counted, today among them. */
  days: z.number().int().positive(),
  /** False where more was left to count than one call does: what is told is of a part, and the next call comes further. */
  complete: z.boolean(),
  /** Channels on which the shop has an account, or of which there are figures; by name. */
  channels: z.array(ResponseFigures.extend({ channel: z.string() })),
  all: ResponseFigures,
})
export type ResponseTimes = z.infer<typeof ResponseTimes>
