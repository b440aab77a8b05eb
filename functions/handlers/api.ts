import { production } from '../production.ts'
import { createApi, type ApiHandler } from '../api.ts'

let api: ApiHandler | undefined
export const handler: ApiHandler = (event, context) => (api ??= createApi(production()))(event, context)
