import type { APIGatewayProxyEventV2 } from 'aws-lambda'

export interface HttpCall {
  readonly method?: string
  /** Path and query, as they stand in the request line. */
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** As browsers send them, `name=value`; the gateway tells them apart from the headers. */
  readonly cookies?: readonly string[]
  /** As the gateway does with bodies of media types it takes for binary. */
  readonly base64?: boolean
  readonly requestId?: string
}

/** The event that an HTTP API with payload format 2.0 makes of a call. */
export const httpEvent = (call: HttpCall): APIGatewayProxyEventV2 => {
  const { method = 'GET', url, headers = {}, body, base64 = false, cookies, requestId = 'request-1=' } = call
  const [rawPath = '', rawQueryString = ''] = url.split('?')
  const query = [...new URLSearchParams(rawQueryString).keys()]
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath,
    rawQueryString,
    headers: {
      host: 'parley.test',
      'content-length': String(Buffer.byteLength(body ?? '')),
      ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    },
    ...(query.length > 0
      ? {
          queryStringParameters: Object.fromEntries(
            query.map((name) => [name, new URLSearchParams(rawQueryString).getAll(name).join(',')]),
          ),
        }
      : {}),
    ...(cookies === undefined ? {} : { cookies: [...cookies] }),
    requestContext: {
      accountId: '111111111111',
      apiId: 'api1',
      domainName: 'parley.test',
      domainPrefix: 'parley',
      http: { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'test' },
      requestId,
      routeKey: '$default',
      stage: '$default',
      time: '01/Jan/2026:00:00:00 +0000',
      timeEpoch: Date.UTC(2026, 0, 1),
    },
    ...(body === undefined ? {} : { body: base64 ? Buffer.from(body).toString('base64') : body }),
    isBase64Encoded: base64,
  }
}
