import * as z from 'zod'

/** One thing a customer can do in a sandbox, by the fields it takes. */
export interface ActionForm {
  /** Absent where the sandbox knows one action only. */
  readonly type?: string
  readonly required: readonly string[]
  readonly optional: readonly string[]
}

interface ObjectSchema {
  readonly properties?: Readonly<Record<string, { readonly const?: unknown }>>
  readonly required?: readonly string[]
}

const formOf = ({ properties = {}, required = [] }: ObjectSchema): ActionForm => {
  const type = properties['type']?.const
  const names = Object.keys(properties).filter((name) => name !== 'type' || type === undefined)
  const needed = (name: string): boolean => required.includes(name)
  return {
    ...(typeof type === 'string' && { type }),
    required: names.filter(needed),
    optional: names.filter((name) => !needed(name)),
  }
}

/** What a sandbox's schema lets a customer do. */
export const actionForms = (input: z.ZodType): readonly ActionForm[] => {
  const schema = z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }) as ObjectSchema & {
    readonly oneOf?: readonly ObjectSchema[]
    readonly anyOf?: readonly ObjectSchema[]
  }
  return (schema.oneOf ?? schema.anyOf ?? [schema]).map(formOf)
}

/** What a customer does to say hello, by the form that takes a text. */
export const greetingOf = (forms: readonly ActionForm[]): object => {
  const form = forms.find(
    ({ type = 'text', required, optional }) => type === 'text' && [...required, ...optional].includes('text'),
  )
  return { ...(form?.type !== undefined && { type: form.type }), text: 'Hello!' }
}

export const greeting = (input: z.ZodType): object => greetingOf(actionForms(input))
