import type { MiddlewareHandler } from 'hono'
import { createLimiter, type RateLimit } from '../../core/keys/limit.ts'
import type { Context } from '../../core/context.ts'
import { Problem } from '../../core/problem.ts'
import type { Caller } from '../../core/reach.ts'
import type { ApiEnv } from './env.ts'
import { problemAnswer } from './problems.ts'

/**
 * Refuses what a key, or a person, asks beyond their rate. Comes after the authentication: who is nobody uses up nobody's rate.
 * All who try to sign in share one, as long as they are nobody.
 */
export const limitRate = (ctx: Context, limit: RateLimit): MiddlewareHandler<ApiEnv> => {
  const wait = createLimiter(ctx, limit)
  return async (c, next) => {
    const caller = c.get('principal') as Caller | undefined
    const ms = await wait(caller?.name ?? 'sign-in')
    if (ms > 0)
      return problemAnswer(c, new Problem('rate_limited', 'This is too much at once: go on a little later.'), {
        'retry-after': String(Math.ceil(ms / 1000)),
      })
    await next()
    return undefined
  }
}
