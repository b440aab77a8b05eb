import { randomUUID } from 'node:crypto'
import type { Context } from 'aws-lambda'

/** A Lambda function as its module exports it. */
export type LambdaFunction<Event, Result> = (event: Event, context: Context) => Promise<Result>

export interface Invocation {
  readonly functionName: string
  /** Milliseconds the function may take: what it is told, not what it is held to. */
  readonly timeoutMs: number
  readonly now: () => number
}

/** What Lambda tells a function about its invocation. */
export const createContext = ({ functionName, timeoutMs, now }: Invocation): Context => {
  const deadline = now() + timeoutMs
  const legacy = (): void => undefined
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:local:000000000000:function:${functionName}`,
    memoryLimitInMB: '256',
    awsRequestId: randomUUID(),
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: 'local',
    getRemainingTimeInMillis: () => Math.max(0, deadline - now()),
    done: legacy,
    fail: legacy,
    succeed: legacy,
  }
}
