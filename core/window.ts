import type { Capabilities } from './capabilities.ts'
import type { Window } from './schema/conversation.ts'

const HOUR = 3_600_000

/**
 * The reply window at `now`: open for the channel's hours after the customer's last message, and closed from the
 * millisecond in which they are over. A channel without such hours is always open; one with them is closed, without a
 * time, until the customer has written. Times in ms since epoch.
 */
export const windowOf = (
  lastInboundAt: number | null,
  capabilities: Pick<Capabilities, 'windowHours'>,
  now: number,
): Window => {
  if (capabilities.windowHours === undefined) return { open: true, closesAt: null }
  if (lastInboundAt === null) return { open: false, closesAt: null }
  const closesAt = Math.floor(lastInboundAt + capabilities.windowHours * HOUR)
  return { open: now < closesAt, closesAt }
}
