import { randomUUID } from 'node:crypto'
import { Hono, type MiddlewareHandler } from 'hono'
import { methodNotAllowed } from 'hono/method-not-allowed'
import { matchedRoutes } from 'hono/route'
import type { Context } from '../../core/context.ts'
import { Problem } from '../../core/problem.ts'
import type { Assets } from '../inbox/assets.ts'
import { mountInbox } from '../inbox/routes.ts'
import { errorFields } from '../log.ts'
import { createAct } from '../act.ts'
import { createReread } from '../reread.ts'
import type { Wired } from '../wire.ts'
import { accountOperations } from './accounts.ts'
import { authenticate } from './auth.ts'
import { avatarOperations } from './avatars.ts'
import { caseOperations } from './cases.ts'
import { contactOperations } from './contacts.ts'
import { conversationOperations } from './conversations.ts'
import { deadLetterOperations } from './dead-letters.ts'
import { docsPage } from './docs.ts'
import type { ApiEnv } from './env.ts'
import { erasureOperations } from './erasures.ts'
import { exportOperations } from './exports.ts'
import { figureOperations } from './figures.ts'
import { keyOperations } from './keys.ts'
import { eventOperations } from './events.ts'
import { importOperations } from './import.ts'
import { limitBody } from './input.ts'
import { limitRate } from './limits.ts'
import { mediaOperations } from './media.ts'
import { messageOperations } from './messages.ts'
import { noteOperations } from './notes.ts'
import { openApiOf } from './openapi.ts'
import { mount, type Operation } from './operation.ts'
import { peopleOperations } from './people.ts'
import { problemAnswer } from './problems.ts'
import { resyncOperations } from './resync.ts'
import { sessionOperations } from './session.ts'
import { startOperations } from './start.ts'
import { templateOperations } from './templates.ts'
import { uploadOperations } from './uploads.ts'
import { webhookOperations } from './webhooks.ts'

/** Names the request in its answer, and logs what was asked by its route: a path may hold anything. */
const traced =
  (ctx: Context): MiddlewareHandler<ApiEnv> =>
  async (c, next) => {
    const started = ctx.now()
    // Without a gateway there is no environment either.
    const env = c.env as ApiEnv['Bindings'] | undefined
    c.set('requestId', env?.requestContext?.requestId ?? randomUUID())
    await next()
    c.res.headers.set('x-request-id', c.get('requestId'))
    if (!c.res.headers.has('cache-control')) c.res.headers.set('cache-control', 'no-store')
    ctx.log('api', {
      request: c.get('requestId'),
      method: c.req.method,
      route: matchedRoutes(c).findLast(({ method }) => method !== 'ALL')?.path ?? null,
      key: c.get('principal')?.name ?? null,
      status: c.res.status,
      problem: c.get('problem') ?? null,
      ms: ctx.now() - started,
    })
  }

/** All that the API can do. */
export const operationsOf = ({
  ctx,
  connections,
  endpoints,
}: Pick<Wired, 'ctx' | 'connections' | 'endpoints'>): readonly Operation[] => [
  ...conversationOperations(ctx, createAct(connections)),
  ...caseOperations(ctx),
  ...noteOperations(ctx),
  ...startOperations(ctx),
  ...importOperations(ctx),
  ...messageOperations(ctx),
  ...mediaOperations(ctx),
  ...uploadOperations(ctx),
  ...contactOperations(ctx),
  ...exportOperations(ctx),
  ...erasureOperations(ctx),
  ...deadLetterOperations(ctx, createReread(ctx, connections)),
  ...resyncOperations(ctx),
  ...accountOperations(ctx),
  ...templateOperations(ctx),
  ...keyOperations(ctx),
  ...sessionOperations(ctx),
  ...peopleOperations(ctx),
  ...avatarOperations(ctx),
  ...eventOperations(ctx),
  ...figureOperations(ctx),
  ...webhookOperations(ctx, endpoints),
]

export interface ApiParts extends Pick<Wired, 'ctx' | 'apiKeys' | 'connections' | 'endpoints' | 'rateLimit'> {
  /** The inbox page, where it was built. */
  readonly assets?: Assets
}

/** The REST API as a Hono app. `functions/api.ts` serves it to Lambda; anything that speaks fetch can. */
export const createApp = ({
  ctx,
  apiKeys,
  connections,
  endpoints,
  rateLimit,
  assets = async () => undefined,
}: ApiParts): Hono<ApiEnv> => {
  const operations = operationsOf({ ctx, connections, endpoints })
  const app = new Hono<ApiEnv>()
  app.onError((error, c) => {
    if (error instanceof Problem) return problemAnswer(c, error)
    ctx.log('api_failed', { request: c.get('requestId'), ...errorFields(error) })
    return problemAnswer(c, new Problem('internal', 'Try again later, and name this request when you ask about it.'))
  })
  app.notFound((c) => problemAnswer(c, new Problem('not_found', 'There is no such path.')))
  app.use(
    traced(ctx),
    methodNotAllowed({
      app,
      onMethodNotAllowed: (c, methods) => {
        const allow = methods.join(', ')
        return problemAnswer(c, new Problem('method_not_allowed', `This path takes ${allow}.`), { allow })
      },
    }),
  )
  // What the API is like is no secret: client generators read it without a key.
  app.get('/openapi.json', (c) => c.json(openApiOf(operations, ctx.publicUrl)))
  app.get('/docs', (c) => {
    c.header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'")
    return c.html(docsPage(openApiOf(operations, ctx.publicUrl)))
  })
  mountInbox(app, ctx, assets)
  const open = new Set(
    operations.filter((one) => one.open).map(({ method, path }) => `${method.toUpperCase()} ${path}`),
  )
  app.use(authenticate(ctx, apiKeys, open), limitRate(ctx, rateLimit), limitBody)
  mount(ctx, app, operations)
  return app
}
