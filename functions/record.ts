import { createHash } from 'node:crypto'
import type { ChannelAdapter, Delivery } from '../adapters/adapter.ts'
import { compact } from '../core/compact.ts'
import type { Context } from '../core/context.ts'
import { keepDelivery } from '../core/dead-letters/delivery.ts'
import { late } from '../core/late.ts'
import { recordFacts, type Received, type Recorded } from '../core/record.ts'
import type { InboundFact } from '../core/schema/fact.ts'
import { errorFields } from './log.ts'

/** What is kept of a delivery that nobody could read: enough to read it again. Without what it was signed with. */
export interface WholeDelivery {
  readonly base64: string
  readonly query: Delivery['query']
  readonly headers: Readonly<Record<string, string>>
  /** Name of the object that the delivery is about, where that is kept by itself. */
  readonly object?: string
}

const whole = ({ body, query, headers, object }: Delivery): WholeDelivery => {
  const contentType = headers['content-type']
  return {
    base64: Buffer.from(body).toString('base64'),
    query,
    headers: contentType === undefined ? {} : { 'content-type': contentType },
    ...(object === undefined ? {} : { object: object.name }),
  }
}

/** A verified delivery that `parse` could not read at all is kept whole as a dead letter: it is never answered 5xx. */
const unreadable = (delivery: Delivery, error: unknown): InboundFact => ({
  kind: 'quarantine',
  id: createHash('sha256').update(delivery.body).digest('base64url'),
  scope: '',
  account: '',
  at: null,
  reason: `the payload could not be read: ${errorFields(error).error}`,
  raw: whole(delivery),
})

/** Needed only where a mail comes again, or was put into the object store by its provider. */
const lateErase = late(async () => (await import('../core/erase/objects.ts')).dropLateObjects)

interface Read {
  readonly facts: readonly InboundFact[]
  readonly delivery?: string
}

/** What a delivery says; where something in it could not be read, it is kept whole beside that. */
const read = async (
  ctx: Context,
  adapter: ChannelAdapter,
  received: Omit<Received, 'facts'>,
  delivery: Delivery,
): Promise<Read> => {
  let facts: readonly InboundFact[]
  try {
    facts = await adapter.parse(delivery)
  } catch (error) {
    return { facts: [unreadable(delivery, error)] }
  }
  if (!facts.some(({ kind }) => kind === 'quarantine')) return { facts }
  return { facts, ...compact({ delivery: await keepDelivery(ctx, received, whole(delivery)) }) }
}

/** The files within a delivery, before the facts that name them: a fact never speaks of a file that is not there. */
export const storeObjects = async (
  ctx: Pick<Context, 'objects'>,
  adapter: ChannelAdapter,
  delivery: Delivery,
): Promise<readonly string[]> => {
  const objects = (await adapter.objects?.(delivery)) ?? []
  for (const { name, body, ...info } of objects) await ctx.objects.put(name, body, info)
  return objects.map(({ name }) => name)
}

/**
 * Keeps all that a verified delivery says. Throws when something could not be written: then it must be kept whole, or
 * come again.
 */
export const recordDelivery = async (
  ctx: Context,
  adapter: ChannelAdapter,
  received: Omit<Received, 'facts'>,
  delivery: Delivery,
): Promise<Recorded> => {
  const said = await read(ctx, adapter, received, delivery)
  const names = await storeObjects(ctx, adapter, delivery)
  const recorded = await recordFacts(ctx, { ...received, ...said })
  const original = delivery.object?.name
  if (original !== undefined || (names.length > 0 && recorded.duplicates > 0)) {
    const dropLateObjects = await lateErase()
    await dropLateObjects(ctx, { ...received, ...said }, names, original)
  }
  return recorded
}
