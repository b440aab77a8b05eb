import { compact } from '../../core/compact.ts'
import type { InboundFact } from '../../core/schema/fact.ts'
import { contentId, text, time, type Json } from '../json.ts'
import { base, quarantine, type Change } from './change.ts'
import { person } from './people.ts'

/** `signup`: the customer asked for marketing messages by a link or an advert. */
const STATES = new Map([
  ['stop', 'revoked'],
  ['resume', 'granted'],
  ['signup', 'granted'],
] as const)

/**
 * The customer stopped or resumed marketing messages in WhatsApp's own switch.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/user_preferences/
 */
export const readPreference = (item: Json, change: Change): InboundFact => {
  const stated = { phone: item['wa_id'], userId: item['user_id'], parentUserId: item['parent_user_id'] }
  const { peers, profile } = person(stated, change.contacts)
  const value = text(item['value'])
  const category = text(item['category'])
  const state = [...STATES].find(([word]) => word === value)?.[1]
  // The number may come and go between deliveries, the user id does not.
  const who = peers.find(({ type }) => type === 'wa_bsuid') ?? peers[0]
  const heading = {
    ...base(change, item['timestamp']),
    id: contentId(['user_preferences', who, category, value, item['detail']], time(item['timestamp'])),
    peers,
    profile,
  }
  if (peers.length === 0) return quarantine(change, 'a preference of nobody', item)
  const words = text(item['detail']) ?? `${category ?? 'messages'}: ${value ?? 'unknown'}`
  if (category !== 'marketing_messages' || state === undefined)
    return compact({
      kind: 'activity' as const,
      ...heading,
      event: `user_preferences.${category ?? 'unknown'}`,
      text: words,
      detail: { ...item },
    })
  const signup = text(item['signup_id'])
  return compact({
    kind: 'consent' as const,
    ...heading,
    sender: heading.account,
    purpose: 'marketing' as const,
    state,
    source: `whatsapp.user_preferences.${value}`,
    evidence: signup === undefined ? words : `${words} (signup ${signup})`,
  })
}
