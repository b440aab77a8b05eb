import { beforeEach, expect, test } from 'vitest'
import { getDeadLetter, listDeadLetters } from '../../core/dead-letters/dead-letters.ts'
import { deadLetter } from '../../core/dead-letters/keep.ts'
import { redrive } from '../../core/dead-letters/redrive.ts'
import { projectFact } from '../../core/project/project.ts'
import { loadPartition } from '../../core/store/facts.ts'
import type { Operation } from '../support/memory-table.ts'
import { ACCOUNT, createWorld, itemsOf, PRINCIPAL, SHOP, textFact, type World } from '../support/world.ts'

const NEW = '100000000000099'
let world: World
let id: string
let key: string
let interrupt: ((operation: Operation) => Promise<void> | undefined) | undefined

/** Lets the fact be found dead once more right before the next operation of this kind on this partition. */
const failBefore = (kind: Operation['kind'], pk: string): void => {
  interrupt = (operation) => {
    if (operation.kind !== kind || operation.kind === 'query' || !operation.key.pk.startsWith(pk)) return undefined
    interrupt = undefined
    return fail()
  }
}
const fail = async (): Promise<void> => {
  const { fact } = await loadPartition(world.table, key)
  if (fact?.source !== 'inbound') throw new Error('no fact')
  await deadLetter(world.ctx, fact, fact.fact, 'unknown_account')
}
const configure = (): void => {
  const known = world.ctx.directory.account
  Object.assign(world.ctx.directory, {
    account: (channel: string, connection: string, account: string) =>
      account === NEW ? known(channel, connection, ACCOUNT) : known(channel, connection, account),
  })
}
const drive = () => redrive(world.ctx, async () => undefined, PRINCIPAL, id)
const listed = async () => (await listDeadLetters(world.ctx, PRINCIPAL, { limit: 10 })).data

beforeEach(async () => {
  interrupt = undefined
  world = createWorld({ memory: { before: (operation) => interrupt?.(operation) } })
  await world.record([textFact('Hello', { account: NEW })])
  await world.settle()
  id = itemsOf(world, 'dl#')[0]?.pk.slice('dl#'.length) ?? ''
  key = id.slice('dl_'.length)
  configure()
})

test('one that failed while it was redriven stays one', async () => {
  failBefore('update', `dl#${id}`)
  expect(await drive()).toMatchObject({ status: 'open' })
  expect(await listed()).toMatchObject([{ id }])
  expect(await drive()).toMatchObject({ status: 'redriven' })
})

test('one that failed again before it was out of the list stays in it', async () => {
  failBefore('delete', 'dls#')
  await drive()
  expect(await getDeadLetter(world.ctx, PRINCIPAL, id)).toMatchObject({ status: 'open' })
  expect(await listed()).toMatchObject([{ id }])
})

test('one whose redrive died before it was out of the list is taken out by the next', async () => {
  const broken = { ...world.ctx, table: { ...world.table, delete: () => Promise.reject(new Error('died')) } }
  await expect(redrive(broken, async () => undefined, PRINCIPAL, id)).rejects.toThrow('died')
  expect(await listed()).toHaveLength(1)
  expect(await drive()).toMatchObject({ status: 'redriven' })
  expect(await listed()).toEqual([])
})

test('one is listed under its latest count, also by a writer that is late', async () => {
  const counts = () => itemsOf(world, `dls#${SHOP}`).map((item) => item['fails'])
  await fail()
  const latest = counts()
  interrupt = (operation) => {
    if (operation.kind !== 'update' || !operation.key.pk.startsWith('dls#')) return undefined
    interrupt = undefined
    return fail()
  }
  await fail()
  expect(counts()).toEqual(latest.map((fails) => Number(fails) + 2))
  await projectFact(world.ctx, key)
})
