import * as z from 'zod'

export type Json = Readonly<Record<string, unknown>>

type Override = NonNullable<NonNullable<Parameters<typeof z.toJSONSchema>[1]>['override']>

/**
 * Classes of characters that can be told in words every reader of patterns knows. Halves of characters are not told of: no text
 * in UTF-8 has them, and readers that know characters alone (the one of Rust) refuse a pattern that names them.
 */
const CLASSES: Readonly<Record<string, string>> = {
  '\\p{Cc}': String.raw`\u0000-\u001f\u007f-\u009f`,
  '\\p{Cs}': '',
}
const spelled = (pattern: string): string => pattern.replaceAll(/\\p\{C[cs]\}/g, (name) => CLASSES[name] ?? name)

const isCommon = (pattern: string): boolean => {
  try {
    return new RegExp(pattern, 'u') instanceof RegExp && !pattern.includes('\\p{')
  } catch {
    return false
  }
}

/**
 * A parameter is text that is read as something else: `as` in its meta data says what, in the words of JSON Schema.
 * Patterns that others could not read (flag `v`, properties of characters), or that only repeat the format, are left out.
 */
const requests: Override = ({ jsonSchema }) => {
  const { as, format } = jsonSchema as { as?: object; format?: string }
  const pattern = jsonSchema.pattern && spelled(jsonSchema.pattern)
  if (pattern !== undefined && format !== 'date-time' && isCommon(pattern)) jsonSchema.pattern = pattern
  else delete jsonSchema.pattern
  if (as === undefined) return
  for (const keyword of ['as', 'type', 'pattern'] as const) delete (jsonSchema as Record<string, unknown>)[keyword]
  Object.assign(jsonSchema, as)
}

/**
 * Answers only grow: what a client does not know yet may be there, and is left alone. Links are as they were given:
 * more is taken than the pattern for those who make them up.
 */
const answers: Override = ({ jsonSchema }) => {
  const { pattern } = jsonSchema
  if (pattern !== undefined && (pattern.startsWith('^https?:') || !isCommon(pattern))) delete jsonSchema.pattern
  // A word of zod's own, which the pattern beside it says as well.
  if (jsonSchema.format === 'starts_with') delete jsonSchema.format
  if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties
}

const OVERRIDES = { input: requests, output: answers } as const

/**
 * Schemas as JSON Schema 2020-12, which OpenAPI 3.1 takes as it is. Those with an `id` in their meta data are gathered
 * in `components` and referred to.
 */
export const schemaIn =
  (components: Record<string, unknown>, io: 'input' | 'output') =>
  (schema: z.ZodType): Json => {
    const {
      $schema: _,
      $defs = {},
      ...json
    } = z.toJSONSchema(schema, { io, unrepresentable: 'any', override: OVERRIDES[io] }) as Json & {
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
