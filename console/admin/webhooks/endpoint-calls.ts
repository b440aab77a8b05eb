import { useLocation } from 'preact-iso'
import { dataOf, ParleyProblem } from '../../../client/index.ts'
import { api } from '../../state/session.ts'
import { webhooks } from '../../texts/admin-delivery.ts'
import { admin } from '../../texts/admin.ts'
import { number } from '../../texts/format.ts'
import { t } from '../../texts/text.ts'
import { attempt, notify } from '../../ui/notices.tsx'
import { answered } from '../answered.ts'
import { useIntent } from '../intent.ts'
import type { Loaded } from '../loaded.tsx'
import type { Wish } from './endpoint-form.tsx'
import type { Replay } from './replay-form.tsx'
import { outcomeOf, type Endpoint } from './status.tsx'

export interface EndpointCalls {
  /** Whether it was changed, and not by somebody else meanwhile. Throws what was refused, for the form that shows it. */
  change(wish: Wish): Promise<boolean>
  setEnabled(enabled: boolean): Promise<boolean>
  test(): Promise<boolean>
  replay(replay: Replay): Promise<void>
  replayOne(event: string): Promise<boolean>
  /** Answers the new secret, or null where that failed. */
  rotate(): Promise<string | null>
  remove(): Promise<boolean>
}

const nullIfNone = <T>(chosen: readonly T[]): T[] | null => (chosen.length === 0 ? null : [...chosen])

/** What can be done with an endpoint. What it answers is shown by the page. */
export const useEndpoint = (
  endpoint: string,
  loaded: Loaded<Endpoint>,
  reloadAttempts: () => Promise<void>,
): EndpointCalls => {
  const { route } = useLocation()
  const rotation = useIntent()
  const path = { endpoint }
  const version = loaded.state === 'ready' ? loaded.data.version : 0

  const patch = async (body: object): Promise<boolean> => {
    const params = { path, header: { 'If-Match': `"${version}"` } }
    try {
      loaded.keep(dataOf(await api().PATCH('/v1/webhook-endpoints/{endpoint}', { params, body })))
      return true
    } catch (error) {
      if (!(error instanceof ParleyProblem) || error.status !== 412) throw error
      await loaded.reload()
      notify(t(admin.changedMeanwhile), { kind: 'error' })
      return false
    }
  }
  const replay = async (body: Replay): Promise<void> => {
    dataOf(await api().POST('/v1/webhook-endpoints/{endpoint}/replay', { params: { path }, body }))
    notify(t(webhooks.replayed))
  }

  return {
    change: ({ url, description, types, channels }) =>
      patch({ url, description: description || null, types: nullIfNone(types), channels: nullIfNone(channels) }),
    setEnabled: (enabled) => attempt(() => patch({ enabled })),
    test: () =>
      attempt(async () => {
        const went = dataOf(await api().POST('/v1/webhook-endpoints/{endpoint}/test', { params: { path } }))
        if (went.succeeded) notify(t(webhooks.testWent, { status: went.status ?? '', ms: number(went.ms) }))
        else notify(t(webhooks.testFailed, { outcome: outcomeOf(went) }), { kind: 'error' })
        await Promise.all([loaded.reload(), reloadAttempts()])
      }),
    replay,
    replayOne: (event) => attempt(() => replay({ event })),
    rotate: async () => {
      let secret: string | null = null
      await attempt(async () => {
        // The version rises with each: another rotation is another wish.
        const params = { path, header: { 'Idempotency-Key': rotation(version) } }
        const changed = dataOf(await api().POST('/v1/webhook-endpoints/{endpoint}/rotate-secret', { params }))
        secret = changed.secret
        await loaded.reload()
      })
      return secret
    },
    remove: () =>
      attempt(async () => {
        answered(await api().DELETE('/v1/webhook-endpoints/{endpoint}', { params: { path } }))
        notify(t(webhooks.removed))
        route('/inbox/admin/webhooks')
      }),
  }
}
