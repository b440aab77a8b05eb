import { beforeEach, describe, expect, test } from 'vitest'
import { createCredentials } from '../../functions/credentials.ts'
import { createHash } from '../../functions/hash.ts'
import { createMemoryTable, type MemoryTable } from '../support/memory-table.ts'

const KEY = 'a deploy key for tests, which is long enough'
const SECRET = 'refresh-token-1'
/** What Node says of a value that another key sealed, or that was changed. */
const UNAUTHENTIC = 'unable to authenticate data'

let table: MemoryTable
beforeEach(() => {
  table = createMemoryTable()
})

const credentials = (connection = 'main', deployKey = KEY) =>
  createCredentials({ table, hash: createHash(KEY), deployKey }, 'x', connection)

describe('the credentials of a connection', () => {
  test('are none, of version 0, before any was written', async () => {
    expect(await credentials().read('refresh')).toEqual({ value: '', version: 0 })
  })

  test('are read as they were written, each write with the next version', async () => {
    expect(await credentials().write('refresh', SECRET, 0)).toBe(true)
    expect(await credentials().read('refresh')).toEqual({ value: SECRET, version: 1 })
    expect(await credentials().write('refresh', '', 1)).toBe(true)
    expect(await credentials().read('refresh')).toEqual({ value: '', version: 2 })
  })

  test('are left as they are by a write for another version than the stored one', async () => {
    await credentials().write('refresh', SECRET, 0)
    for (const version of [0, 2]) expect(await credentials().write('refresh', 'other', version)).toBe(false)
    expect(await credentials().read('refresh')).toEqual({ value: SECRET, version: 1 })
    expect(await credentials().write('access', SECRET, 1)).toBe(false)
  })

  test.each([0, 1])('are replaced by exactly one of many who write at once over version %i', async (version) => {
    if (version > 0) await credentials().write('refresh', SECRET, 0)
    const values = Array.from({ length: 8 }, (_, index) => `token-${index}`)
    const won = await Promise.all(values.map((value) => credentials().write('refresh', value, version)))
    expect(won.filter(Boolean)).toHaveLength(1)
    expect(await credentials().read('refresh')).toEqual({ value: values[won.indexOf(true)], version: version + 1 })
  })

  test('are apart by name and by connection', async () => {
    await credentials().write('refresh', SECRET, 0)
    expect(await credentials().read('access')).toEqual({ value: '', version: 0 })
    expect(await credentials('second').read('refresh')).toEqual({ value: '', version: 0 })
  })

  test('are nowhere in the table as they are, nor is the name or the same value twice alike', async () => {
    await credentials().write('refresh', SECRET, 0)
    await credentials('second').write('refresh', SECRET, 0)
    const stored = JSON.stringify(table.all())
    for (const plain of [SECRET, Buffer.from(SECRET).toString('base64'), 'refresh']) expect(stored).not.toContain(plain)
    expect(new Set(table.all().map(({ value }) => value)).size).toBe(2)
  })

  test('are not read under another deploy key', async () => {
    await credentials().write('refresh', SECRET, 0)
    await expect(credentials('main', 'another deploy key, also long enough').read('refresh')).rejects.toThrow(
      UNAUTHENTIC,
    )
  })

  test.each(['value of another connection', 'changed value'])('are not read from a %s', async (which) => {
    await credentials().write('refresh', SECRET, 0)
    await credentials('second').write('refresh', 'other', 0)
    const [first, second] = table.all()
    const changed = `${String(first?.['value']).slice(0, -4)}AAAA`
    await table.put({ ...first!, value: which === 'changed value' ? changed : String(second?.['value']) })
    await expect(credentials().read('refresh')).rejects.toThrow(UNAUTHENTIC)
  })
})
