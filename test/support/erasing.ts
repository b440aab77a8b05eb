import { inflateSync } from 'node:zlib'
import type { Context } from '../../core/context.ts'
import { workJob } from '../../core/jobs/work.ts'
import type { Worker } from '../../core/jobs/worker.ts'
import { tick } from '../../core/send/tick.ts'
import type { ApiWorld } from './api-world.ts'

/** Finds no file and nobody. */
export const idle: Worker = {
  fetch: async () => ({ kind: 'gone', reason: 'gone' }),
  lookUp: async () => ({ kind: 'none' }),
}

/** Works the jobs that were woken. */
export const work = async (
  world: ApiWorld,
  { ctx = world.ctx, worker = idle }: { ctx?: Context; worker?: Worker } = {},
) => {
  for (let job = world.jobs.shift(); job; job = world.jobs.shift()) await workJob(ctx, worker, job)
}

/** Runs jobs and what they wake, until nothing is due within an hour. */
export const finish = async (world: ApiWorld): Promise<void> => {
  for (let minutes = 0; minutes < 60; minutes += 10) {
    await world.settle()
    await work(world)
    await world.settle()
    await world.clock.advance(600_000)
    await tick(world.ctx)
  }
}

/** Text of what may be packed. */
const opened = (name: string, value: unknown): string => {
  const text = String(value)
  if (text.startsWith('deflate:')) return inflateSync(Buffer.from(text.slice(8), 'base64')).toString()
  return name === 'body' && text.startsWith('eJ') ? inflateSync(Buffer.from(text, 'base64')).toString() : text
}

/** Where one of these words stands: in items, objects and answers of the API. */
export const tracesOf = async (world: ApiWorld, words: readonly string[]): Promise<readonly string[]> => {
  const has = (text: string): boolean => words.some((word) => text.includes(word))
  const items = (world.table.all?.() ?? []).flatMap((item) =>
    Object.entries(item).flatMap(([name, value]) =>
      has(opened(name, value)) ? [`${item.pk} ${item.sk} ${name}`] : [],
    ),
  )
  const objects = [...world.objects.stored].flatMap(([name, { body }]) =>
    has(name) || has(Buffer.from(body).toString()) ? [name] : [],
  )
  const answers: string[] = []
  for (const url of ['conversations', 'contacts', 'events?limit=100', 'dead-letters', 'conversations?status=closed'])
    if (has(JSON.stringify((await world.call({ url: `/v1/${url}` })).body))) answers.push(url)
  return [...items, ...objects, ...answers]
}
