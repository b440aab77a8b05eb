import { production } from '../production.ts'
import { createInbound, type QueueHandler } from '../inbound.ts'

export const handler: QueueHandler = (event) => createInbound(production())(event)
