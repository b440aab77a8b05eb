import type { AttributeValue } from '@aws-sdk/client-dynamodb'

/** An item as DynamoDB's JSON protocol carries it. */
export type StoredItem = Readonly<Record<string, AttributeValue>>

/** The largest item DynamoDB takes, in bytes as {@link itemBytes} counts them. */
export const MAX_ITEM_BYTES = 400 * 1024

/**
 * Size of an item by DynamoDB's rules: names and strings in UTF-8 bytes, which is what distinguishes it from the
 * figure of most stand-ins; numbers approximately.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export const itemBytes = (item: StoredItem): number => {
  let bytes = 0
  for (const [name, value] of Object.entries(item)) bytes += Buffer.byteLength(name) + valueBytes(value)
  return bytes
}

const valueBytes = (value: AttributeValue): number => {
  if (value.S !== undefined) return Buffer.byteLength(value.S)
  if (value.N !== undefined) return numberBytes(value.N)
  if (value.BOOL !== undefined || value.NULL !== undefined) return 1
  if (value.L !== undefined) return 3 + value.L.reduce((sum, entry) => sum + 1 + valueBytes(entry), 0)
  if (value.M !== undefined) return 3 + Object.keys(value.M).length + itemBytes(value.M)
  if (value.SS !== undefined) return value.SS.reduce((sum, entry) => sum + Buffer.byteLength(entry), 0)
  if (value.NS !== undefined) return value.NS.reduce((sum, entry) => sum + numberBytes(entry), 0)
  return binaryBytes(value.B) + (value.BS ?? []).reduce((sum, entry) => sum + binaryBytes(entry), 0)
}

/** One byte for every two significant digits, one more for the number, one more for a minus. */
const numberBytes = (number: string): number => {
  const significant = number
    .replace(/e.*$/i, '')
    .replace(/[^0-9]/g, '')
    .replace(/^0+|0+$/g, '')
  return Math.ceil(significant.length / 2) + 1 + (number.startsWith('-') ? 1 : 0)
}

/** Over the wire bytes are base64 text. */
const binaryBytes = (binary: Uint8Array | string | undefined): number =>
  typeof binary === 'string' ? Buffer.from(binary, 'base64').length : (binary?.length ?? 0)
