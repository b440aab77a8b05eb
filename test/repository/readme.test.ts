import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { withChannelTable } from '../../scripts/channel-table.ts'

test('the channel table in README is what the adapters declare', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
  expect(withChannelTable(readme)).toBe(readme)
})
