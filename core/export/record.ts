import type { Context } from '../context.ts'
import type { Item, Key } from '../ports.ts'
import type { Export } from '../schema/export.ts'
import { contactKey } from '../store/keys.ts'

/** Where the reading of a person goes on. Everything before it is in parts that are kept. */
export type Place =
  | { readonly step: 'person' }
  /** The conversations of one of the contacts, after this one. */
  | { readonly step: 'conversations'; readonly contact: number; readonly after?: string }
  /** The timeline of one of them, after this entry. */
  | {
      readonly step: 'timeline'
      readonly contact: number
      readonly within: string
      readonly conversation: string
      readonly after?: string
    }
  | { readonly step: 'end' }

export interface ExportRecord {
  readonly id: string
  readonly shop: string
  readonly contact: string
  /** Everybody who was shown as this contact, under every id they had. */
  readonly contacts: readonly string[]
  readonly at: number
  readonly place: Place
  /** How many parts are written. */
  readonly parts: number
  readonly state: Export['state']
  readonly readyAt: number | null
  readonly size: number | null
  /** The person was erased: then there is no export. */
  readonly erased: boolean
}

const DAY_MS = 24 * 3_600_000

/** How long the file of an export is there. */
export const KEPT_MS = 7 * DAY_MS
/** What could not be made by then never will be. */
export const GIVE_UP_MS = DAY_MS
/** How long it is told that there was an export. */
const TOLD_MS = 30 * DAY_MS

export const exportKey = (id: string): Key => ({ pk: `exp#${id}`, sk: 'A' })
/** That a contact is in an export. */
export const exportOfContact = (contact: string, id: string): Key => ({ pk: contactKey(contact).pk, sk: `exp#${id}` })
export const exportsOfContact = (contact: string) => ({ pk: contactKey(contact).pk, from: 'exp#', to: 'exp#~' })
/** That a conversation is in an export. */
export const conversationInExport = (id: string, conversation: string): Key => ({
  pk: exportKey(id).pk,
  sk: `C#${conversation}`,
})

/** A part of the file while it is written. */
export const partObject = (id: string, part: number): string => `exports/${id}/${part}`
export const wholeObject = (id: string): string => `exports/${id}/export.ndjson`

/** Seconds since epoch when the table may forget all that is about an export. */
export const forgottenAt = (at: number): number => Math.ceil((at + TOLD_MS) / 1000)

const stateOf = (item: Item): Export['state'] => {
  if (item['gone'] !== undefined) return 'expired'
  if (item['failed'] !== undefined) return 'failed'
  return item['ready'] === undefined ? 'pending' : 'ready'
}

const numberOrNull = (value: Item[string]): number | null => (value === undefined ? null : Number(value))

const decodeExport = (item: Item): ExportRecord => ({
  id: item.pk.slice('exp#'.length),
  shop: String(item['shop']),
  contact: String(item['contact']),
  contacts: JSON.parse(String(item['contacts'])) as string[],
  at: Number(item['at']),
  place: JSON.parse(String(item['place'])) as Place,
  parts: Number(item['parts']),
  state: stateOf(item),
  readyAt: numberOrNull(item['ready']),
  size: numberOrNull(item['size']),
  erased: item['er'] !== undefined,
})

export const readExport = async (ctx: Pick<Context, 'table'>, id: string): Promise<ExportRecord | undefined> => {
  const item = await ctx.table.get(exportKey(id), { consistent: true })
  return item && decodeExport(item)
}
