import type { ScheduledEvent } from 'aws-lambda'
import { describe, expect, it } from 'vitest'
import { type ScheduleSourceOptions, startScheduleSource } from '../../local/engine/schedule-source.ts'
import { settled } from '../../local/engine/event-source.ts'
import { startQueueSource } from '../../local/engine/queue-source.ts'
import { createMemoryQueue } from '../support/memory-queue.ts'
import { virtualClock } from '../support/virtual-clock.ts'

const setup = (handler: ScheduleSourceOptions['handler'], options: Partial<ScheduleSourceOptions> = {}) => {
  const clock = virtualClock(Date.UTC(2026, 2, 1, 12, 0, 0, 250))
  const errors: unknown[] = []
  const source = startScheduleSource({
    functionName: 'tick',
    timeoutMs: 30_000,
    timers: clock,
    onError: (error) => errors.push(error),
    everyMs: 60_000,
    handler,
    ...options,
  })
  return { clock, errors, source }
}

describe('the schedule source', () => {
  it('invokes at its rate with the event of a rule', async () => {
    const events: ScheduledEvent[] = []
    const { clock, source } = setup(async (event) => void events.push(event))
    await clock.advance(59_999)
    expect(events).toEqual([])
    await clock.advance(120_001)
    expect(events).toHaveLength(3)
    expect(events[0]).toEqual({
      version: '0',
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      'detail-type': 'Scheduled Event',
      source: 'aws.events',
      account: '000000000000',
      time: '2026-03-01T12:01:00Z',
      region: 'local',
      resources: ['arn:aws:events:local:000000000000:rule/tick'],
      detail: {},
    })
    expect(new Set(events.map(({ id }) => id))).toHaveLength(3)
    await source.stop()
    await clock.advance(600_000)
    expect(events).toHaveLength(3)
  })

  it('tells an error and goes on', async () => {
    const { clock, errors, source } = setup(async () => Promise.reject(new Error('no')))
    await clock.advance(120_000)
    expect(errors).toEqual([new Error('no'), new Error('no')])
    await source.stop()
  })

  it('hands an event over once more when it is disturbed', async () => {
    const ids: string[] = []
    const { clock, source } = setup(async ({ id }) => void ids.push(id), { disturb: { repeat: () => true } })
    await clock.advance(60_000)
    expect(ids).toHaveLength(2)
    expect(new Set(ids)).toHaveLength(1)
    await source.stop()
  })

  it('waits on stop for the invocation in hand', async () => {
    let finish: (() => void) | undefined
    const { clock, source } = setup(() => new Promise((resolve) => (finish = resolve)))
    await clock.advance(60_000)
    let stopped = false
    const stop = source.stop().then(() => (stopped = true))
    await clock.advance(1000)
    expect(stopped).toBe(false)
    finish?.()
    await stop
    expect(stopped).toBe(true)
  })
})

describe('several event sources', () => {
  it('have settled when none sets another to work any more', async () => {
    const clock = virtualClock()
    const common = {
      functionName: 'f',
      timeoutMs: 1000,
      timers: clock,
      onError: (error: unknown) => expect.fail(String(error)),
    }
    const [there, back] = [createMemoryQueue({ timers: clock }), createMemoryQueue({ timers: clock })]
    let passes = 0
    const sources = [
      startQueueSource({ ...common, queue: there, handler: async () => back.send('back') }),
      startQueueSource({
        ...common,
        queue: back,
        handler: async () => {
          if (++passes < 10) there.send('there')
        },
      }),
    ]
    there.send('there')
    await settled(sources)
    expect(passes).toBe(10)
    await Promise.all(sources.map((source) => source.stop()))
  })
})
