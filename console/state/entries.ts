import type { Entry, Message } from '../../client/index.ts'

/** A timeline as far as it is known. */
export interface Known {
  /** Oldest first. */
  readonly entries: readonly Entry[]
  /** Where to go on for what was before; null where this is the beginning. */
  readonly older: string | null
}

/** As the gateway orders them: a time in whole seconds only says in which second it was. */
const placeOf = ({ at, firstSeenAt }: Entry): number =>
  at % 1000 === 0 ? Math.max(at, Math.min(at + 999, firstSeenAt)) : at

const inOrder = (a: Entry, b: Entry): number =>
  placeOf(a) - placeOf(b) || a.firstSeenAt - b.firstSeenAt || (a.id < b.id ? -1 : Number(a.id > b.id))

/** Adds what was told, each as it stands by its highest version; of equal ones what was told last. */
export const merged = (known: readonly Entry[], told: readonly Entry[]): readonly Entry[] => {
  const byId = new Map(known.map((entry) => [entry.id, entry]))
  for (const entry of told) if ((byId.get(entry.id)?.version ?? -1) <= entry.version) byId.set(entry.id, entry)
  return [...byId.values()].toSorted(inOrder)
}

/**
 * What is known after the newest page was read, newest first. Where nothing of it was `read` before, something may be missing in
 * between: what is older than the page is let go, and can be read again.
 */
export const afterNewest = (
  known: Known & { readonly read: boolean },
  page: readonly Entry[],
  next: string | null,
): Known => {
  const ids = new Set(known.entries.map(({ id }) => id))
  const entries = merged(known.entries, page)
  if (next === null) return { entries, older: null }
  if (known.read && page.some(({ id }) => ids.has(id))) return { entries, older: known.older }
  const oldest = page.at(-1)?.id
  return { entries: entries.slice(entries.findIndex(({ id }) => id === oldest)), older: next }
}

/** Puts what became of a file in its place in the message. */
export const withAttachment = (
  message: Message,
  index: number,
  told: Partial<Message['attachments'][number]> & { readonly id: string },
): Message => ({
  ...message,
  attachments: message.attachments.map((file, at) =>
    at === index && file.id === told.id ? { ...file, ...told } : file,
  ),
})
