import { domainToASCII } from 'node:url'
import { failure } from '../../../core/failures.ts'
import type { Failure } from '../../../core/schema/failure.ts'
import type { OutboundPart } from '../../adapter.ts'
import { addressOf } from '../address.ts'

export interface Recipients {
  readonly to: readonly string[]
  readonly cc: readonly string[]
  readonly bcc: readonly string[]
}

export type RecipientsRead =
  | { readonly kind: 'recipients'; readonly recipients: Recipients }
  | { readonly kind: 'refused'; readonly failure: Failure }

/** The domain as DNS knows it: only the local part can be another script's then. */
const written = (address: string): string | undefined => {
  if (addressOf(address) === undefined) return undefined
  const at = address.lastIndexOf('@')
  const domain = address.slice(at + 1)
  return address.slice(0, at + 1) + (/^[\x21-\x7e]+$/.test(domain) ? domain : domainToASCII(domain))
}

const isAscii = (address: string): boolean => /^[\x21-\x7e]+$/.test(address)

/**
 * Who a mail goes to: `to` in place of the person of the conversation, and copies; each once, in the first field that
 * names them. Refused as `recipient_unreachable` before any call where one is no address, or has letters in its local part
 * that the provider cannot write (`asciiOnly`).
 */
export const recipientsOf = (
  { address, content }: OutboundPart & { readonly content: { readonly type: 'mail' } },
  asciiOnly: boolean,
): RecipientsRead => {
  const peers = address.peers.filter(({ type }) => type === 'email').map(({ value }) => value)
  const seen = new Set<string>()
  const bad: string[] = []
  const once = (list: readonly string[] | undefined): readonly string[] =>
    (list ?? []).flatMap((given) => {
      const found = written(given.trim())
      if (found === undefined || (asciiOnly && !isAscii(found))) bad.push(given)
      if (found === undefined || seen.has(found.toLowerCase())) return []
      seen.add(found.toLowerCase())
      return [found]
    })
  const recipients = { to: once(content.to ?? peers.slice(0, 1)), cc: once(content.cc), bcc: once(content.bcc) }
  if (bad.length > 0)
    return { kind: 'refused', failure: failure('recipient_unreachable', 'an address that mail cannot be sent to') }
  if (recipients.to.length === 0)
    return {
      kind: 'refused',
      failure: failure('recipient_unreachable', 'nobody to send to: the person has no address'),
    }
  return { kind: 'recipients', recipients }
}
