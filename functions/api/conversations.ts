import { Hono } from 'hono'
import { markRead, showTyping, type Act } from '../../core/act.ts'
import { closeCase } from '../../core/close.ts'
import { compact } from '../../core/compact.ts'
import type { Context } from '../../core/context.ts'
import { InvalidWrite } from '../../core/ports.ts'
import { Problem } from '../../core/problem.ts'
import { getConversation, listConversations, listTimeline } from '../../core/read.ts'
import { acceptMessage } from '../../core/send/accept.ts'
import { cursorsOf } from './cursor.ts'
import type { ApiEnv } from './env.ts'
import { readBody, readIdempotencyKey, readNoBody, readQuery } from './input.ts'
import { presentEntry, presentMessage } from './present.ts'
import { ConversationsQuery, isId, SendBody, TimelineQuery } from './requests.ts'

const conversationId = (id: string): string => {
  if (isId('cnv', id)) return id
  throw new Problem('not_found', 'There is no conversation of this id: ids look like cnv_ and 22 characters.')
}

const tooLarge = (error: unknown): never => {
  if (error instanceof InvalidWrite) throw new Problem('content_too_large', 'The message is too large to be kept.')
  throw error
}

/** `/v1/conversations`: lists, single ones, their timelines, and what is sent into them. */
export const conversationRoutes = (ctx: Context, act: Act): Hono<ApiEnv> =>
  new Hono<ApiEnv>()
    .get('/', async (c) => {
      const principal = c.get('principal')
      const { cursor, ...query } = readQuery(c, ConversationsQuery)
      const cursors = cursorsOf(ctx.hash, ['conversations', principal.shop, query.status, query.order])
      const after = cursor === undefined ? {} : { after: cursors.read(cursor) }
      const { data, next } = await listConversations(ctx, principal, { ...query, ...after })
      return c.json({ data, next: cursors.write(next) })
    })
    .get('/:id', async (c) => c.json(await getConversation(ctx, c.get('principal'), conversationId(c.req.param('id')))))
    .post('/:id/close', async (c) => {
      await readNoBody(c)
      return c.json(await closeCase(ctx, c.get('principal'), conversationId(c.req.param('id'))))
    })
    .post('/:id/read', async (c) => {
      await readNoBody(c)
      return c.json(await markRead(ctx, act, c.get('principal'), conversationId(c.req.param('id'))))
    })
    .post('/:id/typing', async (c) => {
      await readNoBody(c)
      return c.json(await showTyping(ctx, act, c.get('principal'), conversationId(c.req.param('id'))))
    })
    .get('/:id/messages', async (c) => {
      const principal = c.get('principal')
      const id = conversationId(c.req.param('id'))
      const { cursor, ...query } = readQuery(c, TimelineQuery)
      const cursors = cursorsOf(ctx.hash, ['timeline', principal.shop, id, query.order])
      const after = compact({ after: cursor === undefined ? undefined : cursors.read(cursor)['sk'] })
      const { data, next } = await listTimeline(ctx, principal, id, { ...query, ...after })
      return c.json({ data: data.map((entry) => presentEntry(ctx, entry)), next: cursors.write(next) })
    })
    .post('/:id/messages', async (c) => {
      const conversation = conversationId(c.req.param('id'))
      const idempotencyKey = readIdempotencyKey(c)
      const { author, purpose, validUntil, ...message } = await readBody(c, SendBody)
      const request = { conversation, message, author, purpose, ...compact({ validUntil }) }
      const accepted = await acceptMessage(ctx, c.get('principal'), idempotencyKey, request).catch(tooLarge)
      return c.json(presentMessage(ctx, accepted), 202)
    })
