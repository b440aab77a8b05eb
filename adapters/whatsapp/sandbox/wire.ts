import type { Faults, SandboxAccount, SandboxDeps, SandboxDelivery } from '../../sandbox.ts'
import type { Json } from '../../json.ts'
import { metaJson, signatureHeader } from '../../meta.ts'

/** One of our numbers: its `phone_number_id`, and the number as it is dialled. */
export interface Line {
  readonly account: string
  readonly number: string
}

export interface WireChange {
  readonly field: string
  readonly value: Json
}

/** The value of a change, with what every one of a number says first. */
export const valueOf = ({ account, number }: Line, rest: Json): Json => ({
  messaging_product: 'whatsapp',
  metadata: { display_phone_number: number, phone_number_id: account },
  ...rest,
})

export const WABA = '100000000000001'

const deliveryOf = ({ connection, secrets }: SandboxAccount, { field, value }: WireChange): SandboxDelivery => {
  const body = metaJson({
    object: 'whatsapp_business_account',
    entry: [{ id: WABA, changes: [{ value, field }] }],
  })
  const signature = signatureHeader(secrets['appSecret'] ?? '', body)
  return {
    connection,
    method: 'POST',
    suffix: '',
    headers: { 'content-type': 'application/json', 'x-hub-signature-256': signature },
    body,
  }
}

/** A webhook that is not answered with a success comes again, at growing distances; the real one does so for 7 days. */
const RETRIES = 8

/** Copies of a webhook, as retries to several subscribers make them, say a later time. */
const COPY_SECONDS = 60

/** Signs and posts changes: once, or as often as the faults say. Answers the gateway's status for the first copy. */
export const poster = (deps: SandboxDeps, faults: () => Faults) => {
  const post = async (delivery: SandboxDelivery, attempt: number): Promise<number> => {
    const status = await deps.deliver(delivery).catch(() => 0)
    if ((status < 200 || status > 299) && attempt < RETRIES)
      deps.later(1000 * 2 ** attempt, async () => {
        await post(delivery, attempt + 1)
      })
    return status
  }
  return async (account: SandboxAccount, change: (timestamp: number) => WireChange): Promise<number> => {
    const now = Math.floor(deps.now() / 1000)
    const status = await post(deliveryOf(account, change(now)), 0)
    for (let copy = 1; copy <= (faults().duplicates ?? 0); copy++)
      await post(deliveryOf(account, change(now + copy * COPY_SECONDS)), 0)
    return status
  }
}
