import { readFileSync, writeFileSync } from 'node:fs'
import { withChannelTable } from './channel-table.ts'

const readme = new URL('../README.md', import.meta.url)
writeFileSync(readme, withChannelTable(readFileSync(readme, 'utf8')))
console.log('README.md: channel table made from the capabilities of the adapters')
