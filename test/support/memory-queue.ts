import type { SQSRecord } from 'aws-lambda'
import type { PolledQueue } from '../../local/engine/queue-source.ts'
import type { Timers } from '../../local/engine/timers.ts'

export interface MemoryQueueOptions {
  readonly timers: Timers
  /** Milliseconds a received message is hidden; 30 s. */
  readonly visibilityMs?: number
  /** Receives after which a message is dead. */
  readonly maxReceiveCount?: number
  /** Messages that may be in flight; 120,000 on AWS. */
  readonly inFlightLimit?: number
}
export interface SendOptions {
  readonly group?: string
  /** The same one within 5 minutes is one message. */
  readonly deduplication?: string
}
export interface MemoryQueue extends PolledQueue {
  send(body: string, options?: SendOptions): void
  /** Hides a received message for so many seconds from now. */
  hide(receiptHandle: string, seconds: number): Promise<void>
  /** Bodies of all messages that are not dead, also of those in flight. */
  bodies(): readonly string[]
  /** Bodies of the messages that came too often. */
  dead(): readonly string[]
}

interface Message {
  readonly id: string
  readonly body: string
  readonly group: string | undefined
  readonly sentAt: number
  receives: number
  receiptHandle: string | undefined
  /** Until when it is in flight. */
  hiddenUntil: number
}

const DEDUPLICATION_MS = 300_000

/** A queue in memory with the semantics of SQS: standard for messages without a group, FIFO for those with one. */
export const createMemoryQueue = (options: MemoryQueueOptions): MemoryQueue => {
  const { timers, visibilityMs = 30_000, maxReceiveCount = Infinity, inFlightLimit = 120_000 } = options
  const sent = new Map<string, number>()
  const dead: string[] = []
  let messages: Message[] = []
  let count = 0
  let waiting: (() => void)[] = []

  const wake = (): void => {
    for (const resolve of waiting) resolve()
    waiting = []
  }
  const inFlight = (message: Message): boolean =>
    message.receiptHandle !== undefined && message.hiddenUntil > timers.now()
  const byHandle = (handle: string): Message | undefined => messages.find((message) => message.receiptHandle === handle)

  /** What could be received now. A group with a message in flight gives none; a free one gives several, in order. */
  const ready = (most: number): Message[] => {
    const flying = messages.filter(inFlight)
    const locked = new Set(flying.flatMap(({ group }) => group ?? []))
    const room = Math.min(most, inFlightLimit - flying.length)
    return messages
      .filter((message) => !inFlight(message) && (message.group === undefined || !locked.has(message.group)))
      .slice(0, Math.max(0, room))
  }

  const hideUntil = (message: Message, until: number): void => {
    message.hiddenUntil = until
    void timers.sleep(until - timers.now()).then(wake)
  }

  const take = (most: number): SQSRecord[] => {
    const gone = new Set(ready(Infinity).filter(({ receives }) => receives >= maxReceiveCount))
    dead.push(...[...gone].map(({ body }) => body))
    messages = messages.filter((message) => !gone.has(message))
    return ready(most).map((message) => {
      message.receives += 1
      message.receiptHandle = `${message.id}:${message.receives}`
      hideUntil(message, timers.now() + visibilityMs)
      return toRecord(message, timers.now())
    })
  }

  return {
    send: (body, { group, deduplication } = {}) => {
      const now = timers.now()
      if (deduplication !== undefined) {
        if ((sent.get(deduplication) ?? -Infinity) > now - DEDUPLICATION_MS) return
        sent.set(deduplication, now)
      }
      const id = `message-${++count}`
      messages.push({ id, body, group, sentAt: now, receives: 0, receiptHandle: undefined, hiddenUntil: 0 })
      wake()
    },
    receive: async (most, signal) => {
      signal.addEventListener('abort', wake)
      try {
        for (;;) {
          const taken = signal.aborted ? [] : take(most)
          if (taken.length > 0 || signal.aborted) return taken
          await new Promise<void>((resolve) => waiting.push(resolve))
        }
      } finally {
        signal.removeEventListener('abort', wake)
      }
    },
    remove: async (handles) => {
      const gone = new Set(handles.map(byHandle))
      messages = messages.filter((message) => !gone.has(message))
      wake()
    },
    hide: async (handle, seconds) => {
      const message = byHandle(handle)
      if (!message) throw new Error('no such receipt handle')
      hideUntil(message, timers.now() + seconds * 1000)
      wake()
    },
    pending: async () => ready(Infinity).length,
    bodies: () => messages.map(({ body }) => body),
    dead: () => dead,
  }
}

const toRecord = ({ id, body, group, sentAt, receives, receiptHandle = '' }: Message, now: number): SQSRecord => ({
  messageId: id,
  receiptHandle,
  body,
  attributes: {
    ApproximateReceiveCount: String(receives),
    SentTimestamp: String(sentAt),
    SenderId: '000000000000',
    ApproximateFirstReceiveTimestamp: String(now),
    ...(group !== undefined && { MessageGroupId: group }),
  },
  messageAttributes: {},
  md5OfBody: '',
  eventSource: 'aws:sqs',
  eventSourceARN: 'arn:aws:sqs:local:000000000000:memory',
  awsRegion: 'local',
})
