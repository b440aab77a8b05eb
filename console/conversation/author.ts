import type { Entry } from '../../client/index.ts'
import { seenOf } from '../state/blank.ts'
import { conversations } from '../state/conversations.ts'
import { nameOfPerson, people } from '../state/people.ts'
import { authors } from '../texts/conversation.ts'
import { t } from '../texts/text.ts'

type Bubble = Exclude<Entry, { readonly type: 'activity' }>

const isPerson = (id: string | undefined): id is string => id?.startsWith('usr_') ?? false

/** What whoever said it is called: people by what they are called now. */
export const authorName = (entry: Bubble): string => {
  const { kind, id, name } = entry.author
  const own = isPerson(id) ? nameOfPerson(id) : null
  const known = own ?? seenOf(name)
  if (known !== null) return known
  const contact = kind === 'customer' ? conversations.value.get(entry.conversation)?.contact.name : null
  return seenOf(contact) ?? t(authors[kind])
}

/** Their picture, where this gateway has it. */
export const pictureOf = ({ author: { id, avatarUrl } }: Bubble): string | null =>
  (isPerson(id) ? people.value.find((person) => person.id === id)?.avatarUrl : undefined) ?? avatarUrl ?? null
