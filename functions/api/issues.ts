import type * as z from 'zod'

/** A field at fault: a JSON pointer into the body, or the name of a parameter or header; and what to give instead. */
export interface FieldError {
  readonly path: string
  readonly message: string
}

type RawIssue = z.core.$ZodRawIssue
type Issue = z.core.$ZodIssue

const NOUNS: Readonly<Record<string, string>> = {
  array: 'an array',
  object: 'an object',
  boolean: 'true or false',
  int: 'a whole number',
}
const noun = (type: string): string => NOUNS[type] ?? `a ${type}`
const oneOf = (values: readonly unknown[]): string =>
  `give ${values.map((value) => JSON.stringify(value)).join(' or ')}`
const UNITS: Readonly<Record<string, string>> = { string: 'character', array: 'item' }
const bound = (word: string, limit: number | bigint, origin: string): string =>
  [`give ${word} ${limit}`, ...(UNITS[origin] ? [`${UNITS[origin]}${Number(limit) === 1 ? '' : 's'}`] : [])].join(' ')

const FORMATS: Readonly<Record<string, string>> = {
  url: 'give an http or https URL',
  datetime: 'give an ISO 8601 time with its zone, such as 2026-01-31T09:30:00Z',
}

type Words = { readonly [Code in RawIssue['code']]?: (issue: Extract<RawIssue, { code: Code }>) => string | undefined }

const WORDS: Words = {
  invalid_type: ({ input, expected }) => `${input === undefined ? 'is missing: ' : ''}give ${noun(expected)}`,
  invalid_value: ({ values }) => oneOf(values),
  too_big: ({ maximum, origin }) => bound('at most', maximum, origin),
  too_small: ({ minimum, origin }) => bound('at least', minimum, origin),
  invalid_format: ({ format }) => FORMATS[format],
  unrecognized_keys: () => 'is no field of this: correct its name or leave it out',
  invalid_union: (issue) =>
    Array.isArray(issue['options']) ? oneOf(issue['options']) : 'give one of the documented forms',
}

/** What to do about an issue, in words that never repeat what was given: it may be somebody's message. */
export const wordsFor = (issue: RawIssue): string | undefined =>
  (WORDS[issue.code] as ((issue: RawIssue) => string | undefined) | undefined)?.(issue)

/** The form that was meant, where one of a union's forms has the `type` that was given: its issues, not everybody's. */
const meantForm = (issue: Issue): readonly Issue[] | undefined => {
  if (issue.code !== 'invalid_union') return undefined
  const isOther = ({ code, path }: Issue): boolean =>
    path[0] === 'type' || (code === 'invalid_type' && path.length === 0)
  return issue.errors.find((form) => !form.some(isOther))
}

const flat = (issue: Issue, at: readonly PropertyKey[] = []): { path: readonly PropertyKey[]; message: string }[] => {
  const path = [...at, ...issue.path]
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ path: [...path, key], message: issue.message }))
  if (issue.code === 'invalid_key') return issue.issues.map(({ message }) => ({ path, message }))
  return meantForm(issue)?.flatMap((inner) => flat(inner, path)) ?? [{ path, message: issue.message }]
}

const escape = (key: PropertyKey): string => String(key).replaceAll('~', '~0').replaceAll('/', '~1')
const pointer = (path: readonly PropertyKey[]): string => path.map((key) => `/${escape(key)}`).join('')

/** Every field of a body at fault. */
export const bodyErrors = (issues: readonly Issue[]): FieldError[] =>
  issues.flatMap((issue) => flat(issue)).map(({ path, message }) => ({ path: pointer(path), message }))

/** Every parameter at fault. */
export const parameterErrors = (issues: readonly Issue[]): FieldError[] =>
  issues.flatMap((issue) => flat(issue)).map(({ path, message }) => ({ path: path.map(String).join('.'), message }))
