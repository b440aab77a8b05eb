import { mkdirSync } from 'node:fs'
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { tableDefinition } from '../../functions/aws/schema.ts'
import { createDispatch } from './dispatch.ts'
import { db } from './dynalite.ts'
import { type Listening, clientInProcess, listen } from './endpoint.ts'
import { type Meter, createMeter } from './meter.ts'
import { type ChangeStream, type Checkpoints, openStream } from './stream.ts'
import type { ItemWrite, PlannedWrite } from './write.ts'

export interface EngineOptions {
  /** Where everything is kept; in memory when undefined. One process at a time. */
  readonly dir?: string
  /** Name of the table that is made and whose stream is kept. */
  readonly tableName?: string
  readonly now?: () => number
  /** Told of unexpected errors of the stand-in; they answer 500 and end nothing. */
  readonly onError?: (error: unknown) => void
}

/**
 * DynamoDB on one machine: dynalite over LevelDB, in this process, with one table, its stream and a meter. What a
 * write acknowledges survives the end of the process at any moment (not of the machine: nothing is fsynced): item,
 * index entries and stream record are one batch.
 */
export interface Engine {
  readonly tableName: string
  /** A client into this process. */
  readonly client: DynamoDBClient
  readonly stream: ChangeStream
  readonly checkpoints: Checkpoints
  readonly meter: Meter
  /** Serves the same on a loopback port, until closed with the engine. */
  listen(port?: number): Promise<string>
  /** Ends requests from outside and waits for the writes in hand. */
  close(): Promise<void>
}

export const openEngine = async (options: EngineOptions = {}): Promise<Engine> => {
  const { dir, tableName = 'parley', now = Date.now } = options
  const { onError = (error: unknown) => console.error('local DynamoDB:', error) } = options
  if (dir !== undefined) mkdirSync(dir, { recursive: true })
  const store = db.create({ ...(dir !== undefined && { path: dir }), createTableMs: 0, deleteTableMs: 0 })
  const level = store.db
  await level.open().catch((cause: unknown) => {
    throw new Error(`${dir ?? 'the memory store'} cannot be opened; does another process use it?`, { cause })
  })
  const { StreamSpecification: streamed, ...definition } = tableDefinition(tableName)
  await makeTable(level, definition)

  const region = 'local'
  const { append, stream, checkpoints } = await openStream({
    level,
    view: streamed.StreamViewType,
    arn: `arn:aws:dynamodb:${region}:000000000000:table/${tableName}/stream/1`,
    region,
    now,
  })

  /** One commit at a time: the order of sequence numbers is the order in which records become readable. */
  let commits: Promise<void> = Promise.resolve()
  const commit = (write: ItemWrite, { operations }: PlannedWrite): Promise<void> => {
    const batch = async () => {
      const record = write.table.TableName === tableName ? append(write) : NO_RECORD
      if (operations.length > 0) await level.batch([...operations, ...record.operations])
      record.committed()
    }
    const done = commits.then(batch)
    commits = done.catch(() => undefined)
    return done
  }

  const { count, ...meter } = createMeter()
  const dispatch = createDispatch({ store, commit, count, onError })
  const client = clientInProcess(dispatch)
  const open: Listening[] = []
  return {
    tableName,
    client,
    stream,
    checkpoints,
    meter,
    listen: async (port = 0) => {
      const listening = await listen(dispatch, port)
      open.push(listening)
      return listening.url
    },
    close: async () => {
      await Promise.all(open.map((listening) => listening.close()))
      client.destroy()
      await commits
      await level.close()
    },
  }
}

const NO_RECORD = { operations: [], committed: () => undefined }

/**
 * Writes the table's description as dynalite keeps it. Its CreateTable makes a table active by a timer: a process that
 * ended in between would find it in creation for ever.
 */
const makeTable = async (level: ReturnType<typeof db.create>['db'], definition: object): Promise<void> => {
  const key = `table~${(definition as { TableName: string }).TableName}`
  if (await level.get(key)) return
  await level.put(key, { ...definition, TableStatus: 'ACTIVE' })
}
