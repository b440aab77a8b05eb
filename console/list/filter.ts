import type { ListedConversation } from '../../client/index.ts'

/** What is open is shown in two parts: who waits for an answer, and below them those who were answered. */
export const VIEWS = ['open', 'pending', 'snoozed', 'closed'] as const
export type View = (typeof VIEWS)[number]

const FIELDS = ['channel', 'assignee', 'tag'] as const
export type Field = (typeof FIELDS)[number]

/** Which conversations are listed, as the address of the page says it. */
export interface Filter extends Readonly<Partial<Record<Field, string>>> {
  readonly view: View
}

export const filterOf = (query: Readonly<Record<string, string>>): Filter => ({
  view: VIEWS.find((view) => view === query['view']) ?? 'open',
  ...Object.fromEntries(FIELDS.flatMap((field) => (query[field] ? [[field, query[field]]] : []))),
})

/** As it stands in an address, with its question mark; nothing where it says nothing. Equal filters give equal ones. */
export const searchOf = (filter: Filter): string => {
  const params = new URLSearchParams(filter.view === 'open' ? {} : { view: filter.view })
  for (const field of FIELDS) if (filter[field]) params.set(field, filter[field])
  return params.size === 0 ? '' : `?${params}`
}

export const activeFields = (filter: Filter): readonly Field[] => FIELDS.filter((field) => filter[field] !== undefined)

export const statusOf = ({ case: current }: Pick<ListedConversation, 'case'>): View => current?.status ?? 'open'

export const matches = (filter: Filter, conversation: ListedConversation): boolean =>
  conversation.linkedTo === null &&
  statusOf(conversation) === filter.view &&
  (filter.channel === undefined || conversation.channel === filter.channel) &&
  (filter.assignee === undefined || conversation.case?.assignee === filter.assignee) &&
  (filter.tag === undefined || (conversation.case?.tags.includes(filter.tag) ?? false))
