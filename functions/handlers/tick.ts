import { createTick } from '../tick.ts'
import { deployed } from '../production.ts'

export const handler = deployed(createTick)
