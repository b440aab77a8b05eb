import { createRequire } from 'node:module'
import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb'
import type { StoredItem } from './size.ts'

/**
 * dynalite's parts, which have no types of their own. They are CommonJS and are reached past its HTTP server: `db`
 * stores, `validations` parse and check a request, `actions` carry it out against a store handed to them.
 */

export type Callback<T = unknown> = (error?: unknown, result?: T) => void
type Release = <Args extends readonly unknown[]>(done: (...args: Args) => void) => (...args: Args) => void

/** A prefix of the one LevelDB, as the actions use it. */
export interface SubDb {
  readonly lock: (key: string, locked: (release: Release) => void) => void
  get(key: string, done: Callback): void
  put(key: string, value: unknown, done: Callback): void
  del(key: string, done: Callback): void
  createKeyStream(range?: object): unknown
  createValueStream(range?: object): unknown
}

export interface LevelRange {
  readonly gt?: string
  readonly gte?: string
  readonly lt?: string
  readonly lte?: string
  readonly reverse?: boolean
  readonly limit?: number
}
export type LevelOperation =
  | { readonly type: 'put'; readonly key: string; readonly value: unknown }
  | { readonly type: 'del'; readonly key: string }

/** The LevelDB below, with JSON values. Only these members are the library's own again after dynalite wrapped it. */
export interface Level {
  open(): Promise<void>
  close(): Promise<void>
  get(key: string): Promise<unknown>
  put(key: string, value: unknown): Promise<void>
  batch(operations: readonly LevelOperation[]): Promise<void>
  clear(range: LevelRange): Promise<void>
  keys(range: LevelRange): AsyncIterable<string>
  values(range: LevelRange): AsyncIterable<unknown>
}

export type TableDescription = Omit<CreateTableCommandInput, 'TableName'> & {
  readonly TableName: string
  readonly TableStatus: string
}
type IndexDefinition = NonNullable<CreateTableCommandInput['GlobalSecondaryIndexes']>[number]

/** What actions need of a store; {@link DynaliteDb.create} makes one, and the tap stands in front of it. */
export interface Store {
  readonly options: { readonly maxItemSize: number }
  readonly tableDb: SubDb & { readonly awsAccountId: string; readonly awsRegion: string }
  getItemDb(table: string): SubDb
  deleteItemDb(table: string, done: Callback): void
  getIndexDb(type: string, table: string, index: string): SubDb
  deleteIndexDb(type: string, table: string, index: string, done: Callback): void
  deleteTagDb(table: string, done: Callback): void
  getTable(name: string, checkStatus: unknown, done?: Callback<TableDescription>): void
}

interface DynaliteDb {
  create(options: {
    readonly path?: string
    readonly createTableMs: number
    readonly deleteTableMs: number
  }): Store & { readonly db: Level }
  getIndexActions(
    indexes: readonly IndexDefinition[],
    before: StoredItem | undefined,
    after: StoredItem | undefined,
    table: TableDescription,
  ): {
    readonly puts: readonly { readonly index: string; readonly key: string; readonly item: StoredItem }[]
    readonly deletes: readonly { readonly index: string; readonly key: string }[]
  }
  validationError(message: string): Error
}
interface Validations {
  checkTypes(data: unknown, types: unknown): Record<string, unknown>
  checkValidations(data: unknown, types: unknown, custom: unknown, store: Store): void
}
type Action = (store: Store, data: Record<string, unknown>, done: Callback<object>) => void
type Operation = (typeof OPERATIONS)[number]

/** What the stand-in answers. Batches and transactions are left out: the `Table` port has none. */
const OPERATIONS = [
  'CreateTable',
  'DeleteItem',
  'DeleteTable',
  'DescribeTable',
  'GetItem',
  'ListTables',
  'PutItem',
  'Query',
  'Scan',
  'UpdateItem',
] as const

const require = createRequire(import.meta.url)

export const db = require('dynalite/db') as DynaliteDb
const validations = require('dynalite/validations') as Validations

const operation = (name: Operation) => {
  const file = name.charAt(0).toLowerCase() + name.slice(1)
  const action = require(`dynalite/actions/${file}`) as Action
  const { types, custom } = require(`dynalite/validations/${file}`) as { types: unknown; custom: unknown }
  return {
    /** The request's data as the action wants them; throws an error with `statusCode` and `body` for a wrong one. */
    check: (data: unknown, store: Store): Record<string, unknown> => {
      const checked = validations.checkTypes(data, types)
      validations.checkValidations(checked, types, custom, store)
      return checked
    },
    run: action,
  }
}

export const operations: ReadonlyMap<string, ReturnType<typeof operation>> = new Map(
  OPERATIONS.map((name) => [name, operation(name)]),
)
