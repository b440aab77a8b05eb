import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import { ScanCommand } from '@aws-sdk/client-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import { expect, it } from 'vitest'
import type { IndexName, Item } from '../../core/ports.ts'
import { INDEXES } from '../../functions/aws/schema.ts'
import { type Engine, openEngine } from '../../local/engine/engine.ts'

const KILLS = 25
const WRITER = join(import.meta.dirname, 'engine-writer.ts')

type Writer = ChildProcessByStdio<Writable, Readable, null>
const startWriter = (dir: string, run: number): Writer =>
  spawn(process.execPath, [WRITER, dir, String(run)], { stdio: ['pipe', 'pipe', 'inherit'] })

/** Lets it write, kills it at a random moment after its first write, and answers what it had acknowledged. */
const killed = async (writer: Writer): Promise<string[]> => {
  let printed = ''
  writer.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  writer.stdin.end('go\n')
  await once(writer.stdout, 'data')
  await wait(Math.random() * 120)
  writer.kill('SIGKILL')
  await once(writer, 'close')
  return printed.split('\n').slice(0, -1)
}

const scan = async ({ client, tableName }: Engine, index?: IndexName): Promise<Item[]> => {
  const found: Item[] = []
  let start: Record<string, never> | undefined
  do {
    const page = await client.send(
      new ScanCommand({
        TableName: tableName,
        ...(index && { IndexName: index }),
        ...(start && { ExclusiveStartKey: start }),
      }),
    )
    found.push(...(page.Items ?? []).map((item) => unmarshall(item) as Item))
    start = page.LastEvaluatedKey as typeof start
  } while (start)
  return found
}

/** What the stream tells of each item: how many writes, and whether the last one removed it. */
const told = async ({ stream }: Engine) => {
  const items = new Map<string, { writes: number; gone: boolean }>()
  for (let shard = 0; shard < stream.shards; shard++)
    for (const { eventName, dynamodb } of await stream.read(shard, undefined, 1_000_000)) {
      const pk = dynamodb.Keys?.['pk']?.S ?? ''
      const gone = eventName === 'REMOVE'
      items.set(pk, { writes: (items.get(pk)?.writes ?? 0) + (gone ? 0 : 1), gone })
    }
  return items
}

/** The indexes as they would be if they were made anew from the items. */
const expectedIndex = (items: readonly Item[], index: IndexName) => {
  const { pk, sk } = INDEXES[index]
  return items.map((item) => ({ pk: item.pk, sk: item.sk, [pk]: item[pk], [sk]: item[sk] }))
}
/** One line an entry, whatever the order of entries and attributes. */
const lines = (entries: readonly object[]): string[] =>
  entries.map((entry) => JSON.stringify(entry, Object.keys(entry).toSorted())).toSorted()

const check = async (dir: string, acknowledged: readonly string[]): Promise<number> => {
  const engine = await openEngine({ dir })
  const items = await scan(engine)
  const stored = new Map(items.map((item) => [item.pk, Number(item['rev'])]))
  const stream = await told(engine)

  const lost = acknowledged.filter((line) => {
    const [pk = '', state = ''] = line.split(' ')
    const rev = stored.get(pk)
    return state === 'gone' ? rev !== undefined : rev === undefined ? !stream.get(pk)?.gone : rev < Number(state)
  })
  expect(lost, 'acknowledged writes that are not there').toEqual([])

  const untold = items.filter((item) => {
    const record = stream.get(item.pk)
    return !record || record.gone || record.writes !== item['rev']
  })
  expect(untold, 'items without exactly one record for each of their writes').toEqual([])
  const orphans = [...stream].filter(([pk, { gone }]) => !gone && !stored.has(pk))
  expect(orphans, 'records of items that are not there').toEqual([])

  for (const index of ['list', 'due'] as const)
    expect(lines(await scan(engine, index)), `index ${index}`).toEqual(lines(expectedIndex(items, index)))
  await engine.close()
  return stream.size
}

it(`loses and orphans nothing when it is killed ${KILLS} times at random moments`, async () => {
  const dir = await mkdtemp(join(tmpdir(), 'parley-crash-'))
  const acknowledged: string[] = []
  let written = 0
  let next = startWriter(dir, 0)
  try {
    for (let kill = 1; kill <= KILLS; kill++) {
      const writer = next
      // The next one starts while this one writes, and waits for its turn.
      next = startWriter(dir, kill)
      acknowledged.push(...(await killed(writer)))
      written = await check(dir, acknowledged)
    }
  } finally {
    next.kill('SIGKILL')
    await rm(dir, { recursive: true })
  }
  expect(written).toBeGreaterThan(KILLS)
}, 180_000)
