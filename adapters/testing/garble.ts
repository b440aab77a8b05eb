import type { ExampleRequest } from './subject.ts'

const utf8 = new TextEncoder()

/** Bodies no provider should send, as every parser must survive them. */
export const GARBAGE: readonly Uint8Array[] = [
  '',
  ' ',
  'null',
  'true',
  '0',
  '"text"',
  '[]',
  '[null]',
  '{}',
  '{"__proto__":{"a":1}}',
  '{"object":null,"entry":{}}',
  '{"entry":[',
  '<xml/>',
  'a=1&a=2',
  '=&&=',
  '%zz=%',
  '\0\0\0',
  '['.repeat(50_000),
  '['.repeat(50_000) + ']'.repeat(50_000),
  `${'{"entry":['.repeat(5_000)}1${']}'.repeat(5_000)}`,
]
  .map((text) => utf8.encode(text))
  .concat(
    Uint8Array.of(0xff, 0xfe, 0x00),
    Uint8Array.of(0xc3, 0x28, 0xed, 0xa0, 0x80),
    Uint8Array.from({ length: 997 }, (_, i) => (i * 7919) % 256),
  )

type Path = readonly string[]

const pathsOf = (value: unknown, path: Path = []): readonly Path[] => {
  if (typeof value !== 'object' || value === null) return [path]
  return [path, ...Object.entries(value).flatMap(([key, child]) => pathsOf(child, [...path, key]))]
}

/** A copy with the value at `path` replaced; `undefined` removes it. */
const replacedAt = (value: unknown, [key, ...rest]: Path, by: unknown): unknown => {
  if (key === undefined) return by
  const copy: unknown = Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }
  const parent = copy as Record<string, unknown>
  const next = replacedAt(parent[key], rest, by)
  if (next === undefined) delete parent[key]
  else parent[key] = next
  return copy
}

const VALUES: readonly unknown[] = [
  undefined,
  null,
  [],
  {},
  '',
  'nonsense',
  'constructor',
  'a\0b\ud800',
  { '\0': 1 },
  -1.5,
  true,
]
const WORDS: readonly string[] = [
  '',
  'nonsense',
  'constructor',
  '__proto__',
  '-1',
  '1e99',
  'null',
  '\0',
  '\u{1F600}\ud800',
  'x'.repeat(5000),
]

const garbledJson = (body: unknown): readonly string[] =>
  pathsOf(body).flatMap((path) => VALUES.map((value) => JSON.stringify(replacedAt(body, path, value) ?? null)))

const garbledForm = (body: string): readonly string[] => {
  const pairs = Array.from(new URLSearchParams(body))
  const changed = (at: number, by: readonly [string, string][]): string =>
    new URLSearchParams([...pairs.slice(0, at), ...by, ...pairs.slice(at + 1)]).toString()
  return pairs.flatMap(([name, value], at) => [
    changed(at, []),
    changed(at, [
      [name, value],
      [name, 'twice'],
    ]),
    ...WORDS.map((word) => changed(at, [[name, word]])),
  ])
}

/** The example with each of its values, one at a time, missing, doubled or replaced by nonsense. */
export const garbled = (example: ExampleRequest): readonly ExampleRequest[] => {
  const text = new TextDecoder().decode(example.body)
  const bodies = example.headers['content-type']?.includes('urlencoded')
    ? garbledForm(text)
    : example.headers['content-type']?.includes('json')
      ? garbledJson(JSON.parse(text))
      : []
  return bodies.map((body) => ({ ...example, body: utf8.encode(body) }))
}
