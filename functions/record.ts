import { createHash } from 'node:crypto'
import type { ChannelAdapter, Delivery } from '../adapters/adapter.ts'
import type { Context } from '../core/context.ts'
import { recordFacts, type Received, type Recorded } from '../core/record.ts'
import type { InboundFact } from '../core/schema/fact.ts'
import { errorFields } from './log.ts'

/** What is kept of a delivery that nobody could read: enough to read it again. Without what it was signed with. */
export interface WholeDelivery {
  readonly base64: string
  readonly query: Delivery['query']
  readonly headers: Readonly<Record<string, string>>
}

const whole = ({ body, query, headers }: Delivery): WholeDelivery => {
  const contentType = headers['content-type']
  return {
    base64: Buffer.from(body).toString('base64'),
    query,
    headers: contentType === undefined ? {} : { 'content-type': contentType },
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

const parseSafely = async (adapter: ChannelAdapter, delivery: Delivery): Promise<InboundFact[]> => {
  try {
    return await adapter.parse(delivery)
  } catch (error) {
    return [unreadable(delivery, error)]
  }
}

/** The files within a delivery, before the facts that name them: a fact never speaks of a file that is not there. */
const storeObjects = async (ctx: Context, adapter: ChannelAdapter, delivery: Delivery): Promise<void> => {
  for (const { name, body, ...info } of (await adapter.objects?.(delivery)) ?? [])
    await ctx.objects.put(name, body, info)
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
  const facts = await parseSafely(adapter, delivery)
  await storeObjects(ctx, adapter, delivery)
  return recordFacts(ctx, { ...received, facts })
}
