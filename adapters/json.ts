import { createHash } from 'node:crypto'
import type { QuarantineFact } from '../core/schema/fact.ts'
import { storable } from '../core/text/storable.ts'

/** A JSON object of unknown shape. */
export type Json = Readonly<Record<string, unknown>>

export const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The object, or an empty one for anything else. */
export const record = (value: unknown): Json => (isRecord(value) ? value : {})

export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** The table's own entry: names come from outside, and `constructor` is in no table. */
export const entry = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined

export const records = (value: unknown): readonly Json[] => list(value).filter(isRecord)

/** A non-empty string. Ids come as strings and as numbers: both give the string. */
export const text = (value: unknown): string | undefined => {
  if (typeof value === 'string') return value === '' ? undefined : value
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : undefined
}

/** A number; quantities and coordinates also come as decimal strings. */
export const number = (value: unknown): number | undefined => {
  const found = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  // JSON cannot write a negative zero, so none is kept.
  return typeof found === 'number' && Number.isFinite(found) ? found + 0 : undefined
}

export const flag = (value: unknown): boolean | undefined => (typeof value === 'boolean' ? value : undefined)

/** From here a number means milliseconds: as seconds it would be the year 5138, as milliseconds it is 1973. */
const FIRST_MS = 100_000_000_000

/** Provider time as ms since epoch. Seconds and milliseconds, strings and numbers occur within one payload. */
export const time = (value: unknown): number | null => {
  const found = number(value)
  if (found === undefined || found < 0) return null
  const ms = Math.round(found < FIRST_MS ? found * 1000 : found)
  return ms <= 8.64e15 ? ms : null
}

/** Deeper nesting is no provider's payload, and would overflow the stack of whoever writes it as JSON again. */
const MAX_DEPTH = 100

const tooDeep = (json: string): boolean => {
  let depth = 0
  let quoted = false
  for (let i = 0; i < json.length; i++) {
    const c = json[i]
    if (c === '"') quoted = !quoted
    else if (quoted) i += c === '\\' ? 1 : 0
    else if (c === '{' || c === '[') depth += 1
    else if (c === '}' || c === ']') depth -= 1
    if (depth > MAX_DEPTH) return true
  }
  return false
}

const UNSAFE_INTEGER = /[:[,]\s*-?\d{16,}/
/** A null byte or a surrogate, of which JSON may hold half a pair. */
const ESCAPED = /\\u(?:0000|d[89a-f])/i

/** Ids that come as numbers beyond 2^53 keep their digits, as strings. */
const exactInteger = (value: number, source: string | undefined): number | string =>
  !Number.isSafeInteger(value) && /^-?\d+$/.test(source ?? '') ? (source ?? value) : value

const withStorableNames = (value: Json): Json =>
  Object.keys(value).every((name) => storable(name) === name)
    ? value
    : Object.fromEntries(Object.entries(value).map(([name, child]) => [storable(name), child]))

const cleaned = (_: string, value: unknown, context?: { readonly source?: string }): unknown => {
  if (typeof value === 'string') return storable(value)
  if (typeof value === 'number') return exactInteger(value, context?.source)
  return isRecord(value) ? withStorableNames(value) : value
}

/**
 * The body as JSON, or undefined when it is none, or nests deeper than 100. Every text in it is one that can be stored
 * (core/text/storable.ts), so that no fact made of it can be one that cannot.
 */
export const readJson = (body: string): unknown => {
  if (tooDeep(body)) return undefined
  try {
    return JSON.parse(body, UNSAFE_INTEGER.test(body) || ESCAPED.test(body) ? cleaned : undefined)
  } catch {
    return undefined
  }
}

/** JSON with sorted keys, without the keys whose values change between deliveries of one event. */
const stable = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(stable).join(',')}]`
  if (!isRecord(value)) return JSON.stringify(value) ?? 'null'
  const keys = Object.keys(value).filter((key) => key !== 'timestamp' && key !== 'time')
  return `{${keys
    .sort()
    .map((key) => `${JSON.stringify(key)}:${stable(value[key])}`)
    .join(',')}}`
}

export const digest = (data: Uint8Array | string): string => createHash('sha256').update(data).digest('base64url')

/**
 * Id of something the provider gave none: a hash of what it says, without its times, which differ between deliveries.
 * `at` joins in where the same words at another time are other news (a second opt-out, a template approved again):
 * to lose that one would be worse than to see the first one twice, which sets the same state again.
 */
export const contentId = (slice: unknown, at?: number | null): string =>
  digest(at === undefined || at === null ? stable(slice) : `${stable(slice)}@${at}`)

/** A body that cannot be read at all. Its bytes are the id: nothing in it can be told to be the event. */
export const unreadable = (body: Uint8Array, json: string, reason: string): QuarantineFact => ({
  kind: 'quarantine',
  scope: 'unknown',
  account: 'unknown',
  at: null,
  id: digest(body),
  reason,
  raw: storable(json),
})
