import { compact } from '../../core/compact.ts'
import type { AccountFact, InboundFact } from '../../core/schema/fact.ts'
import { contentId, entry, record, text, type Json } from '../json.ts'
import { readError } from '../meta.ts'
import { base, type Change } from './change.ts'

type Health = NonNullable<AccountFact['health']>

/**
 * What Meta's words mean for sending. `reauth_required` is for what a person has to mend: the account is gone, or it
 * is no longer ours to use. https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/account_update/
 */
const HEALTH: Readonly<Record<string, Health>> = {
  'account_update.account_deleted': 'reauth_required',
  'account_update.account_offboarded': 'reauth_required',
  'account_update.partner_app_uninstalled': 'reauth_required',
  'account_update.partner_removed': 'reauth_required',
  'account_update.account_reconnected': 'healthy',
  'account_update.partner_app_installed': 'healthy',
  'account_update.account_restriction': 'degraded',
  'account_update.account_violation': 'degraded',
  'account_review_update.approved': 'healthy',
  'account_review_update.rejected': 'degraded',
  'phone_number_quality_update.flagged': 'degraded',
  'phone_number_quality_update.downgrade': 'degraded',
  'phone_number_quality_update.unflagged': 'healthy',
  'phone_number_quality_update.upgrade': 'healthy',
}

/** A ban and its end come as one event, told apart by the state. */
const BAN: Readonly<Record<string, Health>> = {
  DISABLE: 'reauth_required',
  SCHEDULE_FOR_DISABLE: 'degraded',
  REINSTATE: 'healthy',
}

const healthOf = (event: string, value: Json): Health | undefined => {
  const ban = entry(BAN, text(record(value['ban_info'])['waba_ban_state']) ?? '')
  if (ban !== undefined) return ban
  const urgent = value['alert_severity'] === 'CRITICAL' && value['alert_status'] !== 'NONE'
  return urgent ? 'degraded' : entry(HEALTH, event)
}

/** The provider's word for what happened, under whichever of these names it comes. */
const WORDS = ['event', 'decision', 'alert_type', 'type', 'status'] as const

const eventOf = ({ field, value }: Change): { readonly event: string; readonly word: string | undefined } => {
  const word = WORDS.map((name) => text(value[name])).find((found) => found !== undefined)
  return { event: word === undefined ? field : `${field}.${word.toLowerCase()}`, word }
}

/** News of the account or Business Account in any field, known or not. */
export const accountNews = (change: Change): AccountFact => {
  const { field, value, at } = change
  const { event, word } = eventOf(change)
  const title = field.replaceAll('_', ' ')
  const more = text(value['alert_description']) ?? text(value['rejection_reason'])
  const heading = base(change, at)
  // Partners are told of the Business Accounts of others: `entry.id` is then the partner itself.
  const account = change.account ?? text(record(value['waba_info'])['waba_id']) ?? heading.account
  return compact({
    kind: 'account' as const,
    ...heading,
    account,
    id: contentId([field, value], at),
    event,
    health: healthOf(event, value),
    text: [word === undefined ? title : `${title}: ${word}`, ...(more === undefined ? [] : [more])].join(' – '),
    detail: { ...value },
  })
}

/** An error WhatsApp reports by itself, not about one message. */
export const accountError = (error: Json, change: Change): InboundFact => {
  const read = readError(error)
  return {
    kind: 'account',
    ...base(change, change.at),
    id: contentId(['errors', error], change.at),
    event: `error.${read?.code ?? 'unknown'}`,
    text: read?.detail ?? `error ${read?.code ?? 'without a code'}`,
    detail: { ...error },
  }
}
