import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** What is kept in the data directory, and where. */
export interface DataPaths {
  readonly dir: string
  /** Keys and secrets, readable by their owner alone. */
  readonly secrets: string
  /** DynamoDB: the table and its stream. */
  readonly table: string
  /** SQS. */
  readonly queues: string
  /** Stream records that were given up, whole. */
  readonly failed: string
}

export const dataPaths = (dir: string): DataPaths => ({
  dir,
  secrets: join(dir, 'secrets.json'),
  table: join(dir, 'table'),
  queues: join(dir, 'queues'),
  failed: join(dir, 'failed'),
})

export const makeDataDir = ({ dir }: DataPaths): void => {
  mkdirSync(dir, { recursive: true, mode: 0o700 })
}

/** Whether an earlier start kept anything here. */
export const holdsData = ({ table }: DataPaths): boolean => existsSync(table)

/** Removes what Parley keeps, by name: the directory may hold what is somebody else's. */
export const removeData = ({ secrets, table, queues, failed }: DataPaths): void => {
  for (const path of [table, queues, failed, secrets]) rmSync(path, { recursive: true, force: true })
}
