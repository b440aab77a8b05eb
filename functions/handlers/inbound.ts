import { createInbound } from '../inbound.ts'
import { deployed } from '../production.ts'

export const handler = deployed(createInbound)
