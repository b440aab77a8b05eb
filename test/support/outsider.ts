import * as fc from 'fast-check'
import type { Call } from './api-world.ts'
import type { Contract, Described, Parameter } from './document.ts'
import { seenOf, TOLD, valuesOf, type Known } from './schema-arbitrary.ts'

/** An operation, by its path and its method. */
export type Callable = readonly [path: string, method: string, described: Described]

interface Link {
  readonly operationId: string
  readonly parameters: Readonly<Record<string, string>>
}

/** What earlier answers told somebody who knows nothing but them and the document. */
interface Memory extends Known {
  /** Addresses that lead on, such as those of files. */
  readonly addresses: ReadonlySet<string>
  /** By operation, what the links of the latest answer say to call it with. */
  readonly links: ReadonlyMap<string, Readonly<Record<string, string>>>
  learn(value: unknown): void
  /** Learns from the answer to a call. */
  follow(operation: Callable, call: Call, status: number, body: unknown): void
  /** A message whose outcome nobody knows. */
  unknown(message: string): void
}

const at = (value: unknown, pointer: string): unknown =>
  pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((found, name) => (found as Record<string, unknown> | undefined)?.[name], value)

export const createMemory = (): Memory => {
  const pools = new Map<string, string[]>()
  const fields = new Map<string, unknown[]>()
  const addresses = new Set<string>()
  const links = new Map<string, Readonly<Record<string, string>>>()
  const keep = <T>(where: Map<string, T[]>, name: string, value: T): void => {
    where.set(name, [...(where.get(name) ?? []).filter((other) => other !== value), value])
  }
  const learn = (value: unknown): void => {
    if (typeof value === 'string') {
      const prefix = /^([a-z]{2,8})_[\w-]{22}$/.exec(value)?.[1]
      if (prefix !== undefined) keep(pools, prefix, value)
      const path = /^(?:https?:\/\/[^/]+)?(\/v1\/[^?#]+)$/.exec(value)?.[1]
      if (path !== undefined) addresses.add(path)
    } else if (typeof value === 'object' && value !== null) {
      const { capabilities, connection, aliases, code } = value as Record<string, unknown>
      if (code !== undefined) keep<unknown>(fields, 'code', code)
      if (capabilities !== undefined && connection !== undefined) {
        const account = value as { readonly channel: string; readonly connection: string; readonly id: string }
        addresses.add(`/v1/accounts/${account.channel}/${account.connection}/${account.id}`)
        keep<unknown>(fields, 'channel', account.channel)
        keep<unknown>(fields, 'account', account.id)
      }
      for (const { type, value: of } of (aliases ?? []) as readonly { type: string; value: string }[])
        keep<unknown>(fields, 'alias', { type, value: of })
      Object.values(value).forEach(learn)
    }
  }
  /** What was deleted is spoken of no more. */
  const forget = (where: string): void => {
    const named = new Set(where.match(/[a-z]{2,8}_[\w-]{22}/g))
    for (const [prefix, ids] of pools)
      pools.set(
        prefix,
        ids.filter((id) => !named.has(id)),
      )
    for (const [operation, given] of links)
      if (Object.values(given).some((id) => named.has(id))) links.delete(operation)
  }
  return {
    pools,
    fields,
    addresses,
    links,
    learn,
    follow: ([, method, { responses }], { url, body: sent }, status, body) => {
      const path = url.split('?')[0] ?? ''
      learn(body)
      // What is not there is spoken of no more.
      if (status === 404) forget(sent === undefined ? path : JSON.stringify(sent))
      if (status >= 400) return
      const told = (responses[status]?.['links'] ?? {}) as Readonly<Record<string, Link>>
      for (const { operationId, parameters } of Object.values(told)) {
        const given = Object.entries(parameters)
          .filter(([name]) => name.startsWith('path.'))
          .map(([name, where]) => [name.slice(5), at(body, where.split('#')[1] ?? '')] as const)
        if (
          operationId !== 'resolveMessage' &&
          given.length > 0 &&
          given.every(([, value]) => typeof value === 'string')
        )
          links.set(operationId, Object.fromEntries(given) as Record<string, string>)
      }
      if (method === 'delete') forget(path)
    },
    unknown: (message) => void links.set('resolveMessage', { message }),
  }
}

/** Where to call: where a link leads, an address that was told, or what the document says of the parts of the path. */
const pathOf = (
  contract: Contract,
  memory: Memory,
  [path, , { operationId, parameters }]: Callable,
): fc.Arbitrary<string> => {
  const values = valuesOf(contract, memory)
  const inPath = parameters.map((one) => contract.follow<Parameter>(one)).filter((one) => one.in === 'path')
  const fixed = new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`)
  const known = [...memory.addresses].filter((address) => fixed.test(address))
  if (known.length > 0) return fc.constantFrom(...known)
  const fill = (given: Readonly<Record<string, unknown>>): string =>
    path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(given[name])))
  const made = fc.record(Object.fromEntries(inPath.map(({ name, schema }) => [name, values(schema)]))).map(fill)
  const linked = memory.links.get(operationId)
  return linked === undefined
    ? made
    : fc.oneof({ weight: 9, arbitrary: fc.constant(fill(linked)) }, { weight: 1, arbitrary: made })
}

/** A call of an operation, made up from the document and from what was learned. */
export const callOf = (contract: Contract, memory: Memory, operation: Callable): fc.Arbitrary<Call> => {
  const [, method, described] = operation
  const values = valuesOf(contract, memory)
  const parameters = described.parameters.map((one) => contract.follow<Parameter>(one))
  const record = (where: Parameter['in']): fc.Arbitrary<Record<string, unknown>> => {
    const some = parameters.filter((parameter) => parameter.in === where && !TOLD.has(parameter.name))
    // A key of its own for each call.
    const fields = some.map(({ name, schema }) => {
      const seen = seenOf(memory.fields, name, schema) ?? values(schema)
      return [name, name === 'Idempotency-Key' ? fc.uuid() : seen]
    })
    return fc.record(Object.fromEntries(fields) as Record<string, fc.Arbitrary<unknown>>, {
      requiredKeys: some.filter(({ required }) => required).map(({ name }) => name),
    })
  }
  const bodySchema = described.requestBody?.content['application/json']?.schema
  const body = bodySchema === undefined ? fc.constant(undefined) : values(bodySchema)
  const path = pathOf(contract, memory, operation)
  return fc.record({ path, query: record('query'), headers: record('header'), body }).map((made) => {
    const search = new URLSearchParams(
      Object.entries(made.query).map(([name, value]): [string, string] => [name, String(value)]),
    )
    const headers = Object.fromEntries(
      Object.entries(made.headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
    )
    return {
      method: method.toUpperCase(),
      url: search.size > 0 ? `${made.path}?${search.toString()}` : made.path,
      headers,
      ...(made.body === undefined ? {} : { body: made.body }),
    }
  })
}
