import { dataOf, ParleyProblem, type Contact } from '../../client/index.ts'
import { contacts, keepContact, loadContact, loadConversationsOf } from '../state/contacts.ts'
import { api } from '../state/session.ts'
import { common } from '../texts/common.ts'
import { merging } from '../texts/contact.ts'
import { t } from '../texts/text.ts'
import { attempt, notify } from '../ui/notices.tsx'
import { answersTo, lookUpsOf, type LookUp } from './search.ts'

/** What those were called who are shown as somebody else now, as far as this page saw it. */
const formerNames = new Map<string, string>()

export const formerName = (id: string): string => formerNames.get(id) ?? id

const RECENT = 100

/** Those who were in touch for the first time last. */
export const recentContacts = async (): Promise<readonly Contact[]> =>
  dataOf(await api().GET('/v1/contacts', { params: { query: { limit: RECENT } } })).data

const lookUp = async (one: LookUp): Promise<readonly Contact[]> => {
  if ('contact' in one) return [await loadContact(one.contact)].filter((found) => found !== null)
  try {
    return dataOf(await api().GET('/v1/contacts', { params: { query: one } })).data
  } catch (error) {
    // What cannot be a number or an id of that kind is nobody's.
    if (error instanceof ParleyProblem && error.status === 400) return []
    throw error
  }
}

/** Whoever was described: first by what names one exactly, then among those who are known by their names. */
export const findContacts = async (described: string, known: readonly Contact[]): Promise<readonly Contact[]> => {
  const exact = await Promise.all(lookUpsOf(described).map(lookUp))
  const found = [...exact.flat(), ...known.filter((contact) => answersTo(contact, described))]
  return [...new Map(found.map((contact) => [contact.id, contact])).values()]
}

/** Shows a contact for itself again. */
export const takeApart = (id: string): Promise<boolean> =>
  attempt(async () => {
    const into = contacts.peek().get(id)?.id
    const params = { path: { contact: id }, header: { 'Idempotency-Key': crypto.randomUUID() } }
    const contact = dataOf(await api().POST('/v1/contacts/{contact}/unmerge', { params }))
    keepContact(contact, id)
    notify(t(merging.apart))
    const both = [contact.id, ...(into === undefined ? [] : [into])]
    await Promise.all(both.flatMap((one) => [loadContact(one), loadConversationsOf(one)]))
  })

const nameOf = ({ name }: Contact): string => name ?? t(common.unknownName)

/** Shows one contact as another from now on; says how to take that back. `intent` names it, over repetitions. */
export const merge = (from: Contact, into: Contact, intent: string): Promise<boolean> =>
  attempt(async () => {
    const params = { path: { contact: from.id }, header: { 'Idempotency-Key': intent } }
    const shown = dataOf(await api().POST('/v1/contacts/{contact}/merge', { params, body: { into: into.id } }))
    formerNames.set(from.id, nameOf(from))
    keepContact(shown, from.id)
    notify(t(merging.done, { from: nameOf(from), into: nameOf(into) }), {
      action: { label: t(common.undo), run: () => void takeApart(from.id) },
    })
    await loadConversationsOf(shown.id)
  })
