import type { Contact, ListedConversation } from '../../client/index.ts'
import { seenOf } from './blank.ts'
import { contacts, loadContact } from './contacts.ts'
import { generation } from './feed.ts'

/** One after the other: a list may hold many without a name. */
let queue: Promise<unknown> = Promise.resolve()
const asked = new Set<string>()

const lookFor = (id: string): void => {
  if (asked.has(id) || generation.peek() === 0) return
  asked.add(id)
  queue = queue.then(() => loadContact(id)).catch(() => asked.delete(id))
}

/** What a contact is called: by their name, else by their number, address or id, as it was seen last. */
export const nameOfContact = ({ name, aliases }: Pick<Contact, 'name' | 'aliases'>): string | null =>
  seenOf(name) ?? aliases.toSorted((a, b) => b.seenAt - a.seenAt)[0]?.value ?? null

/** Of a contact that is asked for where it is not known. */
const addressOf = (id: string): string | null => {
  const contact = contacts.value.get(id)
  if (contact === undefined) lookFor(id)
  return contact ? nameOfContact(contact) : null
}

/** What a conversation is called: by the contact's name, else by how they are reached. */
export const nameOfConversation = ({ contact, participants }: ListedConversation): string | null => {
  const customer = participants.find(({ kind }) => kind === 'customer')
  const known = seenOf(contact.name) ?? seenOf(customer?.name) ?? customer?.id
  return known ?? (contact.id === null ? null : addressOf(contact.id))
}
