import { dataOf } from '../../../client/index.ts'
import { api } from '../../state/session.ts'
import type { Filter } from './filters.tsx'

export interface Tally {
  readonly redriven: number
  readonly open: number
}

/** Tries all that match again, some with each call, and tells how many so far. */
export const redriveAll = async (filter: Filter, onProgress: (tally: Tally) => void): Promise<Tally> => {
  let tally: Tally = { redriven: 0, open: 0 }
  let cursor: string | null = null
  do {
    const body: Filter & { cursor?: string } = { ...filter, ...(cursor === null ? {} : { cursor }) }
    const tried = dataOf(await api().POST('/v1/dead-letters/redrive', { body }))
    tally = { redriven: tally.redriven + tried.redriven, open: tally.open + tried.open }
    cursor = tried.next
    onProgress(tally)
  } while (cursor !== null)
  return tally
}
