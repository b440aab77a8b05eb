import type { Context } from '../context.ts'
import { positionBefore } from '../feed-place.ts'
import type { Page } from '../ports.ts'
import { placeInFeedKey, placesInFeedsRange } from '../store/keys.ts'
import type { Endpoint, EndpointSettings } from './endpoint.ts'

/** A feed that an endpoint follows, and how far it is there. */
export interface Feed {
  readonly shop: string
  readonly position: number
}

/** The shops whose events an endpoint is sent: also those that were configured after it was made. */
export const shopsFor = (
  { directory }: Pick<Context, 'directory'>,
  { shop, settings }: { readonly shop: string | null; readonly settings: Pick<EndpointSettings, 'shops'> },
): readonly string[] => {
  if (shop !== null) return [shop]
  const known = directory.shops().map(({ id }) => id)
  return known.filter((id) => settings.shops?.includes(id) ?? true)
}

/** Says how far an endpoint of the organisation is. Never moves it back: what is behind a place was sent, or waits elsewhere. */
export const putPlace = async (
  ctx: Pick<Context, 'table'>,
  endpoint: string,
  { shop, position }: Feed,
): Promise<void> => {
  await ctx.table.update(
    placeInFeedKey(endpoint, shop),
    { set: { pos: position } },
    { any: [{ absent: 'pos' }, { lt: ['pos', position] }] },
  )
}

const placesOf = async (ctx: Pick<Context, 'table'>, endpoint: string): Promise<ReadonlyMap<string, number>> => {
  const places = new Map<string, number>()
  let after: Page['next']
  do {
    const page = await ctx.table.query({
      ...placesInFeedsRange(endpoint),
      ...(after ? { after } : {}),
      consistent: true,
    })
    for (const item of page.items) places.set(item.sk.slice('C#'.length), Number(item['pos']))
    after = page.next
  } while (after !== undefined)
  return places
}

/**
 * The feeds that a worker is to read: that of the shop it was woken for, or all. A shop that was configured later is followed
 * from its beginning, or from when the endpoint was made.
 */
export const feedsOf = async (ctx: Context, endpoint: Endpoint, only: string | undefined): Promise<readonly Feed[]> => {
  const { id, shop: own, position, createdAt } = endpoint
  if (own !== null) return [{ shop: own, position }]
  const shops = shopsFor(ctx, endpoint).filter((shop) => only === undefined || shop === only)
  if (shops.length === 0) return []
  const places = await placesOf(ctx, id)
  return Promise.all(
    shops.map(async (shop) => ({ shop, position: places.get(shop) ?? (await positionBefore(ctx, shop, createdAt)) })),
  )
}

/** All of them, beginning somewhere else each time: the first must not keep the last waiting for ever. */
export const beginningAt = <T>(all: readonly T[], index: number): readonly T[] => {
  const first = all.length === 0 ? 0 : index % all.length
  return [...all.slice(first), ...all.slice(0, first)]
}
