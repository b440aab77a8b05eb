import * as z from 'zod'
import { compact } from '../../core/compact.ts'
import type { Context } from '../../core/context.ts'
import { getDeadLetter, getRaw, listDeadLetters } from '../../core/dead-letters/dead-letters.ts'
import { redrive, redriveAll, type Reread } from '../../core/dead-letters/redrive.ts'
import { DeadLetter } from '../../core/schema/dead-letter.ts'
import { pageOf } from './answers.ts'
import { cursorsOf } from './cursor.ts'
import { operation, type Operation } from './operation.ts'
import { cursor, limit } from './requests.ts'

const DeadLetterAnswer = DeadLetter.meta({ id: 'DeadLetter' })
const filters = {
  channel: z.string().optional(),
  kind: z.string().max(64).optional(),
  reason: z.string().max(1000).optional(),
}
const RedriveBody = z.strictObject({ ...filters, cursor })
const RedrivenAnswer = z
  .object({ redriven: z.number().int(), open: z.number().int(), next: z.string().nullable() })
  .meta({ id: 'Redriven' })

interface Filter {
  readonly channel?: string | undefined
  readonly kind?: string | undefined
  readonly reason?: string | undefined
}

const cursorsFor = (ctx: Context, shop: string, { channel, kind, reason }: Filter) =>
  cursorsOf(ctx.hash, ['dead-letters', shop, JSON.stringify([channel, kind, reason])])

const common = { tag: 'Dead letters', ids: { letter: 'dl' }, status: 200 } as const
const PATH = '/v1/dead-letters/{letter}'

/** `/v1/dead-letters`: what providers delivered and nobody could read or place, and another try of it. */
export const deadLetterOperations = (ctx: Context, reread: Reread): readonly Operation[] => [
  operation({
    id: 'listDeadLetters',
    method: 'get',
    path: '/v1/dead-letters',
    tag: 'Dead letters',
    summary: 'List what could not be read or placed',
    query: z.strictObject({ ...filters, limit, cursor }),
    status: 200,
    answer: pageOf(DeadLetterAnswer),
    handle: async ({ principal, query: { cursor: at, ...query } }) => {
      const cursors = cursorsFor(ctx, principal.shop, query)
      const after = compact({ after: at === undefined ? undefined : cursors.read(at) })
      const { data, next } = await listDeadLetters(ctx, principal, { ...query, ...after })
      return { data, next: cursors.write(next) }
    },
  }),
  operation({
    id: 'redriveDeadLetters',
    method: 'post',
    path: '/v1/dead-letters/redrive',
    tag: 'Dead letters',
    summary: 'Try many again',
    body: RedriveBody,
    status: 200,
    answer: RedrivenAnswer,
    handle: async ({ principal, body: { cursor: at, ...filter } }) => {
      const cursors = cursorsFor(ctx, principal.shop, filter)
      const after = compact({ after: at === undefined ? undefined : cursors.read(at, '/cursor') })
      const { next, ...done } = await redriveAll(ctx, reread, principal, { ...filter, ...after })
      return { ...done, next: cursors.write(next) }
    },
  }),
  operation({
    ...common,
    id: 'getDeadLetter',
    method: 'get',
    path: PATH,
    summary: 'Get a dead letter',
    answer: DeadLetterAnswer,
    handle: ({ principal, params }) => getDeadLetter(ctx, principal, params['letter'] ?? ''),
  }),
  operation({
    ...common,
    id: 'getRawDeadLetter',
    method: 'get',
    path: `${PATH}/raw`,
    summary: 'Get what the provider delivered',
    scope: 'admin',
    answer: z.object({ raw: z.unknown() }),
    handle: ({ principal, params }) => getRaw(ctx, principal, params['letter'] ?? ''),
  }),
  operation({
    ...common,
    id: 'redriveDeadLetter',
    method: 'post',
    path: `${PATH}/redrive`,
    summary: 'Try one again',
    answer: DeadLetterAnswer,
    handle: ({ principal, params }) => redrive(ctx, reread, principal, params['letter'] ?? ''),
  }),
]
