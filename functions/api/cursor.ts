import { timingSafeEqual } from 'node:crypto'
import type { Hash } from '../../core/ports.ts'
import { Problem } from '../../core/problem.ts'

/** Where a list goes on, as the store understands it. */
export type Position = Readonly<Record<string, string>>

/** Changes when positions do. A cursor of another version is refused: whoever holds one begins again. */
const VERSION = '1'

const same = (a: string, b: string): boolean => {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}

/**
 * Opaque cursors of one list, `list` being all that makes it this one: shop, filters, order. A position would let its
 * bearer point into any partition, so it is sealed with the deploy key together with its list.
 */
export const cursorsOf = (hash: Hash, list: readonly string[]) => {
  const seal = (payload: string): string => hash('cursor', VERSION, ...list, payload)
  return {
    write: (position: Position | null): string | null => {
      if (position === null) return null
      const payload = Buffer.from(JSON.stringify(position)).toString('base64url')
      return [VERSION, payload, seal(payload)].join('.')
    },
    /** `parameter`: by which name the cursor was given. */
    read: (cursor: string, parameter = 'cursor'): Position => {
      const [version, payload = '', mark = '', ...rest] = cursor.split('.')
      if (version !== VERSION || rest.length > 0 || !same(mark, seal(payload)))
        throw new Problem('invalid_request', 'The cursor does not belong to this list.', [
          { path: parameter, message: 'give `next` of a page of the same list with the same filters, shop and order' },
        ])
      return JSON.parse(Buffer.from(payload, 'base64url').toString()) as Position
    },
  }
}
