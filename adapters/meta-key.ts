import type { OwnKey } from '../core/schema/fact.ts'

/**
 * Our own key as it travels with a send: in WhatsApp's `biz_opaque_callback_data` (at most 512 characters), which every
 * status brings back, and in the `metadata` of Messenger and Instagram (at most 1000), which the echo brings back. The
 * format is versioned: what anybody else put there is not ours.
 */
export const writeKey = ({ message, part }: OwnKey): string => `parley/1/${part}/${message}`

export const readKey = (data: unknown): OwnKey | undefined => {
  const found = typeof data === 'string' ? /^parley\/1\/(\d{1,6})\/(.+)$/s.exec(data) : null
  return found?.[2] === undefined ? undefined : { message: found[2], part: Number(found[1]) }
}
