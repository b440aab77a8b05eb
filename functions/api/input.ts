import type { Context as Call } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import * as z from 'zod'
import { Problem } from '../../core/problem.ts'
import type { ApiEnv } from './env.ts'
import { bodyErrors, parameterErrors, wordsFor } from './issues.ts'

/** The longest text there may be, every character of it escaped, and some room; below what one stored item can hold. */
const MAX_BODY_BYTES = 400_000
/** Deeper than any request; what lies deeper would only exhaust the stack of whoever walks it. */
const MAX_DEPTH = 32

export const limitBody = bodyLimit({
  maxSize: MAX_BODY_BYTES,
  onError: () => {
    throw new Problem('body_too_large', `Send at most ${MAX_BODY_BYTES} bytes.`)
  },
})

const isDeeper = (value: unknown, levels: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1)))

/** Pointers of texts that hold half a surrogate pair: no store and no provider keeps them as they are. */
const illFormed = (value: unknown, path = ''): readonly string[] => {
  if (typeof value === 'string') return value.isWellFormed() ? [] : [path]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) =>
    illFormed(inner, `${path}/${name.toWellFormed().replaceAll('~', '~0').replaceAll('/', '~1')}`),
  )
}
const HALF_PAIR = /\\u[dD][89a-fA-F]/

const parseJson = (text: string): unknown => {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // The parser's own message quotes the text.
    throw new Problem('invalid_request', 'The body is not JSON.')
  }
  if (isDeeper(value, MAX_DEPTH))
    throw new Problem('invalid_request', `The body is nested deeper than ${MAX_DEPTH} levels.`)
  const halves = HALF_PAIR.test(text) ? illFormed(value) : []
  if (halves.length > 0)
    throw new Problem(
      'invalid_request',
      'Some texts are not Unicode.',
      halves.map((path) => ({ path, message: 'give both halves of the surrogate pair, or neither' })),
    )
  return value
}

/** The JSON body of a call, checked. Refused with every field at fault. */
export const readBody = async <S extends z.ZodType>(c: Call<ApiEnv>, schema: S): Promise<z.output<S>> => {
  if (!/^application\/(?:[\w.-]+\+)?json *(?:;|$)/i.test(c.req.header('content-type') ?? ''))
    throw new Problem(
      'unsupported_media_type',
      'Send the body as JSON, with the header `Content-Type: application/json`.',
    )
  const result = schema.safeParse(parseJson(await c.req.text()), { error: wordsFor })
  if (!result.success)
    throw new Problem('invalid_request', 'Some fields of the body are not right.', bodyErrors(result.error.issues))
  return result.data
}

/** For calls that carry everything in their path: a body would be ignored, so it is refused. */
export const readNoBody = async (c: Call<ApiEnv>): Promise<void> => {
  if ((await c.req.text()).trim() !== '')
    throw new Problem('invalid_request', 'This call takes no body.', [{ path: '', message: 'leave the body out' }])
}

/** The query parameters of a call, checked. Refused with every parameter at fault. */
export const readQuery = <S extends z.ZodType>(c: Call<ApiEnv>, schema: S): z.output<S> => {
  const given = Object.entries(c.req.queries())
  const repeated = given.filter(([, values]) => values.length > 1).map(([path]) => ({ path, message: 'give it once' }))
  const result = schema.safeParse(Object.fromEntries(given.map(([name, [value]]) => [name, value])), {
    error: wordsFor,
  })
  if (result.success && repeated.length === 0) return result.data
  const errors = [...repeated, ...(result.success ? [] : parameterErrors(result.error.issues))]
  throw new Problem('invalid_request', 'Some parameters are not right.', errors)
}

/** The caller's name for this request: the same name and body is answered once and for all. */
export const readIdempotencyKey = (c: Call<ApiEnv>): string => {
  const key = c.req.header('idempotency-key')
  if (key !== undefined && /^[\x20-\x7e]{1,255}$/.test(key)) return key
  const detail = 'Name this message with the header Idempotency-Key, so that repeating the call cannot send it twice.'
  throw new Problem('idempotency_key_required', detail, [
    { path: 'Idempotency-Key', message: 'give 1 to 255 printable ASCII characters, such as a new UUID' },
  ])
}
