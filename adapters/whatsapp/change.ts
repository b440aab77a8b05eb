import type { InboundFact, QuarantineFact } from '../../core/schema/fact.ts'
import type { Alias } from '../../core/schema/identity.ts'
import { contentId, text, time, type Json } from '../json.ts'

/** One change of one entry: what a webhook says, with what is stated once for all of its items. */
export interface Change {
  readonly field: string
  readonly value: Json
  /** WhatsApp Business Account id (`entry.id`); `0` in the dashboard's test events. */
  readonly waba: string
  /** `entry.time`: when the webhook was made. Ms since epoch. */
  readonly at: number | null
  /** `metadata.phone_number_id`; news about the Business Account has none. */
  readonly account: string | undefined
  /** `metadata.display_phone_number`: our own number, as it is shown. */
  readonly ownNumber: string | undefined
  readonly contacts: readonly Json[]
}

/** Reads one item of a list in `value`. */
export type ItemReader = (item: Json, change: Change) => InboundFact

/** What the fact of an item has in common: which account it is about, and when. */
export const base = (
  change: Change,
  at: unknown,
): { readonly scope: string; readonly account: string; readonly at: number | null } => {
  const account = change.account ?? change.waba
  return { scope: account, account, at: time(at) }
}

export const quarantine = (change: Change, reason: string, raw: unknown): QuarantineFact => ({
  kind: 'quarantine',
  ...base(change, undefined),
  id: contentId([change.field, raw]),
  reason,
  raw: raw ?? null,
})

/** The group a message or receipt belongs to. */
export const group = (id: unknown): { readonly thread?: Alias } => {
  const value = text(id)
  return value === undefined || value.length > 320 ? {} : { thread: { type: 'wa_group', value } }
}
