import type { Hash, Key } from '../ports.ts'
import type { Alias } from '../schema/identity.ts'

/**
 * Every key of the one table, in one place. Partition keys that could reveal a person are keyed hashes: a plain hash of
 * a phone number can be reversed by trying all numbers.
 *
 * | partition | sort | item |
 * |---|---|---|
 * | `f#hash` | `F` fact, `S` state, `raw` raw slice, `X#fact` what was said of it | a fact and its siblings |
 * | `adr#hash` | `A` | address to conversation |
 * | `ali#hash` | `A` | alias to contact |
 * | `cnv#id` | `H` head, `C#case`, `E#…` entries, `O#…` to send | a conversation |
 * | | `M` details, `M#case` details of a case, `Z` end of a snooze, `L#…` places in lists, `W#version` who wrote under it | |
 * | `cnv#id`, `ctc#id` | `X#fact`, `I#call` | facts about it that have no entry, and answers, for whoever erases it |
 * | `obj#hash` | fact | that a fact names an object which others may name too |
 * | `ers#id` | `A` | an erasure |
 * | `exp#id` | `A`, `C#conversation` what is in it | an export; see export/record.ts |
 * | `rsy` | `H` | the latest resync, and how far it is |
 * | `ext#hash` | `A` | an id of another system to whom it names |
 * | `ctc#id` | `H` head, `V#conversation` where it is in, `exp#export` | a contact |
 * | `con#hash` | `sender#purpose` | consent |
 * | `acc#hash` | `A` | health and pace of an account |
 * | `evt#id`, `feed#shop#bucket`, `ctr#shop` | | events, see feed.ts |
 * | `rtn#channel/connection` | routine's name | its cursor, when it is due, and who runs it until when |
 * | `tpl#hash` | `M` when they were read, `T#name#language` | the templates of an account |
 * | `tpl#id` | `A` | where a template stands, by its id |
 * | `upl#id` | `U` | a file that a shop uploads |
 * | `dl#id` | `D` | dead letter |
 * | `dlv#id` | `raw` | a delivery of which something could not be read |
 * | `dls#shop` | `ms#id` | that it concerns a shop |
 * | `whk#id` | `H` endpoint, `P#position` event to try again, `R#id` replay, `T#…` attempts | a webhook endpoint |
 * | | `C#shop` how far it is in the feed of a shop | of an endpoint of the organisation |
 * | `whs#shop` | id of an endpoint | that the shop has it; `whs#*`: the organisation |
 * | `job#id` | `J` | a job, due until it is done; see jobs/job.ts |
 * | `key#id` | `K` | an API key |
 * | `usr#id` | `P` a person of the shop, `A` their picture, `S#id` a session | who signs in |
 * | `sgn#hash` | `G` | a one-time code to sign in by |
 * | `lim#key` | `B` | what an API key has used up of its rate |
 * | `fig#shop` | `R#ms#case` when a case was first answered, `D#day` the figures of a day | figures; see figures/ |
 * | `idm#hash` | `I` | a call that was named by an Idempotency-Key, and what it was answered |
 */
export const SORT = {
  fact: 'F',
  state: 'S',
  raw: 'raw',
  alias: 'A',
  head: 'H',
  dead: 'D',
  event: 'V',
  job: 'J',
  key: 'K',
  bucket: 'B',
  person: 'P',
  signIn: 'G',
  call: 'I',
  details: 'M',
  snooze: 'Z',
} as const

/** Sort keys of the items that `project` consumes; the stream filter is made of these. */
export const PROJECTED_SORT_KEYS: readonly string[] = [SORT.fact, SORT.state]

const ms = (time: number): string => String(Math.max(0, Math.trunc(time))).padStart(13, '0')

export const factKey = (fact: string): Key => ({ pk: `f#${fact}`, sk: SORT.fact })
export const stateKey = (fact: string): Key => ({ pk: `f#${fact}`, sk: SORT.state })
export const rawKey = (fact: string): Key => ({ pk: `f#${fact}`, sk: SORT.raw })
/** That a fact is about another one, a conversation or a contact, where no entry tells. `of`: the partition. */
export const aboutKey = (of: string, fact: string): Key => ({ pk: of, sk: `X#${fact}` })
export const aboutRange = (of: string) => ({ pk: of, from: 'X#', to: 'X#~' })
export const objectKey = (hash: Hash, name: string, fact: string): Key => ({ pk: objectPk(hash, name), sk: fact })
export const objectPk = (hash: Hash, name: string): string => `obj#${hash('obj', name)}`
export const erasureKey = (id: string): Key => ({ pk: `ers#${id}`, sk: SORT.alias })
export const RESYNC_KEY: Key = { pk: 'rsy', sk: SORT.head }
/** The hash of a fact's partition key, or undefined for another kind of item. */
export const factOfPk = (pk: string): string | undefined => (pk.startsWith('f#') ? pk.slice(2) : undefined)

/** A target of receipts, reactions, edits: the key every message of a channel has, inbound or outbound. */
export const messageFact = (hash: Hash, channel: string, scope: string, providerId: string): string =>
  hash('message', channel, scope, providerId)
export const outboundFact = (hash: Hash, principal: string, shop: string, idempotencyKey: string): string =>
  hash('out', principal, shop, idempotencyKey)

export const messageId = (fact: string): string => `msg_${fact}`
export const factOfMessage = (id: string): string => id.slice('msg_'.length)

export const addressKey = (hash: Hash, shop: string, channel: string, account: string, alias: Alias): Key => ({
  pk: `adr#${hash('adr', shop, channel, account, alias.type, alias.value)}`,
  sk: SORT.alias,
})
export const aliasKey = (hash: Hash, shop: string, alias: Alias): Key => ({
  pk: `ali#${hash('ali', shop, alias.type, alias.value)}`,
  sk: SORT.alias,
})
export const headKey = (conversation: string): Key => ({ pk: `cnv#${conversation}`, sk: SORT.head })
export const contactKey = (contact: string): Key => ({ pk: `ctc#${contact}`, sk: SORT.head })
/** That a contact is in a conversation. */
export const withinKey = (contact: string, conversation: string): Key => ({
  pk: `ctc#${contact}`,
  sk: `V#${conversation}`,
})
export const withinRange = (contact: string) => ({ pk: `ctc#${contact}`, from: 'V#', to: 'V#~' })
/** What the shop keeps with a conversation, apart from the head: it may be large, and messages do not change it. */
export const detailsKey = (conversation: string): Key => ({ pk: `cnv#${conversation}`, sk: SORT.details })
/** What the shop keeps with one case of a conversation. */
export const caseDetailsKey = (conversation: string, id: string): Key => ({
  pk: `cnv#${conversation}`,
  sk: `${SORT.details}#${id}`,
})
export const caseDetailsRange = (conversation: string) => ({
  pk: `cnv#${conversation}`,
  from: `${SORT.details}#`,
  to: `${SORT.details}#~`,
})
/** When a snoozed case wakes. */
export const snoozeKey = (conversation: string): Key => ({ pk: `cnv#${conversation}`, sk: SORT.snooze })
/** Who may write under the condition that the conversation is still at this version. */
export const versionKey = (conversation: string, version: number): Key => ({
  pk: `cnv#${conversation}`,
  sk: `W#${version}`,
})
/** Who may write under the condition that the contact is still at this version. */
export const contactVersionKey = (contact: string, version: number): Key => ({
  pk: `ctc#${contact}`,
  sk: `W#${version}`,
})
/** Further places of a conversation in the `list` index: by assignee, and by each tag. */
export const placeKey = (conversation: string, place: string): Key => ({ pk: `cnv#${conversation}`, sk: `L#${place}` })
export const placesRange = (conversation: string) => ({ pk: `cnv#${conversation}`, from: 'L#', to: 'L#~' })
export const casesRange = (conversation: string) => ({ pk: `cnv#${conversation}`, from: 'C#', to: 'C#~' })
export const externalIdKey = (
  hash: Hash,
  {
    shop,
    what,
    system,
    id,
  }: { readonly shop: string; readonly what: string; readonly system: string; readonly id: string },
): Key => ({ pk: `ext#${hash('ext', shop, what, system, id)}`, sk: SORT.alias })
export const caseKey = (conversation: string, id: string): Key => ({ pk: `cnv#${conversation}`, sk: `C#${id}` })
export const accountKey = (hash: Hash, channel: string, connection: string, account: string): Key => ({
  pk: `acc#${hash('acc', channel, connection, account)}`,
  sk: SORT.alias,
})
export const consentPk = (hash: Hash, shop: string, alias: Alias, channel: string): string =>
  `con#${hash('con', shop, alias.type, alias.value, channel)}`
/** The sender and purpose a consent is of; a sender may have a `#` in it. */
export const consentConcern = ({ sk }: Pick<Key, 'sk'>): readonly [sender: string, purpose: string] => {
  const end = sk.lastIndexOf('#')
  return [sk.slice(0, end), sk.slice(end + 1)]
}
export const jobKey = (id: string): Key => ({ pk: `job#${id}`, sk: SORT.job })
/** State of a routine. Names of the configuration, which tell nothing of a person. */
export const routineKey = (channel: string, connection: string, name: string): Key => ({
  pk: `rtn#${channel}/${connection}`,
  sk: name,
})
/** The templates of an account. */
export const templatesPk = (
  hash: Hash,
  { shop, channel, id }: { readonly shop: string; readonly channel: string; readonly id: string },
): string => `tpl#${hash('tpls', shop, channel, id)}`
export const templatesMark = (pk: string): Key => ({ pk, sk: 'M' })
export const templateKey = (pk: string, name: string, language: string): Key => ({ pk, sk: `T#${name}#${language}` })
/** All of them, or those of one name: also of names that begin with it and a `#`. */
export const templateRange = (pk: string, name?: string) => {
  const prefix = name === undefined ? 'T#' : `T#${name}#`
  return { pk, from: prefix, to: `${prefix}~` }
}
export const templateName = (id: string): Key => ({ pk: `tpl#${id}`, sk: SORT.alias })
/** Of a shop; null: of the organisation. */
export const endpointsOf = (shop: string | null): string => `whs#${shop ?? '*'}`
export const endpointKey = (id: string): Key => ({ pk: `whk#${id}`, sk: SORT.head })
/** How far an endpoint of the organisation is in the feed of a shop. */
export const placeInFeedKey = (endpoint: string, shop: string): Key => ({ pk: `whk#${endpoint}`, sk: `C#${shop}` })
export const placesInFeedsRange = (endpoint: string) => ({ pk: `whk#${endpoint}`, from: 'C#', to: 'C#~' })
/** An event that an endpoint did not take, at its position in the feed: of the endpoint's shop, or of the one that is named. */
export const retryKey = (endpoint: string, position: number, shop?: string): Key => ({
  pk: `whk#${endpoint}`,
  sk: `P#${String(position).padStart(12, '0')}${shop === undefined ? '' : `#${shop}`}`,
})
export const replayKey = (endpoint: string, id: string): Key => ({ pk: `whk#${endpoint}`, sk: `R#${id}` })
/** The endpoint with all that it has to do. */
export const endpointRange = (id: string) => ({ pk: `whk#${id}`, from: SORT.head, to: 'R#~' })
/** A delivery of which something could not be read, whole, as long as raw slices are kept. */
export const deliveryKey = (id: string): Key => ({ pk: `dlv#${id}`, sk: SORT.raw })
export const deadLetterKey = (id: string): Key => ({ pk: `dl#${id}`, sk: SORT.dead })
export const uploadKey = (media: string): Key => ({ pk: `upl#${media}`, sk: 'U' })
/** That a dead letter concerns a shop: its list, by first-seen time. */
export const deadLetterOfShop = (shop: string, at: number, id: string): Key => ({
  pk: `dls#${shop}`,
  sk: `${ms(at)}#${id}`,
})
export const deadLettersOf = (shop: string) => ({ pk: `dls#${shop}` })

/** That a case was first answered at a time. */
export const firstAnswerKey = (shop: string, at: number, id: string): Key => ({
  pk: `fig#${shop}`,
  sk: `R#${ms(at)}#${id}`,
})
/** First answers from a time on, before another. */
export const firstAnswersRange = (shop: string, from: number, before: number) => ({
  pk: `fig#${shop}`,
  from: `R#${ms(from)}`,
  to: `R#${ms(before)}`,
})
/** `day`: as in a date, YYYY-MM-DD. */
export const figuresOfDayKey = (shop: string, day: string): Key => ({ pk: `fig#${shop}`, sk: `D#${day}` })
export const figuresOfDaysRange = (shop: string, from: string, to: string) => ({
  pk: `fig#${shop}`,
  from: `D#${from}`,
  to: `D#${to}`,
})

export const attemptKey = (endpoint: string, at: number, id: string): Key => ({
  pk: `whk#${endpoint}`,
  sk: `T#${ms(at)}#${id}`,
})
export const attemptRange = (endpoint: string) => ({ pk: `whk#${endpoint}`, from: 'T#', to: 'T#~' })

/** Timeline position: provider time, then first-seen time, then place in the batch, then the unique id. */
export const entryKey = (
  conversation: string,
  entry: { readonly at: number; readonly seen: number; readonly index: number; readonly id: string },
): Key => ({
  pk: `cnv#${conversation}`,
  sk: `E#${ms(entry.at)}#${ms(entry.seen)}#${String(entry.index).padStart(4, '0')}#${entry.id}`,
})
export const todoKey = (conversation: string, acceptedAt: number, message: string): Key => ({
  pk: `cnv#${conversation}`,
  sk: `O#${ms(acceptedAt)}#${message}`,
})
export const messageOfTodo = (sk: string): string => sk.slice(sk.lastIndexOf('#') + 1)

/** List order moves at most once in so many ms, so that a busy conversation does not rewrite its index entry. */
const LIST_BUCKET_MS = 5 * 60_000
export const listKeys = (shop: string, status: string, lastEntryAt: number, id: string) => ({
  lpk: `lst#${shop}#${status}`,
  lsk: `${ms(Math.floor(lastEntryAt / LIST_BUCKET_MS) * LIST_BUCKET_MS)}#${id}`,
})
/** Assignees are people, and tags may say anything: both are hashed. */
export const placeListPk = (hash: Hash, by: 'assignee' | 'tag', shop: string, status: string, value: string): string =>
  `lst#${hash('place', by, shop, status, value)}`
/** The beginning of the sort keys of a list, from this time on. */
export const listedSince = (time: number): string => ms(Math.floor(time / LIST_BUCKET_MS) * LIST_BUCKET_MS)
/** Contacts of a shop, by when they were first in touch. */
export const contactListKeys = (shop: string, createdAt: number, id: string) => ({
  lpk: `lst#${shop}#contacts`,
  lsk: `${ms(createdAt)}#${id}`,
})
export const waitingKeys = (shop: string, since: number, id: string) => ({
  wpk: `wai#${shop}`,
  wsk: `${ms(since)}#${id}`,
})
/** Who waits, longest first. */
export const waitingRange = (shop: string) => ({ index: 'waiting' as const, pk: `wai#${shop}` })

export const apiKeyKey = (id: string): Key => ({ pk: `key#${id}`, sk: SORT.key })
export const apiKeyList = (shop: string | null) => ({ index: 'list' as const, pk: `keys#${shop ?? '*'}` })
export const apiKeyListKeys = (shop: string | null, createdAt: number, id: string) => ({
  lpk: apiKeyList(shop).pk,
  lsk: `${ms(createdAt)}#${id}`,
})
export const personKey = (id: string): Key => ({ pk: `usr#${id}`, sk: SORT.person })
export const peopleList = (shop: string | null) => ({ index: 'list' as const, pk: `people#${shop ?? '*'}` })
export const peopleListKeys = (shop: string | null, createdAt: number, id: string) => ({
  lpk: peopleList(shop).pk,
  lsk: `${ms(createdAt)}#${id}`,
})
export const avatarKey = (person: string): Key => ({ pk: `usr#${person}`, sk: SORT.alias })
export const sessionKey = (person: string, session: string): Key => ({ pk: `usr#${person}`, sk: `S#${session}` })
export const sessionsRange = (person: string) => ({ pk: `usr#${person}`, from: 'S#', to: 'S#~' })
export const signInKey = (hash: Hash, code: string): Key => ({ pk: `sgn#${hash('sign-in', code)}`, sk: SORT.signIn })
export const bucketKey = (name: string): Key => ({ pk: `lim#${name}`, sk: SORT.bucket })
/** A call of one operation by one key for one shop, by its Idempotency-Key. */
export const callKey = (
  hash: Hash,
  principal: string,
  shop: string,
  operation: string,
  idempotencyKey: string,
): Key => ({
  pk: `idm#${hash('call', principal, shop, operation, idempotencyKey)}`,
  sk: SORT.call,
})

/** That a call was about a conversation or a contact, and its answer may be. `id`: with its prefix. */
export const callAboutKey = (id: string, call: Key): Key => ({
  pk: `${id.slice(0, 3)}#${id}`,
  sk: `I#${call.pk.slice('idm#'.length)}`,
})
export const callsAboutRange = (pk: string) => ({ pk, from: 'I#', to: 'I#~' })
/** The call that such an item tells of. */
export const callOf = (about: Key): Key => ({ pk: `idm#${about.sk.slice('I#'.length)}`, sk: SORT.call })

/** The due index is dealt over shards so that no single partition carries all of a busy gateway's timers. */
export const DUE_SHARDS = 4
export const dueKeys = (dueAt: number, id: string) => ({
  dpk: `due#${id.charCodeAt(id.length - 1) % DUE_SHARDS}`,
  dsk: `${ms(dueAt)}#${id}`,
})
export const dueRange = (shard: number, now: number) => ({
  pk: `due#${shard}`,
  index: 'due' as const,
  to: `${ms(now)}#~`,
})
