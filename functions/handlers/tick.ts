import { production } from '../production.ts'
import { createTick, type ScheduleHandler } from '../tick.ts'

export const handler: ScheduleHandler = (event, context) => createTick(production())(event, context)
