import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { createApp } from '../../functions/api.ts'

export type Json = Readonly<Record<string, unknown>>

export interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly required: boolean
  readonly schema: Json
}

export interface Described {
  readonly operationId: string
  readonly parameters: readonly (Parameter | { readonly $ref: string })[]
  readonly requestBody?: {
    readonly content: Readonly<Record<string, { readonly schema: Json; readonly example?: unknown }>>
  }
  readonly responses: Readonly<Record<string, Json>>
}

export interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>
  readonly components: Readonly<Record<string, Readonly<Record<string, Json>>>>
}

const pointer = (...path: readonly string[]): string =>
  path.map((name) => `/${encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'))}`).join('')

/** The OpenAPI document of an API, and whether what goes in and comes out is as it says. */
export interface Contract {
  readonly document: Document
  /** What a reference leads to; the thing itself, where it is none. */
  follow<T>(thing: T | { readonly $ref: string }): T
  /** What is wrong with a value by the schema at this place of the document; undefined: nothing. */
  faults(at: string, value: unknown): string | undefined
  /** What is wrong with an answer; undefined: nothing. */
  answerFaults(method: string, path: string, status: number, body: unknown): string | undefined
}

export const readContract = async (wired: Parameters<typeof createApp>[0]): Promise<Contract> => {
  const document = (await (await createApp(wired).request('/openapi.json')).json()) as Document
  const ajv = new Ajv2020({ strict: false, allErrors: false })
  // The module of ajv-formats is CommonJS, whose default is the function itself.
  ;(formats as unknown as (on: Ajv2020) => void)(ajv)
  ajv.addSchema(document, 'document')
  const follow = <T>(thing: T | { readonly $ref: string }): T => {
    if (typeof thing !== 'object' || thing === null || !('$ref' in thing)) return thing
    const [, , kind = '', name = ''] = thing.$ref.split('/')
    return document.components[kind]?.[name] as T
  }
  const faults = (at: string, value: unknown): string | undefined => {
    const validate = ajv.getSchema(`document#${at}`)
    if (validate === undefined) return `the document has nothing at ${at}`
    if (validate(value)) return undefined
    const [fault] = validate.errors ?? []
    return `${fault?.instancePath} ${fault?.message}`
  }
  const templates = Object.keys(document.paths).map(
    (template) => [template, new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`)] as const,
  )
  return {
    document,
    follow,
    faults,
    answerFaults: (method, path, status, body) => {
      const template = templates.find(([, pattern]) => pattern.test(path))?.[0] ?? ''
      const responses = document.paths[template]?.[method.toLowerCase()]?.responses
      // No such operation: it answers that there is none.
      if (responses === undefined) return undefined
      const response = responses[status]
      if (response === undefined) return `the document has no ${status} of ${method} ${template}`
      const { $ref } = response as { readonly $ref?: string }
      const at = $ref?.slice(1) ?? pointer('paths', template, method.toLowerCase(), 'responses', String(status))
      const [type] = Object.keys(follow<{ content?: object }>(response)?.content ?? {})
      if (type === undefined) return body === undefined ? undefined : `the document has no body of ${at}`
      return faults(`${at}${pointer('content', type, 'schema')}`, body)
    },
  }
}
