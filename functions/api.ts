import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda'
import { handle } from 'hono/aws-lambda'
import { type ApiParts, createApp } from './api/app.ts'

export { createApp } from './api/app.ts'

export type ApiHandler = (
  event: APIGatewayProxyEventV2,
  context?: Context,
) => Promise<APIGatewayProxyStructuredResultV2>

/** A GET may arrive with a body, which means nothing; `Request` would throw on it. */
const withoutIdleBody = (event: APIGatewayProxyEventV2): APIGatewayProxyEventV2 => {
  const { body: _body, ...rest } = event
  return /^(?:GET|HEAD)$/.test(event.requestContext.http.method) ? rest : event
}

/** The REST API under /v1 and the inbox page, for events of an HTTP API. */
export const createApi = (parts: ApiParts): ApiHandler => {
  // Hono has event types of its own, which say the same.
  const answer = handle(createApp(parts)) as unknown as ApiHandler
  return (event, context) => answer(withoutIdleBody(event), context)
}
