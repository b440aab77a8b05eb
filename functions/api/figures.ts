import * as z from 'zod'
import type { Context } from '../../core/context.ts'
import { readResponseTimes } from '../../core/figures/read.ts'
import { ResponseTimes } from '../../core/schema/figures.ts'
import { operation, type Operation } from './operation.ts'

const FiguresQuery = z.strictObject({
  days: z
    .string()
    .regex(/^(?:[1-9]|[1-8][0-9]|90)$/, 'give a whole number from 1 to 90')
    .transform(Number)
    .default(30)
    .meta({ as: { type: 'integer', minimum: 1, maximum: 90, default: 30 } }),
})

/** `/v1/figures`: how the shop does, in numbers. */
export const figureOperations = (ctx: Context): readonly Operation[] => [
  operation({
    id: 'getResponseTimes',
    method: 'get',
    path: '/v1/figures/response-times',
    tag: 'Figures',
    summary: 'See how long customers wait for the first answer',
    description: 'By channel and by day; and who waits now. Of the accounts that the key is for.',
    query: FiguresQuery,
    status: 200,
    answer: ResponseTimes.meta({ id: 'ResponseTimes' }),
    handle: ({ principal, query: { days } }) => readResponseTimes(ctx, principal, days),
  }),
]
