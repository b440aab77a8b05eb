import { type NativeAttributeValue, marshall } from '@aws-sdk/util-dynamodb'
import { type Change, type Guard, InvalidWrite, type Item, type Scalar } from '../../core/ports.ts'
import type { AttributeValue } from '@aws-sdk/client-dynamodb'

/** Names and values of one request. Every name is aliased: DynamoDB reserves hundreds of words, `status` among them. */
export const expressions = () => {
  const names = new Map<string, string>()
  const values: Record<string, Scalar> = {}
  const name = (attribute: string): string => {
    const alias = names.get(attribute) ?? `#n${names.size}`
    names.set(attribute, alias)
    return alias
  }
  const value = (scalar: Scalar): string => {
    const alias = `:v${Object.keys(values).length}`
    values[alias] = scalar
    return alias
  }
  /** The attributes of the request that the expressions refer to; DynamoDB refuses empty maps. */
  const attributes = () => ({
    ...(names.size > 0 && {
      ExpressionAttributeNames: Object.fromEntries([...names].map(([attribute, alias]) => [alias, attribute])),
    }),
    ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: toAttributes(values) }),
  })
  return { name, value, attributes }
}
export type Expressions = ReturnType<typeof expressions>

/** The guard as a ConditionExpression. */
export const condition = (guard: Guard, ex: Expressions): string => {
  if ('absent' in guard) return `attribute_not_exists(${ex.name(guard.absent)})`
  if ('exists' in guard) return `attribute_exists(${ex.name(guard.exists)})`
  if ('eq' in guard) return compare(guard.eq, '=', ex)
  if ('lt' in guard) return compare(guard.lt, '<', ex)
  if ('gt' in guard) return compare(guard.gt, '>', ex)
  return 'any' in guard ? combine(guard.any, 'OR', ex) : combine(guard.all, 'AND', ex)
}

const compare = ([attribute, scalar]: readonly [string, Scalar], operator: string, ex: Expressions): string =>
  `${ex.name(attribute)} ${operator} ${ex.value(scalar)}`

/** DynamoDB has no constants: of no guards, all hold and none holds, said through the key. */
const combine = (guards: readonly Guard[], operator: 'AND' | 'OR', ex: Expressions): string => {
  const parts =
    guards.length > 0
      ? guards.map((guard) => condition(guard, ex))
      : [`attribute_exists(${ex.name('pk')})`, `attribute_not_exists(${ex.name('pk')})`]
  const joint = guards.length > 0 ? operator : operator === 'AND' ? 'OR' : 'AND'
  return `(${parts.join(` ${joint} `)})`
}

/** The change as an UpdateExpression; undefined when it changes nothing (the update then only creates the item). */
export const updateExpression = (change: Change, ex: Expressions): string | undefined => {
  const set = Object.entries(change.set ?? {}).map(([attribute, to]) => `${ex.name(attribute)} = ${ex.value(to)}`)
  const init = Object.entries(change.init ?? {}).map(
    ([attribute, to]) => `${ex.name(attribute)} = if_not_exists(${ex.name(attribute)}, ${ex.value(to)})`,
  )
  const add = Object.entries(change.add ?? {}).map(([attribute, by]) => `${ex.name(attribute)} ${ex.value(by)}`)
  const remove = (change.remove ?? []).map((attribute) => ex.name(attribute))
  const sections = [
    ['SET', [...set, ...init]],
    ['ADD', add],
    ['REMOVE', remove],
  ] as const
  const written = sections.filter(([, parts]) => parts.length > 0).map(([verb, parts]) => `${verb} ${parts.join(', ')}`)
  return written.length > 0 ? written.join(' ') : undefined
}

/** The attributes as DynamoDB takes them, without the undefined ones. Throws {@link InvalidWrite} for NaN and the like. */
export const toAttributes = (
  from: Item | Readonly<Record<string, NativeAttributeValue>>,
): Record<string, AttributeValue> => {
  try {
    return marshall(from, { removeUndefinedValues: true })
  } catch {
    // What marshall says names the value, and values are nobody's business in an error message.
    throw new InvalidWrite('an attribute is no string, finite safe number or boolean')
  }
}
