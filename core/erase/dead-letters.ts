import type { Context } from '../context.ts'
import { decodeDeadLetter } from '../dead-letters/item.ts'
import type { Item } from '../ports.ts'
import { loadPartition, type FactRecord } from '../store/facts.ts'
import { deadLetterKey, deadLettersOf, rawKey } from '../store/keys.ts'
import { isOwn, type Erasure } from './erasure.ts'
import { pages } from './pages.ts'
import { strip } from './strip.ts'

/** Shorter ones may stand in a payload by chance. */
const MIN_LENGTH = 6

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** The bytes of base64, a character each: enough to look for numbers and addresses in it. */
const fromBase64 = (text: string): string => {
  let [bits, held, out] = [0, 0, '']
  for (const digit of text.replace(/=+$/, '')) {
    held = ((held << 6) | DIGITS.indexOf(digit)) & 0xffff
    bits += 6
    if (bits >= 8) out += String.fromCharCode((held >> (bits -= 8)) & 0xff)
  }
  return out
}

/** What was kept of a delivery, as text; a whole one is in base64. */
const textOf = (ctx: Context, item: Item | undefined): string => {
  if (typeof item?.['raw'] !== 'string') return ''
  const text = ctx.unpack(item['raw'])
  const raw = JSON.parse(text) as { readonly base64?: unknown } | null
  return typeof raw?.base64 === 'string' ? fromBase64(raw.base64) : text
}

/** Providers write a number with a plus or without. */
const writtenIn = (text: string, { aliases }: Erasure, at: number): boolean =>
  aliases.some(({ value, until = at }) => {
    const bare = value.replace(/^\+/, '')
    return at <= until && bare.length >= MIN_LENGTH && text.includes(bare)
  })

const statedBy = (record: FactRecord, erasure: Erasure): boolean =>
  record.source === 'inbound' && 'peers' in record.fact && isOwn(erasure, record.fact.peers, record.seenAt)

/**
 * Erases what could not be placed or read and names the person, whole deliveries too: nobody can tell whose the rest of
 * what cannot be read is.
 */
export const eraseDeadLetters = async (ctx: Context, erasure: Erasure): Promise<void> => {
  for await (const item of pages(ctx, deadLettersOf(erasure.shop))) {
    const letter = decodeDeadLetter(item, item.sk.slice(item.sk.indexOf('#') + 1))
    const { fact } = await loadPartition(ctx.table, letter.fact)
    if (fact === undefined || fact.seenAt > erasure.at) continue
    const raw = await ctx.table.get(rawKey(letter.fact), { consistent: true })
    if (!statedBy(fact, erasure) && !writtenIn(textOf(ctx, raw), erasure, fact.seenAt)) continue
    await strip(ctx, letter.fact, erasure.at)
    await ctx.table.delete(deadLetterKey(letter.id))
    await ctx.table.delete(item)
  }
}
