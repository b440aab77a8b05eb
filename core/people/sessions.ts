import type { Context } from '../context.ts'
import type { Hash, Item, Page } from '../ports.ts'
import { Problem } from '../problem.ts'
import { compact } from '../compact.ts'
import { same } from '../same.ts'
import type { Person, Session } from '../schema/person.ts'
import { personKey, sessionKey, sessionsRange } from '../store/keys.ts'
import { decodePerson, type StoredPerson } from './person.ts'

type Store = Pick<Context, 'table' | 'hash' | 'now' | 'publicUrl'>

const HOUR_MS = 3_600_000
/** How often the last use is written, at most. */
const USED_EVERY_MS = HOUR_MS
/** So long after its last use a session ends. */
const IDLE_MS = 7 * 24 * HOUR_MS
/** So long after it began a session ends, however much it is used. */
export const SESSION_MS = 30 * 24 * HOUR_MS

const expiryOf = (created: number, used: number): number => Math.min(created + SESSION_MS, used + IDLE_MS)
const ttlOf = (created: number, used: number): number => Math.ceil(expiryOf(created, used) / 1000)

/** What the browser keeps: both ids are inside, so that a session is found by two reads. */
export interface SessionToken {
  readonly person: string
  readonly session: string
  readonly secret: string
}
const bare = (id: string): string => id.slice('usr_'.length)
export const writeToken = ({ person, session, secret }: SessionToken): string =>
  `${bare(person)}.${bare(session)}.${secret}`
/** Undefined when it cannot be one. */
const readToken = (token: string): SessionToken | undefined => {
  const [, person, session, secret] = /^([\w-]{22})\.([\w-]{22})\.([\w-]{32,64})$/.exec(token) ?? []
  if (person === undefined || session === undefined || secret === undefined) return undefined
  return { person: `usr_${person}`, session: `ses_${session}`, secret }
}

/** All that is kept of a secret. Keyed and of at least 192 random bits: nobody comes back from it. */
const secretHash = (hash: Hash, { person, session, secret }: SessionToken): string =>
  hash('session-secret', person, session, secret)

const timesOf = (item: Item): { readonly created: number; readonly used: number } => ({
  created: Number(item['created']),
  used: Number(item['used']),
})

/** Begins a session. `secret` has to be random: at least 192 bits in base64url. `epoch`: of the person as they were let in. */
export const beginSession = async (ctx: Store, token: SessionToken, epoch: number): Promise<void> => {
  const created = ctx.now()
  await ctx.table.put({
    ...sessionKey(token.person, token.session),
    v: 1,
    sh: secretHash(ctx.hash, token),
    epoch,
    created,
    used: created,
    ttl: ttlOf(created, created),
  })
  await ctx.table.update(personKey(token.person), { set: { seen: created } }, { exists: 'pk' })
}

const isOver = (person: StoredPerson, item: Item, now: number): boolean => {
  const { created, used } = timesOf(item)
  return person.view.disabledAt !== null || Number(item['epoch']) !== person.epoch || expiryOf(created, used) <= now
}

const noteUse = async ({ table }: Store, { person, session }: SessionToken, item: Item, now: number): Promise<void> => {
  const { created, used } = timesOf(item)
  if (used > now - USED_EVERY_MS) return
  const due = { lt: ['used', now - USED_EVERY_MS + 1] as const }
  // One that was ended meanwhile must not come back.
  const noted = await table.update(
    sessionKey(person, session),
    { set: { used: now, ttl: ttlOf(created, now) } },
    { all: [{ exists: 'pk' }, due] },
  )
  if (noted) await table.update(personKey(person), { set: { seen: now } }, { exists: 'pk' })
}

const isOf = (hash: Hash, item: Item | undefined, token: SessionToken): item is Item =>
  item !== undefined && same(String(item['sh']), secretHash(hash, token))

/** Who is signed in by this, as long as the session lasts. Notes its use. */
export const useSession = async (
  ctx: Store,
  token: string,
): Promise<{ readonly person: Person; readonly session: string } | undefined> => {
  const parts = readToken(token)
  if (parts === undefined) return undefined
  const [item, owner] = await Promise.all([
    ctx.table.get(sessionKey(parts.person, parts.session), { consistent: true }),
    ctx.table.get(personKey(parts.person), { consistent: true }),
  ])
  if (!isOf(ctx.hash, item, parts) || !owner) return undefined
  const person = decodePerson(ctx, owner)
  const now = ctx.now()
  if (isOver(person, item, now)) return undefined
  await noteUse(ctx, parts, item, now)
  return { person: person.view, session: parts.session }
}

/** Ends the session that a browser keeps. Who holds no session ends none. */
export const endByToken = async ({ table, hash }: Pick<Context, 'table' | 'hash'>, token: string): Promise<void> => {
  const parts = readToken(token)
  if (parts === undefined) return
  const key = sessionKey(parts.person, parts.session)
  if (isOf(hash, await table.get(key, { consistent: true }), parts)) await table.delete(key)
}

const allOf = async ({ table }: Pick<Context, 'table'>, person: string): Promise<readonly Item[]> => {
  const items: Item[] = []
  let after: Page['next']
  do {
    const page = await table.query({ ...sessionsRange(person), consistent: true, ...compact({ after }) })
    items.push(...page.items)
    after = page.next
  } while (after !== undefined)
  return items
}

/** Where somebody is signed in, newest first. */
export const listSessions = async (ctx: Store, person: StoredPerson, current?: string): Promise<readonly Session[]> => {
  const items = await allOf(ctx, person.view.id)
  const now = ctx.now()
  return items
    .filter((item) => !isOver(person, item, now))
    .map((item) => {
      const { created, used } = timesOf(item)
      const id = item.sk.slice('S#'.length)
      return {
        id,
        person: person.view.id,
        createdAt: created,
        lastUsedAt: used,
        expiresAt: expiryOf(created, used),
        current: id === current,
      }
    })
    .sort((a, b) => b.createdAt - a.createdAt)
}

export const removeSessions = async (ctx: Pick<Context, 'table'>, person: string): Promise<void> => {
  for (const { pk, sk } of await allOf(ctx, person)) await ctx.table.delete({ pk, sk })
}

export const endSession = async (ctx: Store, person: string, session: string): Promise<void> => {
  if (!(await ctx.table.delete(sessionKey(person, session), { exists: 'pk' })))
    throw new Problem('not_found', `There is no session ${session}.`)
}

/** Ends all sessions of somebody, and the links they have not used yet. */
export const endSessions = async (ctx: Store, person: string): Promise<void> => {
  await ctx.table.update(personKey(person), { add: { epoch: 1 } }, { exists: 'pk' })
  await removeSessions(ctx, person)
}
