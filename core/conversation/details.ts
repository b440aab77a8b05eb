import type { Context } from '../context.ts'
import type { Item } from '../ports.ts'
import type { Conversation } from '../schema/conversation.ts'
import { detailsKey } from '../store/keys.ts'

/** One value as it was last said; null: taken away. The later word wins, by time and then by who said it. */
type Entry = readonly [at: number, by: string, value: string | null]
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

/** Joins details into what stands there, whoever writes meanwhile. Nothing is written when nothing changes. */
export const foldDetails = async (
  ctx: Pick<Context, 'table'>,
  conversation: string,
  details: Details,
): Promise<Details> => {
  const key = detailsKey(conversation)
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
