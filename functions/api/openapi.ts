import * as z from 'zod'
import type { ProblemType } from '../../core/problem.ts'
import { ProblemAnswer } from './answers.ts'
import type { Operation } from './operation.ts'
import { PROBLEMS } from './problems.ts'

type Json = Readonly<Record<string, unknown>>

/** Answers only grow: what a client does not know yet may be there, and is left alone. */
const growing: NonNullable<Parameters<typeof z.toJSONSchema>[1]>['override'] = ({ jsonSchema }) => {
  if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties
}

/** A schema as JSON Schema 2020-12, which OpenAPI 3.1 takes as it is. Named ones are gathered as components. */
const schemaIn =
  (components: Record<string, unknown>, io: 'input' | 'output') =>
  (schema: z.ZodType): Json => {
    const {
      $schema: _,
      $defs = {},
      ...json
    } = z.toJSONSchema(schema, {
      io,
      unrepresentable: 'any',
      ...(io === 'output' ? { override: growing } : {}),
    }) as Json & {
      readonly $defs?: Readonly<Record<string, Json>>
    }
    const local = (value: unknown): unknown =>
      JSON.parse(JSON.stringify(value).replaceAll('"#/$defs/', '"#/components/schemas/'))
    for (const [name, { id: __, $id: ___, ...definition }] of Object.entries($defs))
      components[name] ??= local(definition)
    const { id, ...rest } = local(json) as Json
    if (typeof id !== 'string') return rest
    components[id] ??= rest
    return { $ref: `#/components/schemas/${id}` }
  }

/** What any call may come to. */
const ALWAYS: readonly ProblemType[] = ['invalid_request', 'unauthorized', 'internal']
const WITH_BODY: readonly ProblemType[] = ['unsupported_media_type', 'body_too_large']

const problemsOf = ({ ids, body, idempotencyKey, problems = [] }: Operation): readonly ProblemType[] => [
  ...ALWAYS,
  ...(ids || problems.includes('file_not_ready') ? (['not_found'] as const) : []),
  ...(body ? WITH_BODY : []),
  ...(idempotencyKey === 'required' ? (['idempotency_key_required'] as const) : []),
  ...problems,
]

const problemResponses = (operation: Operation): Json => {
  const byStatus = new Map<number, ProblemType[]>()
  for (const type of new Set(problemsOf(operation))) {
    const [status] = PROBLEMS[type]
    byStatus.set(status, [...(byStatus.get(status) ?? []), type])
  }
  return Object.fromEntries(
    Array.from(byStatus, ([status, types]) => [
      String(status),
      {
        description: types.map((type) => `\`${type}\`: ${PROBLEMS[type][1]}.`).join(' '),
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  )
}

const pathParameters = ({ path, ids = {} }: Operation): readonly Json[] =>
  Array.from(path.matchAll(/\{(\w+)\}/g), ([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string', ...(ids[name] ? { pattern: `^${ids[name]}_[\\w-]{22}$` } : {}) },
  }))

const queryParameters = (query: z.ZodType | undefined, schema: (of: z.ZodType) => Json): readonly Json[] => {
  if (query === undefined) return []
  const { properties = {}, required = [] } = schema(query) as {
    readonly properties?: Readonly<Record<string, Json>>
    readonly required?: readonly string[]
  }
  return Object.entries(properties).map(([name, of]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema: of,
  }))
}

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  description: 'Names this request: the same key with the same body is answered once and for all.',
  schema: { type: 'string', pattern: '^[\\x20-\\x7e]{1,255}$' },
}
const SHOP = {
  name: 'Parley-Shop',
  in: 'header',
  required: false,
  description: 'The shop the call is for; without it, the first one of the configuration.',
  schema: { type: 'string', pattern: '^shp_' },
}

const answerOf = (operation: Operation, schema: (of: z.ZodType) => Json): Json => ({
  description: operation.summary,
  ...(operation.status === 302
    ? { headers: { Location: { description: 'Works for five minutes.', schema: { type: 'string', format: 'uri' } } } }
    : {}),
  ...(operation.answer ? { content: { 'application/json': { schema: schema(operation.answer) } } } : {}),
})

const INFO = {
  title: 'Parley',
  version: '1',
  description:
    'Conversations of all channels, in one shape. /v1 only grows: fields, parameters, problem types and values of open lists are added, never removed or given another meaning. Leave alone what you do not know.',
  license: { name: 'MIT', identifier: 'MIT' },
}

/** The OpenAPI 3.1 document of these operations, from the schemas that check their calls and describe their answers. */
export const openApiOf = (operations: readonly Operation[], url: string): Json => {
  const components: Record<string, unknown> = {}
  const [taken, given] = [schemaIn(components, 'input'), schemaIn(components, 'output')]
  given(ProblemAnswer)
  const paths: Record<string, Record<string, Json>> = {}
  for (const operation of operations) {
    const { id, method, path, tag, summary, description, query, body, idempotencyKey, status } = operation
    paths[path] = {
      ...paths[path],
      [method]: {
        operationId: id,
        tags: [tag],
        summary,
        ...(description === undefined ? {} : { description }),
        parameters: [
          ...pathParameters(operation),
          ...queryParameters(query, taken),
          ...(idempotencyKey === 'required' ? [IDEMPOTENCY_KEY] : []),
          SHOP,
        ],
        ...(body ? { requestBody: { required: true, content: { 'application/json': { schema: taken(body) } } } } : {}),
        responses: { [String(status)]: answerOf(operation, given), ...problemResponses(operation) },
      },
    }
  }
  return {
    openapi: '3.1.0',
    info: INFO,
    servers: [{ url }],
    security: [{ key: [] }],
    tags: [...new Set(operations.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: { schemas: components, securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
  }
}
