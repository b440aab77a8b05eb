import { type IncomingMessage, type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { Dispatch } from './dispatch.ts'

/** The largest request DynamoDB takes is 16 MB. */
const MAX_REQUEST_BYTES = 16 * 1024 * 1024

/** A client whose requests are carried out in this process: no port, no signature. */
export const clientInProcess = (dispatch: Dispatch): DynamoDBClient =>
  new DynamoDBClient({
    region: 'local',
    endpoint: 'http://dynamodb.local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    signer: { sign: async (request) => request },
    requestHandler: {
      metadata: { handlerProtocol: 'http/1.1' },
      handle: async (request: { headers: Record<string, string>; body?: Uint8Array | string }) => {
        const { status, body } = await dispatch(request.headers['x-amz-target'] ?? '', text(request.body))
        return { response: { statusCode: status, headers: {}, body: Buffer.from(body) } }
      },
      updateHttpClientConfig: () => undefined,
      httpHandlerConfigs: () => ({}),
      destroy: () => undefined,
    },
  })

const decoder = new TextDecoder()
const text = (body: Uint8Array | string = ''): string => (typeof body === 'string' ? body : decoder.decode(body))

export interface Listening {
  /** For AWS_ENDPOINT_URL_DYNAMODB; any region and credentials will do. */
  readonly url: string
  close(): Promise<void>
}

/** The same over HTTP, on the loopback interface alone, for other processes. Port 0 takes a free one. */
export const listen = async (dispatch: Dispatch, port: number): Promise<Listening> => {
  const server = createServer((request, response) => {
    answer(dispatch, request).then(
      ({ status, body }) => response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(body),
      () => response.destroy(),
    )
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => closed(server) }
}

const answer = async (dispatch: Dispatch, request: IncomingMessage) => {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > MAX_REQUEST_BYTES) return { status: 413, body: '' }
    chunks.push(chunk)
  }
  return dispatch(String(request.headers['x-amz-target'] ?? ''), Buffer.concat(chunks).toString('utf8'))
}

const closed = (server: Server): Promise<void> =>
  new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()))
    server.closeAllConnections()
  })
