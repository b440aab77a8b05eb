import type { LambdaFunction } from '../engine/lambda.ts'
import type { Environment, Measured } from './environment.ts'

export interface ProcessFunction {
  readonly invoke: LambdaFunction<unknown, unknown>
  /** Starts an environment before it is needed; rejects when it cannot. */
  warm(): Promise<void>
  /** What was measured of each environment, in the order of their starts. */
  measured(): readonly Measured[]
  end(): Promise<void>
}

/** Lets so many in at a time, the others in the order they came. */
const createGate = (most: number) => {
  let free = most
  const waiting: (() => void)[] = []
  return {
    enter: async (): Promise<void> => {
      if (free > 0) free -= 1
      else await new Promise<void>((resolve) => waiting.push(resolve))
    },
    leave: (): void => {
      const next = waiting.shift()
      if (next) next()
      else free += 1
    },
  }
}

/**
 * A function in processes of its own: an invocation takes an environment at rest or else starts one, and one that
 * comes when `most` are at work waits, where Lambda would start more or throttle. An environment that ended is
 * replaced by the next invocation.
 */
export const createProcessFunction = (start: () => Promise<Environment>, most: number): ProcessFunction => {
  const gate = createGate(most)
  const started: Environment[] = []
  let resting: Environment[] = []

  const begin = async (): Promise<Environment> => {
    const environment = await start()
    started.push(environment)
    try {
      await environment.ready
    } catch (error) {
      await environment.end()
      throw error
    }
    return environment
  }

  const take = async (): Promise<Environment> => {
    for (let environment = resting.pop(); environment; environment = resting.pop())
      if (await environment.atRest()) return environment
    return begin()
  }

  /** Gives it back when it asks for work again. */
  const giveBack = async (environment: Environment | undefined): Promise<void> => {
    if (await environment?.atRest()) resting.push(environment as Environment)
    gate.leave()
  }

  return {
    invoke: async (event, context) => {
      // All of its time, from when an environment takes it: neither waiting nor starting counts, as on AWS.
      const timeoutMs = context.getRemainingTimeInMillis()
      await gate.enter()
      let environment: Environment | undefined
      try {
        environment = await take()
        const answer = await environment.invoke(JSON.stringify(event), context, timeoutMs)
        return JSON.parse(answer) as unknown
      } finally {
        void giveBack(environment)
      }
    },
    warm: async () => {
      resting.push(await begin())
    },
    measured: () => started.map((environment) => environment.measured()),
    end: async () => {
      await Promise.all(started.map((environment) => environment.end()))
      resting = []
    },
  }
}
