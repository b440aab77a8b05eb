import type { Context, ScheduledEvent } from 'aws-lambda'
import { runRoutines } from '../core/routines.ts'
import { tick } from '../core/send/tick.ts'
import { routinesOf } from './routines.ts'
import type { Wired } from './wire.ts'

export type ScheduleHandler = (
  event: ScheduledEvent,
  context?: Pick<Context, 'getRemainingTimeInMillis'>,
) => Promise<void>

/** Every minute: wakes what is due, then runs what the connections do on a schedule, as long as the time is there. */
export const createTick =
  (wired: Wired): ScheduleHandler =>
  async (_event, context) => {
    const { ctx } = wired
    const deadline = ctx.now() + (context?.getRemainingTimeInMillis() ?? Infinity)
    const { woken } = await tick(ctx)
    const ran = await runRoutines(ctx, routinesOf(wired), deadline)
    if (woken > 0 || ran > 0) ctx.log('tick', { woken, routines: ran })
  }
