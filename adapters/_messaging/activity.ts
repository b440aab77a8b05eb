import { compact } from '../../core/compact.ts'
import type { AccountFact, InboundFact } from '../../core/schema/fact.ts'
import { entry, record, records, text, type Json } from '../json.ts'
import { activity, base, customer, eventId, type Event, type EventReader } from './event.ts'
import { referralText } from './referral.ts'

/** The customer came through an advert or link and has not written yet, or has filled in a form there. */
const readReferral: EventReader = (event, referral) => {
  const answers = records(record(event.item['lead'])['data'])
  const lines = answers.map(({ question, answer }) => `${text(question) ?? ''}: ${text(answer) ?? ''}`)
  const detail = answers.length === 0 ? referral : { ...referral, lead: answers }
  const source = text(referral['source'])?.toLowerCase() ?? 'unknown'
  return [activity(event, `referral.${source}`, [referralText(referral), ...lines].join('\n'), detail)]
}

const STOPPED = /stop/i

/**
 * The customer agreed to be written to. Marketing notifications are a consent, which can be stopped; the token to send
 * them with is in the detail. A visitor who ticked a box on a web page is nobody yet, so that nobody consents.
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/webhooks/webhook-events/messaging-optins
 */
const readOptin: EventReader = (event, optin) => {
  const type = text(optin['type']) ?? 'checkbox'
  const peers = customer(event)
  const topic = text(optin['title'])
  const told = activity(event, `optin.${type}`, `Opt-in${topic === undefined ? '' : `: ${topic}`}`, optin)
  if (type !== 'notification_messages' || peers.length === 0) return [told]
  const status = text(optin['notification_messages_status'])
  const consent: InboundFact = {
    kind: 'consent',
    ...base(event),
    id: eventId(event, 'optin', optin),
    peers,
    sender: event.account,
    purpose: 'marketing',
    state: STOPPED.test(status ?? '') ? 'revoked' : 'granted',
    source: `${event.platform.channel}.optin`,
    evidence: [status ?? 'opted in', ...(topic === undefined ? [] : [topic])].join(': '),
  }
  return [consent, told]
}

/** Which app may answer in this conversation. https://developers.facebook.com/documentation/business-messaging/messenger-platform/webhooks/webhook-events/messaging-handovers */
const handover =
  (name: string, words: string): EventReader =>
  (event, said) => [activity(event, `handover.${name}`, words, said)]

const linking: EventReader = (event, said) => {
  const status = text(said['status']) ?? 'unknown'
  return [activity(event, `account_linking.${status}`, `Account ${status}`, said)]
}

const gamePlay: EventReader = (event, said) => {
  const score = text(said['score'])
  const words = `The customer played a game${score === undefined ? '' : `: ${score} points`}`
  return [activity(event, 'game_play', words, said)]
}

/** News of the account: it has no person. The event's own time joins in, since what it says can return. */
const accountNews = (event: Event, name: string, words: string, said: Json, health?: AccountFact['health']) =>
  compact({
    kind: 'account' as const,
    ...base(event),
    id: eventId(event, name, said),
    event: name,
    health,
    text: words,
    detail: { ...said },
  })

const HEALTH: Readonly<Record<string, NonNullable<AccountFact['health']>>> = {
  warning: 'degraded',
  block: 'reauth_required',
  unblock: 'healthy',
}

/** A Page that is blocked sends nothing until a person has seen to it. https://developers.facebook.com/documentation/business-messaging/messenger-platform/webhooks/webhook-events/messaging-policy-enforcement */
const policyEnforcement: EventReader = (event, said) => {
  const action = text(said['action'])?.toLowerCase() ?? 'unknown'
  const reason = text(said['reason'])
  const words = [`Policy enforcement: ${action}`, ...(reason === undefined ? [] : [reason])].join(' – ')
  return [accountNews(event, `policy_enforcement.${action}`, words, said, entry(HEALTH, action))]
}

const appRoles: EventReader = (event, said) => [
  accountNews(event, 'handover.app_roles', 'The roles of the apps changed', said),
]

/** What happens beside messages, by the event's key. */
export const ACTIVITIES: Readonly<Record<string, EventReader>> = {
  referral: readReferral,
  optin: readOptin,
  pass_thread_control: handover('pass_thread_control', 'The conversation was handed over'),
  take_thread_control: handover('take_thread_control', 'The conversation was taken over'),
  request_thread_control: handover('request_thread_control', 'Another app asks for the conversation'),
  account_linking: linking,
  game_play: gamePlay,
  policy_enforcement: policyEnforcement,
  app_roles: appRoles,
}

const words = (name: string): string => {
  const spoken = name.replaceAll(/[._]/g, ' ')
  return `${spoken[0]?.toUpperCase() ?? ''}${spoken.slice(1)}`
}

/** An event nobody has heard of: of the conversation when it names a person, else of the account. */
export const readOther = (event: Event, name: string, value: unknown): InboundFact => {
  const said = text(value)
  const detail = { [name]: value }
  const text_ = said === undefined ? words(name) : `${words(name)}: ${said}`
  return customer(event).length > 0 ? activity(event, name, text_, detail) : accountNews(event, name, text_, detail)
}
