import { randomUUID } from 'node:crypto'
import type { ScheduledEvent } from 'aws-lambda'
import { type EventSource, type SourceOptions, createActivity } from './event-source.ts'
import { type LambdaFunction, createContext } from './lambda.ts'

export interface ScheduleSourceOptions extends SourceOptions {
  readonly handler: LambdaFunction<ScheduledEvent, void>
  /** Milliseconds from the end of one invocation to the next. */
  readonly everyMs: number
}

/**
 * What an EventBridge rule with a rate does, one invocation at a time. An invocation that failed is told and not
 * repeated: the next one does its work.
 */
export const startScheduleSource = (options: ScheduleSourceOptions): EventSource => {
  const { functionName, handler, everyMs, timers, onError, disturb } = options
  const stopping = new AbortController()
  const activity = createActivity()
  let invocations = 0

  const invoke = async (event: ScheduledEvent): Promise<void> => {
    invocations += 1
    try {
      await handler(structuredClone(event), createContext({ ...options, now: timers.now }))
    } catch (error) {
      onError(error)
    }
  }

  const run = async (): Promise<void> => {
    for (;;) {
      await activity.rest(timers.sleep(everyMs + (disturb?.pause?.(0) ?? 0), stopping.signal))
      if (stopping.signal.aborted) return
      const event = scheduledEvent(functionName, timers.now())
      await invoke(event)
      if (disturb?.repeat?.()) await invoke(event)
    }
  }

  const loop = activity.work(run)
  return {
    invocations: () => invocations,
    idle: () => activity.quiet(() => false),
    stop: async () => {
      stopping.abort()
      await loop
    },
  }
}

const scheduledEvent = (name: string, now: number): ScheduledEvent => ({
  version: '0',
  id: randomUUID(),
  'detail-type': 'Scheduled Event',
  source: 'aws.events',
  account: '000000000000',
  // EventBridge states whole seconds.
  time: new Date(now).toISOString().replace(/\.\d+Z$/, 'Z'),
  region: 'local',
  resources: [`arn:aws:events:local:000000000000:rule/${name}`],
  detail: {},
})
