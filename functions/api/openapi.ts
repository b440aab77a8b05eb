import type * as z from 'zod'
import type { ProblemType } from '../../core/problem.ts'
import { ProblemAnswer } from './answers.ts'
import { schemaIn, type Json } from './json-schema.ts'
import { linksTo } from './openapi-links.ts'
import {
  ETAG,
  IDEMPOTENCY_KEY,
  IF_MATCH,
  INFO,
  PARAMETERS,
  REPLAYED_HEADER,
  REQUEST_ID,
  RETRY_AFTER,
  SECURITY_SCHEMES,
  TAGS,
} from './openapi-words.ts'
import { isReplayed, scopeOf, takesIfMatch, type Operation } from './operation.ts'
import { PROBLEMS } from './problems.ts'

type ToJson = (schema: z.ZodType) => Json

/** What any call may come to. */
const ALWAYS: readonly ProblemType[] = ['invalid_request', 'unauthorized', 'forbidden', 'rate_limited', 'internal']
const WITH_BODY: readonly ProblemType[] = ['unsupported_media_type', 'body_too_large']

const REPLAYED: readonly ProblemType[] = [
  'idempotency_key_required',
  'idempotency_key_reused',
  'idempotency_in_progress',
]

const problemsOf = (operation: Operation): readonly ProblemType[] => {
  const { path, body, idempotencyKey, problems = [] } = operation
  return [
    ...ALWAYS,
    ...(isReplayed(operation) ? REPLAYED : []),
    ...(takesIfMatch(operation) ? (['precondition_failed'] as const) : []),
    ...(path.includes('{') ? (['not_found'] as const) : []),
    ...(body ? WITH_BODY : []),
    ...(idempotencyKey === 'required' ? (['idempotency_key_required'] as const) : []),
    ...problems,
  ]
}

/** Those whose answers say when to try again. */
const RETRIED: ReadonlySet<ProblemType> = new Set(['rate_limited', 'idempotency_in_progress'])

/** The problems that share a status, as a response: which `type` it may have is closed. */
const problemResponse = (types: readonly ProblemType[]): Json => ({
  description: types.map((type) => `\`${type}\`: ${PROBLEMS[type][1]}.`).join(' '),
  headers: {
    'X-Request-Id': { $ref: '#/components/headers/RequestId' },
    ...(types.some((type) => RETRIED.has(type)) ? { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } } : {}),
  },
  content: {
    'application/problem+json': {
      schema: {
        allOf: [
          { $ref: '#/components/schemas/Problem' },
          { type: 'object', properties: { type: { enum: types.map((type) => `urn:parley:problem:${type}`) } } },
        ],
      },
    },
  },
})

/** By status. What many operations share is said once. */
const problemResponses = (operation: Operation, shared: Record<string, Json>): Json => {
  const byStatus = new Map<number, ProblemType[]>()
  for (const type of new Set(problemsOf(operation))) {
    const [status] = PROBLEMS[type]
    byStatus.set(status, [...(byStatus.get(status) ?? []), type])
  }
  const responseOf = (types: readonly ProblemType[]): Json => {
    const [only] = types
    if (types.length > 1 || only === undefined) return problemResponse(types)
    shared[only] ??= problemResponse(types)
    return { $ref: `#/components/responses/${only}` }
  }
  return Object.fromEntries(Array.from(byStatus, ([status, types]) => [String(status), responseOf(types)]))
}

const pathParameters = ({ path, ids = {} }: Operation): readonly Json[] =>
  Array.from(path.matchAll(/\{(\w+)\}/g), ([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    ...(PARAMETERS[name] === undefined ? {} : { description: PARAMETERS[name] }),
    schema: { type: 'string', ...(ids[name] ? { pattern: `^${ids[name]}_[A-Za-z0-9_-]{22}$` } : {}) },
  }))

const queryParameters = (query: z.ZodType | undefined, schema: ToJson): readonly Json[] => {
  if (query === undefined) return []
  const { properties = {}, required = [] } = schema(query) as {
    readonly properties?: Readonly<Record<string, Json>>
    readonly required?: readonly string[]
  }
  return Object.entries(properties).map(([name, { description = PARAMETERS[name], ...of }]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    ...(description === undefined ? {} : { description }),
    schema: of,
  }))
}

const headerParameters = (operation: Operation): readonly Json[] => [
  ...(operation.idempotencyKey === 'required' ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : []),
  ...(isReplayed(operation) ? [{ $ref: '#/components/parameters/OptionalIdempotencyKey' }] : []),
  ...(takesIfMatch(operation) ? [{ $ref: '#/components/parameters/IfMatch' }] : []),
]

const LOCATION = { description: 'Works for five minutes.', schema: { type: 'string', format: 'uri' } }

const answerOf = (operation: Operation, operations: readonly Operation[], schema: ToJson): Json => {
  const { answer, media, status, summary, versioned } = operation
  const links = linksTo(operation, operations)
  return {
    description: summary,
    headers: {
      'X-Request-Id': { $ref: '#/components/headers/RequestId' },
      ...(status === 302 ? { Location: LOCATION } : {}),
      ...(versioned ? { ETag: { $ref: '#/components/headers/ETag' } } : {}),
      ...(isReplayed(operation) ? { 'Idempotency-Replayed': { $ref: '#/components/headers/Replayed' } } : {}),
    },
    ...(answer ? { content: { 'application/json': { schema: schema(answer) } } } : {}),
    ...(media ? { content: { [media]: { schema: { type: 'string', format: 'binary' } } } } : {}),
    ...(Object.keys(links).length > 0 ? { links } : {}),
  }
}

const bodyOf = ({ body, bodyOptional, example }: Operation, schema: ToJson): Json => {
  if (body === undefined) return {}
  const content = { schema: schema(body), ...(example === undefined ? {} : { example }) }
  return { requestBody: { required: !bodyOptional, content: { 'application/json': content } } }
}

const securityOf = (operation: Operation): readonly Json[] => {
  if (operation.open) return []
  const scopes = [scopeOf(operation)]
  return [{ key: scopes }, { key: scopes, shop: [] }, { session: scopes }, { session: scopes, shop: [] }]
}

/** The OpenAPI 3.1 document of these operations, from the schemas that check their calls and describe their answers. */
export const openApiOf = (operations: readonly Operation[], url: string): Json => {
  const schemas: Record<string, unknown> = {}
  const responses: Record<string, Json> = {}
  const [taken, given] = [schemaIn(schemas, 'input'), schemaIn(schemas, 'output')]
  given(ProblemAnswer)
  const paths: Record<string, Record<string, Json>> = {}
  for (const operation of operations) {
    const { id, method, path, tag, summary, description, query, status } = operation
    paths[path] = {
      ...paths[path],
      [method]: {
        operationId: id,
        tags: [tag],
        summary,
        ...(description === undefined ? {} : { description }),
        parameters: [...pathParameters(operation), ...queryParameters(query, taken), ...headerParameters(operation)],
        security: securityOf(operation),
        ...bodyOf(operation, taken),
        responses: {
          [String(status)]: answerOf(operation, operations, given),
          ...problemResponses(operation, responses),
        },
      },
    }
  }
  const tags = [...new Set(operations.map(({ tag }) => tag))]
  return {
    openapi: '3.1.0',
    info: INFO,
    servers: [{ url }],
    security: [{ key: [] }, { key: [], shop: [] }],
    tags: tags.map((name) => ({ name, ...(TAGS[name] === undefined ? {} : { description: TAGS[name] }) })),
    paths,
    components: {
      schemas,
      responses,
      parameters: {
        IdempotencyKey: IDEMPOTENCY_KEY,
        OptionalIdempotencyKey: { ...IDEMPOTENCY_KEY, required: false },
        IfMatch: IF_MATCH,
      },
      headers: { RequestId: REQUEST_ID, RetryAfter: RETRY_AFTER, ETag: ETAG, Replayed: REPLAYED_HEADER },
      securitySchemes: SECURITY_SCHEMES,
    },
  }
}
