import type { Entry } from './details.ts'

/** Ids of other systems as they stand in a message's state: what was said of them last, by system. */
export type StatedIds = Readonly<Record<string, Entry>>

/** What a message is called in other systems: as it was when it came or was sent, and as was said of it since. */
export const shownIds = (
  first: Readonly<Record<string, string>> = {},
  since: StatedIds = {},
): Record<string, string> => {
  const ids = new Map(Object.entries(first))
  for (const [system, [, , id]] of Object.entries(since)) {
    if (id === null) ids.delete(system)
    else ids.set(system, id)
  }
  return Object.fromEntries([...ids].sort(([a], [b]) => (a < b ? -1 : 1)))
}
