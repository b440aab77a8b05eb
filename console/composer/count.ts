import { segmentsOf, type Segments } from './segments.ts'

interface Limit {
  readonly max: number
  readonly unit: 'characters' | 'bytes' | 'segments'
}

/** What to say of the length of a text; null: nothing yet. */
export type Count =
  | ({ readonly kind: 'segments'; readonly isOver: boolean } & Segments)
  | { readonly kind: 'left'; readonly left: number }
  | { readonly kind: 'over'; readonly over: number }

const NEAR = 0.2
const NEAR_AT_MOST = 200

const sizeOf = (text: string, unit: 'characters' | 'bytes'): number =>
  unit === 'characters' ? text.length : new TextEncoder().encode(text).length

/** An SMS says what it costs from the first letter on; elsewhere a count is of interest near the limit alone. */
export const countOf = (text: string, { max, unit }: Limit): Count | null => {
  if (text === '') return null
  if (unit === 'segments') {
    const counted = segmentsOf(text)
    return { kind: 'segments', ...counted, isOver: counted.segments > max }
  }
  const left = max - sizeOf(text, unit)
  if (left < 0) return { kind: 'over', over: -left }
  return left <= Math.min(max * NEAR, NEAR_AT_MOST) ? { kind: 'left', left } : null
}
