import * as z from 'zod'
import type { Json } from './json-schema.ts'
import type { Operation } from './operation.ts'

type Parameters = Readonly<Record<string, string>>

/** The path parameters that an answer tells of each thing it holds, and where in it. */
const PARAMETERS_OF: Readonly<Record<string, readonly Parameters[]>> = {
  Conversation: [{ conversation: '/id' }],
  ListedConversation: [{ conversation: '/id' }],
  Started: [{ message: '/message/id' }],
  Case: [{ conversation: '/conversation', case: '/id' }],
  Message: [{ message: '/id' }],
  Contact: [{ contact: '/id' }],
  Export: [{ export: '/id' }],
  Erasure: [{ erasure: '/id' }],
  Account: [{ channel: '/channel', connection: '/connection', account: '/id' }],
  MessageTemplate: [{ template: '/id' }],
  Event: [{ event: '/id' }],
  WebhookEndpoint: [{ endpoint: '/id' }],
  WebhookEndpointSecret: [{ endpoint: '/id' }],
  DeadLetter: [{ letter: '/id' }],
  ApiKey: [{ apiKey: '/id' }],
  ApiKeyMade: [{ apiKey: '/id' }],
  Person: [{ person: '/id' }],
  Session: [{ person: '/person', session: '/id' }],
}

/** Operations that are not about what an answer is, but about what is named inside of it: where. */
const INSIDE: Readonly<Record<string, string>> = { unmergeContact: '/merged/0' }

const parametersOf = (schema: unknown): readonly Parameters[] | undefined => {
  const id = schema instanceof z.ZodType ? z.globalRegistry.get(schema)?.id : undefined
  return id === undefined ? undefined : PARAMETERS_OF[id]
}

const shapeOf = (schema: z.ZodType | undefined): Readonly<Record<string, unknown>> =>
  schema instanceof z.ZodObject ? schema.shape : {}

/** The parameters whose values an answer holds, and where in the answer what they name is. */
const idsIn = (answer: z.ZodType | undefined): readonly [things: readonly Parameters[], pointer: string] => {
  const one = parametersOf(answer)
  if (one !== undefined) return [one, '']
  const { data } = shapeOf(answer)
  return [(data instanceof z.ZodArray ? parametersOf(data.element) : undefined) ?? [], '/data/0']
}

/** Whether a path has these parameters, and no other. */
const takes = (path: string, names: readonly string[]): boolean =>
  names.length > 0 && path.split('{').length === names.length + 1 && names.every((name) => path.includes(`{${name}}`))

/** What an answer leads to: the operations on the object it holds (of a list, its first), and its next page. */
export const linksTo = (operation: Operation, operations: readonly Operation[]): Json => {
  const [things, pointer] = idsIn(operation.answer)
  const next = 'next' in shapeOf(operation.answer) && 'cursor' in shapeOf(operation.query)
  const linkTo = (id: string, parameters: Parameters): Json => ({
    operationId: id,
    parameters: Object.fromEntries(
      Object.entries(parameters).map(([name, where]) => [
        `path.${name}`,
        `$response.body#${pointer}${INSIDE[id] ?? where}`,
      ]),
    ),
  })
  return {
    ...(next ? { next: { operationId: operation.id, parameters: { cursor: '$response.body#/next' } } } : {}),
    ...Object.fromEntries(
      things.flatMap((parameters) =>
        operations
          .filter(({ path }) => takes(path, Object.keys(parameters)))
          .map(({ id }) => [id, linkTo(id, parameters)] as const),
      ),
    ),
  }
}
