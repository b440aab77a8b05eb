import type { Context as Call, Hono } from 'hono'
import * as z from 'zod'
import { Problem, type ProblemType } from '../../core/problem.ts'
import { compact } from '../../core/compact.ts'
import type { Context } from '../../core/context.ts'
import { allows, type Caller, type Scope } from '../../core/reach.ts'
import type { ApiEnv } from './env.ts'
import { etagOf, preconditionFailed, readIfMatch } from './etag.ts'
import { once } from './idempotency.ts'
import { readBody, readIdempotencyKey, readNoBody, readQuery } from './input.ts'
import { isId, type IdPrefix } from './requests.ts'

/** What a handler works on: checked, and of the types that the operation declares. */
export interface Input<Query, Body> {
  readonly c: Call<ApiEnv>
  readonly principal: Caller
  readonly params: Readonly<Record<string, string>>
  readonly query: Query
  readonly body: Body
  /** Empty where the operation takes none. */
  readonly idempotencyKey: string
  /** The version that the header `If-Match` names, where the operation is versioned and changes something. */
  readonly ifVersion?: number
}

interface Described {
  /** Name of the operation in generated clients. */
  readonly id: string
  readonly method: 'get' | 'post' | 'patch' | 'put' | 'delete'
  /** As OpenAPI writes it: `/v1/conversations/{conversation}`. */
  readonly path: string
  readonly tag: string
  readonly summary: string
  readonly description?: string
  /** The body may be left out: all of its fields may. */
  readonly bodyOptional?: true
  /** A body that shows what the operation takes. */
  readonly example?: unknown
  /** Path parameters that are ids, by what their ids begin with; what does not look like one is not found. */
  readonly ids?: Readonly<Record<string, IdPrefix>>
  /**
   * What a key must be allowed to do: by default `read` for a GET and `write` for all else.
   */
  readonly scope?: Scope
  /** Anyone may call it, without a key: the handler finds no `principal`. */
  readonly open?: true
  /**
   * `required`: the handler makes the call idempotent by the key. `none`: it takes none, since its answer is a secret that is
   * not to be kept. Every other POST takes a key too, and is carried out once for it without the handler's doing.
   */
  readonly idempotencyKey?: 'required' | 'none'
  /**
   * The answer has a `version`, which is told as its ETag. An operation that changes something takes it back as `If-Match`: the
   * handler finds it as `ifVersion`, and refuses with `conversation_moved` or `precondition_failed`.
   */
  readonly versioned?: true
  readonly status: 200 | 201 | 202 | 204 | 302
  /** What the answer looks like; absent where it has no body. */
  readonly answer?: z.ZodType
  /** The media type of an answer that is no JSON. */
  readonly media?: string
  /** Beside those that any call may come to. */
  readonly problems?: readonly ProblemType[]
}

/** One thing the API can do: said once, for the route that does it and for the document that describes it. */
export interface Operation extends Described {
  readonly query?: z.ZodType
  readonly body?: z.ZodType
  readonly handle: (input: Input<unknown, unknown>) => Promise<unknown>
}

interface Declared<Query extends z.ZodType, Body extends z.ZodType> extends Described {
  readonly query?: Query
  readonly body?: Body
  readonly handle: (input: Input<z.output<Query>, z.output<Body>>) => Promise<unknown>
}

/** Ties the types of a handler to the schemas beside it. */
export const operation = <Query extends z.ZodType = z.ZodUndefined, Body extends z.ZodType = z.ZodUndefined>(
  declared: Declared<Query, Body>,
): Operation => declared as unknown as Operation

const NOUNS: Readonly<Record<IdPrefix, string>> = {
  cnv: 'conversation',
  cas: 'case',
  msg: 'message',
  ctc: 'contact',
  evt: 'event',
  whk: 'webhook endpoint',
  key: 'key',
  dl: 'dead letter',
  mda: 'upload',
  ers: 'erasure',
  exp: 'export',
  tpl: 'template',
  usr: 'person',
  ses: 'session',
}

const checkIds = (ids: Readonly<Record<string, IdPrefix>>, params: Readonly<Record<string, string>>): void => {
  for (const [name, prefix] of Object.entries(ids))
    if (!isId(prefix, params[name] ?? ''))
      throw new Problem(
        'not_found',
        `There is no ${NOUNS[prefix]} of this id: ids look like ${prefix}_ and 22 characters.`,
      )
}

/** What a key must be allowed to do for this. */
export const scopeOf = ({ scope, method }: Operation): Scope => scope ?? (method === 'get' ? 'read' : 'write')

const checkScope = (operation: Operation, { scopes }: Caller): void => {
  const scope = scopeOf(operation)
  if (!allows(scopes, scope)) throw new Problem('forbidden', `This needs the scope ${scope}.`, [], { scope })
}

/** Whether `If-Match` may say of which version a change is meant. */
export const takesIfMatch = ({ versioned, method }: Operation): boolean => versioned === true && method !== 'get'

/** Of operations that take no parameters: one that is given is a misspelt one, or meant for another. */
const NO_QUERY = z.strictObject({})

const isWriting = ({ method }: Operation): boolean => method !== 'get'

const bodyOf = async (operation: Operation, c: Call<ApiEnv>): Promise<unknown> => {
  const { body, bodyOptional } = operation
  if (body === undefined) return isWriting(operation) ? readNoBody(c) : undefined
  return bodyOptional && (await c.req.text()).trim() === '' ? body.parse({}) : readBody(c, body)
}

const inputOf = async (operation: Operation, c: Call<ApiEnv>): Promise<Input<unknown, unknown>> => {
  const { ids = {}, query, idempotencyKey } = operation
  const params = c.req.param() as Readonly<Record<string, string>>
  checkIds(ids, params)
  return {
    c,
    principal: c.get('principal'),
    params,
    ...compact({ ifVersion: takesIfMatch(operation) ? readIfMatch(c) : undefined }),
    idempotencyKey: idempotencyKey === 'required' ? readIdempotencyKey(c) : '',
    query: readQuery(c, query ?? NO_QUERY),
    body: await bodyOf(operation, c),
  }
}

/** Whether calls by the same Idempotency-Key are told the first answer without the handler's doing. */
export const isReplayed = ({ method, idempotencyKey, open }: Operation): boolean =>
  method === 'post' && idempotencyKey === undefined && !open

/** Carries out a call. What a handler returns is the JSON of the answer, unless it is an answer already. */
const answer = async (operation: Operation, input: Input<unknown, unknown>): Promise<Response> => {
  const result = await operation.handle(input).catch((error: unknown) => {
    const moved = error instanceof Problem && error.type === 'conversation_moved'
    throw moved && input.ifVersion !== undefined ? preconditionFailed() : error
  })
  if (result instanceof Response) return result
  if (operation.versioned) input.c.header('etag', etagOf((result as { readonly version: number }).version))
  return result === undefined ? input.c.body(null, 204) : input.c.json(result as object, operation.status as 200)
}

export const mount = (ctx: Context, app: Hono<ApiEnv>, operations: readonly Operation[]): void => {
  for (const operation of operations) {
    const path = operation.path.replaceAll(/\{(\w+)\}/g, ':$1')
    app.on(operation.method.toUpperCase(), path, async (c) => {
      if (!operation.open) checkScope(operation, c.get('principal'))
      const input = await inputOf(operation, c)
      if (!isReplayed(operation) || c.req.header('idempotency-key') === undefined) return answer(operation, input)
      const idempotencyKey = readIdempotencyKey(c)
      const { pathname, search } = new URL(c.req.url)
      const asked = JSON.stringify([pathname, search, await c.req.text()])
      return once(ctx, c, { operation: operation.id, idempotencyKey, asked }, () => answer(operation, input))
    })
  }
}
