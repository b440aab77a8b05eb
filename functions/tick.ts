import type { ScheduledEvent } from 'aws-lambda'
import { tick } from '../core/send/tick.ts'
import type { Wired } from './wire.ts'

export type ScheduleHandler = (event: ScheduledEvent) => Promise<void>

/** Every minute: wakes what is due. */
export const createTick =
  (wired: Wired): ScheduleHandler =>
  async () => {
    const { woken } = await tick(wired.ctx)
    if (woken > 0) wired.ctx.log('tick', { woken })
  }
