import { late } from '../../core/late.ts'
import type { PublicFetchOptions } from './public-fetch.ts'

/** The guarded fetch, loaded with the first file: a webhook never fetches. */
export const latePublicFetch = (options: PublicFetchOptions): typeof globalThis.fetch => {
  const guarded = late(async () => (await import('./public-fetch.ts')).createPublicFetch(options))
  return async (input, init) => (await guarded())(input, init)
}
