import { html } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import type { Json } from './json-schema.ts'

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>

export const words = (text: string = ''): readonly Html[] =>
  text.split('`').map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : html`${part}`))

const listOf = (schema: Json, keyword: string): readonly Json[] =>
  (schema[keyword] as readonly Json[] | undefined) ?? []

/** The forms a value may have; what only says which fields go together is no form. */
const formsOf = (schema: Json): readonly Json[] =>
  [...listOf(schema, 'oneOf'), ...listOf(schema, 'anyOf'), ...listOf(schema, 'allOf')].filter(
    (form) => form['type'] !== undefined || form['$ref'] !== undefined || form['enum'] !== undefined,
  )

const LIMITS: readonly (readonly [keyword: string, words: (value: string) => string])[] = [
  ['format', (value) => value],
  ['pattern', (value) => `like ${value}`],
  ['minLength', (value) => `at least ${value} characters`],
  ['maxLength', (value) => `at most ${value} characters`],
  ['minItems', (value) => `at least ${value}`],
  ['maxItems', (value) => `at most ${value}`],
  ['minimum', (value) => `from ${value}`],
  ['maximum', (value) => `to ${value}`],
  ['default', (value) => `by default ${value}`],
]

const limitsOf = (schema: Json): string =>
  LIMITS.filter(([keyword]) => schema[keyword] !== undefined)
    // The bounds of whole numbers say nothing.
    .filter(([keyword]) => Math.abs(Number(schema[keyword])) !== Number.MAX_SAFE_INTEGER)
    .map(([keyword, say]) =>
      say(typeof schema[keyword] === 'string' ? schema[keyword] : JSON.stringify(schema[keyword])),
    )
    .join(', ')

const componentOf = (ref: unknown): string => String(ref).replace('#/components/schemas/', '')

/** What kind of value it is, in a few words. */
export const kindOf = (schema: Json): Html => {
  const { $ref, const: only, enum: values, items, type } = schema
  if ($ref !== undefined) return html`<a href="#schema-${componentOf($ref)}">${componentOf($ref)}</a>`
  if (only !== undefined) return html`<code>${JSON.stringify(only)}</code>`
  if (Array.isArray(values))
    return html`${values.map((value, index) => html`${index === 0 ? '' : ', '}<code>${JSON.stringify(value)}</code>`)}`
  if (items !== undefined) return html`list of ${kindOf(items as Json)}`
  const forms = formsOf(schema)
  if (forms.length > 0 && schema['properties'] === undefined)
    return html`${forms.map((form, index) => html`${index === 0 ? '' : ' or '}${kindOf(form)}`)}`
  return html`${Array.isArray(type) ? type.join(' or ') : typeof type === 'string' ? type : 'any'}`
}

/** The object whose fields are worth showing: itself, what a list holds, or each of the forms it may have. */
const objectsIn = (schema: Json): readonly Json[] => {
  if (schema['properties'] !== undefined) return [schema]
  if (schema['items'] !== undefined) return objectsIn(schema['items'] as Json)
  return formsOf(schema).flatMap(objectsIn)
}

/** The fields of a value, and theirs. */
export const fieldsOf = (schema: Json): Html => {
  const objects = objectsIn(schema)
  return html`${objects.map((object) => {
    const required = (object['required'] as readonly string[] | undefined) ?? []
    const fields = Object.entries(object['properties'] as Readonly<Record<string, Json>>)
    return html`<ul>
      ${fields.map(
        ([name, field]) =>
          html`<li>
            <code>${name}</code>
            <span class="kind">${kindOf(field)}${required.includes(name) ? '' : ', optional'}</span>
            ${words([field['description'] as string | undefined, limitsOf(field)].filter(Boolean).join(' '))}
            ${fieldsOf(field)}
          </li>`,
      )}
    </ul>`
  })}`
}
