import { type StoredItem, itemBytes } from './size.ts'

/** Requests, and what they cost in DynamoDB's request units. */
export interface Units {
  readonly requests: number
  readonly write: number
  readonly read: number
}
export interface MeteredRequest {
  readonly operation: string
  /** The item's key, where the request names one. */
  readonly key?: { readonly pk?: string; readonly sk?: string }
  readonly write: number
  readonly read: number
  /** Units of `write` that the table itself did not take, by index. */
  readonly indexes: Readonly<Record<string, number>>
}
export interface Meter {
  /** Since the engine opened or the last reset, in all and by operation (`PutItem`, `Query`, …). */
  read(): Units & { readonly byOperation: Readonly<Record<string, Units>> }
  reset(): void
  /** Tells every request from now on. Answers how to stop it. */
  onRequest(listener: (request: MeteredRequest) => void): () => void
}

const NOTHING: Units = { requests: 0, write: 0, read: 0 }

const plus = (a: Units, b: Units): Units => ({
  requests: a.requests + b.requests,
  write: a.write + b.write,
  read: a.read + b.read,
})

export const createMeter = (): Meter & { count(request: MeteredRequest): void } => {
  let byOperation: Record<string, Units> = {}
  const listeners = new Set<(request: MeteredRequest) => void>()
  return {
    read: () => ({ ...Object.values(byOperation).reduce(plus, NOTHING), byOperation: { ...byOperation } }),
    reset: () => {
      byOperation = {}
    },
    onRequest: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    count: (request) => {
      const { operation, write, read } = request
      byOperation[operation] = plus(byOperation[operation] ?? NOTHING, { requests: 1, write, read })
      for (const listener of listeners) listener(request)
    },
  }
}

/**
 * Write units of one item: a KB begun counts whole, of the larger of what was there and what is there now, and at
 * least one; also when the condition failed.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
 */
export const writeUnits = (before: StoredItem | undefined, after: StoredItem | undefined): number =>
  Math.max(kilobytes(before, 1), kilobytes(after, 1))

/** Read units of so many bytes read together: 4 KB begun count whole, half when eventually consistent. */
export const readUnits = (bytes: number, consistent: boolean): number =>
  Math.max(1, Math.ceil(bytes / 4096)) * (consistent ? 1 : 0.5)

/**
 * Write units of one index: none when its entry stays the same, one write when it comes, goes or changes, and two
 * when its key changes, since it then goes from one place and comes at another.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html#GSI.ThroughputConsiderations.Writes
 */
export const indexUnits = (before: StoredItem | undefined, after: StoredItem | undefined, moved: boolean): number =>
  moved ? writeUnits(before, undefined) + writeUnits(undefined, after) : writeUnits(before, after)

const kilobytes = (item: StoredItem | undefined, least: number): number =>
  item ? Math.max(least, Math.ceil(itemBytes(item) / 1024)) : least
