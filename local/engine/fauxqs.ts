import { findPackageJSON } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { DatabaseSync } from 'node:sqlite'
import type { BuildAppOptions } from 'fauxqs'

/**
 * fauxqs' parts. Its own `startFauxqs` listens on all interfaces, whatever host it is given, and a queue of spilled
 * webhooks is nothing to offer to the network; what it would put together is not exported, so it is reached by file.
 */
type Stores = NonNullable<BuildAppOptions['stores']>
type SqsStore = Stores['sqsStore']

interface Persistence {
  readonly db: DatabaseSync
  updateMessageReady(messageId: string): void
  loadSqsAndSns(sqs: SqsStore, sns: Stores['snsStore']): void
  loadS3(s3: Stores['s3Store']): void
  close(): void
}
interface Modules {
  readonly SqsStore: new () => SqsStore
  readonly SnsStore: new () => Stores['snsStore']
  readonly S3Store: new () => Stores['s3Store']
  readonly PersistenceManager: new (dir: string) => Persistence
}

const load = async (): Promise<Modules> => {
  const root = dirname(findPackageJSON('fauxqs', import.meta.url) ?? '')
  const files = ['sqs/sqsStore.js', 'sns/snsStore.js', 's3/s3Store.js', 'persistence.js']
  const modules = await Promise.all(
    files.map((file) => import(pathToFileURL(join(root, 'dist', file)).href) as Promise<Partial<Modules>>),
  )
  return Object.assign({}, ...modules) as Modules
}

/**
 * Empty stores, or what a directory holds. A message that was in flight is in nobody's hands after a start, since the
 * process that held it was this one: it can be received at once, its receives still counted.
 */
export const openStores = async (dir: string | undefined): Promise<{ stores: Stores; close: () => void }> => {
  const modules = await load()
  const stores: Stores = {
    sqsStore: new modules.SqsStore(),
    snsStore: new modules.SnsStore(),
    s3Store: new modules.S3Store(),
  }
  if (dir === undefined) return { stores, close: () => undefined }

  const persistence = new modules.PersistenceManager(dir)
  persistence.db.exec('UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL')
  // fauxqs' own statement would also clear the count of receives, which its schema forbids, so that making a message
  // visible again by a timeout of 0 would fail.
  const ready = persistence.db.prepare(
    'UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL WHERE message_id = ?',
  )
  persistence.updateMessageReady = (messageId) => void ready.run(messageId)
  // Loaded before it is attached, as fauxqs does: attached it would write what it reads.
  persistence.loadSqsAndSns(stores.sqsStore, stores.snsStore)
  persistence.loadS3(stores.s3Store)
  Object.assign(stores.sqsStore, { persistence })
  Object.assign(stores.s3Store, { persistence })
  for (const queue of stores.sqsStore.allQueues()) Object.assign(queue, { persistence })
  return { stores, close: () => persistence.close() }
}
