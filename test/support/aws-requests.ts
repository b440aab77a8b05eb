import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as send,
  type Server,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import { OBJECTS, QUEUES } from '../../functions/aws/shape.ts'

/** A request to AWS in the words of IAM, and whose key it was signed with. */
export interface AwsRequest {
  readonly signer: string
  readonly action: string
  readonly resource: string
}

interface Call {
  readonly method: string
  readonly url: URL
  readonly headers: IncomingHttpHeaders
  readonly body: string
  /** What it was answered with. */
  readonly status: number
}

const signerOf = ({ headers, url }: Call): string =>
  /Credential=([^/]+)\//.exec(headers.authorization ?? '')?.[1] ??
  /^[^/]+/.exec(url.searchParams.get('X-Amz-Credential') ?? '')?.[0] ??
  'nobody'

const queueOf = (url: string): string => {
  const name = url.slice(url.lastIndexOf('/') + 1)
  const found = Object.entries(QUEUES).find(([, queue]) => name === `parley-${queue.name}`)
  return found === undefined ? 'queues of connections' : `queue ${found[0]}`
}

const objectOf = (key: string): string => {
  const found = Object.entries(OBJECTS).find(([, prefix]) => key.startsWith(prefix))
  return `objects ${found?.[0] ?? key}`
}

/** An upload in parts is one right, and only giving it up is another. https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html */
const S3_ACTIONS: Readonly<Record<string, string>> = {
  GET: 's3:GetObject',
  HEAD: 's3:GetObject',
  PUT: 's3:PutObject',
  POST: 's3:PutObject',
  DELETE: 's3:DeleteObject',
}

const s3Requests = ({ method, url, status }: Call): readonly Omit<AwsRequest, 'signer'>[] => {
  const [, , ...key] = decodeURIComponent(url.pathname).split('/')
  const abort = method === 'DELETE' && url.searchParams.has('uploadId')
  const action = abort ? 's3:AbortMultipartUpload' : (S3_ACTIONS[method] ?? method)
  return [
    { action, resource: objectOf(key.join('/')) },
    // Who may not list is told 403 of what is not there.
    ...(status === 404 && action === 's3:GetObject' ? [{ action: 's3:ListBucket', resource: 'bucket' }] : []),
  ]
}

const inWordsOfIam = (call: Call): readonly Omit<AwsRequest, 'signer'>[] => {
  const [service = '', operation = ''] = String(call.headers['x-amz-target'] ?? '').split('.')
  if (service === '') return s3Requests(call)
  const body = JSON.parse(call.body) as { readonly IndexName?: string; readonly QueueUrl?: string }
  if (service.startsWith('DynamoDB'))
    return [{ action: `dynamodb:${operation}`, resource: body.IndexName === undefined ? 'table' : 'indexes' }]
  if (service === 'AmazonSQS') return [{ action: `sqs:${operation}`, resource: queueOf(body.QueueUrl ?? '') }]
  return [{ action: `ssm:${operation}`, resource: 'secrets' }]
}

const bodyOf = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks)
}

const forward = (to: string, request: IncomingMessage, body: Buffer): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const { method, headers, url = '/' } = request
    const sent = send(new URL(url, to), { method, headers }, resolve)
    sent.on('error', reject)
    sent.end(body)
  })

/** Stands between functions and what stands for AWS, and notes who asked for what. */
export const openAwsRecorder = () => {
  const seen = new Map<string, AwsRequest>()
  const servers: Server[] = []
  let refused = (_: AwsRequest): boolean => false

  const pass = async (to: string, request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bodyOf(request)
    const url = new URL(request.url ?? '/', to)
    const call = { method: request.method ?? '', url, headers: request.headers, body: body.toString('utf8') }
    const signer = signerOf({ ...call, status: 0 })
    const asked = (status: number): AwsRequest[] => inWordsOfIam({ ...call, status }).map((one) => ({ signer, ...one }))
    if (asked(0).some(refused)) return void response.writeHead(500).end('{}')
    const answer = await forward(to, request, body)
    for (const one of asked(answer.statusCode ?? 0)) seen.set(JSON.stringify(one), one)
    response.writeHead(answer.statusCode ?? 500, answer.headers)
    answer.pipe(response)
  }

  return {
    through: async (endpoint: string): Promise<string> => {
      const server = createServer((request, response) => {
        pass(endpoint, request, response).catch(() => response.destroy())
      })
      servers.push(server)
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    },
    /** Each once. */
    requests: (): readonly AwsRequest[] => [...seen.values()],
    /** Answers 500 to what this holds for, from now on. */
    refuse: (when: (request: AwsRequest) => boolean): void => {
      refused = when
    },
    close: (): void => {
      for (const server of servers) {
        server.close()
        server.closeAllConnections()
      }
    },
  }
}
