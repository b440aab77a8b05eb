import { production } from '../production.ts'
import { createProject, type StreamHandler } from '../project.ts'

export const handler: StreamHandler = (event) => createProject(production())(event)
