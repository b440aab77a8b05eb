import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb'
import type { IndexName } from '../../core/ports.ts'

interface IndexKeys {
  readonly pk: string
  readonly sk: string
  /** Attributes copied into the index beside the keys. */
  readonly copied: readonly string[]
}

/**
 * The sparse indexes: an item is in one while it has both key attributes. Sort keys must end in something unique to
 * the item, so that positions are total and no stand-in confuses two items.
 */
export const INDEXES: Readonly<Record<IndexName, IndexKeys>> = {
  list: { pk: 'lpk', sk: 'lsk', copied: ['card'] },
  waiting: { pk: 'wpk', sk: 'wsk', copied: ['card'] },
  due: { pk: 'dpk', sk: 'dsk', copied: [] },
}

/**
 * The one table, as CreateTable takes it: on demand, two string keys, three indexes, a stream.
 *
 * The stream carries KEYS_ONLY. `project` reads the whole partition consistently anyway, because a record's image may
 * be older than its siblings; an image would cost a second copy of every message in the 6 MB that one invocation may
 * carry. Facts are never deleted, so a record kept by the failure destination is enough to project again, and neither
 * the stream nor that destination ever holds a message's words.
 */
export const tableDefinition = (tableName: string) => {
  const indexes = Object.entries(INDEXES)
  return {
    TableName: tableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: ['pk', 'sk', ...indexes.flatMap(([, index]) => [index.pk, index.sk])].map((name) => ({
      AttributeName: name,
      AttributeType: 'S',
    })),
    KeySchema: keySchema('pk', 'sk'),
    GlobalSecondaryIndexes: indexes.map(([name, { pk, sk, copied }]) => ({
      IndexName: name,
      KeySchema: keySchema(pk, sk),
      Projection:
        copied.length > 0
          ? { ProjectionType: 'INCLUDE', NonKeyAttributes: [...copied] }
          : { ProjectionType: 'KEYS_ONLY' },
    })),
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' },
  } satisfies CreateTableCommandInput
}

const keySchema = (pk: string, sk: string): NonNullable<CreateTableCommandInput['KeySchema']> => [
  { AttributeName: pk, KeyType: 'HASH' },
  { AttributeName: sk, KeyType: 'RANGE' },
]
