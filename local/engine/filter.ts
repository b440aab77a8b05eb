/** A filter as event source mappings have it: at every leaf the values allowed there, one of which must be met. */
export interface FilterPattern {
  readonly [field: string]: FilterPattern | readonly (string | number | boolean | null)[]
}

/** Whether a record passes. Of AWS's comparison operators only equality is known, which is all that Parley uses. */
export const matches = (pattern: FilterPattern, record: unknown): boolean =>
  Object.entries(pattern).every(([field, wanted]) => {
    const value = isObject(record) ? record[field] : undefined
    return isLeaf(wanted) ? wanted.some((allowed) => allowed === value) : isObject(value) && matches(wanted, value)
  })

const isLeaf = (wanted: FilterPattern[string]): wanted is readonly (string | number | boolean | null)[] =>
  Array.isArray(wanted)

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null
