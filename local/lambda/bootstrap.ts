/**
 * The runtime: runs inside a function's process as AWS's own client of the Runtime API does, and takes what that one
 * takes: the handler's name (`index.handler`) as its argument, the function's folder as its working directory, and
 * where the Runtime API is in AWS_LAMBDA_RUNTIME_API.
 */
import { Agent, type IncomingHttpHeaders, request } from 'node:http'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Context } from 'aws-lambda'
import type { LambdaFunction } from '../engine/lambda.ts'

interface Answer {
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

const agent = new Agent({ keepAlive: true, maxSockets: 1 })
const base = `http://${process.env['AWS_LAMBDA_RUNTIME_API']}/2018-06-01/runtime`

const call = (method: 'GET' | 'POST', path: string, body = '', headers: Record<string, string> = {}): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const sent = request(base + path, { method, agent, headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => resolve({ headers: response.headers, body: Buffer.concat(chunks).toString('utf8') }))
    })
    sent.on('error', reject)
    sent.end(body)
  })

const reportError = async (path: string, error: unknown): Promise<void> => {
  const thrown = error instanceof Error ? error : new Error(String(error))
  const report = { errorType: thrown.name, errorMessage: thrown.message, trace: thrown.stack?.split('\n') ?? [] }
  await call('POST', path, JSON.stringify(report), {
    'content-type': 'application/vnd.aws.lambda.error+json',
    'lambda-runtime-function-error-type': thrown.name,
  })
}

const load = async (handler: string): Promise<LambdaFunction<unknown, unknown>> => {
  const [file = '', name = ''] = handler.split('.')
  const loaded = (await import(pathToFileURL(join(process.cwd(), `${file}.mjs`)).href)) as Record<string, unknown>
  if (typeof loaded[name] === 'function') return loaded[name] as LambdaFunction<unknown, unknown>
  throw Object.assign(new Error(`${handler} is undefined or not exported`), { name: 'Runtime.HandlerNotFound' })
}

const contextOf = (headers: IncomingHttpHeaders): Context => {
  const deadline = Number(headers['lambda-runtime-deadline-ms'])
  const own = (name: string): string => process.env[name] ?? ''
  const legacy = (): never => {
    throw new Error('functions answer with promises')
  }
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: own('AWS_LAMBDA_FUNCTION_NAME'),
    functionVersion: own('AWS_LAMBDA_FUNCTION_VERSION'),
    memoryLimitInMB: own('AWS_LAMBDA_FUNCTION_MEMORY_SIZE'),
    logGroupName: own('AWS_LAMBDA_LOG_GROUP_NAME'),
    logStreamName: own('AWS_LAMBDA_LOG_STREAM_NAME'),
    invokedFunctionArn: String(headers['lambda-runtime-invoked-function-arn']),
    awsRequestId: String(headers['lambda-runtime-aws-request-id']),
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
    done: legacy,
    fail: legacy,
    succeed: legacy,
  }
}

/** What is in hand, for errors that no call can catch. */
let current: string | undefined

/** Reports what escaped the handler, and ends: nobody knows in what state the process is. */
const escaped = (code: number) => async (error: unknown) => {
  try {
    await reportError(current === undefined ? '/init/error' : `/invocation/${current}/error`, error)
  } finally {
    process.exit(code)
  }
}
const [rejected, thrown] = [escaped(128), escaped(129)]
process.on('unhandledRejection', (error) => void rejected(error))
process.on('uncaughtException', (error) => void thrown(error))

const work = async (handler: LambdaFunction<unknown, unknown>): Promise<void> => {
  const { headers, body } = await call('GET', '/invocation/next')
  const context = contextOf(headers)
  current = context.awsRequestId
  process.env['_X_AMZN_TRACE_ID'] = String(headers['lambda-runtime-trace-id'])
  const path = `/invocation/${current}`
  let answer: string
  try {
    answer = JSON.stringify((await handler(JSON.parse(body), context)) ?? null)
  } catch (error) {
    return reportError(`${path}/error`, error)
  }
  await call('POST', `${path}/response`, answer)
}

const run = async (): Promise<never> => {
  let handler: LambdaFunction<unknown, unknown>
  try {
    handler = await load(process.argv[2] ?? '')
  } catch (error) {
    await reportError('/init/error', error)
    process.exit(1)
  }
  for (;;) await work(handler)
}

// Whom it works for is gone.
run().catch(() => process.exit(1))
