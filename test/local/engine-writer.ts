import { createTable } from '../../functions/aws/table.ts'
import { openEngine } from '../../local/engine/engine.ts'

/**
 * A process that writes until it is killed: waits for a line on standard input, opens the engine in the given
 * directory, and prints a line for each write that was acknowledged (`item rev`, or `item gone`).
 */
const [dir = '', run = ''] = process.argv.slice(2)
const WRITERS = 16

await new Promise((resolve) => process.stdin.once('data', resolve))
const engine = await openEngine({ dir })
const table = createTable({ client: engine.client, tableName: engine.tableName })
// Writes to a pipe are synchronous: what is printed has left the process.
const acknowledge = (item: string, state: string) => process.stdout.write(`${item} ${state}\n`)

/** Every write changes the item's place in an index, so that each consists of several operations. */
const place = (rev: number) => ({ lpk: 'all', lsk: `${rev}`, dpk: 'all', dsk: `${rev}` })

const write = async (writer: number): Promise<void> => {
  for (let n = 0; ; n++) {
    const pk = `${run}-${writer}-${n}`
    const key = { pk, sk: 'S' }
    await table.put({ ...key, rev: 1, ...unique(pk, place(1)) }, { absent: 'pk' })
    acknowledge(pk, '1')
    for (let rev = 2; rev <= 3; rev++) {
      await table.update(key, { set: unique(pk, place(rev)), add: { rev: 1 } })
      acknowledge(pk, `${rev}`)
    }
    if (n % 4 !== 3) continue
    await table.delete(key)
    acknowledge(pk, 'gone')
  }
}

const unique = (pk: string, { lsk, dsk, ...rest }: ReturnType<typeof place>) => ({
  ...rest,
  lsk: `${lsk}#${pk}`,
  dsk: `${dsk}#${pk}`,
})

await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer)))
