import { createApi } from '../api.ts'
import { deployed } from '../production.ts'

export const handler = deployed(createApi)
