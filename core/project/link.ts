import type { Context } from '../context.ts'
import { contacts, foldContact } from '../contact/contacts.ts'
import { showPerson } from '../contact/show.ts'
import { EMPTY_CONTACT, joinContact, type ContactRecord } from '../conversation/contact.ts'
import { foldDetails, readDetails } from '../conversation/details.ts'
import { EMPTY_HEAD, join } from '../conversation/head.ts'
import { keepPlaces } from '../conversation/places.ts'
import { withoutCase } from '../conversation/said.ts'
import { findRoot, type Versioned } from '../conversation/versioned.ts'
import { decodeHead } from '../conversation/head-item.ts'
import { closedCase, currentCase, type Head, type HeadIdentity } from '../conversation/view.ts'
import { dropFirstAnswer } from '../figures/first-answer.ts'
import type { LinkFact } from '../store/facts.ts'
import { headKey } from '../store/keys.ts'
import { caseIdOf, foldHead, heads } from './people.ts'
import { tellOnce } from './tell.ts'

interface Linking<V extends { readonly version: number }> {
  readonly views: Versioned<V>
  readonly blank: (id: string) => V
  readonly withSuccessor: (value: V, successor: string) => V
  /** Joins a linked value, which changes no more, into the one that carries on. */
  readonly absorb: (root: string, linked: V, id: string) => Promise<unknown>
}

const chainOf = async <V extends { readonly version: number }>(
  ctx: Context,
  linking: Linking<V>,
  start: string,
): Promise<readonly string[]> => {
  const chain = [start]
  for (let id: string | undefined = start; id !== undefined;) {
    const item = await ctx.table.get(linking.views.key(id), { consistent: true })
    id = item && linking.views.successor(linking.views.decode(item))
    if (id !== undefined) chain.push(id)
  }
  return chain
}

/** The smaller id carries on: ids along a chain only get smaller, so that racing links never make a circle. */
const joinRoots = async <V extends { readonly version: number }>(
  ctx: Context,
  linking: Linking<V>,
  pair: readonly [string, string],
): Promise<string> => {
  for (;;) {
    const [a, b] = await Promise.all(pair.map((id) => findRoot(ctx.table, linking.views, id)))
    if (a === undefined || b === undefined) throw new Error('a pair has two members')
    if (a.id === b.id) return a.id
    const [root, linked] = a.id < b.id ? [a, b] : [b, a]
    const value = linking.withSuccessor(linked.value ?? linking.blank(linked.id), root.id)
    const item = linking.views.encode({ ...value, version: (linked.value?.version ?? 0) + 1 })
    await ctx.table.put(item, linked.value ? { eq: ['version', linked.value.version] } : { absent: 'pk' })
  }
}

/** Links, then joins what the linked ones knew. Repeated as often as the fact is projected; each step is idempotent. */
const link = async <V extends { readonly version: number }>(
  ctx: Context,
  linking: Linking<V>,
  pair: readonly [string, string],
): Promise<string> => {
  const root = await joinRoots(ctx, linking, pair)
  const chains = await Promise.all(pair.map((id) => chainOf(ctx, linking, id)))
  for (const id of new Set(chains.flat())) {
    const item = id === root ? undefined : await ctx.table.get(linking.views.key(id), { consistent: true })
    if (item) await linking.absorb(root, linking.views.decode(item), id)
  }
  return root
}

/**
 * The case of the conversation that carries on goes on, whatever was closed in the other; what the other had open ends
 * with the link.
 */
const tellCases = async (ctx: Context, fact: LinkFact, root: string, seenAt: number): Promise<void> => {
  const caseOf = async (id: string) => {
    const item = await ctx.table.get(headKey(id), { consistent: true })
    return item && currentCase(decodeHead(item), caseIdOf(ctx.hash))
  }
  for (const id of fact.pair.filter((member) => member !== root)) {
    const open = await caseOf(id)
    if (open?.status !== 'open') continue
    const data = closedCase(open, seenAt)
    await tellOnce(ctx, { type: 'case.closed', shop: fact.shop, id: open.id, data, place: fact })
  }
  const current = await caseOf(root)
  if (current?.status === 'open')
    await tellOnce(ctx, { type: 'case.opened', shop: fact.shop, id: current.id, data: { ...current }, place: fact })
}

/** Of the one that was linked: its case is over, and its details belong to the conversation that carries on. */
const absorbHead = async (ctx: Context, root: HeadIdentity, linked: Head, id: string): Promise<void> => {
  await keepPlaces(ctx, linked, caseIdOf(ctx.hash))
  if (linked.state.detailsAt > 0) await foldDetails(ctx, root.id, await readDetails(ctx, id, { consistent: true }))
  const said = withoutCase(linked.state.said)
  await foldHead(ctx, root, join({ ...linked.state, close: null, said }, { ...EMPTY_HEAD, linked: [id] }))
  await dropFirstAnswer(ctx, linked, caseIdOf(ctx.hash))
}

export const projectLink = async (ctx: Context, fact: LinkFact, seenAt: number): Promise<void> => {
  const { shop, channel, connection, account } = fact
  if (fact.what === 'contact') {
    const linking: Linking<ContactRecord> = {
      views: contacts,
      blank: (id) => ({ id, shop, version: 0, state: EMPTY_CONTACT }),
      withSuccessor: (value, mergedInto) => ({ ...value, mergedInto }),
      absorb: (root, linked, id) =>
        // Above its version, too: what was shown of it is older than what is shown of the one that carries on.
        foldContact(ctx, shop, root, joinContact(linked.state, { ...EMPTY_CONTACT, merged: [id] }), linked.version),
    }
    const id = await link(ctx, linking, fact.pair)
    const { value } = await findRoot(ctx.table, contacts, id)
    if (value) await showPerson(ctx, value)
    await tellOnce(ctx, { type: 'contact.merged', shop, id: fact.pair.join(' '), data: { id, contacts: fact.pair } })
    return
  }
  const identity = { shop, channel, connection, account }
  const linking: Linking<Head> = {
    views: heads(ctx),
    blank: (id) => ({ ...identity, id, version: 0, state: EMPTY_HEAD }),
    withSuccessor: (value, linkedTo) => ({ ...value, linkedTo }),
    absorb: (root, linked, id) => absorbHead(ctx, { ...identity, id: root }, linked, id),
  }
  const id = await link(ctx, linking, fact.pair)
  await tellCases(ctx, fact, id, seenAt)
  await tellOnce(ctx, {
    type: 'conversation.linked',
    shop,
    id: fact.pair.join(' '),
    data: { id, conversations: fact.pair },
    place: fact,
  })
}
