import type { Context } from '../context.ts'
import { Problem } from '../problem.ts'
import { allows, type Caller } from '../reach.ts'
import type { Item } from '../ports.ts'
import type { Person, Role } from '../schema/person.ts'
import { peopleListKeys, personKey } from '../store/keys.ts'

type Where = Pick<Context, 'publicUrl'>

export interface StoredPerson {
  readonly view: Person
  readonly bodyHash: string
  /** How often they were signed out everywhere: sessions and codes of another count are over. */
  readonly epoch: number
}

export const newPerson = (
  person: Omit<Person, 'avatarUrl' | 'lastSeenAt' | 'disabledAt' | 'version'>,
  bh: string,
): Item => ({
  ...personKey(person.id),
  ...peopleListKeys(person.shop, person.createdAt, person.id),
  v: 1,
  name: person.name,
  role: person.role,
  ...(person.shop === null ? {} : { shop: person.shop }),
  created: person.createdAt,
  version: 1,
  bh,
})

const numberOrNull = (value: Item[string]): number | null => (value === undefined ? null : Number(value))

export const decodePerson = ({ publicUrl }: Where, item: Item): StoredPerson => {
  const id = item.pk.slice('usr#'.length)
  return {
    view: {
      id,
      name: String(item['name']),
      role: String(item['role']) as Role,
      shop: item['shop'] === undefined ? null : String(item['shop']),
      avatarUrl: item['avatar'] === undefined ? null : `${publicUrl}/v1/people/${id}/avatar?v=${item['avatar']}`,
      createdAt: Number(item['created']),
      lastSeenAt: numberOrNull(item['seen']),
      disabledAt: numberOrNull(item['disabled']),
      version: Number(item['version']),
    },
    bodyHash: String(item['bh']),
    epoch: Number(item['epoch'] ?? 0),
  }
}

export const loadPerson = async (
  { table, publicUrl }: Where & Pick<Context, 'table'>,
  id: string,
): Promise<StoredPerson | undefined> => {
  const item = await table.get(personKey(id), { consistent: true })
  return item && decodePerson({ publicUrl }, item)
}

/**
 * Whether a person is a colleague of who asks: of their shop, or of the whole organisation, which answers in that shop too. People
 * are of no single account: a key that is limited to some knows none.
 */
const seesPerson = (caller: Caller, { shop }: Pick<Person, 'shop'>): boolean =>
  caller.accounts === undefined && (shop === null || shop === caller.shop)

/** Refuses who would make or change somebody that reaches more than they do. */
export const refuseLess = (caller: Caller, shop: string | null): void => {
  if (caller.accounts !== undefined || caller.connector !== undefined)
    throw new Problem('forbidden', 'A key of single accounts or of a connector cannot manage people.')
  if (shop === null && !caller.organisation)
    throw new Problem('forbidden', 'People of the organisation are managed by who acts for all of it.')
}

/** The person of this id, or not_found: also when they are out of the caller's reach. */
export const findPerson = async (
  ctx: Where & Pick<Context, 'table'>,
  caller: Caller,
  id: string,
): Promise<StoredPerson> => {
  const stored = await loadPerson(ctx, id)
  if (!stored || !seesPerson(caller, stored.view)) throw new Problem('not_found', `There is no person ${id}.`)
  return stored
}

/** The person, for an admin who reaches as much as they do. */
export const findManaged = async (
  ctx: Where & Pick<Context, 'table'>,
  caller: Caller,
  id: string,
): Promise<StoredPerson> => {
  const stored = await findPerson(ctx, caller, id)
  refuseLess(caller, stored.view.shop)
  return stored
}

/** The person, for themselves or for such an admin. */
export const findOwn = async (
  ctx: Where & Pick<Context, 'table'>,
  caller: Caller,
  id: string,
): Promise<StoredPerson> => {
  if (caller.person?.id === id) return findPerson(ctx, caller, id)
  const stored = await findPerson(ctx, caller, id)
  if (!allows(caller.scopes, 'admin'))
    throw new Problem('forbidden', 'This needs the scope admin, or the person themselves.', [], { scope: 'admin' })
  refuseLess(caller, stored.view.shop)
  return stored
}
