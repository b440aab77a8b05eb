import { spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { tail } from '../../cli/tail.ts'
import { runCommand } from '../support/cli-world.ts'
import { ROOT } from '../support/tree.ts'
import { createWorld, textFact, type World } from '../support/world.ts'

/** Stops at the end of the feed. */
const untilIdle = () => {
  const stop = new AbortController()
  return { signal: stop.signal, sleep: async () => stop.abort() }
}

const begun = async (): Promise<World> => {
  const gateway = createWorld()
  await gateway.record([textFact('Where is my parcel?')])
  await gateway.settle()
  return gateway
}

test('what happened is shown a line an event, without what the customer said', async () => {
  const { exitCode, printed } = await runCommand(tail, ['--all'], { gateway: await begun(), ...untilIdle() })
  expect(exitCode).toBe(0)
  expect(printed.join('\n')).toMatch(/^\S+Z {2}message\.created +msg_/m)
  expect(printed.join('\n')).not.toContain('parcel')
})

test('scripts get the events whole, one a line, and only of the types they ask for', async () => {
  const args = ['--all', '--json', '--types', 'message.created']
  const { json } = await runCommand(tail, args, { gateway: await begun(), ...untilIdle() })
  expect(json()).toEqual([expect.objectContaining({ type: 'message.created', id: expect.stringMatching(/^evt_/) })])
})

test('a gateway that does not answer ends it with 3, a wrong key too', async () => {
  expect(await runCommand(tail, [])).toMatchObject({
    exitCode: 3,
    told: [expect.stringContaining('No gateway answers')],
  })
  const env = { PARLEY_URL: 'https://parley.test', PARLEY_API_KEY: 'prl_other' }
  expect(await runCommand(tail, [], { gateway: await begun(), env })).toMatchObject({ exitCode: 3 })
})

test('without a key nothing is asked, and it is said where one comes from', async () => {
  const { exitCode, told } = await runCommand(tail, [], { env: {} })
  expect({ exitCode, told }).toEqual({ exitCode: 2, told: [expect.stringContaining('PARLEY_API_KEY')] })
})

test('a wrong option and too many words end with 2 and the usage', async () => {
  for (const args of [
    ['--since', '1'],
    ['one', 'two'],
  ])
    expect(await runCommand(tail, args)).toMatchObject({
      exitCode: 2,
      told: [expect.stringContaining('Usage: parley tail')],
    })
})

test('in the repository the command runs from its sources, and names what there is', () => {
  const { stdout, status } = spawnSync(process.execPath, [join(ROOT, 'bin/parley.js'), '--help'], { encoding: 'utf8' })
  expect(status).toBe(0)
  expect(stdout).toMatch(/^ {2}tail +shows events/m)
})

test('whoever reads along may stop: a pipe that is closed is no error', async () => {
  const script = `import { createWorld } from '${join(ROOT, 'cli/world.ts')}'
    const { print } = createWorld()
    setInterval(() => print('x'.repeat(10_000)), 1)`
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let told = ''
  child.stderr.on('data', (chunk: Buffer) => (told += chunk.toString()))
  child.stdout.once('data', () => child.stdout.destroy())
  const status = await new Promise((resolve) => child.once('close', resolve))
  expect({ status, told }).toEqual({ status: 0, told: '' })
})
