import { wakeSnoozed } from '../cases/wake.ts'
import type { Context } from '../context.ts'
import type { Item } from '../ports.ts'
import { HEARTBEAT_MS } from '../webhooks/endpoint.ts'
import { DUE_SHARDS, dueKeys, dueRange, SORT } from '../store/keys.ts'

const PAGE = 100

const wakeConversation = async (ctx: Context, item: Item): Promise<void> =>
  ctx.queues.wake(item.pk.slice('cnv#'.length), `due ${String(item['dsk'])}`)

/** Moved on first: a queue without deduplication would be told of it again with each tick until a worker gets to it. */
const wakeJob = async (ctx: Context, item: Item): Promise<void> => {
  const id = item.pk.slice('job#'.length)
  const later = dueKeys(ctx.now() + ctx.settings.wakeGraceMs, id)
  const moved = await ctx.table.update(item, { set: later }, { eq: ['dsk', String(item['dsk'])] })
  if (moved) await ctx.queues.job(id)
}

/** The endpoint, or an event that it did not take. Moved on first, as with jobs: how far it is, its worker writes down itself. */
const wakeEndpoint = async (ctx: Context, item: Item): Promise<void> => {
  const dsk = String(item['dsk'])
  const later = dueKeys(ctx.now() + HEARTBEAT_MS, dsk.slice(dsk.indexOf('#') + 1))
  const moved = await ctx.table.update(item, { set: later }, { eq: ['dsk', dsk] })
  if (moved) await ctx.queues.notify(item.pk.slice('whk#'.length), `due ${dsk}`)
}

const wakeItem = (ctx: Context, item: Item): Promise<void> => {
  if (item.pk.startsWith('job#')) return wakeJob(ctx, item)
  if (item.sk === SORT.snooze) return wakeSnoozed(ctx, item)
  return item.pk.startsWith('whk#') ? wakeEndpoint(ctx, item) : wakeConversation(ctx, item)
}

/** Wakes whatever is due: retries, settling, held messages, jobs, snoozed cases, and lost wake-ups. */
export const tick = async (ctx: Context): Promise<{ readonly woken: number }> => {
  let woken = 0
  for (let shard = 0; shard < DUE_SHARDS; shard += 1) {
    let after: Readonly<Record<string, string>> | undefined
    do {
      const page = await ctx.table.query({ ...dueRange(shard, ctx.now()), limit: PAGE, ...(after ? { after } : {}) })
      for (const item of page.items) {
        await wakeItem(ctx, item)
        woken += 1
      }
      after = page.next
    } while (after !== undefined)
  }
  return { woken }
}
