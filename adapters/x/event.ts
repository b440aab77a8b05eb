import { compact } from '../../core/compact.ts'
import type { AccountFact, QuarantineFact } from '../../core/schema/fact.ts'
import type { Alias, Profile } from '../../core/schema/identity.ts'
import { contentId, isRecord, record, records, text, time, type Json } from '../json.ts'

/** What surrounds an event: whose it is, and whom and what it speaks of. */
export interface Context {
  /** X user id of the account. */
  readonly account: string
  /** The event's own id, where the delivery gives one (X Activity API). */
  readonly uuid?: string
  readonly type?: string
  /** People by their id. */
  readonly users: Json
  /** Apps by their id: what the shop wrote with. */
  readonly apps: Json
}

/** Objects come bare, or within `data`. */
export const unwrapped = (value: unknown): Json => {
  const found = record(value)
  return isRecord(found['data']) ? found['data'] : found
}

/** People that came along as a list, by their id. */
export const usersById = (includes: Json): Json =>
  Object.fromEntries(
    records(includes['users'])
      .map(unwrapped)
      .map((user) => [text(user['id']) ?? '', user]),
  )

/** X user ids are numbers, written as text. Others are no ids of X's. */
export const userId = (value: unknown): string | undefined => {
  const id = text(value)
  return id !== undefined && /^\d{1,20}$/.test(id) ? id : undefined
}

export const person = (id: string | undefined): Alias[] => (id === undefined ? [] : [{ type: 'x_user', value: id }])

/** Ids of 1:1 conversations are both people's: `{smaller}-{larger}`. Any other conversation is a group. */
export const groupOf = (conversation: unknown): Alias | undefined => {
  const id = text(conversation)
  if (id === undefined || id.length > 320 || /^\d+[-:]\d+$/.test(id)) return undefined
  return { type: 'x_group', value: id }
}

/** The beginning of X's time: ids made since then carry it, in ms above 22 bits. https://docs.x.com/fundamentals/x-ids */
const EPOCH_MS = 1_288_834_974_657n
/** Ids below were counted, not made of time. */
const FIRST_SNOWFLAKE = 30_000_000_000n

/** When an id was made, ms since epoch; null where the id does not tell. */
export const idTime = (id: string | undefined): number | null => {
  if (id === undefined || !/^\d{11,19}$/.test(id)) return null
  const value = BigInt(id)
  return value < FIRST_SNOWFLAKE ? null : Number((value >> 22n) + EPOCH_MS)
}

/** Provider time: ms or seconds, as numbers or text, or a date in words. */
export const when = (...values: readonly unknown[]): number | null => {
  for (const value of values) {
    const numeric = time(value)
    if (numeric !== null) return numeric
    const parsed = typeof value === 'string' && value.length < 64 ? Date.parse(value) : Number.NaN
    if (!Number.isNaN(parsed)) return parsed
  }
  return null
}

export const profileOf = (users: Json, id: string | undefined): Profile | undefined => {
  const user = unwrapped(id !== undefined && Object.hasOwn(users, id) ? users[id] : undefined)
  const found = compact({
    name: text(user['name']),
    username: text(user['username']) ?? text(user['screen_name']),
    avatarUrl: text(user['profile_image_url_https']) ?? text(user['profile_image_url']),
  })
  return Object.keys(found).length === 0 ? undefined : found
}

export const base = ({ account }: Pick<Context, 'account'>, at: number | null) => ({ scope: account, account, at })

/** Id of what has none of its own: the event's, or a hash of what it says. */
export const eventId = ({ uuid }: Pick<Context, 'uuid'>, said: unknown, at: number | null = null): string =>
  uuid ?? contentId(said, at)

export const quarantine = (context: Pick<Context, 'account'>, reason: string, raw: unknown): QuarantineFact => ({
  kind: 'quarantine',
  ...base(context, null),
  id: contentId(raw),
  reason,
  raw: raw ?? null,
})

/** Something that concerns the account and nobody's conversation. `health`, where it changes what the account can do. */
export const news = (
  context: Context,
  event: string,
  words: string,
  detail: Json,
  more: { readonly at?: number | null; readonly health?: AccountFact['health'] } = {},
): AccountFact => {
  const at = more.at ?? null
  return {
    kind: 'account',
    ...base(context, at),
    id: eventId(context, [event, detail], at),
    event,
    ...(more.health === undefined ? {} : { health: more.health }),
    text: words,
    detail: { ...detail },
  }
}
