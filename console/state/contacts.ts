import { effect, signal } from '@preact/signals'
import { dataOf, ParleyProblem, type Contact } from '../../client/index.ts'
import { conversations, keepConversations } from './conversations.ts'
import { generation, onEvent } from './feed.ts'
import { allPages } from './pages.ts'
import { api } from './session.ts'

/** Contacts by every id they were asked for; null: there is none (any more). */
export const contacts = signal<ReadonlyMap<string, Contact | null>>(new Map())

/** Keeps a contact under its id and those it was asked for by, unless a higher version of it is known. */
export const keepContact = (told: Contact, asked: string = told.id): void => {
  const known = contacts.peek()
  const same = known.get(told.id)
  if (same && same.version > told.version && known.get(asked)?.id === told.id) return
  contacts.value = new Map([...known, ...[told.id, asked, ...told.merged].map((id) => [id, told] as const)])
}

const forget = (ids: readonly string[]): void => {
  contacts.value = new Map([...contacts.peek(), ...ids.map((id) => [id, null] as const)])
}

/** Reads a contact; whom it was merged into, where it was. Throws what the gateway says, but for one who is not there. */
export const loadContact = async (id: string): Promise<Contact | null> => {
  try {
    const contact = dataOf(await api().GET('/v1/contacts/{contact}', { params: { path: { contact: id } } }))
    keepContact(contact, id)
    return contact
  } catch (error) {
    if (!(error instanceof ParleyProblem) || error.status !== 404) throw error
    forget([id])
    return null
  }
}

/** Reads every conversation of a contact into what the page knows. */
export const loadConversationsOf = async (id: string): Promise<void> => {
  keepConversations(
    await allPages(async (cursor) =>
      dataOf(
        await api().GET('/v1/contacts/{contact}/conversations', {
          params: { path: { contact: id }, query: { limit: 100, ...(cursor ? { cursor } : {}) } },
        }),
      ),
    ),
  )
}

/** What the page knows of the conversations with a contact, last word first. */
export const conversationsWith = (id: string) =>
  [...conversations.value.values()]
    .filter(({ contact }) => contact.id === id)
    .toSorted((a, b) => b.lastEntryAt - a.lastEntryAt || (a.id < b.id ? -1 : 1))

const again = (ids: readonly string[]): void => {
  const known = contacts.peek()
  // What cannot be read now is read anew with the next generation.
  for (const id of ids) if (known.has(id)) void loadContact(id).catch(() => undefined)
}

const isContact = (data: object): data is Contact => 'aliases' in data && 'version' in data

onEvent(({ type, subject, data }) => {
  if (!type.startsWith('contact.')) return
  const all = Array.isArray(data['contacts']) ? data['contacts'].map(String) : []
  if (type === 'contact.erased') forget(all)
  else if (type === 'contact.merged') again(all)
  else if (!isContact(data)) again([subject])
  else if (contacts.peek().has(data.id)) keepContact(data)
})

effect(() => {
  if (generation.value > 1) again([...contacts.peek().keys()])
})
