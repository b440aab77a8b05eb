/** What of a browser's storage is used here. */
export interface Shelf {
  readonly length: number
  key(index: number): string | null
  getItem(key: string): string | null
  setItem(key: string, value: string): void
  removeItem(key: string): void
}

export interface Kept<T> {
  all(): Map<string, T>
  /** Keeps it at once, so that nothing is lost by a reload; answers whether there was room. */
  set(id: string, value: T): boolean
  delete(id: string): void
  /** The id of what a key of the shelf holds, if it is one of these. */
  idOf(key: string): string | undefined
}

const read = (shelf: Shelf, key: string): unknown => {
  try {
    return JSON.parse(shelf.getItem(key) ?? 'null') ?? undefined
  } catch {
    return undefined
  }
}

/**
 * Values on a shelf, each under a key of its own, so that pages side by side do not overwrite each other's. Of more than `max`
 * the oldest go.
 */
export const keptOn = <T extends { readonly at: number }>(shelf: Shelf, prefix: string, max: number): Kept<T> => {
  const idOf = (key: string): string | undefined => (key.startsWith(prefix) ? key.slice(prefix.length) : undefined)
  const all = (): Map<string, T> => {
    const found = new Map<string, T>()
    for (let index = 0; index < shelf.length; index++) {
      const key = shelf.key(index) ?? ''
      const id = idOf(key)
      const value = id === undefined ? undefined : (read(shelf, key) as T | undefined)
      if (id !== undefined && value !== undefined) found.set(id, value)
    }
    return found
  }
  const makeRoom = (room: number): void => {
    const newest = [...all()].toSorted(([, a], [, b]) => b.at - a.at)
    for (const [id] of newest.slice(room)) shelf.removeItem(prefix + id)
  }
  return {
    all,
    idOf,
    set: (id, value) => {
      try {
        if (shelf.getItem(prefix + id) === null) makeRoom(max - 1)
        shelf.setItem(prefix + id, JSON.stringify(value))
        return true
      } catch {
        // No room, or none allowed: it lasts as long as the page.
        return false
      }
    },
    delete: (id) => shelf.removeItem(prefix + id),
  }
}
