import type { HttpBindings } from '@hono/node-server'
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import { type Handler, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Log } from '../../core/ports.ts'
import { errorFields } from '../../functions/log.ts'
import { createContext, type LambdaFunction } from '../engine/lambda.ts'
import { toEvent, toResponse } from './event.ts'

export type HttpFunction = LambdaFunction<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>

/** Bytes an HTTP API takes. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const MAX_BODY_BYTES = 10 * 1024 * 1024

/** Time an HTTP API waits for a function, in ms. */
const TIMEOUT_MS = 30_000

const message = (status: number, text: string): Response => Response.json({ message: text }, { status })

/** Hands requests to a function as an HTTP API does, and answers as it does when the function fails. */
const serving =
  (functionName: string, run: HttpFunction, log: Log): Handler<{ Bindings: HttpBindings }> =>
  async (c) => {
    const body = new Uint8Array(await c.req.arrayBuffer())
    try {
      const context = createContext({ functionName, timeoutMs: TIMEOUT_MS, now: Date.now })
      return toResponse(await run(toEvent(c.env.incoming, body, Date.now()), context))
    } catch (error) {
      log('function_failed', { function: functionName, ...errorFields(error) })
      return message(500, 'Internal Server Error')
    }
  }

export interface HttpFunctions {
  readonly webhook: HttpFunction
  readonly api: HttpFunction
}

/** The routes that exist in the cloud as well. */
export const functionRoutes = ({ webhook, api }: HttpFunctions, log: Log): Hono<{ Bindings: HttpBindings }> => {
  const limit = bodyLimit({ maxSize: MAX_BODY_BYTES, onError: () => message(413, 'Request Entity Too Large') })
  return new Hono<{ Bindings: HttpBindings }>()
    .all('/webhooks/*', limit, serving('webhook', webhook, log))
    .all('/v1/*', limit, serving('api', api, log))
    .all('/openapi.json', limit, serving('api', api, log))
    .all('/docs', limit, serving('api', api, log))
    .all('/inbox/*', limit, serving('api', api, log))
}
