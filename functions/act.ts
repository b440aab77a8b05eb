import { failure } from '../core/failures.ts'
import type { Act, ActionOutcome } from '../core/act.ts'
import type { Connections } from './connections.ts'

const given = (signal: AbortSignal): Promise<ActionOutcome> =>
  new Promise((resolve) => {
    const late = { kind: 'refused', failure: failure('provider_unavailable', 'no answer in time') } as const
    signal.addEventListener('abort', () => resolve(late), { once: true })
  })

/** Acts through the account's adapter. One that ignores its signal, or throws, is answered for. */
export const createAct =
  ({ of }: Pick<Connections, 'of'>): Act =>
  async (action, connection, timeoutMs) => {
    const { channel, account } = action.address
    const act = of(channel, connection, account)?.adapter.act
    if (act === undefined) return { kind: 'unsupported' }
    const signal = AbortSignal.timeout(timeoutMs)
    try {
      return await Promise.race([act(action, signal), given(signal)])
    } catch {
      return { kind: 'refused', failure: failure('provider_unavailable', 'the adapter failed') }
    }
  }
