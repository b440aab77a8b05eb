import { compact } from '../compact.ts'
import type { Context } from '../context.ts'
import type { Item, Key } from '../ports.ts'
import type { AccountRef } from '../reach.ts'
import { dueKeys, endpointKey, endpointsOf } from '../store/keys.ts'

/** What is sent to an endpoint: what passes every list that is there. */
export interface Filter {
  readonly types?: readonly string[]
  /** Events that concern these channels, and none that concern no channel. */
  readonly channels?: readonly string[]
  /** Events that concern these accounts, and none that concern no account. */
  readonly accounts?: readonly AccountRef[]
  /** Events of these shops; of an endpoint of the organisation alone. */
  readonly shops?: readonly string[]
}

/** What a shop says about an endpoint. */
export interface EndpointSettings extends Filter {
  readonly url: string
  readonly description?: string
}

/** Why nothing is sent: the shop said so, the endpoint answered 410, or it failed for five days. */
export type OffReason = 'paused' | 'gone' | 'failing'

/** Where events go, how far they have gone, and how that went lately. Times in ms since epoch. */
export interface Endpoint {
  readonly id: string
  /** The shop whose events it is sent; null: it is the organisation's, and is sent those of all its shops. */
  readonly shop: string | null
  readonly settings: EndpointSettings
  readonly createdAt: number
  /** Rises with each change of what the shop says: what its worker finds out does not count. */
  readonly version: number
  /** Number of the secret that signs; the one before it signs too until `previousUntil`. */
  readonly generation: number
  readonly previousUntil: number
  /**
   * Every event up to here was sent, or waits to be sent again, or did not pass the filter. Of an endpoint of the organisation:
   * in the feed that is being worked, see feeds.ts.
   */
  readonly position: number
  /** Failures in a row. */
  readonly failures: number
  /** The first of them. */
  readonly failingSince: number | undefined
  /** Parked: how many probes were made, and when the next one is due. */
  readonly parked: { readonly step: number; readonly at: number } | undefined
  readonly off: OffReason | undefined
  /** Rises with each write of this state: two workers at once do not undo each other's. */
  readonly turn: number
}

/** An idle endpoint looks at the feed so often, should nobody have woken it. */
export const HEARTBEAT_MS = 5 * 60_000

const optional = (item: Item, name: string): number | undefined =>
  item[name] === undefined ? undefined : Number(item[name])

export const decodeEndpoint = (item: Item): Endpoint => {
  const at = optional(item, 'probe')
  return {
    id: item.pk.slice('whk#'.length),
    shop: item['shop'] === undefined ? null : String(item['shop']),
    settings: JSON.parse(String(item['settings'])) as EndpointSettings,
    createdAt: Number(item['at']),
    version: Number(item['ver'] ?? 1),
    generation: Number(item['gen']),
    previousUntil: Number(item['until'] ?? 0),
    position: Number(item['pos'] ?? 0),
    failures: Number(item['fails'] ?? 0),
    failingSince: optional(item, 'since'),
    parked: at === undefined ? undefined : { step: Number(item['step'] ?? 0), at },
    off: item['off'] === undefined ? undefined : (String(item['off']) as OffReason),
    turn: Number(item['turn'] ?? 0),
  }
}

/** The endpoint unless it was deleted, as it is this moment. */
export const loadEndpoint = async (ctx: Pick<Context, 'table'>, id: string): Promise<Endpoint | undefined> => {
  const item = await ctx.table.get(endpointKey(id), { consistent: true })
  return item?.['settings'] === undefined ? undefined : decodeEndpoint(item)
}

/** What a worker writes down of a run. */
export type Progress = Pick<Endpoint, 'position' | 'failures' | 'failingSince' | 'parked' | 'off'>

/** When `tick` is to wake the endpoint: at a time, as it stands, or never. */
export type Due = { readonly at: number } | 'as it is' | 'never'

/**
 * Writes down how far a worker has come and when it is to be woken, unless somebody else did meanwhile. Answers the endpoint
 * as it is then; undefined where it lost, or the endpoint was deleted.
 */
export const saveProgress = async (
  ctx: Pick<Context, 'table'>,
  { id, turn, shop }: Pick<Endpoint, 'id' | 'turn' | 'shop'>,
  { position, failures, failingSince, parked, off }: Progress,
  due: Due,
): Promise<Endpoint | undefined> => {
  const set = compact({ since: failingSince, probe: parked?.at, step: parked?.step, off })
  const gone = ['since', 'probe', 'step', 'off'].filter((name) => !(name in set))
  const item = await ctx.table.update(
    endpointKey(id),
    {
      set: {
        ...set,
        ...(shop === null ? {} : { pos: position }),
        fails: failures,
        turn: turn + 1,
        ...(typeof due === 'object' ? dueKeys(due.at, id) : {}),
      },
      remove: due === 'never' ? [...gone, 'dpk', 'dsk'] : gone,
    },
    { all: [{ exists: 'settings' }, { eq: ['turn', turn] }] },
  )
  return item && decodeEndpoint(item)
}

/** That a shop, or the organisation, has an endpoint: what lists and wake-ups are read from. */
export const memberKey = (shop: string | null, id: string): Key => ({ pk: endpointsOf(shop), sk: id })

/** Ids of the endpoints of a shop, or of the organisation, in their order. */
export const endpointIds = async (
  ctx: Pick<Context, 'table'>,
  shop: string | null,
  consistent: boolean,
): Promise<readonly string[]> => {
  const page = await ctx.table.query({ pk: endpointsOf(shop), consistent })
  return page.items.map(({ sk }) => sk)
}

/** Whether an event goes to an endpoint. */
export const passes = (
  { types, channels, accounts }: Filter,
  {
    event,
    channel,
    account,
  }: { readonly event: { readonly type: string }; readonly channel?: string; readonly account?: string },
): boolean =>
  (types?.includes(event.type) ?? true) &&
  (channels?.includes(channel ?? '') ?? true) &&
  (accounts?.some((one) => one.channel === channel && one.account === account) ?? true)
