import { randomUUID } from 'node:crypto'
import type { AttributeValue, DynamoDBRecord } from 'aws-lambda'
import type { Level, LevelOperation } from './dynalite.ts'
import { type StoredItem, itemBytes } from './size.ts'
import { type ItemWrite, sameItem } from './write.ts'

/** Shards of the local stream. */
export const SHARDS = 4

export type StreamView = 'KEYS_ONLY' | 'NEW_IMAGE' | 'OLD_IMAGE' | 'NEW_AND_OLD_IMAGES'

/** A record as Lambda hands it over; these fields are always there. */
export type StreamRecord = DynamoDBRecord & {
  readonly dynamodb: NonNullable<DynamoDBRecord['dynamodb']> & { readonly SequenceNumber: string }
}

export interface ChangeStream {
  readonly shards: number
  /** Records after a sequence number (from the oldest kept when undefined), oldest first. */
  read(shard: number, after: string | undefined, limit: number): Promise<readonly StreamRecord[]>
  /** Told the shard of each record once it is durable. Answers how to stop it. */
  onAppend(listener: (shard: number) => void): () => void
  /** Forgets a shard's records up to and including a sequence number. */
  trim(shard: number, through: string): Promise<void>
}

/** How far consumers have come, kept beside the stream. */
export interface Checkpoints {
  get(consumer: string, shard: number): Promise<string | undefined>
  set(consumer: string, shard: number, sequenceNumber: string): Promise<void>
}

const LAST = 'stream-last'

/** All sequence numbers have 21 digits, as DynamoDB's begin; so their order as text is their order. */
const FIRST = 10n ** 20n

const prefixOf = (shard: number): string => `stream~${shard}~`

export interface StreamOptions {
  readonly level: Level
  readonly view: StreamView
  readonly arn: string
  readonly region: string
  readonly now: () => number
}

/** The stream within the table's own LevelDB, so that a record can be committed in one batch with its item. */
export const openStream = async ({ level, view, arn, region, now }: StreamOptions) => {
  let last = BigInt(((await level.get(LAST)) as string | undefined) ?? FIRST)
  const listeners = new Set<(shard: number) => void>()

  const recordOf = (write: ItemWrite, sequenceNumber: string): StreamRecord => {
    const { before, after } = write
    const keys = keysOf(write)
    const images = {
      ...(after && view.startsWith('NEW') && { NewImage: toEvent(after) }),
      ...(before && (view === 'OLD_IMAGE' || view === 'NEW_AND_OLD_IMAGES') && { OldImage: toEvent(before) }),
    }
    return {
      eventID: randomUUID().replaceAll('-', ''),
      eventName: before ? (after ? 'MODIFY' : 'REMOVE') : 'INSERT',
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: region,
      dynamodb: {
        ApproximateCreationDateTime: Math.floor(now() / 1000),
        Keys: toEvent(keys),
        ...images,
        SequenceNumber: sequenceNumber,
        SizeBytes: [keys, ...Object.values(images)].reduce((sum, item) => sum + itemBytes(item as StoredItem), 0),
        StreamViewType: view,
      },
      eventSourceARN: arn,
    }
  }

  /**
   * The operations that append an item's record, and what to call once they are durable. Sequence numbers are given
   * in the order of the calls, so the caller commits in that order. Nothing for a write that changes nothing.
   */
  const append = (write: ItemWrite): { operations: readonly LevelOperation[]; committed: () => void } => {
    if (sameItem(write.before, write.after)) return { operations: [], committed: () => undefined }
    const sequenceNumber = String(++last)
    const shard = shardOf(write.place)
    return {
      operations: [
        { type: 'put', key: prefixOf(shard) + sequenceNumber, value: recordOf(write, sequenceNumber) },
        // A trimmed shard no longer tells how far the numbers have come.
        { type: 'put', key: LAST, value: sequenceNumber },
      ],
      committed: () => {
        for (const listener of listeners) listener(shard)
      },
    }
  }

  const stream: ChangeStream = {
    shards: SHARDS,
    read: async (shard, after, limit) => {
      const prefix = prefixOf(shard)
      const found: StreamRecord[] = []
      for await (const record of level.values({ gt: prefix + (after ?? ''), lt: `${prefix}~`, limit }))
        found.push(record as StreamRecord)
      return found
    },
    onAppend: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    trim: (shard, through) => level.clear({ gt: prefixOf(shard), lte: prefixOf(shard) + through }),
  }

  const checkpointKey = (consumer: string, shard: number): string => `checkpoint~${consumer}~${shard}`
  const checkpoints: Checkpoints = {
    get: async (consumer, shard) => (await level.get(checkpointKey(consumer, shard))) as string | undefined,
    set: (consumer, shard, sequenceNumber) => level.put(checkpointKey(consumer, shard), sequenceNumber),
  }

  return { append, stream, checkpoints }
}

/**
 * The item's shard, by its whole key. DynamoDB splits by partition key first, but also within a partition once it is
 * large or busy: only the order of one item's own records is promised, so here nothing more holds either.
 */
const shardOf = (place: string): number => {
  let hash = 0
  for (let n = 0; n < place.length; n++) hash = (hash * 31 + place.charCodeAt(n)) >>> 0
  return hash % SHARDS
}

const keysOf = ({ table, before, after }: ItemWrite): StoredItem => {
  const item = after ?? before ?? {}
  const names = (table.KeySchema ?? []).map(({ AttributeName: name = '' }) => name)
  return Object.fromEntries(names.flatMap((name) => (item[name] ? [[name, item[name]]] : [])))
}

/** The client's and Lambda's types of an attribute differ, its JSON does not. */
const toEvent = (item: StoredItem): Record<string, AttributeValue> => ({ ...item }) as Record<string, AttributeValue>
