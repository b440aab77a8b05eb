import { compact } from '../compact.ts'
import type { Context } from '../context.ts'
import type { Change, Page } from '../ports.ts'
import { Problem } from '../problem.ts'
import type { Caller } from '../reach.ts'
import type { Listed } from '../read.ts'
import type { Person, Role } from '../schema/person.ts'
import { peopleList, personKey } from '../store/keys.ts'
import { decodePerson, findManaged, findPerson, loadPerson, newPerson, refuseLess } from './person.ts'
import { removeSessions } from './sessions.ts'

type Store = Pick<Context, 'table' | 'hash' | 'now' | 'publicUrl'>
type Position = Readonly<Record<string, string>>
const NOTHING: Page = { items: [] }

export interface PersonRequest {
  readonly name: string
  readonly role: Role
  /** For every shop of the organisation, instead of the one the call is for. */
  readonly organisation: boolean
}

/** Keeps a person. The same key and request give the stored one. */
export const createPerson = async (
  ctx: Store,
  caller: Caller,
  idempotencyKey: string,
  request: PersonRequest,
): Promise<Person> => {
  const { name, role, organisation } = request
  const shop = organisation ? null : caller.shop
  refuseLess(caller, shop)
  const id = `usr_${ctx.hash('person', caller.name, caller.shop, idempotencyKey)}`
  const bodyHash = ctx.hash('body', JSON.stringify({ name, role, organisation }))
  await ctx.table.put(newPerson({ id, name, role, shop, createdAt: ctx.now() }, bodyHash), { absent: 'pk' })
  const stored = await loadPerson(ctx, id)
  if (stored === undefined) throw new Error('a person that was kept is missing')
  if (stored.bodyHash === bodyHash) return stored.view
  throw new Problem('idempotency_key_reused', 'This Idempotency-Key was used with another request.', [
    { path: 'Idempotency-Key', message: 'use a new key for another request' },
  ])
}

export const getPerson = async (ctx: Store, caller: Caller, id: string): Promise<Person> =>
  (await findPerson(ctx, caller, id)).view

/** Who answers in the caller's shop, newest first: its own people, then those of the organisation; disabled ones too. */
export const listPeople = async (
  ctx: Store,
  caller: Caller,
  query: { readonly limit: number; readonly after?: Position },
): Promise<Listed<Person>> => {
  if (caller.accounts !== undefined) return { data: [], next: null }
  const shared = peopleList(null)
  const inShared = query.after?.['lpk'] === shared.pk
  // Where the list of the organisation is to begin, there is no place in it yet.
  const after = query.after?.['lsk'] === undefined ? undefined : query.after
  const page = (list: typeof shared, limit: number, from: Position | undefined) =>
    ctx.table.query({ ...list, limit, reverse: true, ...compact({ after: from }) })
  const first = inShared ? NOTHING : await page(peopleList(caller.shop), query.limit, after)
  const left = query.limit - first.items.length
  const second = first.next === undefined && left > 0 ? await page(shared, left, inShared ? after : undefined) : NOTHING
  const keys = [...first.items, ...second.items]
  // The index has the ids alone; a change does not rewrite it.
  const items = await Promise.all(keys.map(({ pk, sk }) => ctx.table.get({ pk, sk })))
  return {
    data: items.flatMap((item) => (item ? decodePerson(ctx, item).view : [])),
    next: first.next ?? second.next ?? (left === 0 && !inShared ? { lpk: shared.pk } : null),
  }
}

export interface PersonChange {
  readonly name?: string
  readonly role?: Role
  readonly disabled?: boolean
}

const changeOf = (before: Person, { name, role, disabled }: PersonChange, now: number): Change => {
  const set = compact({ name, role })
  if (disabled === undefined || disabled === (before.disabledAt !== null)) return { set, add: { version: 1 } }
  return disabled
    ? { set: { ...set, disabled: now }, add: { version: 1, epoch: 1 } }
    : { set, add: { version: 1 }, remove: ['disabled'] }
}

const moved = (): Problem =>
  new Problem('precondition_failed', 'The person has changed since the version you have seen.', [
    { path: 'If-Match', message: 'read the person again, and decide anew' },
  ])

/** Changes what is named. Who is disabled is signed out, at once and everywhere. */
export const changePerson = async (
  ctx: Store,
  caller: Caller,
  id: string,
  change: PersonChange & { readonly ifVersion?: number },
): Promise<Person> => {
  for (;;) {
    const { view } = await findManaged(ctx, caller, id)
    if (change.ifVersion !== undefined && change.ifVersion !== view.version) throw moved()
    const item = await ctx.table.update(personKey(id), changeOf(view, change, ctx.now()), {
      eq: ['version', view.version],
    })
    if (item === undefined) continue
    if (change.disabled === true) await removeSessions(ctx, id)
    return decodePerson(ctx, item).view
  }
}
