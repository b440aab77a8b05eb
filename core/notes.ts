import type { Context } from './context.ts'
import { Problem } from './problem.ts'
import { noteOf } from './project/note.ts'
import { projectFact } from './project/project.ts'
import type { Note } from './schema/conversation.ts'
import type { Author } from './schema/message.ts'
import { findConversation, type Principal } from './send/accept.ts'
import { factItem, loadPartition, type NoteFact } from './store/facts.ts'

export interface NoteRequest {
  readonly conversation: string
  readonly author: Author
  readonly text: string
}

/** Keeps a note in the conversation that carries on. The same key and request give the stored note. */
export const addNote = async (
  ctx: Context,
  principal: Principal,
  idempotencyKey: string,
  request: NoteRequest,
): Promise<Note> => {
  const head = await findConversation(ctx, principal, request.conversation)
  const key = ctx.hash('note', principal.name, principal.shop, idempotencyKey)
  const bodyHash = ctx.hash('body', JSON.stringify(request))
  const { author, text } = request
  const fact: NoteFact = { kind: 'note', shop: head.shop, conversation: head.id, author, text }
  await ctx.table.put(factItem(key, { source: 'own', fact }, { seenAt: ctx.now(), bodyHash }), { absent: 'pk' })
  const { fact: stored } = await loadPartition(ctx.table, key)
  if (stored?.source !== 'own' || stored.fact.kind !== 'note') throw new Error('a note that was kept is missing')
  if (stored.bodyHash !== bodyHash)
    throw new Problem('idempotency_key_reused', 'This Idempotency-Key was used with another request.', [
      { path: 'Idempotency-Key', message: 'use a new key for a new note' },
    ])
  await projectFact(ctx, key)
  return noteOf(stored, stored.fact)
}
