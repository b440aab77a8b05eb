import type { Json } from '../../json.ts'
import type { Faults, SandboxAccount, SandboxDelivery, SandboxDeps } from '../../sandbox.ts'
import { signature } from '../webhook.ts'

/** What X tells of one event, but for what only the delivery knows. */
export interface Told {
  readonly type: string
  readonly payload: Json
  readonly includes?: Json
  /** A revocation names its account within. */
  readonly unfiltered?: boolean
}

/** A webhook that is not answered with a success comes again. */
const RETRIES = 5
/** Copies say a later time, where the event has one. */
const COPY_MS = 60_000

const post = async (deps: SandboxDeps, delivery: SandboxDelivery, attempt: number): Promise<number> => {
  const status = await deps.deliver(delivery).catch(() => 0)
  if ((status < 200 || status > 299) && attempt < RETRIES)
    deps.later(1000 * 2 ** attempt, async () => {
      await post(deps, delivery, attempt + 1)
    })
  return status
}

/**
 * Signs and posts an event as the X Activity API does, once or as often as the faults say; each copy is a delivery with an
 * id of its own. Answers the gateway's status for the first.
 */
export const poster =
  (deps: SandboxDeps, faults: () => Faults, nextId: () => string) =>
  async (account: SandboxAccount, told: (at: number) => Told): Promise<number> => {
    const deliver = (at: number): Promise<number> => {
      const { type, payload, includes, unfiltered = false } = told(at)
      const filter = unfiltered ? {} : { user_id: account.account }
      const event = {
        event_uuid: nextId(),
        filter,
        event_type: type,
        tag: 'parley',
        payload,
        ...(includes && { includes }),
      }
      const body = JSON.stringify({ data: event })
      const signed = signature(account.secrets['consumerSecret'] ?? '', body)
      const headers = { 'content-type': 'application/json', 'x-twitter-webhooks-signature': signed }
      return post(deps, { connection: account.connection, method: 'POST', suffix: '', headers, body }, 0)
    }
    const status = await deliver(deps.now())
    for (let copy = 1; copy <= (faults().duplicates ?? 0); copy++) await deliver(deps.now() + copy * COPY_MS)
    return status
  }

/** Asks the gateway to answer a check. What it answers is not seen here: its status says whether it answered at all. */
export const challenge = (deps: SandboxDeps, { connection }: SandboxAccount): Promise<number> => {
  const token = Buffer.from(deps.nonce().padEnd(24, '0')).toString('base64').slice(0, 128)
  const suffix = `?crc_token=${encodeURIComponent(token)}`
  return deps.deliver({ connection, method: 'GET', suffix, headers: {}, body: '' }).catch(() => 0)
}
