import type { Shop } from '../stand-ins/shop.ts'
import { E, type Fault, W } from './fault.ts'

export const token = ({ meta }: Shop, name: string, change: object) => Object.assign(meta.tokens[name] ?? {}, change)
const subscription = ({ meta }: Shop, object: string, change: object) =>
  Object.assign(meta.subscriptions[object] ?? {}, change)
const entity = ({ meta }: Shop, change: object) => Object.assign(meta.number.health_status.entities[1] ?? {}, change)
const NEVER = 0
const SOON = Date.UTC(2026, 0, 3) / 1000

export const META: readonly Fault[] = [
  [
    'WhatsApp’s token is refused',
    'whatsapp/main',
    'token_invalid',
    E,
    ({ meta }) => delete meta.tokens['whatsapp-token'],
  ],
  [
    'WhatsApp’s token has ended',
    'whatsapp/main',
    'token_expired',
    E,
    (shop) => token(shop, 'whatsapp-token', { is_valid: false, expires_at: NEVER }),
  ],
  [
    'WhatsApp’s token ends in two days',
    'whatsapp/main',
    'token_expires_soon',
    W,
    (shop) => token(shop, 'whatsapp-token', { expires_at: SOON }),
  ],
  [
    'WhatsApp’s token lacks a permission',
    'whatsapp/main',
    'permission_missing',
    E,
    (shop) => token(shop, 'whatsapp-token', { scopes: ['whatsapp_business_messaging'] }),
  ],
  [
    'WhatsApp’s webhook is missing',
    'whatsapp/main',
    'webhook_missing',
    E,
    ({ meta }) => delete meta.subscriptions['whatsapp_business_account'],
  ],
  [
    'WhatsApp’s webhook leads elsewhere',
    'whatsapp/main',
    'webhook_url_wrong',
    E,
    (shop) => subscription(shop, 'whatsapp_business_account', { callback_url: 'https://other.example' }),
  ],
  [
    'WhatsApp’s webhook is switched off',
    'whatsapp/main',
    'webhook_inactive',
    E,
    (shop) => subscription(shop, 'whatsapp_business_account', { active: false }),
  ],
  [
    'WhatsApp’s webhook is not told of messages',
    'whatsapp/main',
    'webhook_fields_missing',
    E,
    (shop) =>
      subscription(shop, 'whatsapp_business_account', {
        fields: ['account_update', 'message_template_status_update', 'phone_number_quality_update'],
      }),
  ],
  [
    'the WhatsApp account has no subscription',
    'whatsapp/main',
    'account_not_subscribed',
    E,
    ({ meta }) => void (meta.wabaApps = []),
  ],
  [
    'the number’s webhook is overridden',
    'whatsapp/main',
    'webhook_overridden',
    E,
    ({ meta }) => void (meta.number.webhook_configuration['phone_number'] = 'https://other.example'),
  ],
  [
    'the number is not registered',
    'whatsapp/main',
    'number_not_registered',
    E,
    ({ meta }) => void (meta.number.status = 'PENDING'),
  ],
  ['the number is banned', 'whatsapp/main', 'number_banned', E, ({ meta }) => void (meta.number.status = 'BANNED')],
  [
    'the number’s quality is low',
    'whatsapp/main',
    'quality_low',
    W,
    ({ meta }) => void (meta.number.quality_rating = 'RED'),
  ],
  [
    'WhatsApp has no means of payment',
    'whatsapp/main',
    'payment_missing',
    E,
    (shop) => entity(shop, { can_send_message: 'BLOCKED', errors: [{ error_code: 141006 }] }),
  ],
  [
    'WhatsApp blocks sending',
    'whatsapp/main',
    'sending_blocked',
    E,
    (shop) => entity(shop, { can_send_message: 'BLOCKED' }),
  ],
  [
    'WhatsApp limits sending',
    'whatsapp/main',
    'sending_limited',
    W,
    (shop) => entity(shop, { can_send_message: 'LIMITED' }),
  ],
  [
    'the Page’s webhook leads elsewhere',
    'messenger/main',
    'webhook_url_wrong',
    E,
    (shop) => subscription(shop, 'page', { callback_url: 'https://other.example' }),
  ],
  [
    'the Page tells nothing of echoes',
    'messenger/main',
    'page_fields_missing',
    E,
    ({ meta }) => void (meta.pageFields = meta.pageFields?.filter((field) => field !== 'message_echoes')),
  ],
  [
    'the Instagram webhook of a Page is missing',
    'instagram/page',
    'webhook_missing',
    E,
    ({ meta }) => delete meta.subscriptions['instagram'],
  ],
  [
    'the Page is linked to another Instagram account',
    'instagram/page',
    'token_of_another_account',
    E,
    ({ meta }) => void (meta.linkedAccount = '17840000000000009'),
  ],
  [
    'Instagram’s token has ended',
    'instagram/main',
    'token_expired',
    E,
    ({ meta }) => void (meta.instagramToken = 'newer'),
  ],
  [
    'Instagram’s token is of another account',
    'instagram/main',
    'token_of_another_account',
    E,
    ({ meta }) => void (meta.instagramOwner = '17840000000000009'),
  ],
  [
    'the Instagram account is not subscribed',
    'instagram/main',
    'account_not_subscribed',
    E,
    ({ meta }) => void (meta.instagramFields = []),
  ],
  [
    'the Instagram account tells less',
    'instagram/main',
    'account_fields_missing',
    E,
    ({ meta }) => void (meta.instagramFields = ['messages']),
  ],
]
