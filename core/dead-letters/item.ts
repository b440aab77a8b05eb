import type { Context } from '../context.ts'
import type { Item } from '../ports.ts'
import type { DeadLetter } from '../schema/dead-letter.ts'

/** A dead letter as it is kept: by itself, and once for each shop that it concerns, for the shop's list. */
export interface DeadLetterRecord {
  readonly id: string
  /** Key of the fact. */
  readonly fact: string
  readonly channel: string
  readonly connection: string
  /** As the payload states it; empty where it states none. */
  readonly account: string
  readonly kind: string
  readonly reason: string
  readonly at: number
  /** How often it was found to be one. */
  readonly fails: number
  /** `fails` when it was redriven with success: once it fails again, it is one again. */
  readonly done?: number
  readonly redrivenAt?: number
}

export const attributesOf = (letter: DeadLetterRecord) => ({
  fact: letter.fact,
  ch: letter.channel,
  cn: letter.connection,
  ac: letter.account,
  kind: letter.kind,
  reason: letter.reason,
  at: letter.at,
})

export const decodeDeadLetter = (item: Item, id: string): DeadLetterRecord => ({
  id,
  fact: String(item['fact']),
  channel: String(item['ch']),
  connection: String(item['cn']),
  account: String(item['ac'] ?? ''),
  kind: String(item['kind'] ?? 'quarantine'),
  reason: String(item['reason']),
  at: Number(item['at']),
  fails: Number(item['fails'] ?? 1),
  ...(item['done'] === undefined ? {} : { done: Number(item['done']) }),
  ...(item['redriven'] === undefined ? {} : { redrivenAt: Number(item['redriven']) }),
})

export const isRedriven = ({ fails, done }: DeadLetterRecord): boolean => done === fails

export const showDeadLetter = (letter: DeadLetterRecord): DeadLetter => ({
  id: letter.id,
  channel: letter.channel,
  connection: letter.connection,
  account: letter.account === '' ? null : letter.account,
  kind: letter.kind,
  reason: letter.reason,
  at: letter.at,
  status: isRedriven(letter) ? 'redriven' : 'open',
  redrivenAt: isRedriven(letter) ? (letter.redrivenAt ?? null) : null,
})

/** The shops that what a connection could not place concerns: that of the account it names, or else all it has accounts of. */
export const shopsOf = (
  { directory }: Pick<Context, 'directory'>,
  { channel, connection }: Pick<DeadLetterRecord, 'channel' | 'connection'>,
  account: string,
): readonly string[] => {
  const known = directory.account(channel, connection, account)
  if (known) return [known.shop]
  const own = directory.accounts().filter((one) => one.channel === channel && one.connection === connection)
  return [...new Set(own.map(({ shop }) => shop))]
}
