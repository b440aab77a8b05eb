import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a runtime is given to work. */
export interface Work {
  readonly requestId: string
  /** When it is over, ms since epoch. */
  readonly deadlineMs: number
  readonly functionArn: string
  readonly traceId: string
  /** JSON. */
  readonly payload: string
}

/** An error as a runtime reports it. */
export interface ReportedError {
  readonly errorType: string
  readonly errorMessage: string
}

/** What becomes of what a runtime says: `unknown` when it is not what it was given, `late` when it was said before. */
export type Taken = 'taken' | 'unknown' | 'late'

/** Who hands out the work of one runtime. */
export interface Employer {
  /** The runtime asks for work, and with that is ready; resolves when there is some. */
  next(): Promise<Work>
  succeeded(requestId: string, payload: string): Taken
  failed(requestId: string, error: ReportedError): Taken
  /** It could not even load the function. */
  initFailed(error: ReportedError): void
}

/** Bytes of an answer at most. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MAX_RESPONSE_BYTES = 6_291_556

const text = async (request: IncomingMessage): Promise<string | undefined> => {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= MAX_RESPONSE_BYTES) chunks.push(chunk)
  }
  return size > MAX_RESPONSE_BYTES ? undefined : Buffer.concat(chunks).toString('utf8')
}

const json = (response: ServerResponse, status: number, body: object): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
const refuse = (response: ServerResponse, status: number, errorType: string, errorMessage: string): void =>
  json(response, status, { errorType, errorMessage })

const acknowledge = (response: ServerResponse, taken: Taken): void => {
  if (taken === 'taken') return json(response, 202, { status: 'OK' })
  if (taken === 'unknown') return refuse(response, 400, 'InvalidRequestID', 'Invalid request ID')
  return refuse(response, 403, 'InvalidStateTransition', 'The invocation has ended')
}

/** The type stands in a header, and the body is what the runtime likes to say. */
const reported = (request: IncomingMessage, body: string | undefined): ReportedError => {
  const header = String(request.headers['lambda-runtime-function-error-type'] ?? 'Unknown')
  try {
    const { errorType = header, errorMessage = '' } = JSON.parse(body ?? '{}') as Partial<ReportedError>
    return { errorType, errorMessage }
  } catch {
    return { errorType: header, errorMessage: '' }
  }
}

const hand = (response: ServerResponse, work: Work): void => {
  response
    .writeHead(200, {
      'content-type': 'application/json',
      'lambda-runtime-aws-request-id': work.requestId,
      'lambda-runtime-deadline-ms': String(work.deadlineMs),
      'lambda-runtime-invoked-function-arn': work.functionArn,
      'lambda-runtime-trace-id': work.traceId,
    })
    .end(work.payload)
}

const answerInvocation = async (
  employer: Employer,
  { requestId, kind }: { readonly requestId: string; readonly kind: string },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const body = await text(request)
  if (kind === 'error') return acknowledge(response, employer.failed(requestId, reported(request, body)))
  if (body !== undefined) return acknowledge(response, employer.succeeded(requestId, body))
  const tooLarge = { errorType: 'Function.ResponseSizeTooLarge', errorMessage: 'Response payload size exceeded' }
  employer.failed(requestId, tooLarge)
  return refuse(response, 413, tooLarge.errorType, tooLarge.errorMessage)
}

const INVOCATION = /^POST \/2018-06-01\/runtime\/invocation\/([^/]+)\/(response|error)$/

const answer = async (employer: Employer, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const asked = `${request.method} ${request.url}`
  if (asked === 'GET /2018-06-01/runtime/invocation/next') return hand(response, await employer.next())
  if (asked === 'POST /2018-06-01/runtime/init/error') {
    employer.initFailed(reported(request, await text(request)))
    return acknowledge(response, 'taken')
  }
  const [, requestId, kind] = INVOCATION.exec(asked) ?? []
  if (requestId === undefined || kind === undefined)
    return refuse(response, 404, 'NotFound', 'the Runtime API has no such path')
  return answerInvocation(employer, { requestId, kind }, request, response)
}

const bind = (server: Server): Promise<void> =>
  new Promise((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve))

export interface RuntimeApi {
  /** For AWS_LAMBDA_RUNTIME_API: host and port. */
  readonly address: string
  close(): void
}

/**
 * The Runtime API of one execution environment, on a free loopback port: the door through which Lambda and a runtime
 * talk. https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export const listenRuntimeApi = async (employer: Employer): Promise<RuntimeApi> => {
  const server = createServer((request, response) => {
    answer(employer, request, response).catch(() => response.destroy())
  })
  // A runtime waits for its work as long as it takes.
  server.requestTimeout = 0
  await bind(server)
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}
