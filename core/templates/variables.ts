import { compact } from '../compact.ts'
import { lines } from '../plan/text.ts'
import type { Template, TemplateParameter } from '../schema/content.ts'
import type { ChannelTemplate, TemplateComponents, TemplateVariable } from '../schema/template.ts'
import type * as z from 'zod'

export type Parameter = z.infer<typeof TemplateParameter>
/** A template as a message names it, with what is filled in. */
export type Filled = Pick<Template, 'header' | 'body' | 'buttons'>
/** What is filled in, by the variables' names. */
export type Values = Readonly<Record<string, string>>

const PLACEHOLDER = /\{\{\s*([A-Za-z0-9_]+)\s*\}\}/g

const isNumber = (name: string): boolean => /^\d+$/.test(name)

/** What stands between braces, each once; numbers in their order, wherever they stand. */
const placeholders = (text: string): readonly string[] => {
  const names = [...new Set([...text.matchAll(PLACEHOLDER)].map(([, name = '']) => name))]
  return names.every(isNumber) ? names.sort((a, b) => Number(a) - Number(b)) : names
}

/** The name that goes with a value where the provider knows variables by names and not by places. */
const named = (placeholder: string | undefined): { readonly name?: string } =>
  placeholder === undefined || isNumber(placeholder) ? {} : { name: placeholder }

/** What has to be filled in: header, body, then buttons. What may be left out (the payload of a reply) is not among it. */
export const variablesOf = ({
  components: { header, body, buttons },
  examples,
}: Pick<ChannelTemplate, 'components' | 'examples'>): readonly TemplateVariable[] => {
  const variable = (name: string, where: TemplateVariable['where'], more: Partial<TemplateVariable> = {}) => ({
    name,
    where,
    button: null,
    type: 'text' as const,
    example: Object.hasOwn(examples, name) ? (examples[name] ?? null) : null,
    ...more,
  })
  const fillsHeader = header !== null && (header.format !== 'text' || placeholders(header.text).length > 0)
  return [
    ...(fillsHeader ? [variable(`header.${header.format}`, 'header', { type: header.format })] : []),
    ...placeholders(body).map((name) => variable(name, 'body')),
    ...buttons.flatMap(({ kind, url = '' }, button) =>
      kind === 'copy_code' || (kind === 'url' && placeholders(url).length > 0)
        ? [variable(`button.${button}`, 'button', { button })]
        : [],
    ),
  ]
}

const parameterOf = ({ type }: TemplateVariable, value: string, placeholder?: string): Parameter =>
  type === 'image' || type === 'video' || type === 'document'
    ? { type, url: value }
    : { type: 'text', text: value, ...named(placeholder) }

/** The parameters of a send, in their places, of what is filled in by name. */
export const fill = (
  { header, buttons }: TemplateComponents,
  variables: readonly TemplateVariable[],
  values: Values,
): Filled => {
  const of = (where: TemplateVariable['where']) => variables.filter((variable) => variable.where === where)
  const valueOf = ({ name }: TemplateVariable): string => values[name] ?? ''
  const inHeader = header?.format === 'text' ? placeholders(header.text)[0] : undefined
  return {
    header: of('header').map((variable) => parameterOf(variable, valueOf(variable), inHeader)),
    body: of('body').map((variable) => parameterOf(variable, valueOf(variable), variable.name)),
    buttons: of('button').map((variable) => ({
      index: variable.button ?? 0,
      kind: buttons[variable.button ?? 0]?.kind === 'copy_code' ? 'copy_code' : 'url',
      parameters: [parameterOf(variable, valueOf(variable))],
    })),
  }
}

const textOf = (given: Parameter): string => {
  if (given.type === 'text') return given.text
  if (given.type === 'payload') return given.payload
  return 'url' in given ? String(given.url) : given.fallback
}

/** What is filled in, by name, of the parameters of a send that fit the template. */
export const valuesOf = ({ header, body, buttons }: Filled, variables: readonly TemplateVariable[]): Values => {
  const inBody = variables.filter(({ where }) => where === 'body')
  const given = variables.flatMap((variable): readonly (readonly [string, Parameter])[] => {
    const { name, where, button } = variable
    const byName = body.find((parameter) => 'name' in parameter && parameter.name === name)
    const found =
      where === 'header'
        ? header[0]
        : where === 'body'
          ? (byName ?? body[inBody.indexOf(variable)])
          : buttons.find(({ index }) => index === button)?.parameters[0]
    return found === undefined ? [] : [[name, found]]
  })
  return Object.fromEntries(given.map(([name, parameter]) => [name, textOf(parameter)]))
}

/** What the customer sees: header, body and footer, then the buttons, each on its line and a link with its address. */
export const rendered = ({ header, body, footer, buttons }: TemplateComponents, values: Values): string => {
  const valueOf = (name: string): string | undefined => (Object.hasOwn(values, name) ? values[name] : undefined)
  // What is put in is not looked at again: it may have braces of its own.
  const put = (text: string, nameOf: (placeholder: string) => string): string =>
    text.replaceAll(PLACEHOLDER, (braces, placeholder: string) => valueOf(nameOf(placeholder)) ?? braces)
  const head = header?.format === 'text' ? put(header.text, () => 'header.text') : header && `[${header.format}]`
  const rows = buttons.map(({ kind, title, url, phone }, index) => {
    const address = url === undefined ? phone : put(url, () => `button.${index}`)
    return lines([title, kind === 'copy_code' ? valueOf(`button.${index}`) : address], ': ')
  })
  return lines([head ?? undefined, put(body, (name) => name), footer ?? undefined, lines(rows)], '\n\n')
}

/** With the examples. */
export const previewOf = ({ components, examples }: Pick<ChannelTemplate, 'components' | 'examples'>): string =>
  rendered(components, compact(examples))
