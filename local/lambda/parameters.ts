import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** The most names a call may have. https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html */
const MOST_NAMES = 10

interface Asked {
  readonly Names: readonly string[]
  readonly WithDecryption?: boolean
}

const refuse = (response: ServerResponse, type: string): void => {
  response.writeHead(400, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify({ __type: type }))
}

const answer = async (
  parameters: Readonly<Record<string, string>>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  if (request.headers['x-amz-target'] !== 'AmazonSSM.GetParameters')
    return refuse(response, 'UnknownOperationException')
  const { Names: names, WithDecryption: decrypted } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Asked
  if (names.length === 0 || names.length > MOST_NAMES) return refuse(response, 'ValidationException')
  const found = names.flatMap((name) => {
    const value = parameters[name]
    const Value =
      value === undefined || decrypted === true ? value : createHash('sha256').update(value).digest('base64')
    return Value === undefined ? [] : [{ Name: name, Type: 'SecureString', Value, Version: 1 }]
  })
  const invalid = names.filter((name) => parameters[name] === undefined)
  response
    .writeHead(200, { 'content-type': 'application/x-amz-json-1.1' })
    .end(JSON.stringify({ Parameters: found, InvalidParameters: invalid }))
}

/** What functions read of SSM's Parameter Store, on a free loopback port: parameters by name. */
export const listenParameters = async (parameters: Readonly<Record<string, string>>) => {
  const server = createServer((request, response) => {
    answer(parameters, request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve))
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: (): void => {
      server.close()
      server.closeAllConnections()
    },
  }
}
