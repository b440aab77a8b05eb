import { CreateTableCommand, DeleteTableCommand, DescribeTableCommand } from '@aws-sdk/client-dynamodb'
import { expect, vi } from 'vitest'
import { type AwsEnvironment, dynamoClient } from '../../functions/aws/clients.ts'
import { tableDefinition } from '../../functions/aws/schema.ts'
import { createTable } from '../../functions/aws/table.ts'
import { openEngine } from '../../local/engine/engine.ts'
import { type OpenTable, tableSuite } from './table-suite.ts'

/** Makes a table of its own at the endpoint, and deletes it at the end. */
const tableAt = async (env: AwsEnvironment): Promise<OpenTable> => {
  const client = dynamoClient(env, { maxAttempts: 5, connectionTimeout: 5_000, requestTimeout: 10_000 })
  const tableName = `parley-suite-${Date.now().toString(36)}`
  await client.send(new CreateTableCommand(tableDefinition(tableName)))
  await vi.waitFor(
    async () => {
      const { Table: table } = await client.send(new DescribeTableCommand({ TableName: tableName }))
      expect(table?.TableStatus).toBe('ACTIVE')
    },
    { timeout: 120_000, interval: 50 },
  )
  return {
    table: createTable({ client, tableName }),
    close: async () => {
      await client.send(new DeleteTableCommand({ TableName: tableName }))
      client.destroy()
    },
  }
}

if (process.env['AWS_ENDPOINT_URL_DYNAMODB'] !== undefined) {
  tableSuite(`at ${process.env['AWS_ENDPOINT_URL_DYNAMODB']}`, () => tableAt(process.env))
} else {
  tableSuite('at an HTTP endpoint, here the local engine’s own', async () => {
    const engine = await openEngine()
    const opened = await tableAt({
      AWS_REGION: 'local',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL_DYNAMODB: await engine.listen(),
    })
    return {
      table: opened.table,
      close: async () => {
        await opened.close()
        await engine.close()
      },
    }
  })
}
