import { record, text, type Json } from '../../meta.ts'
import type { Faults } from '../../sandbox.ts'
import type { Platform } from '../platform.ts'

type Receipt = NonNullable<Faults['receipts']>[number]

/** A message the sandbox took. */
export interface Taken {
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

/** A person reads a second after it arrives, and the sandbox does not wait for that second. */
const READING_MS = 1000

/** The echo brings back what was sent, with the metadata of whoever sent it. */
const echo = ({ mid, body }: Taken): Json => ({
  message: { is_echo: true, app_id: 1517000000000001, mid, ...record(body['message']) },
})

const said = ({ channel }: Platform, taken: Taken, state: Receipt, timestamp: number): Json => {
  if (state === 'sent') return echo(taken)
  if (state === 'delivered') return { delivery: { mids: [taken.mid], watermark: timestamp } }
  return { read: channel === 'instagram' ? { mid: taken.mid } : { watermark: timestamp + READING_MS } }
}

/** The event that tells a state of a message, at a time in ms. */
export const receiptFor = (platform: Platform, taken: Taken, state: Receipt, timestamp: number): Json => {
  const person = { id: text(record(taken.body['recipient'])['id']) }
  const sides = [person, { id: taken.account }]
  const [sender, recipient] = state === 'sent' ? sides.reverse() : sides
  return { sender, recipient, timestamp, ...said(platform, taken, state, timestamp) }
}
