interface Page<T> {
  readonly data: readonly T[]
  readonly next: string | null
}

/** Everything a list has, page by page. */
export const pagesOf = async <T>(
  read: (cursor: { readonly cursor?: string }) => Promise<Page<T>>,
  onPage: (soFar: number) => void = () => {},
): Promise<readonly T[]> => {
  const all: T[] = []
  let page = await read({})
  for (;;) {
    all.push(...page.data)
    onPage(all.length)
    if (page.next === null) return all
    page = await read({ cursor: page.next })
  }
}
