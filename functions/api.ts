import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda'
import { handle } from 'hono/aws-lambda'
import { createApp } from './api/app.ts'
import type { Wired } from './wire.ts'

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

/** The REST API under /v1, for events of an HTTP API. */
export const createApi = (
  wired: Pick<Wired, 'ctx' | 'apiKeys' | 'connections' | 'endpoints' | 'rateLimit'>,
): ApiHandler => {
  // Hono has event types of its own, which say the same.
  const answer = handle(createApp(wired)) as unknown as ApiHandler
  return (event, context) => answer(withoutIdleBody(event), context)
}
