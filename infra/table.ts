import { CfnDeletionPolicy } from 'aws-cdk-lib'
import { CfnTable, type CfnTableProps } from 'aws-cdk-lib/aws-dynamodb'
import type { Construct } from 'constructs'
import { tableDefinition } from '../functions/aws/schema.ts'

/** Attribute whose seconds since epoch DynamoDB removes an item after. */
const TTL_ATTRIBUTE = 'ttl'

const lowered = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(lowered)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name.charAt(0).toLowerCase() + name.slice(1), lowered(inner)]),
  )
}

/**
 * The one table, as the code defines it for every place it runs. Encrypted with DynamoDB's own key: a key of the account would be paid for
 * with every request. Kept when the stack goes, and not to be deleted by hand either.
 */
export const addTable = (scope: Construct, name: string): CfnTable => {
  const { TableName, StreamSpecification, ...rest } = tableDefinition(name)
  const table = new CfnTable(scope, 'Table', {
    ...(lowered(rest) as CfnTableProps),
    tableName: TableName,
    streamSpecification: { streamViewType: StreamSpecification.StreamViewType },
    timeToLiveSpecification: { attributeName: TTL_ATTRIBUTE, enabled: true },
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtectionEnabled: true,
  })
  table.cfnOptions.deletionPolicy = CfnDeletionPolicy.RETAIN
  table.cfnOptions.updateReplacePolicy = CfnDeletionPolicy.RETAIN
  return table
}
