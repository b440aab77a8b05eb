import { createWebhook } from '../webhook.ts'
import { deployed } from '../production.ts'

export const handler = deployed(createWebhook)
