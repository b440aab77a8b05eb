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

/** What a customer does to say hello: the form named so, or the first that takes a text and asks for nothing else. */
export const greetingOf = (forms: readonly ActionForm[]): object => {
  const able = forms.filter(({ required, optional }) => [...required, ...optional].includes('text'))
  const form =
    able.find(({ type = 'text' }) => type === 'text') ??
    able.find(({ required }) => required.every((name) => name === 'text'))
  return { ...(form?.type !== undefined && { type: form.type }), text: 'Hello!' }
}

export const greeting = (input: z.ZodType): object => greetingOf(actionForms(input))
