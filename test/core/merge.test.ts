import * as fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { getContact, mergeContacts, undoMerge } from '../../core/contact/merge.ts'
import { projectFact } from '../../core/project/project.ts'
import { getConversation } from '../../core/read.ts'
import type { Alias } from '../../core/schema/identity.ts'
import { factItem, type OwnFact } from '../../core/store/facts.ts'
import { createWorld, PRINCIPAL, SHOP, textFact, type World } from '../support/world.ts'
import { accept, answers, openConversations, says, told } from './edges-world.ts'

const phone = (person: string): Alias => ({ type: 'phone', value: `+1555000${person.charCodeAt(0)}` })
const user = (person: string): Alias => ({ type: 'wa_bsuid', value: `US.${person}` })

let world: World
beforeEach(() => {
  world = createWorld()
})

const writes = async (person: string, ...peers: Alias[]): Promise<void> =>
  says(world, `${person} writes`, { peers: peers.length > 0 ? peers : [phone(person)], profile: { name: person } })
const conversationOf = async (person: string) => {
  const found = (await openConversations(world)).find(({ preview }) => preview?.text === `${person} writes`)
  return found ?? expect.fail(`${person} has not written`)
}
const contactOf = async (person: string): Promise<string> => (await conversationOf(person)).contact.id ?? ''
const shownIn = async (id: string) => (await getConversation(world.ctx, PRINCIPAL, id)).contact
const merge = async (from: string, into: string, key = `${from} ${into}`) => {
  const merged = await mergeContacts(world.ctx, PRINCIPAL, key, { from, into })
  await world.settle()
  await world.clock.advance(1000)
  return merged
}
const undo = async (id: string, key = `undo ${id}`) => {
  const contact = await undoMerge(world.ctx, PRINCIPAL, key, id)
  await world.settle()
  await world.clock.advance(1000)
  return contact
}

describe('two contacts that the shop merges', () => {
  let ada: string
  let ida: string
  beforeEach(async () => {
    await writes('Ada')
    await writes('Ida')
    ada = await contactOf('Ada')
    ida = await contactOf('Ida')
  })

  test('are shown as the one that carries on, under both ids and in all conversations', async () => {
    const merged = await merge(ada, ida)
    expect(merged).toMatchObject({ id: ida, name: 'Ida', merged: [ada] })
    expect(merged.aliases.map(({ value }) => value).sort()).toEqual([phone('Ada').value, phone('Ida').value].sort())
    expect(await getContact(world.ctx, PRINCIPAL, ada)).toEqual(merged)
    expect((await openConversations(world)).map(({ contact }) => contact)).toEqual([
      { id: ida, name: 'Ida' },
      { id: ida, name: 'Ida' },
    ])
  })

  test('are told as merged once, and their conversations as changed', async () => {
    const conversations = [await conversationOf('Ada'), await conversationOf('Ida')].map(({ id }) => id)
    await merge(ada, ida)
    const events = await told(world)
    expect(events.filter(({ type }) => type === 'contact.merged').map(({ data }) => data)).toEqual([
      { id: ida, contacts: [ada, ida] },
    ])
    const changed = events.filter(({ type }) => type === 'conversation.updated')
    expect(new Set(changed.map(({ subject }) => subject))).toEqual(new Set(conversations))
    expect(changed.map(({ data }) => data['contact'])).toEqual([
      { id: ida, name: 'Ida' },
      { id: ida, name: 'Ida' },
    ])
  })

  test('are two again once it is undone, each with what was learned of it since', async () => {
    const before = await Promise.all([ada, ida].map((id) => getContact(world.ctx, PRINCIPAL, id)))
    await merge(ada, ida)
    await writes('Ada', phone('Ada'), user('Ada'))
    expect((await getContact(world.ctx, PRINCIPAL, ida)).aliases).toHaveLength(3)
    await undo(ada)
    await writes('Ada', user('Ada'))
    const [first, second] = await Promise.all([ada, ida].map((id) => getContact(world.ctx, PRINCIPAL, id)))
    expect(first).toMatchObject({ id: ada, name: 'Ada', merged: [] })
    expect(first?.aliases.map(({ value }) => value)).toEqual([phone('Ada').value, user('Ada').value])
    expect(second).toMatchObject({ ...before[1], version: expect.any(Number) as number })
    expect((await conversationOf('Ada')).contact).toEqual({ id: ada, name: 'Ada' })
    expect((await conversationOf('Ida')).contact).toEqual({ id: ida, name: 'Ida' })
  })

  test('keep what a send told of either with the one it was sent to', async () => {
    await merge(ada, ida)
    world.outcomes.push({ kind: 'accepted', providerId: 'wamid.t', aliases: [phone('Ada'), user('Ada')] })
    await answers(world, (await conversationOf('Ada')).id, 'key')
    await writes('Ada', user('Ada'))
    await undo(ada)
    expect((await getContact(world.ctx, PRINCIPAL, ada)).aliases).toHaveLength(2)
    expect((await getContact(world.ctx, PRINCIPAL, ida)).aliases).toHaveLength(1)
  })

  test('show a version under each id that only grows', async () => {
    const versions: number[][] = [[], []]
    const look = async () => {
      for (const [index, id] of [ada, ida].entries())
        versions[index]?.push((await getContact(world.ctx, PRINCIPAL, id)).version)
    }
    await look()
    for (const round of ['first', 'second']) {
      await merge(ada, ida, `merge ${round}`)
      await look()
      await writes('Ada', phone('Ada'), { type: 'wa_bsuid', value: 'US.Ada' })
      await look()
      await undo(ada, `undo ${round}`)
      await look()
    }
    for (const seen of versions) expect(seen).toEqual(seen.toSorted((a, b) => a - b))
    const updates = (await told(world)).filter(({ type, subject }) => type === 'contact.updated' && subject === ida)
    expect(new Set(updates.map(({ data }) => data['version'])).size).toBe(updates.length)
    expect(updates.length).toBeGreaterThanOrEqual(4)
  })

  test('can be merged with a third, through either id', async () => {
    await writes('Eve')
    const eve = await contactOf('Eve')
    await merge(ada, ida)
    const all = await merge(ada, eve)
    expect(all).toMatchObject({ id: eve, merged: [ada, ida].sort() })
    for (const id of [ada, ida]) expect((await getContact(world.ctx, PRINCIPAL, id)).id).toBe(eve)
    await undo(ida)
    expect((await getContact(world.ctx, PRINCIPAL, ada)).id).toBe(ida)
    expect((await getContact(world.ctx, PRINCIPAL, eve)).merged).toEqual([])
  })

  test('cannot be merged again, nor apart twice', async () => {
    await merge(ada, ida)
    await expect(merge(ida, ada, 'again')).rejects.toMatchObject({ type: 'already_merged' })
    await expect(merge(ada, ada, 'itself')).rejects.toMatchObject({ type: 'already_merged' })
    await undo(ada)
    await expect(undo(ada, 'again')).rejects.toMatchObject({ type: 'not_merged' })
  })

  test('are merged once for each key, which is refused for another request', async () => {
    await merge(ada, ida, 'key')
    await undo(ada)
    expect((await mergeContacts(world.ctx, PRINCIPAL, 'key', { from: ada, into: ida })).merged).toEqual([])
    await expect(merge(ida, ada, 'key')).rejects.toMatchObject({ type: 'idempotency_key_reused' })
  })

  test('go on as one person once that is proven, whatever is undone', async () => {
    await merge(ada, ida)
    await writes('Ida', phone('Ida'), user('Both'))
    await writes('Ada', phone('Ada'))
    await world.record([textFact('Ada writes', { peers: [phone('Ida'), user('Both')], profile: { name: 'Ida' } })])
    await world.settle()
    expect((await getContact(world.ctx, PRINCIPAL, ada)).id).toBe(ida)
  })

  test('are not found when one is of another shop', async () => {
    const other = '100000000000002'
    await world.record([textFact('Hello', { peers: [phone('Eve')], account: other, scope: other })])
    await world.settle()
    const theirs = `ctc_${world.ctx.hash('ctc', 'shp_other', 'phone', phone('Eve').value)}`
    expect((await getContact(world.ctx, { ...PRINCIPAL, shop: 'shp_other' }, theirs)).id).toBe(theirs)
    for (const pair of [
      { from: ada, into: theirs },
      { from: theirs, into: ada },
    ])
      await expect(mergeContacts(world.ctx, PRINCIPAL, 'key', pair)).rejects.toMatchObject({ type: 'not_found' })
    await expect(undoMerge(world.ctx, PRINCIPAL, 'key', theirs)).rejects.toMatchObject({ type: 'not_found' })
  })

  test('are told apart by the messages that went to each', async () => {
    await merge(ada, ida)
    await expect(accept(world, (await conversationOf('Ada')).id, 'key')).resolves.toMatchObject({ contact: ada })
  })
})

interface Statement {
  readonly key: string
  readonly fact: OwnFact
  readonly seenAt: number
}

test('merges and undoings in any order, any number of times and also in circles come to the same', async () => {
  const people = ['A', 'B', 'C']
  const start = async (): Promise<readonly string[]> => {
    world = createWorld()
    for (const person of people) await writes(person)
    return Promise.all(people.map(contactOf))
  }
  const contacts = await start()
  const draft = fc.record({ from: fc.nat(2), into: fc.nat(2), undone: fc.boolean() })
  const statements = (drafts: readonly { from: number; into: number; undone: boolean }[]): Statement[] =>
    drafts.flatMap(({ from: a, into: b, undone }, index) => {
      const [from, into] = [contacts[a] ?? '', contacts[b] ?? '']
      if (from === into) return []
      // Some at the same moment.
      const at = 1000 + Math.floor(index / 2)
      const fact = { kind: 'merge' as const, shop: SHOP, from, into }
      const undo = { kind: 'unmerge' as const, shop: SHOP, merge: { key: `m${index}`, from, into, at } }
      return [{ key: `m${index}`, fact, seenAt: at }, ...(undone ? [{ key: `u${index}`, fact: undo, seenAt: at }] : [])]
    })
  const run = async (steps: readonly Statement[]) => {
    await start()
    for (const { key, fact, seenAt } of steps) {
      await world.ctx.table.put(factItem(key, { source: 'own', fact }, { seenAt }), { absent: 'pk' })
      await projectFact(world.ctx, key)
    }
    await world.settle()
    const known = await Promise.all(contacts.map((id) => getContact(world.ctx, PRINCIPAL, id)))
    const shown = await Promise.all(people.map(async (person) => shownIn((await conversationOf(person)).id)))
    return { known: known.map((contact) => ({ ...contact, version: 0 })), shown }
  }
  await fc.assert(
    fc.asyncProperty(fc.array(draft, { maxLength: 4 }), fc.infiniteStream(fc.nat(1000)), async (drafts, numbers) => {
      const steps = statements(drafts)
      const next = (): number => numbers.next().value ?? 0
      const shuffled = [...steps, ...steps.filter(() => next() % 2 === 0)]
        .map((step) => [next(), step] as const)
        .sort(([a], [b]) => a - b)
        .map(([, step]) => step)
      expect(await run(shuffled)).toEqual(await run(steps))
    }),
    { numRuns: 40 },
  )
})
