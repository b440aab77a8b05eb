import { createDeliver } from '../deliver.ts'
import { deployed } from '../production.ts'

export const handler = deployed(createDeliver)
