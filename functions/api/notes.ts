import { addNote } from '../../core/notes.ts'
import type { Context } from '../../core/context.ts'
import { speaker } from '../../core/control.ts'
import { NoteAnswer } from './answers.ts'
import { operation, type Operation } from './operation.ts'
import { NoteBody } from './requests.ts'

/** What people of the shop write down for each other. */
export const noteOperations = (ctx: Context): readonly Operation[] => [
  operation({
    id: 'addNote',
    method: 'post',
    path: '/v1/conversations/{conversation}/notes',
    tag: 'Conversations',
    summary: 'Write a note that the customer never sees',
    ids: { conversation: 'cnv' },
    idempotencyKey: 'required',
    body: NoteBody,
    status: 201,
    answer: NoteAnswer,
    problems: ['idempotency_key_reused'],
    handle: ({ principal, params, idempotencyKey, body }) =>
      addNote(ctx, principal, idempotencyKey, {
        conversation: params['conversation'] ?? '',
        ...body,
        author: speaker(principal, body.author),
      }),
  }),
]
