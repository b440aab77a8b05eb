import { compact } from '../../core/compact.ts'
import type { ActivityFact, IdentityFact, InboundFact } from '../../core/schema/fact.ts'
import type { Alias } from '../../core/schema/identity.ts'
import { contentId, entry, isRecord, record, text, type Json } from '../json.ts'
import { base, quarantine, type Change } from './change.ts'
import { aliases, person } from './people.ts'

type IdentityChange = IdentityFact['change']

/** `customer_…` are the words of older versions. */
const CHANGES: Readonly<Record<string, IdentityChange>> = {
  user_changed_number: 'number_changed',
  customer_changed_number: 'number_changed',
  user_changed_user_id: 'user_id_changed',
  customer_identity_changed: 'security_code_changed',
  user_identity_changed: 'security_code_changed',
}

/**
 * The identities before the change. A new number brings a new user id, and `from_user_id` is documented as neither the
 * old nor the new one: it is the old one unless it is the id that `system` calls new.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/system/
 */
const before = (item: Json, system: Json): Alias[] => {
  const old = (name: string, sender: string, next: string): unknown => {
    const stated = text(system[name]) ?? text(item[sender])
    return stated === text(system[next]) ? undefined : stated
  }
  return aliases({
    phone: text(item['from']) ?? text(system['previous_wa_id']) ?? system['customer'],
    userId: old('previous_user_id', 'from_user_id', 'user_id'),
    parentUserId: old('previous_parent_user_id', 'from_parent_user_id', 'parent_user_id'),
  })
}

const after = (system: Json): Alias[] =>
  aliases({
    phone: text(system['wa_id']) ?? system['new_wa_id'],
    userId: system['user_id'],
    parentUserId: system['parent_user_id'],
  })

/** Something WhatsApp says about a person: their number, user id or security code changed. */
export const readSystem = (item: Json, change: Change, id: string): InboundFact => {
  const system = record(item['system'])
  const type = text(system['type']) ?? 'unknown'
  const kind = entry(CHANGES, type)
  const said = text(system['body'])
  if (kind === 'security_code_changed') {
    const { peers, profile } = person({ phone: item['from'], userId: item['from_user_id'] }, change.contacts)
    if (peers.length > 0)
      return compact({
        kind: 'identity' as const,
        ...base(change, item['timestamp']),
        id,
        change: kind,
        from: peers,
        to: [],
        profile,
        text: said ?? 'Security code changed',
      })
  }
  const from = before(item, system)
  const to = after(system)
  if (kind !== undefined && from.length > 0 && to.length > 0)
    return {
      kind: 'identity',
      ...base(change, item['timestamp']),
      id,
      change: kind,
      from,
      to,
      text: said ?? 'Number changed',
    }
  const activity: ActivityFact = {
    kind: 'activity',
    ...base(change, item['timestamp']),
    id,
    event: `system.${type}`,
    peers: from.length > 0 ? from : to,
    text: said ?? `[system message: ${type}]`,
    detail: { ...system },
  }
  return activity
}

/** `user_id_update`: documented for a while and withdrawn, but still sent by gateways in between. */
export const readUserIdUpdate = (item: Json, change: Change): InboundFact => {
  const user = record(item['user_id'])
  const parent = record(item['parent_user_id'])
  const before = { userId: user['previous'], parentUserId: parent['previous'] }
  const after = { userId: user['current'], parentUserId: parent['current'] }
  const { profile } = person({ phone: item['wa_id'] }, change.contacts)
  // The number stays the same.
  const from = aliases({ phone: item['wa_id'], ...before })
  const to = aliases({ phone: item['wa_id'], ...after })
  if (!isRecord(item['user_id']) || text(after.userId) === undefined || from.length === 0)
    return quarantine(change, 'user_id_update without the ids before and after', item)
  return compact({
    kind: 'identity' as const,
    ...base(change, item['timestamp']),
    // Each user id is given once, so the pair is the event.
    id: contentId(['user_id_update', before, after]),
    change: 'user_id_changed' as const,
    from,
    to,
    profile,
    text: text(item['detail']) ?? 'User id changed',
  })
}
