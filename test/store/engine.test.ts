import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { testEngine } from '../support/engine.ts'
import { tableSuite } from './table-suite.ts'

tableSuite('on the local engine in memory', testEngine)

tableSuite('on the local engine on disk', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'parley-store-'))
  const { table, close } = await testEngine({ dir })
  return {
    table,
    close: async () => {
      await close()
      await rm(dir, { recursive: true })
    },
  }
})
