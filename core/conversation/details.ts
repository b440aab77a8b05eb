import type { Context } from '../context.ts'
import type { Item, Key, Page } from '../ports.ts'
import type { Conversation } from '../schema/conversation.ts'
import { caseDetailsKey, caseDetailsRange, detailsKey } from '../store/keys.ts'

/** One value as it was last said; null: taken away. The later word wins, by time and then by who said it. */
export type Entry = readonly [at: number, by: string, value: string | null]
type Entries = Readonly<Record<string, Entry>>

/** What the shop keeps with a conversation for its own purposes. Beside the head, which is written with every message. */
export interface Details {
  readonly metadata: Entries
  readonly externalIds: Entries
}
export type Values = Readonly<Record<string, string | null>>
export type Shown = Pick<Conversation, 'metadata' | 'externalIds'>

/** Names that were taken away count as well, since what is said of them late must not bring them back. */
export const MAX_NAMES = 100

const NOTHING: Details = { metadata: {}, externalIds: {} }

const isLater = (a: Entry, b: Entry): boolean => a[0] > b[0] || (a[0] === b[0] && a[1] > b[1])

const joinEntries = (a: Entries, b: Entries): Entries => {
  const all = new Map(Object.entries(a))
  for (const [name, entry] of Object.entries(b)) {
    const known = all.get(name)
    if (known === undefined || isLater(entry, known)) all.set(name, entry)
  }
  return Object.fromEntries([...all].sort(([x], [y]) => (x < y ? -1 : 1)))
}

export const joinDetails = (a: Details, b: Details): Details => ({
  metadata: joinEntries(a.metadata, b.metadata),
  externalIds: joinEntries(a.externalIds, b.externalIds),
})

const entriesOf = (values: Values | undefined, at: number, by: string): Entries =>
  Object.fromEntries(Object.entries(values ?? {}).map(([name, value]) => [name, [at, by, value] as const]))

/** What one fact says. */
export const detailsFrom = (
  said: { readonly metadata?: Values | undefined; readonly externalIds?: Values | undefined },
  at: number,
  by: string,
): Details => ({ metadata: entriesOf(said.metadata, at, by), externalIds: entriesOf(said.externalIds, at, by) })

const valuesOf = (entries: Entries): Record<string, string> =>
  Object.fromEntries(
    Object.entries(entries).flatMap(([name, [, , value]]) => (value === null ? [] : [[name, value] as const])),
  )

export const shownDetails = ({ metadata, externalIds }: Details): Shown => ({
  metadata: valuesOf(metadata),
  externalIds: valuesOf(externalIds),
})

const decode = (item: Item | undefined): Details =>
  item === undefined ? NOTHING : (JSON.parse(String(item['said'])) as Details)

export const readDetails = async (
  ctx: Pick<Context, 'table'>,
  conversation: string,
  options: { readonly consistent?: boolean } = {},
): Promise<Details> => decode(await ctx.table.get(detailsKey(conversation), options))

/** Details of one case, kept in the conversation that it is a case of. They have no metadata. */
export const readCaseDetails = async (
  ctx: Pick<Context, 'table'>,
  conversation: string,
  id: string,
  options: { readonly consistent?: boolean } = {},
): Promise<Details> => decode(await ctx.table.get(caseDetailsKey(conversation, id), options))

/** Ids of other systems, of every case of a conversation that has any, by the ids of the cases. */
export const readIdsOfCases = async (
  ctx: Pick<Context, 'table'>,
  conversation: string,
): Promise<ReadonlyMap<string, Shown['externalIds']>> => {
  const range = caseDetailsRange(conversation)
  const ids = new Map<string, Shown['externalIds']>()
  let after: Page['next']
  do {
    const page = await ctx.table.query({ ...range, ...(after ? { after } : {}), consistent: true })
    for (const item of page.items) ids.set(item.sk.slice(range.from.length), shownDetails(decode(item)).externalIds)
    after = page.next
  } while (after !== undefined)
  return ids
}

/** Joins details into what stands under a key, whoever writes meanwhile. Nothing is written when nothing changes. */
const fold = async (ctx: Pick<Context, 'table'>, key: Key, details: Details): Promise<Details> => {
  for (;;) {
    const known = await ctx.table.get(key, { consistent: true })
    const [before, next] = [decode(known), joinDetails(decode(known), details)]
    const said = JSON.stringify(next)
    if (said === JSON.stringify(before)) return next
    const version = Number(known?.['version'] ?? 0)
    const item = { ...key, v: 1, version: version + 1, said }
    if (await ctx.table.put(item, known ? { eq: ['version', version] } : { absent: 'pk' })) return next
  }
}

export const foldDetails = (ctx: Pick<Context, 'table'>, conversation: string, details: Details): Promise<Details> =>
  fold(ctx, detailsKey(conversation), details)

export const foldCaseDetails = (
  ctx: Pick<Context, 'table'>,
  conversation: string,
  id: string,
  details: Details,
): Promise<Details> => fold(ctx, caseDetailsKey(conversation, id), details)
