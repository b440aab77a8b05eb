import { createNotify, type NotifyHandler } from '../notify.ts'
import { production } from '../production.ts'

let notify: NotifyHandler | undefined
export const handler: NotifyHandler = (event, context) => (notify ??= createNotify(production()))(event, context)
