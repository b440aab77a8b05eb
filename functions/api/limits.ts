import type { MiddlewareHandler } from 'hono'
import { createLimiter, type RateLimit } from '../../core/keys/limit.ts'
import type { Context } from '../../core/context.ts'
import { Problem } from '../../core/problem.ts'
import type { ApiEnv } from './env.ts'
import { problemAnswer } from './problems.ts'

/** Refuses what a key asks beyond its rate. Comes after the authentication: who is nobody uses up nobody's rate. */
export const limitRate = (ctx: Context, limit: RateLimit): MiddlewareHandler<ApiEnv> => {
  const wait = createLimiter(ctx, limit)
  return async (c, next) => {
    const ms = await wait(c.get('principal').name)
    if (ms > 0)
      return problemAnswer(c, new Problem('rate_limited', 'This key asks too much at once: go on a little later.'), {
        'retry-after': String(Math.ceil(ms / 1000)),
      })
    await next()
    return undefined
  }
}
