import { row } from '../../core/failures.ts'
import type { AdapterDeps, OutboundPart, SendOutcome } from '../adapter.ts'
import type { ProviderAnswer } from '../http.ts'
import { record, text } from '../json.ts'
import type { XClient } from './client.ts'
import { failedSuccess, secondsToReset } from './errors.ts'
import { render, withMedia } from './render.ts'
import { uploader } from './upload.ts'

/** The id of what was made, of a direct message or a post. A success may carry errors in its place. */
const accepted =
  (now: number) =>
  (answer: ProviderAnswer): SendOutcome | undefined => {
    const data = record(record(answer.json)['data'])
    const providerId = text(data['dm_event_id']) ?? text(data['id'])
    if (providerId !== undefined) return { kind: 'accepted', providerId }
    const failure = failedSuccess(answer, now)
    return failure && { kind: 'refused', failure }
  }

/** Direct messages and posts have limits of their own. */
const limitOf = (path: string): string => (path === '/2/tweets' ? 'posts' : 'messages')

/** Sends one part: uploads its file where it has one, then makes the message or post. */
export const sender = (client: XClient, { now, fetchPublic }: Pick<AdapterDeps, 'now' | 'fetchPublic'>) => {
  const upload = uploader(client, fetchPublic)
  /** Until when nothing is left, in ms, as X said with the last success. */
  const used = new Map<string, number>()

  return async (part: OutboundPart, signal: AbortSignal): Promise<SendOutcome> => {
    const rendered = render(part)
    if ('refused' in rendered) return { kind: 'refused', failure: rendered.refused }
    const { path, body, file } = rendered
    const limit = limitOf(path)
    const wait = (used.get(limit) ?? 0) - now()
    if (wait > 0)
      return { kind: 'refused', failure: row('rate_limited', { retry: { afterSeconds: Math.ceil(wait / 1000) } }) }
    const uploaded = file === undefined ? undefined : await upload(file, signal)
    if (uploaded !== undefined && 'refused' in uploaded) return { kind: 'refused', failure: uploaded.refused }
    const json = uploaded === undefined ? body : withMedia(body, uploaded.id)
    return client.call({ method: 'POST', path, json }, signal, (answer) => {
      const seconds = secondsToReset(answer.headers, now())
      if (seconds !== undefined) used.set(limit, now() + seconds * 1000)
      return accepted(now())(answer)
    })
  }
}
