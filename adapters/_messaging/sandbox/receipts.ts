import { record, text, type Json } from '../../json.ts'
import type { Faults } from '../../sandbox.ts'
import type { Platform } from '../platform.ts'

type Receipt = NonNullable<Faults['receipts']>[number]

/** A message the sandbox took, at a time in ms. */
export interface Taken {
  readonly at: number
  readonly mid: string
  readonly account: string
  readonly body: Json
}

/** What each platform tells of a message: neither has a receipt of failure, and Instagram none of delivery. */
const TOLD: Readonly<Record<Platform['channel'], readonly Receipt[]>> = {
  messenger: ['sent', 'delivered', 'read'],
  instagram: ['sent', 'read'],
}

export const receiptsOf = ({ channel }: Platform, { receipts, reverseReceipts = false }: Faults): Receipt[] => {
  const states = TOLD[channel].filter((state) => receipts === undefined || receipts.includes(state))
  return reverseReceipts ? states.reverse() : [...states]
}

/** The echo brings back what was sent, with the metadata of whoever sent it. */
const echo = ({ mid, body }: Taken): Json => ({
  message: { is_echo: true, app_id: 1517000000000001, mid, ...record(body['message']) },
})

/** The marks are the message's own time: the earliest that cover it, and the same in every copy of the event. */
const said = ({ channel }: Platform, taken: Taken, state: Receipt): Json => {
  const { at: watermark, mid } = taken
  if (state === 'sent') return echo(taken)
  if (state === 'delivered') return { delivery: { mids: [mid], watermark } }
  return { read: channel === 'instagram' ? { mid } : { watermark } }
}

/** The event that tells a state of a message, at a time in ms. */
export const receiptFor = (platform: Platform, taken: Taken, state: Receipt, timestamp: number): Json => {
  const person = { id: text(record(taken.body['recipient'])['id']) }
  const sides = [person, { id: taken.account }]
  const [sender, recipient] = state === 'sent' ? sides.reverse() : sides
  return { sender, recipient, timestamp, ...said(platform, taken, state) }
}
