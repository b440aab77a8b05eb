import type { Json } from '../../json.ts'
import { metaJson, signatureHeader } from '../../meta.ts'
import type { Faults, SandboxAccount, SandboxDelivery, SandboxDeps } from '../../sandbox.ts'
import type { Platform } from '../platform.ts'

/** A webhook that is not answered with a success comes again, at growing distances. */
const RETRIES = 8

/** Copies of a webhook say a later time: when it is delivered, and of the event itself. */
const COPY_MS = 60_000

/** Signs and posts events: once, or as often as the faults say. Answers the gateway's status for the first copy. */
export const poster = (platform: Platform, deps: SandboxDeps, faults: () => Faults) => {
  const deliveryOf = (account: SandboxAccount, list: 'messaging' | 'standby', event: Json, time: number) => {
    const body = metaJson({ object: platform.object, entry: [{ id: account.account, time, [list]: [event] }] })
    const signature = signatureHeader(account.secrets['appSecret'] ?? '', body)
    const headers = { 'content-type': 'application/json', 'x-hub-signature-256': signature }
    return { connection: account.connection, method: 'POST', suffix: '', headers, body } satisfies SandboxDelivery
  }
  const post = async (delivery: SandboxDelivery, attempt: number): Promise<number> => {
    const status = await deps.deliver(delivery).catch(() => 0)
    if ((status < 200 || status > 299) && attempt < RETRIES)
      deps.later(1000 * 2 ** attempt, async () => {
        await post(delivery, attempt + 1)
      })
    return status
  }
  return async (
    account: SandboxAccount,
    event: (timestamp: number) => Json,
    list: 'messaging' | 'standby' = 'messaging',
  ): Promise<number> => {
    const now = deps.now()
    const status = await post(deliveryOf(account, list, event(now), now), 0)
    for (let copy = 1; copy <= (faults().duplicates ?? 0); copy++) {
      const later = now + copy * COPY_MS
      await post(deliveryOf(account, list, event(later), later), 0)
    }
    return status
  }
}
