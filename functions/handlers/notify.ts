import { createNotify } from '../notify.ts'
import { deployed } from '../production.ts'

export const handler = deployed(createNotify)
