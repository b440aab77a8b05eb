import type { Context } from '../context.ts'
import type { Item, ScanPage } from '../ports.ts'
import type { Resync } from '../schema/resync.ts'
import { RESYNC_KEY } from '../store/keys.ts'

/** Parts that are worked at once: a part of the table each. Files and people are looked up by the workers that are left. */
export const PARTS = 4
/**
 * Everything is projected twice. What the shop says of a conversation (read, closed, assigned) is projected where the conversation
 * is; a scan comes to it in any order, a stream after the message that began it.
 */
export const PASSES = 2

/** How far one part of the table is. */
export interface Part {
  /** Passes it has behind it. */
  readonly passes: number
  /** Where its pass goes on; absent at the beginning of one. */
  readonly after?: NonNullable<ScanPage['next']>
  /** Facts read in the first pass. */
  readonly facts: number
  /** Facts that could not be projected in the last pass. */
  readonly failed: number
  /** ms since epoch; absent while there is something to do. */
  readonly doneAt?: number
}

/** The latest resync; one at a time works on a table. */
export interface Run {
  readonly id: string
  readonly cause: Resync['cause']
  /** When it was started, ms since epoch. */
  readonly at: number
  readonly parts: readonly Part[]
}

const partAttribute = (part: number): string => `p${part}`
/** Always in one order: it is compared as it was read. */
const encodePart = ({ passes, facts, failed, after, doneAt }: Part): string =>
  JSON.stringify({ passes, facts, failed, after, doneAt })

export const runItem = ({ id, cause, at, parts }: Run): Item => ({
  ...RESYNC_KEY,
  v: 1,
  id,
  cause,
  at,
  parts: parts.length,
  ...Object.fromEntries(parts.map((part, index) => [partAttribute(index), encodePart(part)])),
})

const decodeRun = (item: Item): Run => ({
  id: String(item['id']),
  cause: item['cause'] as Run['cause'],
  at: Number(item['at']),
  parts: Array.from(
    { length: Number(item['parts']) },
    (_, index) => JSON.parse(String(item[partAttribute(index)])) as Part,
  ),
})

export const readRun = async (ctx: Pick<Context, 'table'>): Promise<Run | undefined> => {
  const item = await ctx.table.get(RESYNC_KEY, { consistent: true })
  return item && decodeRun(item)
}

/** Keeps how far a part came, unless another worker was at it or another resync began. Answers the run, where it was kept. */
export const keepPart = async (
  ctx: Pick<Context, 'table'>,
  { id, parts }: Run,
  index: number,
  part: Part,
): Promise<Run | undefined> => {
  const [name, before] = [partAttribute(index), parts[index]]
  if (before === undefined) throw new Error(`a resync has no part ${index}`)
  const asRead = { all: [{ eq: ['id', id] as const }, { eq: [name, encodePart(before)] as const }] }
  const item = await ctx.table.update(RESYNC_KEY, { set: { [name]: encodePart(part) } }, asRead)
  return item && decodeRun(item)
}

export const isDone = ({ parts }: Run): boolean => parts.every(({ doneAt }) => doneAt !== undefined)

const sum = (parts: readonly Part[], of: (part: Part) => number): number =>
  parts.reduce((total, part) => total + of(part), 0)

export const showRun = (run: Run): Resync => {
  const { id, cause, at, parts } = run
  return {
    id,
    status: isDone(run) ? 'done' : 'running',
    cause,
    at,
    doneAt: isDone(run) ? Math.max(...parts.map(({ doneAt = 0 }) => doneAt)) : null,
    facts: sum(parts, ({ facts }) => facts),
    failed: sum(parts, ({ failed }) => failed),
    parts: { done: sum(parts, ({ passes }) => passes), total: parts.length * PASSES },
  }
}
