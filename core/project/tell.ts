import type { Context } from '../context.ts'
import { appendEvent, type FeedStore, type NewEvent } from '../feed.ts'
import type { EventType } from '../schema/event.ts'

/** An object whose beginning and changes the shop is told. */
export interface Told {
  readonly shop: string
  readonly id: string
  readonly created: EventType
  readonly updated: EventType
  readonly data: Readonly<Record<string, unknown>>
  /** The revision at which the object came to say this. */
  readonly since: number
}

/** Digest of what an object says, apart from its version: the same digest, nothing to tell. */
export const digestOf = (hash: Context['hash'], data: Readonly<Record<string, unknown>>): string => {
  const { version: _, ...rest } = data
  return hash('digest', JSON.stringify(rest))
}

/**
 * Tells that an object was created, or how it is now. Event ids follow from the object, what it says and since which
 * revision, so that this may be called after every step of every retry, by several workers at once: each state is told
 * once, a state that comes back is told again, and a crash before the telling is made good.
 */
export const tell = async (ctx: FeedStore, told: Told): Promise<void> => {
  const mark = `${digestOf(ctx.hash, told.data)} ${told.since}`
  const event = { shop: told.shop, subject: told.id, data: told.data, mark }
  const created = await appendEvent(ctx, { ...event, type: told.created, key: [told.id] })
  if (created.mark !== mark) await appendEvent(ctx, { ...event, type: told.updated, key: [told.id, mark] })
}

/** Tells something that happens once to a subject. */
export const tellOnce = async (
  ctx: FeedStore,
  event: {
    readonly type: EventType
    readonly shop: string
    readonly id: string
    readonly data: Record<string, unknown>
  } & Pick<NewEvent, 'place'>,
): Promise<void> => {
  const { id, ...rest } = event
  await appendEvent(ctx, { ...rest, subject: id, key: [id] })
}
