import { findRoot, type Versioned } from '../conversation/versioned.ts'
import type { Context } from '../context.ts'

/**
 * Identities are bound for good, also those of somebody who was erased. Who writes again after that is told apart by when: each
 * erasure ends a life, and what is said later belongs to the next one, whose id follows from the one before. One item decides
 * it, the tombstone of the view, so that identities bound together never end up in two lives.
 */
export interface Life {
  readonly id: string
  /** The erasure before this life; undefined in the first. */
  readonly after?: number
}

/** When something was first seen, and said as far as the provider tells; ms since epoch. */
export interface When {
  readonly seenAt: number
  readonly saidAt?: number
}

/** What was to be placed is of somebody who was erased since: it must go as well. */
export class Erased extends Error {
  override readonly name = 'Erased'
  /** Time of the erasure, ms since epoch. */
  readonly at: number

  constructor(at: number) {
    super('this is of somebody who was erased')
    this.at = at
  }
}

const SECOND_MS = 1000

/** Said by then at the latest: many providers cut their seconds off. */
export const saidBy = (at: number | null, seenAt: number): number =>
  at === null ? seenAt : Math.min(seenAt, at + SECOND_MS - 1)

/** The life that something of this time belongs to. Throws {@link Erased} for one that is over. */
export const lifeAt = async <V extends { readonly version: number }>(
  { table, hash }: Pick<Context, 'table' | 'hash'>,
  views: Versioned<V>,
  id: string,
  { seenAt, saidAt = seenAt }: When,
): Promise<Life> => {
  for (let life: Life = { id }; ;) {
    const root = await findRoot(table, views, life.id)
    const erasedAt = root.value && views.erasedAt(root.value)
    if (erasedAt === undefined) return life
    if (Math.min(seenAt, saidAt) <= erasedAt) throw new Erased(erasedAt)
    life = { id: `${root.id.slice(0, 4)}${hash('life', root.id, String(erasedAt))}`, after: erasedAt }
  }
}

/** The same, or undefined for a life that is over. */
export const findLife = async <V extends { readonly version: number }>(
  ctx: Pick<Context, 'table' | 'hash'>,
  views: Versioned<V>,
  id: string | undefined,
  when: When,
): Promise<string | undefined> => {
  try {
    return id === undefined ? undefined : (await lifeAt(ctx, views, id, when)).id
  } catch (error) {
    if (error instanceof Erased) return undefined
    throw error
  }
}
