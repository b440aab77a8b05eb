import type { ListedConversation } from '../../client/index.ts'
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

/** How a contact is reached: their number, address or id, as it was seen last. Asked for where it is not known. */
const addressOf = (id: string): string | null => {
  const contact = contacts.value.get(id)
  if (contact === undefined) lookFor(id)
  return contact?.name ?? contact?.aliases.toSorted((a, b) => b.seenAt - a.seenAt)[0]?.value ?? null
}

/** What a conversation is called: by the contact's name, else by how they are reached. */
export const nameOfConversation = ({ contact, participants }: ListedConversation): string | null => {
  const customer = participants.find(({ kind }) => kind === 'customer')
  const known = contact.name ?? customer?.name ?? customer?.id
  return known ?? (contact.id === null ? null : addressOf(contact.id))
}
