import type { Context } from '../../core/context.ts'
import { eraseContact, getErasure } from '../../core/erase/start.ts'
import { Erasure } from '../../core/schema/erasure.ts'
import { operation, type Operation } from './operation.ts'

const common = { tag: 'Contacts', scope: 'admin', answer: Erasure.meta({ id: 'Erasure' }) } as const

/** Erasing people, and how far that is. */
export const erasureOperations = (ctx: Context): readonly Operation[] => [
  operation({
    ...common,
    id: 'eraseContact',
    method: 'post',
    path: '/v1/contacts/{contact}/erase',
    summary: 'Erase a person',
    description: 'The contact, all merged into it, and every conversation with them. It cannot be undone.',
    ids: { contact: 'ctc' },
    idempotencyKey: 'required',
    status: 202,
    problems: ['idempotency_key_reused'],
    handle: ({ principal, params, idempotencyKey }) =>
      eraseContact(ctx, principal, idempotencyKey, params['contact'] ?? ''),
  }),
  operation({
    ...common,
    id: 'getErasure',
    method: 'get',
    path: '/v1/erasures/{erasure}',
    summary: 'See how far an erasure is',
    ids: { erasure: 'ers' },
    status: 200,
    handle: ({ principal, params }) => getErasure(ctx, principal, params['erasure'] ?? ''),
  }),
]
