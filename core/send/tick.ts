import type { Context } from '../context.ts'
import { DUE_SHARDS, dueRange } from '../store/keys.ts'

const PAGE = 100

/** Wakes every conversation with something due: retries, settling, held messages, and lost wake-ups. */
export const tick = async (ctx: Context): Promise<{ readonly woken: number }> => {
  let woken = 0
  for (let shard = 0; shard < DUE_SHARDS; shard += 1) {
    let after: Readonly<Record<string, string>> | undefined
    do {
      const page = await ctx.table.query({ ...dueRange(shard, ctx.now()), limit: PAGE, ...(after ? { after } : {}) })
      for (const item of page.items) {
        await ctx.queues.wake(item.pk.slice('cnv#'.length), `due ${String(item['dsk'])}`)
        woken += 1
      }
      after = page.next
    } while (after !== undefined)
  }
  return { woken }
}
