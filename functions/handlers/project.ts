import { createProject } from '../project.ts'
import { deployed } from '../production.ts'

export const handler = deployed(createProject)
