import type { Context as Call } from 'hono'
import { Problem } from '../../core/problem.ts'
import type { ApiEnv } from './env.ts'

/**
 * The entity tag of something that has a version. Weak: the version tells of every word and deed, but not of what passes by
 * itself with the hour, such as a reply window that closes.
 */
export const etagOf = (version: number): string => `W/"${version}"`

export const preconditionFailed = (): Problem =>
  new Problem('precondition_failed', 'It was changed since this version: read it again, and decide anew.', [
    { path: 'If-Match', message: 'give the ETag of the latest answer' },
  ])

/**
 * The version that a change is meant for, by the header `If-Match`; undefined where any will do (no header, or `*`). RFC 9110
 * wants strong tags compared here, which nobody could give: the version alone counts, written as a tag of either kind.
 */
export const readIfMatch = (c: Call<ApiEnv>): number | undefined => {
  const given = c.req.header('if-match')?.trim()
  if (given === undefined || given === '*') return undefined
  const version = /^(?:W\/)?"(\d{1,15})"$/.exec(given)?.[1]
  // No other tag was ever handed out, so it cannot be the current one.
  if (version === undefined) throw preconditionFailed()
  return Number(version)
}
