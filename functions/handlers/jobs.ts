import { createJobs, type JobsHandler } from '../jobs.ts'
import { production } from '../production.ts'

let jobs: JobsHandler | undefined
export const handler: JobsHandler = (event, context) => (jobs ??= createJobs(production()))(event, context)
