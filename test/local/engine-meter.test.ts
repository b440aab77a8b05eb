import { beforeAll, describe, expect, it } from 'vitest'
import type { Table } from '../../core/ports.ts'
import type { Engine } from '../../local/engine/engine.ts'
import type { MeteredRequest } from '../../local/engine/meter.ts'
import { testEngine } from '../support/engine.ts'

let engine: Engine
let table: Table
let count = 0
const key = (sk = 'F') => ({ pk: `p${count++}`, sk })
/** Bytes of the item beside its text: names and values of the keys, and the name of the text. */
const padded = (at: { pk: string; sk: string }, bytes: number) => ({
  ...at,
  text: 'x'.repeat(bytes - `pk${at.pk}sk${at.sk}text`.length),
})

beforeAll(async () => {
  const opened = await testEngine()
  engine = opened.engine
  table = opened.table
  return opened.close
})

const cost = async (run: () => Promise<unknown>): Promise<{ write: number; read: number }> => {
  engine.meter.reset()
  await run()
  const { write, read } = engine.meter.read()
  return { write, read }
}

describe('the meter counts a write', () => {
  it('by the KB begun', async () => {
    expect(await cost(() => table.put(padded(key(), 1024)))).toEqual({ write: 1, read: 0 })
    expect(await cost(() => table.put(padded(key(), 1025)))).toEqual({ write: 2, read: 0 })
  })

  it('in UTF-8 bytes', async () => {
    expect(await cost(() => table.put({ ...key(), text: 'ä'.repeat(600) }))).toEqual({ write: 2, read: 0 })
  })

  it('by the larger of the item before and after', async () => {
    const at = key()
    await table.put(padded(at, 3000))
    expect(await cost(() => table.put(at))).toEqual({ write: 3, read: 0 })
    expect(await cost(() => table.update(at, { set: { text: padded(at, 2000).text } }))).toEqual({ write: 2, read: 0 })
    expect(await cost(() => table.delete(at))).toEqual({ write: 2, read: 0 })
    expect(await cost(() => table.delete(at))).toEqual({ write: 1, read: 0 })
  })

  it('also when it changes nothing', async () => {
    const at = key()
    await table.put(at)
    expect(await cost(() => table.put(at))).toEqual({ write: 1, read: 0 })
  })

  it('that fails its guard, by the item that is there', async () => {
    const at = key()
    expect(await cost(() => table.update(at, { set: { a: 1 } }, { exists: 'pk' }))).toEqual({ write: 1, read: 0 })
    await table.put(padded(at, 2000))
    expect(await cost(() => table.put(at, { absent: 'pk' }))).toEqual({ write: 2, read: 0 })
  })

  it('that is invalid as nothing', async () => {
    expect(await cost(() => table.put({ ...key(), sk: '' }).catch(() => undefined))).toEqual({ write: 0, read: 0 })
  })
})

describe('the meter counts an index', () => {
  const entry = { lpk: 'open', lsk: '1', card: 'c' }

  it('once when an entry comes, once when it goes', async () => {
    const at = key()
    expect(await cost(() => table.put({ ...at, ...entry }))).toEqual({ write: 2, read: 0 })
    expect(await cost(() => table.update(at, { remove: ['lpk'] }))).toEqual({ write: 2, read: 0 })
    expect(await cost(() => table.update(at, { set: { lpk: 'open' } }))).toEqual({ write: 2, read: 0 })
    expect(await cost(() => table.delete(at))).toEqual({ write: 2, read: 0 })
  })

  it('twice when an entry moves', async () => {
    const at = key()
    await table.put({ ...at, ...entry })
    expect(await cost(() => table.update(at, { set: { lsk: '2' } }))).toEqual({ write: 3, read: 0 })
  })

  it('once when what is copied into it changes, and not when anything else does', async () => {
    const at = key()
    await table.put({ ...at, ...entry })
    expect(await cost(() => table.update(at, { set: { card: 'd' } }))).toEqual({ write: 2, read: 0 })
    expect(await cost(() => table.update(at, { set: { other: 1 } }))).toEqual({ write: 1, read: 0 })
    expect(await cost(() => table.put({ ...at, ...entry, card: 'd' }))).toEqual({ write: 1, read: 0 })
  })

  it('by the size of its own entry, and each index for itself', async () => {
    const at = key()
    const item = { ...at, ...entry, wpk: 'w', wsk: '1', dpk: 'd', dsk: '1', card: 'c'.repeat(1500) }
    // Item 2, list 2, waiting 2, due (without the card) 1.
    expect(await cost(() => table.put(item))).toEqual({ write: 7, read: 0 })
  })

  it('not when the guard fails', async () => {
    const at = key()
    await table.put(at)
    expect(await cost(() => table.put({ ...at, ...entry }, { absent: 'pk' }))).toEqual({ write: 1, read: 0 })
  })
})

describe('the meter counts a read', () => {
  it('by 4 KB begun, half when it need not be consistent', async () => {
    const [small, large] = [key(), key()]
    await table.put(padded(small, 4096))
    await table.put(padded(large, 4097))
    expect(await cost(() => table.get(small, { consistent: true }))).toEqual({ write: 0, read: 1 })
    expect(await cost(() => table.get(small))).toEqual({ write: 0, read: 0.5 })
    expect(await cost(() => table.get(large, { consistent: true }))).toEqual({ write: 0, read: 2 })
    expect(await cost(() => table.get(large))).toEqual({ write: 0, read: 1 })
  })

  it('also when there is nothing', async () => {
    expect(await cost(() => table.get(key(), { consistent: true }))).toEqual({ write: 0, read: 1 })
    expect(await cost(() => table.query({ pk: 'nowhere' }))).toEqual({ write: 0, read: 0.5 })
  })

  it('of a query over all its items together, and of no item beyond the page', async () => {
    const { pk } = key()
    for (const sk of ['a', 'b', 'c']) await table.put(padded({ pk, sk }, 2000))
    expect(await cost(() => table.query({ pk, consistent: true }))).toEqual({ write: 0, read: 2 })
    expect(await cost(() => table.query({ pk, consistent: true, limit: 2 }))).toEqual({ write: 0, read: 1 })
  })

  it('of an index by the size of its entries', async () => {
    for (const sk of ['a', 'b', 'c'])
      await table.put({ ...padded(key(sk), 3000), lpk: 'metered', lsk: sk, card: 'small' })
    expect(await cost(() => table.query({ pk: 'metered', index: 'list' }))).toEqual({ write: 0, read: 0.5 })
  })
})

describe('the meter', () => {
  it('counts requests by operation until it is reset', async () => {
    engine.meter.reset()
    const at = key()
    await table.put(at)
    await table.put(at)
    await table.put(at, { absent: 'pk' })
    await table.get(at)
    await table.query({ pk: at.pk })
    expect(engine.meter.read()).toEqual({
      requests: 5,
      write: 3,
      read: 1,
      byOperation: {
        PutItem: { requests: 3, write: 3, read: 0 },
        GetItem: { requests: 1, write: 0, read: 0.5 },
        Query: { requests: 1, write: 0, read: 0.5 },
      },
    })
    engine.meter.reset()
    expect(engine.meter.read()).toEqual({ requests: 0, write: 0, read: 0, byOperation: {} })
  })

  it('tells each request with its key and what its indexes took, until told to stop', async () => {
    const seen: MeteredRequest[] = []
    const stop = engine.meter.onRequest((request) => seen.push(request))
    const at = key('H')
    await table.put({ ...at, lpk: 'open', lsk: '1' })
    await table.update(at, { set: { lsk: '2' } })
    stop()
    await table.get(at)
    expect(seen).toEqual([
      { operation: 'PutItem', key: at, write: 2, read: 0, indexes: { list: 1 } },
      { operation: 'UpdateItem', key: at, write: 3, read: 0, indexes: { list: 2 } },
    ])
  })
})
