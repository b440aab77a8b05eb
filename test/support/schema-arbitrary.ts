import * as fc from 'fast-check'
import type { Contract, Json } from './document.ts'

/** Ids that were seen in answers, by their prefix. */
export type Pools = ReadonlyMap<string, readonly string[]>

/** What is known beside the document: ids by their prefix, and the values of fields by their names. */
export interface Known {
  readonly pools: Pools
  readonly fields: ReadonlyMap<string, readonly unknown[]>
}

/** What has to fit something that the document cannot say, and is left out where it may be. */
export const TOLD: ReadonlySet<string> = new Set(['cursor', 'after', 'If-Match', 'ifVersion', 'replyTo', 'contentType'])

const SOME: fc.Arbitrary<unknown> = fc.constantFrom('some', 1, true)
const FORMATS: Readonly<Record<string, fc.Arbitrary<string>>> = {
  'date-time': fc
    .date({ min: new Date('2026-01-02T00:00:00Z'), max: new Date('2030-01-01T00:00:00Z'), noInvalidDate: true })
    .map((date) => date.toISOString()),
  email: fc.stringMatching(/^[a-z]{1,8}@[a-z]{1,8}\.example$/),
  uri: fc.webUrl({ validSchemes: ['https'] }),
}

const text = (schema: Json, pools: Pools): fc.Arbitrary<unknown> => {
  const {
    pattern,
    format,
    minLength = 0,
    maxLength = Infinity,
  } = schema as {
    pattern?: string
    format?: string
    minLength?: number
    maxLength?: number
  }
  const known = pools.get(/^\^([a-z]{2,8})_/.exec(pattern ?? '')?.[1] ?? '')
  // What was made last is most likely in the state that the next call is about.
  if (known && known.length > 0) return fc.oneof(fc.constantFrom(...known), fc.constantFrom(...known.slice(-2)))
  if (format !== undefined && FORMATS[format]) return FORMATS[format]
  const fits = (value: string): boolean => value.length >= minLength && value.length <= maxLength
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern, 'u'), { size: 'small' }).filter(fits)
  return fc.string({ unit: 'grapheme-ascii', minLength, maxLength: Math.min(maxLength, minLength + 12) })
}

interface Bounds {
  readonly minimum?: number
  readonly maximum?: number
}
const NUMBERS = {
  integer: ({ minimum = -1000, maximum = 1000 }: Bounds) =>
    fc.integer({ min: Math.max(minimum, -1_000_000), max: Math.min(maximum, 1_000_000) }),
  number: ({ minimum = -1000, maximum = 1000 }: Bounds) =>
    fc.double({ min: minimum, max: maximum, noNaN: true, noDefaultInfinity: true }),
}

type Rule = {
  readonly without?: readonly string[]
  readonly required?: readonly string[]
  /** `false`: not with this one. */
  readonly properties?: Readonly<Record<string, Json | false>>
  readonly dependentRequired?: Readonly<Record<string, readonly string[]>>
}

/** The ways to keep the rules on which fields go together: what each asks for beside the object's own. */
const waysOf = (schema: Json): readonly Rule[] => {
  const rules = (schema['allOf'] as readonly { anyOf?: Rule[]; oneOf?: Rule[] }[] | undefined) ?? []
  return rules.reduce<readonly Rule[]>(
    (ways, { anyOf = [], oneOf = [] }) =>
      ways.flatMap((way) =>
        [...anyOf, ...oneOf].map(({ required = [], properties = {} }) => ({
          required: [...(way.required ?? []), ...required],
          properties: { ...way.properties, ...properties },
          without: [...(way.without ?? []), ...oneOf.flatMap((other) => other.required ?? [])].filter(
            (name) => !required.includes(name),
          ),
        })),
      ),
    [{}],
  )
}

/** Values that were seen in answers under the name of a field; undefined where none was that fits. */
export const seenOf = (fields: Known['fields'], name: string, { type }: Json): fc.Arbitrary<unknown> | undefined => {
  const fitting = fields.get(name)?.filter((value) => typeof value === type)
  return fitting && fitting.length > 0 ? fc.constantFrom(...fitting) : undefined
}

/** A field as a rule wants it: what it says of the type goes before the forms that the field may have. */
const narrowed = ({ anyOf, oneOf, ...field }: Json, more: Json): Json =>
  more['type'] === undefined
    ? { ...field, ...(anyOf ? { anyOf } : {}), ...(oneOf ? { oneOf } : {}), ...more }
    : { ...field, ...more }

/** Values that a schema allows, of modest size, by what the schema says and nothing else. */
export const valuesOf = (
  contract: Contract,
  { pools, fields: named }: Known,
): ((schema: Json) => fc.Arbitrary<unknown>) => {
  const object = (schema: Json): fc.Arbitrary<unknown> => {
    const { properties = {}, required = [], dependentRequired = {} } = schema as Rule
    const extra = schema['additionalProperties']
    if (Object.keys(properties).length === 0 && typeof extra === 'object')
      return fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), values(extra as Json), { maxKeys: 2 })
    const ways = waysOf(schema).map((way) => {
      const needed = [...required, ...(way.required ?? [])]
      const allowed = Object.entries(properties).filter(
        ([name]) =>
          way.properties?.[name] !== false &&
          !way.without?.includes(name) &&
          !(TOLD.has(name) && !needed.includes(name)) &&
          (dependentRequired[name] ?? []).every((other) => needed.includes(other)),
      )
      const fields = allowed.map(([name, field]) => {
        const more = way.properties?.[name]
        const seen = seenOf(named, name, contract.follow<Json>(field as Json))
        if (seen) return [name, seen] as const
        return [name, values(more ? narrowed(contract.follow<Json>(field as Json), more) : (field as Json))] as const
      })
      return fc.record(Object.fromEntries(fields), { requiredKeys: needed.filter((name) => name in properties) })
    })
    return fc.oneof(...ways)
  }
  const values = (given: Json): fc.Arbitrary<unknown> => {
    const schema = contract.follow<Json>(given)
    const { const: only, enum: choices, examples, type } = schema
    if (only !== undefined) return fc.constant(only)
    const listed = choices ?? examples
    if (Array.isArray(listed)) return fc.constantFrom(...(listed as unknown[]))
    const forms = (schema['oneOf'] ?? schema['anyOf']) as readonly Json[] | undefined
    if (forms !== undefined) return fc.oneof(...forms.map(values))
    if (Array.isArray(type)) return fc.oneof(...type.map((one) => values({ ...schema, type: one as string })))
    return KINDS[String(type)]?.(schema) ?? SOME
  }
  const list = (schema: Json): fc.Arbitrary<unknown> => {
    const {
      items = {},
      minItems = 0,
      maxItems = Infinity,
    } = schema as { items?: Json; minItems?: number; maxItems?: number }
    return fc.array(values(items), { minLength: minItems, maxLength: Math.min(maxItems, minItems + 2) })
  }
  const KINDS: Readonly<Record<string, (schema: Json) => fc.Arbitrary<unknown>>> = {
    object,
    array: list,
    string: (schema) => text(schema, pools),
    ...NUMBERS,
    boolean: () => fc.boolean(),
    null: () => fc.constant(null),
  }
  return values
}
