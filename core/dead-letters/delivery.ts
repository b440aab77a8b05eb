import type { Context } from '../context.ts'
import { InvalidWrite } from '../ports.ts'
import { deliveryKey, rawKey } from '../store/keys.ts'

/**
 * Keeps a delivery whole of which something could not be read: what an adapter quarantines is a slice, and only with what was
 * around it can it be read again. Once for all its slices. Answers its id; undefined where it is too large for the table: then
 * the slices stay to be looked at, and that is all.
 */
export const keepDelivery = async (
  { table, hash, pack, settings }: Pick<Context, 'table' | 'hash' | 'pack' | 'settings'>,
  {
    channel,
    connection,
    receivedAt,
  }: { readonly channel: string; readonly connection: string; readonly receivedAt: number },
  whole: object,
): Promise<string | undefined> => {
  const text = JSON.stringify(whole)
  const id = hash('delivery', channel, connection, text)
  const ttl = Math.ceil((receivedAt + settings.rawTtlMs) / 1000)
  try {
    await table.put({ ...deliveryKey(id), v: 1, raw: pack(text), ttl }, { absent: 'pk' })
    return id
  } catch (error) {
    if (!(error instanceof InvalidWrite)) throw error
    return undefined
  }
}

/** What is kept under the key of a raw slice, of itself and of what was around it. */
export interface KeptRaw {
  /** The slice, as the adapter quarantined it; undefined where it is gone. */
  readonly slice: unknown
  /** Id of the whole delivery it came in, where that was kept. */
  readonly delivery: string | undefined
}

type Reader = Pick<Context, 'table' | 'unpack' | 'now'>

export const readKept = async (ctx: Reader, fact: string): Promise<KeptRaw> => {
  const item = await ctx.table.get(rawKey(fact))
  if (typeof item?.['raw'] !== 'string' || Number(item['ttl']) * 1000 <= ctx.now())
    return { slice: undefined, delivery: undefined }
  return {
    slice: JSON.parse(ctx.unpack(item['raw'])) as unknown,
    delivery: item['dlv'] === undefined ? undefined : String(item['dlv']),
  }
}

/** The delivery of this id as it was kept; undefined where it is gone. */
export const readDelivery = async (ctx: Reader, id: string): Promise<unknown> => {
  const item = await ctx.table.get(deliveryKey(id))
  if (typeof item?.['raw'] !== 'string' || Number(item['ttl']) * 1000 <= ctx.now()) return undefined
  return JSON.parse(ctx.unpack(item['raw'])) as unknown
}
