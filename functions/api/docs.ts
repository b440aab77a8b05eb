import { html, raw } from 'hono/html'
import { fieldsOf, kindOf, words, type Html } from './docs-schema.ts'
import { STYLE } from './docs-style.ts'
import type { Json } from './json-schema.ts'

interface Parameter {
  readonly name: string
  readonly in: string
  readonly required: boolean
  readonly description?: string
  readonly schema: Json
}
interface Content {
  readonly schema: Json
  readonly example?: unknown
}
interface Response {
  readonly description: string
  readonly content?: Readonly<Record<string, Content>>
}
type Reference = { readonly $ref: string }
interface Described {
  readonly operationId: string
  readonly tags: readonly string[]
  readonly summary: string
  readonly description?: string
  readonly parameters: readonly (Parameter | Reference)[]
  readonly requestBody?: { readonly content: Readonly<Record<string, Content>> }
  readonly responses: Readonly<Record<string, Response | Reference>>
}
interface Document {
  readonly info: { readonly title: string; readonly description: string }
  readonly tags: readonly { readonly name: string; readonly description?: string }[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>
  readonly components: {
    readonly schemas: Readonly<Record<string, Json>>
    readonly parameters: Readonly<Record<string, Parameter>>
    readonly responses: Readonly<Record<string, Response>>
    readonly securitySchemes: Readonly<Record<string, { readonly description: string }>>
  }
}

const nameOf = ({ $ref }: Reference): string => $ref.slice($ref.lastIndexOf('/') + 1)
const follow = <T extends object>(thing: T | Reference, named: Readonly<Record<string, T>>): T | undefined =>
  '$ref' in thing ? named[nameOf(thing)] : thing

const parameterItem = ({ name, in: where, required, description, schema }: Parameter): Html =>
  html`<li>
    <code>${name}</code> <span class="kind">${where}, ${kindOf(schema)}${required ? '' : ', optional'}</span>
    ${words(description)}
  </li>`

const shape = ({ schema }: Content): Html =>
  html`<p>${kindOf(schema)}</p>
    ${fieldsOf(schema)}`

const bodyOf = ({ requestBody }: Described): Html => {
  const content = requestBody?.content['application/json']
  if (content === undefined) return html``
  const { example } = content
  return html`<h4>Body</h4>
    ${shape(content)} ${example === undefined ? '' : html`<pre><code>${JSON.stringify(example, null, 2)}</code></pre>`}`
}

const answersOf = ({ components }: Document, { responses }: Described): Html => {
  const all = Object.entries(responses).map(
    ([status, response]) => [status, follow(response, components.responses)] as const,
  )
  const [good, problems] = [all.filter(([status]) => status < '400'), all.filter(([status]) => status >= '400')]
  return html`<h4>Answer</h4>
    ${good.map(([status, response]) => {
      const content = response?.content?.['application/json']
      return html`<p><strong>${status}</strong></p>
        ${content === undefined ? html`<p>Without a body.</p>` : shape(content)}`
    })}
    <h4>Problems</h4>
    <ul>
      ${problems.map(([status, response]) => html`<li><strong>${status}</strong> ${words(response?.description)}</li>`)}
    </ul>`
}

const operationOf = (document: Document, path: string, method: string, operation: Described): Html => {
  const parameters = operation.parameters.flatMap((one) => follow(one, document.components.parameters) ?? [])
  return html`<section aria-labelledby="${operation.operationId}">
    <h3 id="${operation.operationId}">${operation.summary}</h3>
    <p>
      <code><span class="method">${method}</span> ${path}</code>
    </p>
    ${operation.description === undefined ? '' : html`<p>${words(operation.description)}</p>`}
    ${
      parameters.length === 0
        ? ''
        : html`<h4>Parameters</h4>
            <ul>
              ${parameters.map(parameterItem)}
            </ul>`
    }
    ${bodyOf(operation)} ${answersOf(document, operation)}
  </section>`
}

/** A page that says what the document says, for people: no script, nothing from elsewhere. */
export const docsPage = (json: Json): Html => {
  const document = json as unknown as Document
  const { info, tags, paths, components } = document
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )
  const of = (tag: string) => operations.filter(({ operation }) => operation.tags.includes(tag))
  const entry = (id: string, text: string): Html => html`<li><a href="#${id}">${text}</a></li>`
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${info.title} API</title>
        <style>
          ${raw(STYLE)}
        </style>
      </head>
      <body>
        <a class="skip" href="#reference">Skip to the reference</a>
        <header>
          <h1>${info.title} API</h1>
          ${info.description.split('\n\n').map((paragraph) => html`<p>${words(paragraph)}</p>`)}
          <ul>
            ${Object.entries(components.securitySchemes).map(
              ([name, { description }]) => html`<li><strong>${name}</strong>: ${words(description)}</li>`,
            )}
          </ul>
          <p>For programs: <a href="/openapi.json">/openapi.json</a></p>
        </header>
        <nav aria-label="Contents">
          <h2>Contents</h2>
          ${tags.map(
            ({ name }) =>
              html`<h3>${name}</h3>
                <ul>
                  ${of(name).map(({ operation }) => entry(operation.operationId, operation.summary))}
                </ul>`,
          )}
        </nav>
        <main id="reference">
          ${tags.map(
            ({ name, description }) =>
              html`<h2>${name}</h2>
                <p>${words(description)}</p>
                ${of(name).map(({ path, method, operation }) => operationOf(document, path, method, operation))}`,
          )}
          <h2>Shapes</h2>
          ${Object.entries(components.schemas).map(
            ([name, schema]) =>
              html`<section aria-labelledby="schema-${name}">
                <h3 id="schema-${name}">${name}</h3>
                <p>${kindOf(schema)}</p>
                ${fieldsOf(schema)}
              </section>`,
          )}
        </main>
      </body>
    </html>`
}
