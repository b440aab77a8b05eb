import type { Item, Key, Table } from '../ports.ts'

/** A view that is set under its version: read, join, write if nobody wrote meanwhile, else again. */
export interface Versioned<V extends { readonly version: number }> {
  readonly key: (id: string) => Key
  readonly encode: (value: V) => Item
  readonly decode: (item: Item) => V
  /** The id that carries on, when this one was linked into another. */
  readonly successor: (value: V) => string | undefined
  /** When it was erased: it changes no more, and what is said later is of another life; see erase/lives.ts. */
  readonly erasedAt: (value: V) => number | undefined
  /** Does what has to be done once the value stands, before it is written: again, where somebody else wrote first. */
  readonly beforeWrite?: (before: V | undefined, after: V) => Promise<void>
}

/** Follows links to the value that carries on. Ids along a chain only get smaller, so it ends. */
export const findRoot = async <V extends { readonly version: number }>(
  table: Table,
  views: Versioned<V>,
  id: string,
): Promise<{ readonly id: string; readonly value: V | undefined }> => {
  let current = id
  for (;;) {
    const item = await table.get(views.key(current), { consistent: true })
    const value = item && views.decode(item)
    const next = value && views.successor(value)
    if (next === undefined) return { id: current, value }
    current = next
  }
}

const same = (a: Item | undefined, b: Item): boolean =>
  a !== undefined && Object.keys({ ...a, ...b }).every((name) => a[name] === b[name])

/**
 * Applies a change to the value that carries on, under its version. `change` must be a join: it is applied again to
 * whatever a racing writer left. Nothing is written when nothing changes. What is written gets a version above `floor`:
 * that of what it replaces for those who read both. What was erased stays so.
 */
export const setVersioned = async <V extends { readonly version: number }>(
  table: Table,
  views: Versioned<V>,
  id: string,
  change: (current: V | undefined, id: string) => V,
  floor = 0,
): Promise<V> => {
  for (;;) {
    const root = await findRoot(table, views, id)
    if (root.value !== undefined && views.erasedAt(root.value) !== undefined) return root.value
    const next = change(root.value, root.id)
    const before = root.value && views.encode(root.value)
    if (same(before, views.encode(next))) return root.value as V
    const version = Math.max(root.value?.version ?? 0, floor) + 1
    const item = views.encode({ ...next, version })
    await views.beforeWrite?.(root.value, next)
    const done = await table.put(item, root.value ? { eq: ['version', root.value.version] } : { absent: 'pk' })
    if (done) return { ...next, version }
  }
}
