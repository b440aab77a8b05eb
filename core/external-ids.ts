import type { Context } from './context.ts'
import { Problem } from './problem.ts'
import type { Key } from './ports.ts'
import { externalIdKey } from './store/keys.ts'

/** What may carry ids of other systems. An id names one thing of its kind in a shop. */
export type Identified = 'conversation' | 'contact' | 'case' | 'message'

export interface ExternalId {
  readonly shop: string
  readonly what: Identified
  readonly system: string
  readonly id: string
}

/** A claim that its owner does not show after so long was given up: whoever made it died, or let the id go. */
const CLAIM_MS = 60_000

type Store = Pick<Context, 'table' | 'hash' | 'now'>

/** `system:id`, as it is searched for; undefined for anything else. Systems have no colon, ids may. */
const parseExternalId = (text: string): { readonly system: string; readonly id: string } | undefined => {
  const colon = text.indexOf(':')
  return colon < 1 || colon === text.length - 1
    ? undefined
    : { system: text.slice(0, colon), id: text.slice(colon + 1) }
}

/** The same of what was given in a request. */
export const readExternalId = (text: string): { readonly system: string; readonly id: string } => {
  const parsed = parseExternalId(text)
  if (parsed === undefined) throw new Problem('invalid_request', 'An external id looks like system:id.')
  return parsed
}

/** Whose id this is, as far as it was claimed: whoever asks still has to see whether the owner shows it. */
export const findExternalId = async (store: Store, externalId: ExternalId): Promise<string | undefined> => {
  const claim = await store.table.get(externalIdKey(store.hash, externalId), { consistent: true })
  return claim === undefined ? undefined : String(claim['of'])
}

/**
 * Claims an id for its owner before it is written down that they have it, so that two can never both have it. `holds` says
 * whether the one who claimed it before still has it, under whatever id they carry on by now: `owner` where that is the same
 * one. Refused with `external_id_taken`.
 */
export const claimExternalId = async (
  store: Store,
  externalId: ExternalId,
  owner: string,
  holds: (of: string) => Promise<boolean>,
): Promise<void> => {
  const key = externalIdKey(store.hash, externalId)
  for (;;) {
    const claim = { ...key, of: owner, at: store.now() }
    if (await store.table.put(claim, { absent: 'pk' })) return
    const known = await store.table.get(key, { consistent: true })
    if (known === undefined) continue
    const [of, at] = [String(known['of']), Number(known['at'])]
    const isFree = of === owner || (store.now() - at >= CLAIM_MS && !(await holds(of)))
    if (!isFree)
      throw new Problem('external_id_taken', `Another ${externalId.what} has this external id.`, [
        { path: `/externalIds/${pointer(externalId.system)}`, message: 'take it away from the other one first' },
      ])
    const asRead = [{ eq: ['of', of] as const }, { eq: ['at', at] as const }]
    if (await store.table.put(claim, { all: asRead })) return
  }
}

/** Where it is kept that an object has these ids, by system: all that is to go when nothing of it may be found any more. */
export const externalIdKeysOf = (
  hash: Context['hash'],
  shop: string,
  what: Identified,
  ids: Readonly<Record<string, string | null>>,
): readonly Key[] =>
  Object.entries(ids).flatMap(([system, id]) => (id === null ? [] : [externalIdKey(hash, { shop, what, system, id })]))

/** Lets an id go that its owner does not show any more. */
export const releaseExternalId = async (store: Store, externalId: ExternalId, owner: string): Promise<void> => {
  await store.table.delete(externalIdKey(store.hash, externalId), { eq: ['of', owner] })
}

const pointer = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1')
