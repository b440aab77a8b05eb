import { createJobs } from '../jobs.ts'
import { deployed } from '../production.ts'

export const handler = deployed(createJobs)
