import type { Context } from '../../core/context.ts'
import { exportContact, getExport } from '../../core/export/start.ts'
import { Export } from '../../core/schema/export.ts'
import { operation, type Operation } from './operation.ts'

const common = { tag: 'Contacts', scope: 'admin', answer: Export.meta({ id: 'Export' }) } as const

/** All that is kept of a person, as a file. */
export const exportOperations = (ctx: Context): readonly Operation[] => [
  operation({
    ...common,
    id: 'exportContact',
    method: 'post',
    path: '/v1/contacts/{contact}/export',
    summary: 'Export all that is kept of a person',
    description:
      'The contact, all merged into it, and every conversation with them, in one file that is there for seven days.',
    ids: { contact: 'ctc' },
    idempotencyKey: 'required',
    status: 202,
    problems: ['idempotency_key_reused'],
    handle: ({ principal, params, idempotencyKey }) =>
      exportContact(ctx, principal, idempotencyKey, params['contact'] ?? ''),
  }),
  operation({
    ...common,
    id: 'getExport',
    method: 'get',
    path: '/v1/exports/{export}',
    summary: 'See whether an export is ready, and where it is',
    ids: { export: 'exp' },
    status: 200,
    handle: ({ principal, params }) => getExport(ctx, principal, params['export'] ?? ''),
  }),
]
