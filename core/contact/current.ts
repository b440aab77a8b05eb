import type { Context } from '../context.ts'
import { mergedView, type ContactRecord } from '../conversation/contact.ts'
import type { ContactMark } from '../conversation/head.ts'
import { findRoot } from '../conversation/versioned.ts'
import { contacts } from './contacts.ts'
import type { Contact } from '../schema/identity.ts'
import type { MergeMark } from '../store/facts.ts'

type Store = Pick<Context, 'table'>

/**
 * Who somebody is shown as. Contacts that the shop merged stay apart, each with what was learned of its person; which one
 * is shown is derived from the merges that stand, whenever it is asked. So a merge can be undone whatever came after it.
 */
export interface KnownPerson {
  readonly person: ContactRecord
  /** The contact that carries on, with everything known of those merged into it. */
  readonly contact: Contact
}

const idsOf = (record: ContactRecord): ReadonlySet<string> => new Set([record.id, ...record.state.merged])
const standing = (record: ContactRecord): readonly MergeMark[] => {
  const own = idsOf(record)
  // Two that proved to be one meanwhile are no more apart to be merged.
  return record.state.merges.filter(({ undone, from, into }) => !undone && own.has(from) !== own.has(into))
}

/** The merge by which a contact is shown as another: the latest that stands. */
export const mergeOf = (record: ContactRecord): MergeMark | undefined => {
  const own = idsOf(record)
  return standing(record).findLast(({ from }) => own.has(from))
}

const isLater = (a: MergeMark, b: MergeMark): boolean => a.at > b.at || (a.at === b.at && a.key > b.key)

/** Where a circle of merges, made at the same moment, is cut open: the latest of them does not count. */
const cut = (circle: readonly ContactRecord[]): ContactRecord =>
  circle.reduce((last, record) => {
    const [a, b] = [mergeOf(record), mergeOf(last)]
    return a && b && isLater(a, b) ? record : last
  })

/** The contact that a person is shown as. */
const follow = async (store: Store, person: ContactRecord): Promise<ContactRecord> => {
  const path = [person]
  for (let current = person; ;) {
    const into = mergeOf(current)?.into
    const next = into === undefined ? undefined : (await findRoot(store.table, contacts, into)).value
    if (next === undefined) return current
    const again = path.findIndex(({ id }) => id === next.id)
    if (again >= 0) return cut(path.slice(again))
    path.push(next)
    current = next
  }
}

/** Everybody who is shown as this contact, itself first. */
export const membersOf = async (store: Store, contact: ContactRecord): Promise<readonly ContactRecord[]> => {
  const members = new Map([[contact.id, contact]])
  for (const member of members.values()) {
    const own = idsOf(member)
    for (const { key, from } of standing(member).filter(({ into }) => own.has(into))) {
      const { value } = await findRoot(store.table, contacts, from)
      if (value && mergeOf(value)?.key === key && !members.has(value.id)) members.set(value.id, value)
    }
  }
  return [...members.values()]
}

/** The ids of everybody who is shown as this contact, under every id they ever had. `id`: of the one that carries on. */
export const idsOfEverybody = async (store: Store, id: string): Promise<readonly string[]> => {
  const { value } = await findRoot(store.table, contacts, id)
  const members = value === undefined ? [] : await membersOf(store, value)
  return [...new Set(members.flatMap((member) => [member.id, ...member.state.merged]))]
}

export const shownAs = async (store: Store, person: ContactRecord): Promise<KnownPerson> => {
  if (person.state.merges.length === 0) return { person, contact: mergedView(person, []) }
  const contact = await follow(store, person)
  const members = await membersOf(store, contact)
  return { person, contact: mergedView(contact, members.slice(1)) }
}

/** What the heads of a person's conversations keep of it. */
export const markOfContact = ({ person, contact }: KnownPerson): ContactMark => ({
  id: contact.id,
  name: contact.name,
  version: person.version,
  ...(contact.id === person.id ? {} : { person: person.id, rev: contact.version }),
})
