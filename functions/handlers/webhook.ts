import { production } from '../production.ts'
import { createWebhook, type WebhookHandler } from '../webhook.ts'

export const handler: WebhookHandler = (event) => createWebhook(production())(event)
