import type { Alias } from '../../core/schema/identity.ts'

/**
 * A sender or recipient as the network states it. Short codes and names are never rewritten as phone numbers: no
 * country code turns 12345 into one. A name (alphanumeric sender) cannot be answered. Undefined when there is none.
 */
export const aliasOf = (address: string): Alias | undefined => {
  if (/^\+[1-9]\d{6,14}$/.test(address)) return { type: 'phone', value: address }
  if (/^\d{3,8}$/.test(address)) return { type: 'short_code', value: address }
  return address === '' || address.length > 320 ? undefined : { type: 'sender_id', value: address }
}

/** Whether a message can be sent to it. */
export const canReceive = ({ type }: Alias): boolean => type === 'phone' || type === 'short_code'
