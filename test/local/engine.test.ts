import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateTableCommand } from '@aws-sdk/client-dynamodb'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { tableDefinition } from '../../functions/aws/schema.ts'
import { createTable } from '../../functions/aws/table.ts'
import { db } from '../../local/engine/dynalite.ts'
import { type Engine, openEngine } from '../../local/engine/engine.ts'
import { SHARDS, type StreamRecord } from '../../local/engine/stream.ts'

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'parley-engine-'))
})
afterEach(() => rm(dir, { recursive: true }))

const NOW = Date.UTC(2026, 5, 1, 12)
const unexpected: unknown[] = []
const opened = async (options: { dir?: string } = {}) => {
  const engine = await openEngine({ now: () => NOW, onError: (error) => unexpected.push(error), ...options })
  return { engine, table: createTable({ client: engine.client, tableName: engine.tableName }) }
}
const allRecords = async ({ stream }: Engine): Promise<StreamRecord[]> => {
  const shards = await Promise.all(Array.from({ length: stream.shards }, (_, n) => stream.read(n, undefined, 10_000)))
  return shards.flat().toSorted((a, b) => (a.dynamodb.SequenceNumber < b.dynamodb.SequenceNumber ? -1 : 1))
}

describe('the stream', () => {
  it('tells what happened to an item in the shape Lambda gives a function', async () => {
    const { engine, table } = await opened()
    const key = { pk: 'p', sk: 'F' }
    await table.put({ ...key, text: 'never in the stream' })
    await table.update(key, { set: { text: 'nor this' } })
    await table.delete(key)
    const records = await allRecords(engine)
    expect(records.map(({ eventName }) => eventName)).toEqual(['INSERT', 'MODIFY', 'REMOVE'])
    expect(records[0]).toEqual({
      eventID: expect.stringMatching(/^[0-9a-f]{32}$/),
      eventName: 'INSERT',
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: 'local',
      eventSourceARN: 'arn:aws:dynamodb:local:000000000000:table/parley/stream/1',
      dynamodb: {
        ApproximateCreationDateTime: NOW / 1000,
        Keys: { pk: { S: 'p' }, sk: { S: 'F' } },
        SequenceNumber: expect.stringMatching(/^[0-9]{21}$/),
        SizeBytes: 6,
        StreamViewType: 'KEYS_ONLY',
      },
    })
    await engine.close()
  })

  it('has no record of writes that changed nothing', async () => {
    const { engine, table } = await opened()
    const key = { pk: 'p', sk: 'F' }
    await table.put({ ...key, a: 1 })
    await table.put({ ...key, a: 1 })
    await table.update(key, { set: { a: 1 }, init: { a2: 1 }, remove: ['b'] })
    await table.update(key, { init: { a: 2 } })
    await table.put({ ...key, a: 3 }, { absent: 'pk' })
    await table.delete({ pk: 'p', sk: 'absent' })
    expect((await allRecords(engine)).map(({ eventName }) => eventName)).toEqual(['INSERT', 'MODIFY'])
    await engine.close()
  })

  it('keeps the records of one item in one shard and in order, and deals items over all shards', async () => {
    const { engine, table } = await opened()
    const write = async (pk: string) => {
      await table.put({ pk, sk: 'S', rev: 0 })
      for (let n = 0; n < 3; n++) await table.update({ pk, sk: 'S' }, { add: { rev: 1 } })
      await table.delete({ pk, sk: 'S' })
    }
    await Promise.all(Array.from({ length: 40 }, (_, n) => write(`p${n}`)))
    const shardsOf = new Map<string, Set<number>>()
    const events = new Map<string, string[]>()
    for (let shard = 0; shard < SHARDS; shard++)
      for (const { eventName = '', dynamodb } of await engine.stream.read(shard, undefined, 1000)) {
        const pk = dynamodb.Keys?.['pk']?.S ?? ''
        shardsOf.set(pk, (shardsOf.get(pk) ?? new Set()).add(shard))
        events.set(pk, [...(events.get(pk) ?? []), eventName])
      }
    expect([...shardsOf.values()].every(({ size }) => size === 1)).toBe(true)
    expect(new Set([...shardsOf.values()].flatMap((shards) => [...shards]))).toHaveLength(SHARDS)
    expect(events).toHaveLength(40)
    for (const names of events.values()) expect(names).toEqual(['INSERT', 'MODIFY', 'MODIFY', 'MODIFY', 'REMOVE'])
    await engine.close()
  })

  it('is read from a sequence number on, so many records at a time', async () => {
    const { engine, table } = await opened()
    for (let n = 0; n < 5; n++) await table.update({ pk: 'p', sk: 'S' }, { add: { rev: 1 } })
    const [first] = await allRecords(engine)
    const shards = Array.from({ length: SHARDS }, (_, n) => n)
    const after = async (sequence: string | undefined, limit: number) =>
      (await Promise.all(shards.map((shard) => engine.stream.read(shard, sequence, limit)))).flat()
    expect(await after(first?.dynamodb.SequenceNumber, 10)).toHaveLength(4)
    expect(await after(undefined, 2)).toHaveLength(2)
    await engine.close()
  })

  it('tells a listener of a record that can already be read', async () => {
    const { engine, table } = await opened()
    const seen: Promise<readonly StreamRecord[]>[] = []
    const stop = engine.stream.onAppend((shard) => seen.push(engine.stream.read(shard, undefined, 10)))
    await table.put({ pk: 'p', sk: 'F' })
    stop()
    await table.put({ pk: 'q', sk: 'F' })
    expect((await Promise.all(seen)).flat().map(({ dynamodb }) => dynamodb.Keys?.['pk'])).toEqual([{ S: 'p' }])
    await engine.close()
  })

  it('follows its own table alone', async () => {
    const { engine } = await opened()
    await engine.client.send(new CreateTableCommand(tableDefinition('another')))
    const another = createTable({ client: engine.client, tableName: 'another' })
    await expect.poll(() => another.put({ pk: 'p', sk: 'F' }).catch(() => false)).toBe(true)
    expect(await allRecords(engine)).toEqual([])
    await engine.close()
  })

  it('never gives a sequence number again, also when all its records were trimmed before it was closed', async () => {
    const first = await opened({ dir })
    await first.table.put({ pk: 'p', sk: 'F' })
    const [record] = await allRecords(first.engine)
    const last = record?.dynamodb.SequenceNumber ?? ''
    for (let shard = 0; shard < SHARDS; shard++) await first.engine.stream.trim(shard, last)
    expect(await allRecords(first.engine)).toEqual([])
    await first.engine.close()

    const second = await opened({ dir })
    await second.table.put({ pk: 'q', sk: 'F' })
    const [next] = await allRecords(second.engine)
    expect(BigInt(next?.dynamodb.SequenceNumber ?? 0)).toBeGreaterThan(BigInt(last))
    await second.engine.close()
  })
})

describe('the engine on disk', () => {
  it('keeps items, indexes, stream and checkpoints', async () => {
    const first = await opened({ dir })
    const item = { pk: 'p', sk: 'H', lpk: 'open', lsk: '1' }
    await first.table.put(item)
    await first.engine.checkpoints.set('project', 2, '7')
    const records = await allRecords(first.engine)
    await first.engine.close()

    const { engine, table } = await opened({ dir })
    expect(await table.get(item)).toEqual(item)
    expect(await table.query({ pk: 'open', index: 'list' })).toEqual({ items: [item] })
    expect(await allRecords(engine)).toEqual(records)
    expect(await engine.checkpoints.get('project', 2)).toBe('7')
    expect(await engine.checkpoints.get('project', 1)).toBeUndefined()
    expect(await engine.checkpoints.get('other', 2)).toBeUndefined()
    await engine.close()
  })

  it('is opened by one at a time, and says so', async () => {
    const { engine } = await opened({ dir })
    await expect(openEngine({ dir })).rejects.toThrow('does another process use it?')
    await engine.close()
  })
})

describe('an unexpected error within the stand-in', () => {
  it('answers 500, is told, and neither ends the process nor keeps the item locked', async () => {
    const { engine, table } = await opened({ dir })
    const key = { pk: 'p', sk: 'S' }
    await table.put({ ...key, n: 1 })
    await engine.close()
    // A number that is none: dynalite throws when it compares it, from within a callback of LevelDB.
    const { db: level } = db.create({ path: dir, createTableMs: 0, deleteTableMs: 0 })
    for await (const place of level.keys({ gte: 'item-', lt: 'item-~' }))
      await level.put(place, { pk: { S: 'p' }, sk: { S: 'S' }, n: { N: 'none' } })
    await level.close()

    unexpected.length = 0
    const again = await opened({ dir })
    const failing = again.table.update(key, { set: { a: 1 } }, { lt: ['n', 5] })
    await expect(failing).rejects.toMatchObject({ $metadata: { httpStatusCode: 500 } })
    expect(unexpected).not.toEqual([])
    expect(await again.table.put({ ...key, n: 2 })).toBe(true)
    expect(await again.table.update(key, { set: { a: 1 } }, { lt: ['n', 5] })).toEqual({ ...key, n: 2, a: 1 })
    await again.engine.close()
  })

  it('is not what a request without sense is', async () => {
    const { engine } = await opened()
    const url = await engine.listen()
    const post = async (target: string, body: string) => {
      const response = await fetch(url, { method: 'POST', headers: { 'x-amz-target': target }, body })
      return [response.status, await response.text()]
    }
    unexpected.length = 0
    expect(await post('DynamoDB_20120810.Nonsense', '{}')).toEqual([400, expect.stringContaining('UnknownOperation')])
    expect(await post('DynamoDB_20120810.PutItem', '{')).toEqual([400, expect.stringContaining('Serialization')])
    expect(await post('DynamoDB_20120810.PutItem', '{}')).toEqual([400, expect.stringContaining('Validation')])
    expect(await post('', '')).toEqual([400, expect.stringContaining('UnknownOperation')])
    expect(unexpected).toEqual([])
    await engine.close()
  })
})
