import { generateKeyPairSync } from 'node:crypto'
import { join } from 'node:path'
import { http, HttpResponse, type HttpHandler } from 'msw'
import { handshake } from '../../../adapters/meta.ts'
import { handshake as crc } from '../../../adapters/x/webhook.ts'
import type { World } from '../../../cli/world.ts'
import { ROOT } from '../tree.ts'
import { awsHandlers, GATEWAY, healthyAws, REGION } from './aws.ts'
import { healthyMeta, metaHandlers } from './meta.ts'
import { healthyProviders, providerHandlers } from './providers.ts'

export const CONFIG = join(ROOT, 'test/support/doctor.config.ts')

const sendgridKey = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  .publicKey.export({ format: 'der', type: 'spki' })
  .toString('base64')

const SECRETS: Readonly<Record<string, string>> = {
  PARLEY_DEPLOY_KEY: 'd'.repeat(64),
  PARLEY_API_KEY: 'api-key',
  APP_SECRET: 'meta-app-secret',
  VERIFY_TOKEN: 'verify-token',
  WHATSAPP_TOKEN: 'whatsapp-token',
  PAGE_TOKEN: 'page-token',
  INSTAGRAM_TOKEN: 'instagram-token',
  X_KEY: 'x-key',
  X_SECRET: 'x-secret',
  X_BEARER: 'x-bearer',
  X_TOKEN: 'x-token',
  X_TOKEN_SECRET: 'x-token-secret',
  TWILIO_SID: 'AC00000000000000000000000000000001',
  TWILIO_TOKEN: 'twilio-token',
  REPLY_TOKEN: 'reply-token',
  POSTMARK_TOKEN: 'postmark-token',
  MAILGUN_KEY: 'mailgun-signing-key',
  SENDGRID_KEY: sendgridKey,
  SMTP_PASSWORD: 'smtp-password',
}

type Health = 'healthy' | 'degraded' | 'reauth_required'

const healthyGateway = () => ({
  up: true,
  /** What it has read of the secret store. */
  verifyToken: 'verify-token',
  consumerSecret: 'x-secret',
  apiKey: 'api-key',
  health: 'healthy' as Health,
})

/** A deployed shop on every channel that is well in all of its parts; tests seed faults into it. */
export const healthyShop = () => ({
  secrets: Object.fromEntries(Object.entries(SECRETS).map(([name, value]) => [`/parley/shop/${name}`, value])),
  aws: healthyAws(),
  meta: healthyMeta(),
  providers: healthyProviders(),
  gateway: healthyGateway(),
  dns: {
    'MX shop.example': ['inbound-smtp.eu-central-1.amazonaws.com'],
    [`A inbound-smtp.${REGION}.amazonaws.com`]: ['192.0.2.1'],
  } as Record<string, string[]>,
  env: {
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    POSTMARK_SERVER_TOKEN: 'postmark-key',
    MAILGUN_API_KEY: 'mailgun-key',
    SENDGRID_API_KEY: 'sendgrid-key',
  } as Record<string, string>,
})
export type Shop = ReturnType<typeof healthyShop>

const account = (status: Health) => ({
  channel: 'x',
  connection: 'main',
  id: '1500000000000000001',
  shop: 'shp_default',
  name: null,
  mode: 'live',
  onUnknown: 'hold',
  capabilities: null,
  health: { status, reason: null, since: null },
})

const gatewayHandlers = (state: Shop['gateway']): HttpHandler[] => [
  http.all(`${GATEWAY}/*`, () => (state.up ? undefined : HttpResponse.json({}, { status: 503 }))),
  http.get(`${GATEWAY}/openapi.json`, () => HttpResponse.json({ openapi: '3.1.0' })),
  http.get(`${GATEWAY}/v1/accounts`, ({ request }) =>
    request.headers.get('authorization') === `Bearer ${state.apiKey}`
      ? HttpResponse.json({ data: [account(state.health)], next: null })
      : HttpResponse.json({ type: 'unauthorized' }, { status: 401 }),
  ),
  http.get(`${GATEWAY}/webhooks/*`, ({ request }) => {
    const query = [...new URL(request.url).searchParams]
    const asked = { method: 'GET', url: request.url, query, headers: {}, body: new Uint8Array() }
    const reply = handshake(asked, [state.verifyToken]) ?? crc(asked, [state.consumerSecret])
    return reply === undefined
      ? new HttpResponse(null, { status: 405 })
      : new HttpResponse(reply.body, { status: reply.status })
  }),
]

export const shopHandlers = ({ aws, secrets, meta, providers, gateway }: Shop): HttpHandler[] => [
  ...awsHandlers(aws, secrets),
  ...metaHandlers(meta),
  ...providerHandlers(providers),
  ...gatewayHandlers(gateway),
]

/** The world of a command beside that shop. */
export const worldOf = (shop: Shop): Partial<World> => ({
  env: shop.env,
  fetch: globalThis.fetch,
  now: () => Date.UTC(2026, 0, 1),
  resolve: async (name, type) => shop.dns[`${type} ${name}`] ?? [],
})
