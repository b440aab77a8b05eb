import { list, record, records, text, type Json } from '../json.ts'
import type { GraphApi } from '../meta-setup.ts'
import { newest } from '../setup-kit.ts'
import { type SetupAt, SetupError } from '../setup.ts'
import type { GraphConfig } from './send.ts'

/** Without `messages` nothing comes in; the others tell of templates and of the number's health. */
export const SUBSCRIBED = {
  object: 'whatsapp_business_account',
  fields: ['messages', 'message_template_status_update', 'account_update', 'phone_number_quality_update'],
} as const

export const SCOPES = ['whatsapp_business_messaging', 'whatsapp_business_management']

export const rootOf = ({ config }: SetupAt): string => {
  const { graphUrl, graphVersion } = config as GraphConfig
  return `${graphUrl}/${graphVersion}`
}

export interface Entity {
  readonly type: string
  readonly id: string
  /** `AVAILABLE`, `LIMITED` or `BLOCKED`. */
  readonly state: string
  /** Meta's codes of what is wrong with it. */
  readonly errors: readonly string[]
}

/** A business phone number, as Meta tells of it. */
export interface PhoneNumber {
  readonly status: string
  readonly quality: string
  readonly entities: readonly Entity[]
  /** The WhatsApp Business Account that it belongs to. */
  readonly waba: string | undefined
  /** Where its webhooks go instead of to the app's own address, where that is said of the number or its account. */
  readonly override: string | undefined
}

const entityOf = (one: Json): Entity => ({
  type: text(one['entity_type']) ?? '',
  id: text(one['id']) ?? '',
  state: text(one['can_send_message']) ?? '',
  errors: list(one['errors']).flatMap((error) => text(record(error)['error_code']) ?? []),
})

/**
 * Undefined where the token does not reach it.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/support/health-status
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/override
 */
export const readNumber = async (api: GraphApi, id: string, signal: AbortSignal): Promise<PhoneNumber | undefined> => {
  const fields = 'status,quality_rating,health_status,webhook_configuration'
  const { json, error } = await api(`${encodeURIComponent(id)}?fields=${fields}`, signal)
  if (error) return undefined
  const entities = records(record(json['health_status'])['entities']).map(entityOf)
  const urls = record(json['webhook_configuration'])
  return {
    status: text(json['status']) ?? '',
    quality: text(json['quality_rating']) ?? '',
    entities,
    waba: entities.find(({ type }) => type === 'WABA')?.id,
    override: text(urls['phone_number']) ?? text(urls['whatsapp_business_account']),
  }
}

/** Apps that are told what happens in a WhatsApp Business Account; undefined where that is not told. */
export const subscribedApps = async (
  api: GraphApi,
  waba: string,
  signal: AbortSignal,
): Promise<readonly string[] | undefined> => {
  const { json, error } = await api(`${encodeURIComponent(waba)}/subscribed_apps`, signal)
  if (error) return undefined
  return records(json['data']).flatMap((app) => text(record(app['whatsapp_business_api_data'])['id']) ?? [])
}

export const accessTokenOf = (at: SetupAt): string => {
  const token = newest(at, 'accessToken')
  if (token === undefined) throw new SetupError('The access token is not set: parley secrets list')
  return token
}
