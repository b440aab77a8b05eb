import * as z from 'zod'
import type { Json } from './json-schema.ts'
import type { Operation } from './operation.ts'

/** Answers, by the path parameter that their id is. */
const PARAMETER_OF: Readonly<Record<string, string>> = {
  Conversation: 'conversation',
  Message: 'message',
  Contact: 'contact',
  Event: 'event',
  WebhookEndpoint: 'endpoint',
  WebhookEndpointSecret: 'endpoint',
  DeadLetter: 'letter',
  ApiKey: 'apiKey',
  ApiKeyMade: 'apiKey',
}

/** Operations that are not about what an answer is, but about what is named inside of it: where. */
const INSIDE: Readonly<Record<string, string>> = { unmergeContact: '/merged/0' }

const nameOf = (schema: unknown): string | undefined => {
  const id = schema instanceof z.ZodType ? z.globalRegistry.get(schema)?.id : undefined
  return id === undefined ? undefined : PARAMETER_OF[id]
}

const shapeOf = (schema: z.ZodType | undefined): Readonly<Record<string, unknown>> =>
  schema instanceof z.ZodObject ? schema.shape : {}

/** The parameter whose value an answer holds, and where in the answer what it names is. */
const idIn = (answer: z.ZodType | undefined): readonly [parameter: string, pointer: string] | undefined => {
  const one = nameOf(answer)
  if (one !== undefined) return [one, '']
  const { data } = shapeOf(answer)
  const first = data instanceof z.ZodArray ? nameOf(data.element) : undefined
  return first === undefined ? undefined : [first, '/data/0']
}

/** What an answer leads to: the operations on the object it holds (of a list, its first), and its next page. */
export const linksTo = (operation: Operation, operations: readonly Operation[]): Json => {
  const found = idIn(operation.answer)
  const next = 'next' in shapeOf(operation.answer) && 'cursor' in shapeOf(operation.query)
  const onwards = found
    ? operations.filter(({ path }) => path.includes(`{${found[0]}}`) && path.split('{').length === 2)
    : []
  return {
    ...(next ? { next: { operationId: operation.id, parameters: { cursor: '$response.body#/next' } } } : {}),
    ...Object.fromEntries(
      onwards.map(({ id }) => [
        id,
        {
          operationId: id,
          parameters: { [`path.${found?.[0]}`]: `$response.body#${found?.[1]}${INSIDE[id] ?? '/id'}` },
        },
      ]),
    ),
  }
}
