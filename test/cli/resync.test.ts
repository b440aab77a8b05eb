import { beforeEach, expect, test } from 'vitest'
import { resync } from '../../cli/resync.ts'
import { workJob } from '../../core/jobs/work.ts'
import type { Worker } from '../../core/jobs/worker.ts'
import { tick } from '../../core/send/tick.ts'
import { runCommand } from '../support/cli-world.ts'
import { createWorld, itemsOf, textFact, type World } from '../support/world.ts'

const worker: Worker = {
  fetch: async () => ({ kind: 'gone', reason: 'gone' }),
  lookUp: async () => ({ kind: 'none' }),
}

let gateway: World
beforeEach(async () => {
  gateway = createWorld()
  await gateway.record([textFact('Hello')])
  await gateway.settle()
})

/** While the command sleeps, the gateway works. */
const sleep = async (): Promise<void> => {
  for (const id of gateway.jobs.splice(0)) await workJob(gateway.ctx, worker, id)
  await gateway.clock.advance(60_000)
  await tick(gateway.ctx)
}

test('a resync is started, and waited for with its progress', async () => {
  for (const view of itemsOf(gateway, 'cnv#')) await gateway.table.delete(view)
  const seen: string[] = []
  const options = { gateway, sleep, progress: (text: string) => seen.push(text) }
  const { exitCode, printed } = await runCommand(resync, ['--wait'], options)
  expect(exitCode).toBe(0)
  expect(printed).toEqual([expect.stringMatching(/^rsy_\S+ {2}done {2}since \S+Z, until \S+Z$/), '1 fact read'])
  expect(seen).toContain('0 facts read, 0 of 8 parts done')
  expect(itemsOf(gateway, 'cnv#')).not.toEqual([])
})

test('without waiting it answers how it stands, and asks for that alone by --status', async () => {
  const { printed } = await runCommand(resync, [], { gateway })
  expect(printed[1]).toBe('0 facts read, 0 of 8 parts done')
  const [state] = (await runCommand(resync, ['--status', '--json'], { gateway })).json()
  expect(state).toMatchObject({ status: 'running', cause: 'asked' })
  expect(gateway.logs.filter(({ event }) => event === 'resync_started')).toHaveLength(1)
})

test('it ends with 1 where a fact could not be shown', async () => {
  const query = gateway.ctx.table.query
  const refusing: typeof query = (range) =>
    range.pk.startsWith('f#') ? Promise.reject(new TypeError('no')) : query(range)
  Object.assign(gateway.ctx, { table: { ...gateway.ctx.table, query: refusing } })
  const { exitCode, printed } = await runCommand(resync, ['--wait'], { gateway, sleep })
  expect({ exitCode, last: printed.at(-1) }).toEqual({ exitCode: 1, last: expect.stringMatching(/^1 could not be/) })
})

test('who stops waiting is told how to look again', async () => {
  const stop = new AbortController()
  const { exitCode, told } = await runCommand(resync, ['--wait'], {
    gateway,
    signal: stop.signal,
    sleep: async () => stop.abort(),
  })
  expect({ exitCode, told }).toEqual({ exitCode: 1, told: [expect.stringContaining('parley resync --status --wait')] })
})

test('a gateway that was never resynced says so', async () => {
  const { exitCode, told } = await runCommand(resync, ['--status'], { gateway })
  expect({ exitCode, told }).toEqual({ exitCode: 1, told: ['There was no resync yet.'] })
})
