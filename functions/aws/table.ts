import {
  type AttributeValue,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import {
  type Guard,
  InvalidWrite,
  type Item,
  type Key,
  type Page,
  type Range,
  type ScanPage,
  type Table,
} from '../../core/ports.ts'
import { type Expressions, condition, expressions, toAttributes, updateExpression } from './expressions.ts'
import { INDEXES } from './schema.ts'
import { compareUtf8 } from './utf8.ts'

export interface TableOptions {
  /** Retries what can be retried by itself; its errors are thrown after its last attempt. */
  readonly client: DynamoDBClient
  readonly tableName: string
}

/**
 * The table of core/ports.ts over DynamoDB. A failed guard is an answer, never an error.
 *
 * A page's `next` may lead to an empty last page: DynamoDB does not look ahead. A range that cannot hold anything
 * (`from` after `to`) is an empty page. A position that does not fit its range is refused by DynamoDB and thrown.
 */
export const createTable = ({ client, tableName }: TableOptions): Table => ({
  get: async (key, options) => {
    const { Item: found } = await client.send(
      new GetItemCommand({ TableName: tableName, Key: keyOf(key), ConsistentRead: options?.consistent ?? false }),
    )
    return found && toItem(found)
  },

  put: (item, guard) => {
    const ex = expressions()
    return unlessGuarded(false, async () => {
      await client.send(new PutItemCommand({ TableName: tableName, Item: toAttributes(item), ...guarded(guard, ex) }))
      return true
    })
  },

  update: (key, change, guard) => {
    const ex = expressions()
    const expression = updateExpression(change, ex)
    return unlessGuarded(undefined, async () => {
      const { Attributes: after } = await client.send(
        new UpdateItemCommand({
          TableName: tableName,
          Key: keyOf(key),
          ...(expression !== undefined && { UpdateExpression: expression }),
          ...guarded(guard, ex),
          ReturnValues: 'ALL_NEW',
        }),
      )
      return toItem(after ?? keyOf(key))
    })
  },

  delete: (key, guard) => {
    const ex = expressions()
    return unlessGuarded(false, async () => {
      await client.send(new DeleteItemCommand({ TableName: tableName, Key: keyOf(key), ...guarded(guard, ex) }))
      return true
    })
  },

  query: async (range) => {
    if (isEmpty(range)) return { items: [] }
    const { Items: found = [], LastEvaluatedKey: last } = await client.send(
      new QueryCommand({
        TableName: tableName,
        ...(range.index !== undefined && { IndexName: range.index }),
        ...keyCondition(range),
        ScanIndexForward: !range.reverse,
        ConsistentRead: range.consistent ?? false,
        ...(range.limit !== undefined && { Limit: range.limit }),
        ...(range.after && { ExclusiveStartKey: toAttributes(range.after) }),
      }),
    )
    const page: Page = { items: found.map(toItem) }
    return last ? { ...page, next: unmarshall(last) } : page
  },

  scan: async ({ segment, segments, sks, limit, after }) => {
    const ex = expressions()
    const wanted = sks.map((sk) => ex.value(sk)).join(', ')
    const { Items: found = [], LastEvaluatedKey: last } = await client.send(
      new ScanCommand({
        TableName: tableName,
        Segment: segment,
        TotalSegments: segments,
        Limit: limit,
        FilterExpression: `${ex.name('sk')} IN (${wanted})`,
        ProjectionExpression: `${ex.name('pk')}, ${ex.name('sk')}`,
        ...ex.attributes(),
        ...(after && { ExclusiveStartKey: toAttributes(after) }),
      }),
    )
    const page: ScanPage = { keys: found.map(toItem) }
    return last ? { ...page, next: unmarshall(last) } : page
  },
})

const toItem = (attributes: Record<string, AttributeValue>): Item => unmarshall(attributes) as Item

const keyOf = ({ pk, sk }: Key): Record<string, AttributeValue> => ({ pk: { S: pk }, sk: { S: sk } })

/** The condition and all that the request's expressions refer to. */
const guarded = (guard: Guard | undefined, ex: Expressions) => ({
  ...(guard && { ConditionExpression: condition(guard, ex) }),
  ...ex.attributes(),
})

const isEmpty = ({ from, to }: Range): boolean => from !== undefined && to !== undefined && compareUtf8(from, to) > 0

const keyCondition = ({ pk, index, from, to }: Range) => {
  const keys = index === undefined ? { pk: 'pk', sk: 'sk' } : INDEXES[index]
  const ex = expressions()
  const partition = `${ex.name(keys.pk)} = ${ex.value(pk)}`
  const bounds = sortCondition(keys.sk, from, to, ex)
  return { KeyConditionExpression: bounds === undefined ? partition : `${partition} AND ${bounds}`, ...ex.attributes() }
}

const sortCondition = (
  sk: string,
  from: string | undefined,
  to: string | undefined,
  ex: Expressions,
): string | undefined => {
  if (from !== undefined && to !== undefined) return `${ex.name(sk)} BETWEEN ${ex.value(from)} AND ${ex.value(to)}`
  if (from !== undefined) return `${ex.name(sk)} >= ${ex.value(from)}`
  return to === undefined ? undefined : `${ex.name(sk)} <= ${ex.value(to)}`
}

/** Errors that say the write itself is wrong: the same write fails for ever. */
const INVALID = new Set(['ValidationException', 'ItemCollectionSizeLimitExceededException', 'SerializationException'])

const unlessGuarded = async <T>(refused: T, write: () => Promise<T>): Promise<T> => {
  try {
    return await write()
  } catch (error) {
    if (!(error instanceof Error)) throw error
    if (error.name === 'ConditionalCheckFailedException') return refused
    // DynamoDB's own words may quote the item, so only the error's name is kept.
    if (INVALID.has(error.name)) throw new InvalidWrite(`DynamoDB will never take this write: ${error.name}`)
    throw error
  }
}
