import { production } from '../production.ts'
import { createDeliver, type WakeHandler } from '../deliver.ts'

export const handler: WakeHandler = (event, context) => createDeliver(production())(event, context)
