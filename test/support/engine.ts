import type { Table } from '../../core/ports.ts'
import { createTable } from '../../functions/aws/table.ts'
import { type Engine, type EngineOptions, openEngine } from '../../local/engine/engine.ts'

export interface TestEngine {
  readonly engine: Engine
  readonly table: Table
  close(): Promise<void>
}

/** The local engine with its table, in memory unless a directory is given. An unexpected error of it fails the test. */
export const testEngine = async (options: EngineOptions = {}): Promise<TestEngine> => {
  const unexpected: unknown[] = []
  const engine = await openEngine({ onError: (error) => unexpected.push(error), ...options })
  return {
    engine,
    table: createTable({ client: engine.client, tableName: engine.tableName }),
    close: async () => {
      await engine.close()
      if (unexpected.length > 0) throw new AggregateError(unexpected, 'unexpected errors in the local engine')
    },
  }
}
