import type { Item } from '../ports.ts'
import type { Alias, BoundAlias, Contact, Profile } from '../schema/identity.ts'
import type { MergeMark } from '../store/facts.ts'
import { entriesIn, joinWords, type Words } from '../contact/words.ts'
import { contactKey, contactListKeys } from '../store/keys.ts'

/** A stated fact about a person, with when it was first seen: the latest wins. */
interface Stated {
  readonly value: string
  readonly seen: number
}

/** A contact as a join of what was learned about it; see head.ts for why. */
export interface ContactState {
  readonly aliases: readonly BoundAlias[]
  /** Aliases that are this contact's no more, by `type value`, with when that was first seen. */
  readonly ended: Readonly<Record<string, number>>
  readonly stated: Readonly<Partial<Record<keyof Profile, Stated>>>
  readonly createdAt: number | null
  /** Contacts that proved to be this one: their ids go on meaning this one. */
  readonly merged: readonly string[]
  /** What the shop said about this contact and others being one. The contacts stay apart under it. */
  readonly merges: readonly MergeMark[]
  /** What the shop says of this person: goes before what channels say. */
  readonly said: Words
}

export interface ContactRecord {
  readonly id: string
  readonly shop: string
  readonly version: number
  readonly state: ContactState
  /** Set once it proved to be the same person as another: that one carries on. */
  readonly mergedInto?: string
  /** When the person was erased; nothing but that is kept. */
  readonly erased?: number
}

export const EMPTY_CONTACT: ContactState = {
  aliases: [],
  ended: {},
  stated: {},
  createdAt: null,
  merged: [],
  merges: [],
  said: {},
}

const PROFILE_FIELDS = ['name', 'username', 'avatarUrl', 'locale', 'country'] as const satisfies (keyof Profile)[]

/** What one fact states about its author. */
export const contactFrom = (
  aliases: readonly BoundAlias[],
  profile: Profile | undefined,
  seen: number,
): ContactState => {
  const stated: Partial<Record<keyof Profile, Stated>> = {}
  for (const field of PROFILE_FIELDS) {
    const value = profile?.[field]
    if (value !== undefined && value !== '') stated[field] = { value, seen }
  }
  return { ...EMPTY_CONTACT, aliases, stated, createdAt: seen }
}

const DAY_MS = 24 * 3_600_000

/** The latest wins. Hearing the same again moves its time once a day, so that a chatty contact is not rewritten. */
const latest = (a: Stated | undefined, b: Stated | undefined): Stated | undefined => {
  if (a === undefined || b === undefined) return a ?? b
  if (a.value === b.value && b.seen < a.seen + DAY_MS) return a
  return b.seen > a.seen || (b.seen === a.seen && b.value < a.value) ? b : a
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b))
export const aliasName = (alias: Alias): string => `${alias.type} ${alias.value}`

const earliest = (a: BoundAlias, b: BoundAlias): BoundAlias =>
  b.seenAt < a.seenAt || (b.seenAt === a.seenAt && compare(b.channel + b.account, a.channel + a.account) < 0) ? b : a

const joinEnded = (a: ContactState['ended'], b: ContactState['ended']): ContactState['ended'] => {
  const ended: Record<string, number> = { ...a }
  for (const [alias, seen] of Object.entries(b)) ended[alias] = Math.max(ended[alias] ?? 0, seen)
  return Object.fromEntries(Object.entries(ended).sort(([x], [y]) => compare(x, y)))
}

/** A merge that was undone stays so. */
const joinMerges = (a: readonly MergeMark[], b: readonly MergeMark[]): readonly MergeMark[] => {
  const merges = new Map(a.map((mark) => [mark.key, mark]))
  for (const mark of b) if (mark.undone || !merges.has(mark.key)) merges.set(mark.key, mark)
  return [...merges.values()].sort((x, y) => x.at - y.at || compare(x.key, y.key))
}

export const joinContact = (a: ContactState, b: ContactState): ContactState => {
  const aliases = new Map<string, BoundAlias>()
  for (const alias of [...a.aliases, ...b.aliases]) {
    const known = aliases.get(aliasName(alias))
    aliases.set(aliasName(alias), known === undefined ? alias : earliest(known, alias))
  }
  const stated: Partial<Record<keyof Profile, Stated>> = {}
  for (const field of PROFILE_FIELDS) {
    const value = latest(a.stated[field], b.stated[field])
    if (value !== undefined) stated[field] = value
  }
  return {
    aliases: [...aliases.values()].sort((x, y) => compare(aliasName(x), aliasName(y))),
    ended: joinEnded(a.ended, b.ended),
    stated,
    createdAt: Math.min(a.createdAt ?? Infinity, b.createdAt ?? Infinity),
    merged: [...new Set([...a.merged, ...b.merged])].sort(compare),
    merges: joinMerges(a.merges, b.merges),
    said: joinWords(a.said, b.said),
  }
}

const contactView = (contact: ContactRecord): Contact => {
  const { state } = contact
  const said = (of: 'name' | 'locale' | 'timeZone'): string | null => state.said[of]?.[2] ?? null
  return {
    id: contact.id,
    shop: contact.shop,
    name: said('name') ?? state.stated.name?.value ?? null,
    username: state.stated.username?.value ?? null,
    avatarUrl: state.stated.avatarUrl?.value ?? null,
    locale: said('locale') ?? state.stated.locale?.value ?? null,
    timeZone: said('timeZone'),
    aliases: state.aliases.filter((alias) => alias.seenAt > (state.ended[aliasName(alias)] ?? -1)),
    externalIds: entriesIn(state.said, 'externalIds'),
    metadata: entriesIn(state.said, 'metadata'),
    mergedInto: contact.mergedInto ?? null,
    merged: [],
    createdAt: state.createdAt ?? 0,
    version: contact.version,
  }
}

const PERSONAL = ['name', 'username', 'avatarUrl', 'locale', 'timeZone'] as const satisfies (keyof Contact)[]

/** One contact over several that the shop merged into it: its own word first, and what the others add to it. */
export const mergedView = (into: ContactRecord, others: readonly ContactRecord[]): Contact => {
  const views = [into, ...others.toSorted((a, b) => compare(a.id, b.id))].map(contactView)
  const [own] = views as [Contact]
  const aliases = new Map(views.flatMap((view) => view.aliases.map((alias) => [aliasName(alias), alias] as const)))
  const firstSaid = (field: (typeof PERSONAL)[number]): string | null =>
    views.map((view) => view[field]).find((value) => value !== null) ?? null
  return {
    ...own,
    ...(Object.fromEntries(PERSONAL.map((field) => [field, firstSaid(field)])) as Pick<
      Contact,
      (typeof PERSONAL)[number]
    >),
    aliases: [...aliases.values()].sort((x, y) => compare(aliasName(x), aliasName(y))),
    externalIds: Object.assign({}, ...views.toReversed().map(({ externalIds }) => externalIds)) as Record<
      string,
      string
    >,
    metadata: Object.assign({}, ...views.toReversed().map(({ metadata }) => metadata)) as Record<string, string>,
    merged: views.slice(1).map(({ id }) => id),
    createdAt: Math.min(...views.map(({ createdAt }) => createdAt)),
    version: views.reduce((sum, { version }) => sum + version, 0),
  }
}

const stored = ({ merges, said, ...state }: ContactState) => ({
  ...state,
  ...(merges.length > 0 ? { merges } : {}),
  ...(Object.keys(said).length > 0 ? { said } : {}),
})

/** Listed is who was in touch, and was not found to be somebody else who is. */
const listing = ({ id, shop, state, mergedInto }: ContactRecord) =>
  mergedInto !== undefined || state.createdAt === null || !Number.isFinite(state.createdAt)
    ? {}
    : contactListKeys(shop, state.createdAt, id)

/** `card` is what the list reads: all there is, since a list shows whole contacts. */
export const contactItem = (contact: ContactRecord): Item => ({
  ...contactKey(contact.id),
  v: 2,
  version: contact.version,
  shop: contact.shop,
  card: JSON.stringify({ version: contact.version, ...stored(contact.state) }),
  ...(contact.mergedInto === undefined ? {} : { linked: contact.mergedInto }),
  ...(contact.erased === undefined ? {} : { er: contact.erased }),
  ...listing(contact),
})

type Stored = Partial<ContactState> & { readonly version?: number }

/** Reads an item of the table, or of the list, which has no more than its keys and card. Those of version 1 have it in `st`. */
export const decodeContact = (item: Item, of?: string): ContactRecord => {
  const { version = Number(item['version']), ...state } = JSON.parse(String(item['card'] ?? item['st'])) as Stored
  return {
    id: item.pk.slice('ctc#'.length),
    shop: of ?? String(item['shop']),
    version,
    state: { ...EMPTY_CONTACT, ...state },
    ...(item['linked'] === undefined ? {} : { mergedInto: String(item['linked']) }),
    ...(item['er'] === undefined ? {} : { erased: Number(item['er']) }),
  }
}
