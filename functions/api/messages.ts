import { Hono } from 'hono'
import type { Context } from '../../core/context.ts'
import { Problem } from '../../core/problem.ts'
import { getMessage, present } from '../../core/read.ts'
import { findConversation, planFor } from '../../core/send/accept.ts'
import { resolveUnknown } from '../../core/send/resolve.ts'
import type { ApiEnv } from './env.ts'
import { readBody } from './input.ts'
import { presentMessage } from './present.ts'
import { isId, PlanBody, ResolveBody } from './requests.ts'

const messageId = (id: string): string => {
  if (isId('msg', id)) return id
  throw new Problem('not_found', 'There is no message of this id: ids look like msg_ and 22 characters.')
}

/** `/v1/messages`: single messages, and the settling of those whose outcome nobody knows. */
export const messageRoutes = (ctx: Context): Hono<ApiEnv> =>
  new Hono<ApiEnv>()
    .get('/:id', async (c) =>
      c.json(presentMessage(ctx, await getMessage(ctx, c.get('principal'), messageId(c.req.param('id'))))),
    )
    .post('/:id/resolve', async (c) => {
      const id = messageId(c.req.param('id'))
      const { outcome } = await readBody(c, ResolveBody)
      return c.json(presentMessage(ctx, await resolveUnknown(ctx, c.get('principal'), id, outcome)))
    })

/** Core points into the message, which is one field of this body. */
const insideMessage = (problem: Problem): Problem => {
  const errors = problem.errors.map(({ path, message }) => ({ path: `/message${path}`, message }))
  return new Problem(problem.type, problem.message, errors, problem.extra)
}

/** `/v1/plan`: what a send would come to. Keeps nothing. */
export const planRoutes = (ctx: Context): Hono<ApiEnv> =>
  new Hono<ApiEnv>().post('/', async (c) => {
    const { conversation, message } = await readBody(c, PlanBody)
    const head = await findConversation(ctx, c.get('principal'), conversation)
    try {
      return c.json({ plan: planFor(ctx, head, message), window: present(ctx, head).window })
    } catch (error) {
      throw error instanceof Problem ? insideMessage(error) : error
    }
  })
