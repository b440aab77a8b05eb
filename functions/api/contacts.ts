import { Hono } from 'hono'
import { getContact, mergeContacts, undoMerge } from '../../core/contact/merge.ts'
import type { Context } from '../../core/context.ts'
import { Problem } from '../../core/problem.ts'
import type { ApiEnv } from './env.ts'
import { readBody, readIdempotencyKey, readNoBody } from './input.ts'
import { isId, MergeBody } from './requests.ts'

const contactId = (id: string): string => {
  if (isId('ctc', id)) return id
  throw new Problem('not_found', 'There is no contact of this id: ids look like ctc_ and 22 characters.')
}

/** `/v1/contacts`: people as the shop knows them, and which of them are one. */
export const contactRoutes = (ctx: Context): Hono<ApiEnv> =>
  new Hono<ApiEnv>()
    .get('/:id', async (c) => c.json(await getContact(ctx, c.get('principal'), contactId(c.req.param('id')))))
    .post('/:id/merge', async (c) => {
      const from = contactId(c.req.param('id'))
      const idempotencyKey = readIdempotencyKey(c)
      const { into } = await readBody(c, MergeBody)
      return c.json(await mergeContacts(ctx, c.get('principal'), idempotencyKey, { from, into }))
    })
    .post('/:id/unmerge', async (c) => {
      const id = contactId(c.req.param('id'))
      const idempotencyKey = readIdempotencyKey(c)
      await readNoBody(c)
      return c.json(await undoMerge(ctx, c.get('principal'), idempotencyKey, id))
    })
