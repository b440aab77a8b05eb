import { Link } from '../schema/outbound.ts'
import type { ChannelTemplate, TemplateComponents, TemplateVariable } from '../schema/template.ts'
import { rendered, variablesOf, type Filled, type Parameter, type Values } from './variables.ts'

export const DOES_NOT_FIT = 'What is filled in does not fit the template.'

/** What is wrong with a field, by a JSON pointer from the template as it is named in a message, and how to mend it. */
export interface Fault {
  readonly path: string
  readonly message: string
}

const namesOf = (variables: readonly TemplateVariable[]): string => variables.map(({ name }) => name).join(', ')

const pointer = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1')

const given = (values: Values, name: string): string => (Object.hasOwn(values, name) ? (values[name] ?? '') : '')

const faultOfValue = ({ name, type }: TemplateVariable, values: Values): string | undefined => {
  if (given(values, name).trim() === '') return 'the template needs this variable: give it'
  if (type === 'text') return undefined
  if (type === 'location') return 'a location cannot be filled in: use a template without one'
  return Link.safeParse(values[name]).success ? undefined : `give the http(s) link of the ${type}`
}

/** What is wrong with values that are given by the names of variables. */
export const faultsOfValues = (variables: readonly TemplateVariable[], values: Values): readonly Fault[] => {
  const unknown = Object.keys(values).filter((name) => variables.every((variable) => variable.name !== name))
  const there = variables.length === 0 ? 'none' : namesOf(variables)
  return [
    ...variables.flatMap((variable) => {
      const message = faultOfValue(variable, values)
      return message === undefined ? [] : [{ path: `/variables/${pointer(variable.name)}`, message }]
    }),
    ...unknown.map((name) => ({
      path: `/variables/${pointer(name)}`,
      message: `the template has no such variable; it has ${there}`,
    })),
  ]
}

/** What the customer sees of a template with these values, and what a send with them would be refused for. */
export const renderWith = (
  template: ChannelTemplate,
  values: Values,
): { readonly text: string; readonly errors: readonly Fault[] } => ({
  // What is empty yet is shown as what is missing.
  text: rendered(template.components, Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''))),
  errors: faultsOfValues(variablesOf(template), values),
})

const FILES: readonly string[] = ['image', 'video', 'document']

const isText = ({ type }: Parameter): boolean => !FILES.includes(type)

const isNamed = ({ name }: TemplateVariable): boolean => !/^\d+$/.test(name)

const headerFaults = (header: readonly Parameter[], variable: TemplateVariable | undefined): readonly Fault[] => {
  const [first] = header
  if (variable === undefined)
    return first === undefined ? [] : [{ path: '/header', message: 'nothing is filled in here: leave it out' }]
  const message = `give one parameter: ${variable.type}`
  if (first === undefined || header.length > 1) return [{ path: '/header', message }]
  const fits = variable.type === 'text' ? isText(first) : first.type === variable.type
  return fits ? [] : [{ path: '/header/0', message }]
}

const nameOf = (parameter: Parameter): string | undefined => ('name' in parameter ? String(parameter.name) : undefined)

const namedFaults = (body: readonly Parameter[], variables: readonly TemplateVariable[]): readonly Fault[] => {
  const names = body.map(nameOf)
  const missing = variables.filter(({ name }) => !names.includes(name))
  return [
    ...(missing.length > 0 ? [{ path: '/body', message: `give the parameters named ${namesOf(missing)}` }] : []),
    ...names.flatMap((name, index) =>
      variables.some((variable) => variable.name === name) && names.indexOf(name) === index
        ? []
        : [{ path: `/body/${index}/name`, message: `give each of these names once: ${namesOf(variables)}` }],
    ),
  ]
}

const bodyFaults = (body: readonly Parameter[], variables: readonly TemplateVariable[]): readonly Fault[] => {
  const files = body.flatMap((parameter, index) =>
    isText(parameter) ? [] : [{ path: `/body/${index}`, message: 'give text' }],
  )
  if (files.length > 0) return files
  if (variables.length > 0 && variables.every(isNamed)) return namedFaults(body, variables)
  if (body.length === variables.length) return []
  const wanted = variables.length === 0 ? 'nothing is filled in here: leave it out' : undefined
  return [{ path: '/body', message: wanted ?? `give ${variables.length} parameters, for ${namesOf(variables)}` }]
}

const buttonFaults = (
  given: Filled['buttons'],
  { buttons }: TemplateComponents,
  variables: readonly TemplateVariable[],
): readonly Fault[] => {
  const takes = (index: number): boolean => variables.some(({ button }) => button === index)
  const missing = variables.filter(({ button }) => given.every(({ index }) => index !== button))
  return [
    ...missing.map(({ button }) => ({ path: '/buttons', message: `give the parameter of button ${button}` })),
    ...given.flatMap(({ index, kind, parameters }, place) => {
      const path = `/buttons/${place}`
      const button = buttons[index]
      if (button === undefined || given.findIndex((other) => other.index === index) !== place)
        return [
          { path: `${path}/index`, message: `the template has ${buttons.length} buttons, from 0: name each once` },
        ]
      if (button.kind !== kind) return [{ path: `${path}/kind`, message: `button ${index} is of kind ${button.kind}` }]
      const optional = kind === 'quick_reply' || kind === 'flow'
      const count = takes(index) || optional ? 1 : 0
      return parameters.length === count ? [] : [{ path: `${path}/parameters`, message: `give ${count} here` }]
    }),
  ]
}

/** What is wrong with parameters that are given in their places. */
export const faultsOfParameters = (
  filled: Filled,
  components: TemplateComponents,
  variables: readonly TemplateVariable[],
): readonly Fault[] => {
  const of = (where: TemplateVariable['where']) => variables.filter((variable) => variable.where === where)
  return [
    ...headerFaults(filled.header, of('header')[0]),
    ...bodyFaults(filled.body, of('body')),
    ...buttonFaults(filled.buttons, components, of('button')),
  ]
}
