import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { costTables, withCostTables } from './cost-page.ts'

/** Prints what a month costs, by what is measured here and AWS's unit prices; `--write` puts it into docs/cost.md. */
const { values } = parseArgs({ options: { write: { type: 'boolean' } } })
const tables = await costTables()
for (const [title, made] of Object.entries(tables)) console.log(`${title}\n\n${made}\n`)
if (values.write === true) {
  const page = new URL('../docs/cost.md', import.meta.url)
  writeFileSync(page, withCostTables(readFileSync(page, 'utf8'), tables))
  console.log('docs/cost.md: made anew')
}
