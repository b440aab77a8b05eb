import * as z from 'zod'

type Schema = z.core.$ZodType
interface Definition {
  readonly type: string
  readonly shape?: Readonly<Record<string, Schema>>
  readonly catchall?: Schema
  readonly element?: Schema
  readonly innerType?: Schema
  readonly options?: readonly Schema[]
}

const changes = (def: Definition): Partial<Definition> => {
  const { shape, element, innerType, options } = def
  if (shape)
    return {
      shape: Object.fromEntries(Object.entries(shape).map(([name, field]) => [name, strictly(field)])),
      catchall: def.catchall ?? z.never(),
    }
  if (element) return { element: strictly(element) }
  if (innerType) return { innerType: strictly(innerType) }
  return options ? { options: options.map((option) => strictly(option)) } : {}
}

/**
 * The same schema, which also refuses fields it does not know, at every depth: a misspelt field of a request must not be
 * dropped without a word. Core's schemas drop them, as readers of data that may come from a later release have to.
 */
export const strictly = <S extends Schema>(schema: S): S => {
  const def = schema._zod.def as Definition & S['_zod']['def']
  const strict = z.clone(schema, { ...def, ...changes(def) })
  // What is said about a schema is kept beside it, not in it. A name belongs to one schema alone.
  const { id: _, ...meta } = z.globalRegistry.get(schema) ?? {}
  if (Object.keys(meta).length > 0) z.globalRegistry.add(strict, meta)
  return strict
}
