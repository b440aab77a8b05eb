interface Page<T> {
  readonly data: readonly T[]
  readonly next: string | null
}

/** All there is of a list, page by page. */
export const allPages = async <T>(read: (cursor: string | undefined) => Promise<Page<T>>): Promise<readonly T[]> => {
  const all: T[] = []
  let cursor: string | undefined
  do {
    const { data, next }: Page<T> = await read(cursor)
    all.push(...data)
    cursor = next ?? undefined
  } while (cursor !== undefined)
  return all
}
