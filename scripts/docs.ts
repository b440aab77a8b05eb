import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { withChannelTable } from './channel-table.ts'
import { guidePage, GUIDES, pageOf } from './guides.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const readme = join(root, 'README.md')
writeFileSync(readme, withChannelTable(readFileSync(readme, 'utf8')))
console.log('README.md: channel table made from the capabilities of the adapters')

for (const guide of GUIDES) {
  writeFileSync(join(root, pageOf(guide)), guidePage(root, guide))
  console.log(`${pageOf(guide)}: made from the guide of the adapter`)
}
