import type { Context } from '../../core/context.ts'
import { getResync, startResync } from '../../core/resync/start.ts'
import { Resync } from '../../core/schema/resync.ts'
import { operation, type Operation } from './operation.ts'

const common = {
  tag: 'Resync',
  path: '/v1/resync',
  scope: 'admin',
  answer: Resync.meta({ id: 'Resync' }),
} as const

/** `/v1/resync`: all views made anew from the facts, and how far that is. */
export const resyncOperations = (ctx: Context): readonly Operation[] => [
  operation({
    ...common,
    id: 'startResync',
    method: 'post',
    summary: 'Make all views anew',
    description: 'Of all shops, from the facts. One that is running goes on, and is answered as it stands.',
    status: 202,
    handle: ({ principal }) => startResync(ctx, principal),
  }),
  operation({
    ...common,
    id: 'getResync',
    method: 'get',
    summary: 'See how far the latest resync is',
    status: 200,
    problems: ['not_found'],
    handle: ({ principal }) => getResync(ctx, principal),
  }),
]
