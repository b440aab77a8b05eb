import { describe, expect, it } from 'vitest'
import { type ItemChange, createMemoryTable } from '../support/memory-table.ts'
import { tableSuite } from './table-suite.ts'

tableSuite('in memory', async () => ({ table: createMemoryTable({ pageItems: 3 }), close: async () => undefined }))

describe('the table in memory, as a test breaks it', () => {
  const key = { pk: 'p', sk: 'F' }

  it('does nothing when the hook before a write throws', async () => {
    const table = createMemoryTable({
      before: ({ kind }) => {
        if (kind === 'put') throw new Error('no network')
      },
    })
    await expect(table.put(key)).rejects.toThrow('no network')
    expect(table.all()).toEqual([])
  })

  it('keeps the write when the hook after it throws', async () => {
    const table = createMemoryTable({
      after: ({ kind }) => {
        if (kind === 'put') throw new Error('answer lost')
      },
    })
    await expect(table.put(key)).rejects.toThrow('answer lost')
    expect(table.all()).toEqual([key])
  })

  it('decides a guard when the write happens, not when it was asked for', async () => {
    let release: (() => void) | undefined
    const table = createMemoryTable({
      before: (operation) =>
        operation.kind === 'update' ? new Promise<void>((resolve) => (release = resolve)) : undefined,
    })
    const update = table.update(key, { set: { a: 1 } }, { absent: 'pk' })
    await table.put(key)
    release?.()
    expect(await update).toBeUndefined()
  })

  it('tells each change once, in order, and none where nothing changed', async () => {
    const changes: ItemChange[] = []
    const table = createMemoryTable({ onChange: (change) => changes.push(change) })
    await table.put({ ...key, a: 1 })
    await table.put({ ...key, a: 1 })
    await table.update(key, { set: { a: 1 } })
    await table.put({ ...key, a: 2 }, { absent: 'pk' })
    await table.update(key, { set: { a: 2 } })
    await table.delete(key)
    await table.delete(key)
    expect(changes).toEqual([
      { key, before: undefined, after: { ...key, a: 1 } },
      { key, before: { ...key, a: 1 }, after: { ...key, a: 2 } },
      { key, before: { ...key, a: 2 }, after: undefined },
    ])
  })
})
