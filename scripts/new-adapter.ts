import { parseArgs } from 'node:util'
import { fileURLToPath } from 'node:url'
import { ScaffoldError, scaffold } from './new-adapter/scaffold.ts'

const USAGE = `Usage: npm run new:adapter <name>

Writes a small adapter that works and keeps the contract, with its sandbox, its subject, fixtures and tests, for you to
change into a channel: adapters/<name>, test/contract/subjects/<name>.ts, test/channels/<name>.test.ts and
test/fixtures/<name>. The guide is adapters/README.md.`

const ROOT = fileURLToPath(new URL('..', import.meta.url))

const run = (args: readonly string[]): number => {
  const [name, ...more] = parseArgs({ args: [...args], allowPositionals: true, strict: false }).positionals
  if (name === undefined || more.length > 0) {
    console.error(USAGE)
    return 2
  }
  try {
    const written = scaffold(ROOT, name)
    console.log(`${written.map((path) => `  ${path}`).join('\n')}\n`)
    console.log(`Next: npx vitest run test/contract test/channels/${name}.test.ts, then adapters/README.md.`)
    return 0
  } catch (error) {
    if (!(error instanceof ScaffoldError)) throw error
    console.error(error.message)
    return 1
  }
}

process.exitCode = run(process.argv.slice(2))
