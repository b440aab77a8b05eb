import { getContact, mergeContacts, undoMerge } from '../../core/contact/merge.ts'
import type { Context } from '../../core/context.ts'
import { ContactAnswer } from './answers.ts'
import { operation, type Operation } from './operation.ts'
import { MergeBody } from './requests.ts'

const common = { tag: 'Contacts', ids: { contact: 'ctc' }, status: 200, answer: ContactAnswer } as const
const PATH = '/v1/contacts/{contact}'

/** `/v1/contacts`: people as the shop knows them, and which of them are one. */
export const contactOperations = (ctx: Context): readonly Operation[] => [
  operation({
    ...common,
    id: 'getContact',
    method: 'get',
    path: PATH,
    summary: 'Get a contact',
    handle: ({ principal, params }) => getContact(ctx, principal, params['contact'] ?? ''),
  }),
  operation({
    ...common,
    id: 'mergeContact',
    method: 'post',
    path: `${PATH}/merge`,
    summary: 'Say that this contact is another one',
    idempotencyKey: 'required',
    body: MergeBody,
    problems: ['idempotency_key_reused', 'already_merged'],
    handle: ({ principal, params, idempotencyKey, body: { into } }) =>
      mergeContacts(ctx, principal, idempotencyKey, { from: params['contact'] ?? '', into }),
  }),
  operation({
    ...common,
    id: 'unmergeContact',
    method: 'post',
    path: `${PATH}/unmerge`,
    summary: 'Undo a merge',
    idempotencyKey: 'required',
    problems: ['idempotency_key_reused', 'not_merged'],
    handle: ({ principal, params, idempotencyKey }) =>
      undoMerge(ctx, principal, idempotencyKey, params['contact'] ?? ''),
  }),
]
