import type { Context } from '../context.ts'
import { contacts, foldContact } from '../contact/contacts.ts'
import { membersOf, shownAs, type KnownPerson } from '../contact/current.ts'
import { showPerson } from '../contact/show.ts'
import type { ContactRecord } from '../conversation/contact.ts'
import { findRoot } from '../conversation/versioned.ts'
import { appendEvent } from '../feed.ts'
import type { MergeMark } from '../store/facts.ts'
import { tellContact } from './people.ts'

const find = async (ctx: Context, id: string): Promise<ContactRecord | undefined> =>
  (await findRoot(ctx.table, contacts, id)).value

const shown = async (ctx: Context, id: string): Promise<KnownPerson | undefined> => {
  const person = await find(ctx, id)
  return person && shownAs(ctx, person)
}

/** Everybody whom a merge of these two concerns: all who are shown as either. */
const concerned = async (ctx: Context, mark: MergeMark): Promise<readonly ContactRecord[]> => {
  const people = new Map<string, ContactRecord>()
  for (const id of [mark.from, mark.into]) {
    const known = await shown(ctx, id)
    const root = known && (await find(ctx, known.contact.id))
    for (const member of root ? await membersOf(ctx, root) : []) people.set(member.id, member)
  }
  return [...people.values()]
}

/**
 * Keeps with both contacts that one is shown as the other, or is so no more; then shows it in their conversations. Neither
 * takes anything of the other, so any order and number of merges and undoings comes to the same.
 */
export const projectMerge = async (ctx: Context, shop: string, mark: MergeMark): Promise<void> => {
  for (const id of [mark.into, mark.from]) {
    // What is shown under an id goes on counting from what was shown under it before.
    const before = await shown(ctx, id)
    await foldContact(ctx, shop, id, { merges: [mark] }, before?.contact.version)
  }
  const people = await concerned(ctx, mark)
  for (const person of people) {
    const known = await shownAs(ctx, person)
    if (known.contact.id === person.id) await tellContact(ctx, known)
    await showPerson(ctx, person)
  }
  if (mark.undone) return
  const into = await shown(ctx, mark.into)
  const id = into?.contact.id ?? mark.into
  await appendEvent(ctx, {
    type: 'contact.merged',
    shop,
    subject: id,
    key: [mark.key],
    data: { id, contacts: [mark.from, mark.into] },
  })
}
