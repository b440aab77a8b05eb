#!/usr/bin/env node
import { enableCompileCache } from 'node:module'

/** A command answers its exit code, or nothing while it goes on. */
type Run = (args: readonly string[]) => Promise<number | undefined>

const COMMANDS = new Map<string, () => Promise<Run>>([
  ['start', async () => (await import('./start.ts')).startCommand],
  ['demo', async () => (await import('./demo.ts')).demoCommand],
])

const USAGE = `Usage: parley <command> [options]

  start  runs the gateway on this machine, with a sandbox in the place of the providers
  demo   plays a customer on every channel and an agent who answers, and checks that nothing is missing

parley <command> --help says more.`

const [name = '', ...args] = process.argv.slice(2)
const load = COMMANDS.get(name)
if (load !== undefined) {
  // Compiled code is kept between starts, which halves what a start costs; what is imported before is not.
  enableCompileCache()
  process.exitCode = await (await load())(args)
} else if (name === '--help') {
  console.log(USAGE)
} else {
  console.error(name === '' ? USAGE : `There is no command ${name}.\n\n${USAGE}`)
  process.exitCode = 2
}
