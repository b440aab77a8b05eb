import { randomBytes } from 'node:crypto'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Context } from 'aws-lambda'
import type { Environment as Variables } from '../../functions/wire.ts'
import { startProcess } from './process.ts'
import { listenRuntimeApi, type ReportedError, type Work } from './runtime-api.ts'

/** A function that threw, ran out of time or ended: what an event source learns of it. */
class FunctionError extends Error {
  override readonly name: string
  constructor({ errorType, errorMessage }: ReportedError) {
    super(errorMessage)
    this.name = errorType
  }
}

export interface EnvironmentOptions {
  readonly functionName: string
  /** The runtime with its arguments. */
  readonly command: readonly [string, ...string[]]
  /** The deployed folder. */
  readonly folder: string
  /** The function's own variables; those that Lambda sets are added. */
  readonly variables: Variables
  readonly print: (line: string) => void
  /** Milliseconds from its start to its first question for work; 60 s, where AWS takes 10 and tries again. */
  readonly initTimeoutMs?: number
}

/** What was measured of an environment. */
export interface Measured {
  /** From the start of the process until it asked for work. */
  readonly initMs: number
  readonly peakBytes: number | undefined
}

/** One process of a function, which works one invocation at a time. */
export interface Environment {
  /** Resolves once it is ready; rejects with a {@link FunctionError} when it cannot start. */
  readonly ready: Promise<void>
  /** The function's answer, JSON. Rejects with a {@link FunctionError}. Only to be asked while it is at rest. */
  invoke(
    payload: string,
    invocation: Pick<Context, 'awsRequestId' | 'invokedFunctionArn'>,
    timeoutMs: number,
  ): Promise<string>
  /** Resolves with true when it can work, with false when it never will again. */
  atRest(): Promise<boolean>
  measured(): Measured
  end(): Promise<void>
}

/** Our own runtime, as source or as what was built of it. */
const BOOTSTRAP = fileURLToPath(new URL(`./bootstrap${extname(import.meta.url)}`, import.meta.url))

/** The command of a runtime that works the handler of the folder it is started in. */
export const RUNTIME = [process.execPath, BOOTSTRAP, 'index.handler'] as const

const INIT_TIMEOUT_MS = 60_000

const traceId = (): string => {
  const root = `1-${Math.floor(Date.now() / 1000).toString(16)}-${randomBytes(12).toString('hex')}`
  return `Root=${root};Parent=${randomBytes(8).toString('hex')};Sampled=0`
}

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime */
const reserved = (functionName: string, folder: string, address: string): Variables => ({
  AWS_LAMBDA_RUNTIME_API: address,
  _HANDLER: 'index.handler',
  LAMBDA_TASK_ROOT: folder,
  AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
  AWS_LAMBDA_FUNCTION_NAME: functionName,
  AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
  AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
  AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${functionName}`,
  AWS_LAMBDA_LOG_STREAM_NAME: 'local',
  TZ: ':UTC',
})

interface Current {
  readonly requestId: string
  readonly succeed: (payload: string) => void
  readonly fail: (error: ReportedError) => void
}

/** Starts an execution environment, as Lambda does for an invocation that finds none at rest. */
export const startEnvironment = async (options: EnvironmentOptions): Promise<Environment> => {
  const { functionName, command, folder, variables, print, initTimeoutMs = INIT_TIMEOUT_MS } = options
  const ready = Promise.withResolvers<void>()
  // Nobody may have asked yet when it fails.
  ready.promise.catch(() => undefined)
  const began = performance.now()
  let initMs = Number.NaN
  let peakBytes: number | undefined
  let current: Current | undefined
  let over = false
  let hand: ((work: Work) => void) | undefined
  let waiting: ((rests: boolean) => void)[] = []

  const tell = (rests: boolean): void => {
    for (const resolve of waiting.splice(0)) resolve(rests)
  }
  const finish = (requestId: string, end: (invocation: Current) => void) => {
    if (current === undefined) return 'late'
    if (current.requestId !== requestId) return 'unknown'
    end(current)
    current = undefined
    return 'taken'
  }

  const api = await listenRuntimeApi({
    next: () => {
      if (Number.isNaN(initMs)) initMs = performance.now() - began
      ready.resolve()
      const { promise, resolve } = Promise.withResolvers<Work>()
      hand = resolve
      tell(true)
      return promise
    },
    succeeded: (requestId, payload) => finish(requestId, ({ succeed }) => succeed(payload)),
    failed: (requestId, error) => finish(requestId, ({ fail }) => fail(error)),
    initFailed: (error) => ready.reject(new FunctionError(error)),
  })
  const env = { ...variables, ...reserved(functionName, folder, api.address) }
  const child = startProcess({ command, cwd: folder, env, print })

  const kill = (): void => {
    peakBytes = child.peakBytes() ?? peakBytes
    child.kill()
  }
  const initTimer = setTimeout(() => {
    const errorMessage = `Init timed out after ${initTimeoutMs} ms`
    ready.reject(new FunctionError({ errorType: 'Sandbox.Timedout', errorMessage }))
    kill()
  }, initTimeoutMs)
  ready.promise.then(
    () => clearTimeout(initTimer),
    () => clearTimeout(initTimer),
  )

  const untilEnd = async (): Promise<void> => {
    const how = await child.ended
    over = true
    api.close()
    const error = { errorType: 'Runtime.ExitError', errorMessage: `Runtime exited: ${how}` }
    ready.reject(new FunctionError(error))
    current?.fail(error)
    current = undefined
    tell(false)
  }
  const ended = untilEnd()

  return {
    ready: ready.promise,
    measured: () => ({ initMs, peakBytes: (over ? undefined : child.peakBytes()) ?? peakBytes }),
    atRest: () => {
      if (over || (hand !== undefined && current === undefined)) return Promise.resolve(!over)
      return new Promise((resolve) => waiting.push(resolve))
    },
    invoke: async (payload, { awsRequestId: requestId, invokedFunctionArn: functionArn }, timeoutMs) => {
      if (over || hand === undefined)
        throw new FunctionError({ errorType: 'Runtime.ExitError', errorMessage: 'the environment is not at rest' })
      const { promise, resolve: succeed, reject } = Promise.withResolvers<string>()
      const fail = (error: ReportedError): void => reject(new FunctionError(error))
      current = { requestId, succeed, fail }
      const timer = setTimeout(() => {
        const errorMessage = `Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`
        finish(requestId, () => fail({ errorType: 'Sandbox.Timedout', errorMessage }))
        kill()
      }, timeoutMs)
      const give = hand
      hand = undefined
      give({ requestId, deadlineMs: Date.now() + timeoutMs, functionArn, traceId: traceId(), payload })
      try {
        return await promise
      } finally {
        clearTimeout(timer)
      }
    },
    end: async () => {
      kill()
      await ended
    },
  }
}
