import { http, HttpResponse, type HttpHandler } from 'msw'
import { GATEWAY } from './aws.ts'

const APP = '900100200300'
const PAGE = '200000000000001'
const NUMBER = '100000000000001'
const WABA = '300000000000001'
const ACCOUNT = '17840000000000001'

const PAGE_FIELDS = [
  'messages',
  'messaging_postbacks',
  'messaging_referrals',
  'message_reactions',
  'message_edits',
  'message_echoes',
  'message_deliveries',
  'message_reads',
]
const INSTAGRAM_FIELDS = [
  'messages',
  'messaging_postbacks',
  'messaging_seen',
  'message_reactions',
  'messaging_referral',
  'message_edit',
]

const hook = (path: string, fields: readonly string[]) => ({
  callback_url: `${GATEWAY}/webhooks/${path}`,
  active: true,
  fields: [...fields],
})

/** What Meta has of an app whose three channels are well; tests seed faults into it. */
export const healthyMeta = () => ({
  appSecret: 'meta-app-secret',
  tokens: {
    'whatsapp-token': {
      app_id: APP,
      type: 'SYSTEM_USER',
      is_valid: true,
      expires_at: 0,
      scopes: ['whatsapp_business_messaging', 'whatsapp_business_management'],
    },
    'page-token': {
      app_id: APP,
      type: 'PAGE',
      is_valid: true,
      expires_at: 0,
      profile_id: PAGE,
      scopes: ['pages_messaging', 'pages_manage_metadata', 'instagram_manage_messages'],
    },
  } as Record<string, { is_valid: boolean; expires_at: number; scopes: string[]; profile_id?: string | undefined }>,
  subscriptions: {
    whatsapp_business_account: hook('whatsapp/main', [
      'messages',
      'message_template_status_update',
      'account_update',
      'phone_number_quality_update',
    ]),
    page: hook('messenger/main', PAGE_FIELDS),
    instagram: hook('instagram/page', INSTAGRAM_FIELDS),
  } as Record<string, { callback_url: string; active: boolean; fields: string[] }>,
  number: {
    id: NUMBER,
    status: 'CONNECTED',
    quality_rating: 'GREEN',
    webhook_configuration: { application: `${GATEWAY}/webhooks/whatsapp/main` } as Record<string, string>,
    health_status: {
      can_send_message: 'AVAILABLE',
      entities: [
        { entity_type: 'PHONE_NUMBER', id: NUMBER, can_send_message: 'AVAILABLE' },
        { entity_type: 'WABA', id: WABA, can_send_message: 'AVAILABLE' },
      ] as { entity_type: string; id: string; can_send_message: string; errors?: object[] }[],
    },
  },
  wabaApps: [APP],
  pageFields: PAGE_FIELDS as string[] | undefined,
  linkedAccount: '17840000000000002',
  instagramToken: 'instagram-token',
  instagramOwner: ACCOUNT,
  instagramFields: INSTAGRAM_FIELDS,
  /** Status of every answer of graph.facebook.com. */
  down: undefined as number | undefined,
})
export type MetaState = ReturnType<typeof healthyMeta>

const refusal = (code: number, message: string, error_subcode?: number) =>
  HttpResponse.json({ error: { code, message, error_subcode } }, { status: 400 })
const unknownToken = () => refusal(190, 'Invalid OAuth access token')
const done = () => HttpResponse.json({ success: true })
const bearer = (request: Request): string => request.headers.get('authorization')?.replace('Bearer ', '') ?? ''
const list = (value: string | null): string[] => (value ?? '').split(',').filter((one) => one !== '')

const app = (state: MetaState): HttpHandler[] => {
  const url = `https://graph.facebook.com/:version/${APP}/subscriptions`
  const itself = (request: Request): boolean => bearer(request) === `${APP}|${state.appSecret}`
  return [
    http.get(url, ({ request }) =>
      itself(request)
        ? HttpResponse.json({
            data: Object.entries(state.subscriptions).map(([object, { fields, ...rest }]) => ({
              object,
              ...rest,
              fields: fields.map((name) => ({ name, version: 'v26.0' })),
            })),
          })
        : unknownToken(),
    ),
    http.post(url, async ({ request }) => {
      if (!itself(request)) return unknownToken()
      const form = new URLSearchParams(await request.text())
      // Meta checks the address before it takes it.
      const query = new URLSearchParams({
        'hub.mode': 'subscribe',
        'hub.verify_token': form.get('verify_token') ?? '',
        'hub.challenge': '77',
      })
      const checked = await fetch(`${form.get('callback_url')}?${query.toString()}`)
      if ((await checked.text()) !== '77') return refusal(2200, 'Callback verification failed')
      state.subscriptions[form.get('object') ?? ''] = {
        callback_url: form.get('callback_url') ?? '',
        active: true,
        fields: list(form.get('fields')),
      }
      return done()
    }),
  ]
}

const facebook = (state: MetaState): HttpHandler[] => {
  const url = 'https://graph.facebook.com/:version'
  const known = (request: Request): boolean => bearer(request) in state.tokens
  return [
    http.all(`${url}/*`, () => (state.down === undefined ? undefined : HttpResponse.json({}, { status: state.down }))),
    http.get(`${url}/app`, ({ request }) => (known(request) ? HttpResponse.json({ id: APP }) : unknownToken())),
    http.get(`${url}/debug_token`, ({ request }) =>
      bearer(request) === `${APP}|${state.appSecret}`
        ? HttpResponse.json({ data: state.tokens[new URL(request.url).searchParams.get('input_token') ?? ''] })
        : refusal(190, 'Error validating application'),
    ),
    ...app(state),
    http.get(`${url}/${state.number.id}`, ({ request }) =>
      known(request) && request.url.includes('health_status')
        ? HttpResponse.json(state.number)
        : refusal(100, 'Unsupported get request'),
    ),
    http.get(`${url}/${WABA}/subscribed_apps`, () =>
      HttpResponse.json({ data: state.wabaApps.map((id) => ({ whatsapp_business_api_data: { id } })) }),
    ),
    http.post(`${url}/${WABA}/subscribed_apps`, () => {
      state.wabaApps = [APP]
      return done()
    }),
    http.get(`${url}/${PAGE}`, () => HttpResponse.json({ instagram_business_account: { id: state.linkedAccount } })),
    http.get(`${url}/${PAGE}/subscribed_apps`, () =>
      HttpResponse.json({ data: state.pageFields ? [{ id: APP, subscribed_fields: state.pageFields }] : [] }),
    ),
    http.post(`${url}/${PAGE}/subscribed_apps`, async ({ request }) => {
      state.pageFields = list(new URLSearchParams(await request.text()).get('subscribed_fields'))
      return done()
    }),
    http.get(`${url}/*`, () => refusal(100, 'Unsupported get request')),
  ]
}

const instagram = (state: MetaState): HttpHandler[] => {
  const url = 'https://graph.instagram.com/:version'
  return [
    http.get(`${url}/me`, ({ request }) =>
      bearer(request) === state.instagramToken
        ? HttpResponse.json({ user_id: state.instagramOwner })
        : refusal(190, 'Session has expired', 463),
    ),
    http.get(`${url}/${ACCOUNT}/subscribed_apps`, () =>
      HttpResponse.json({
        data: state.instagramFields.length === 0 ? [] : [{ subscribed_fields: state.instagramFields }],
      }),
    ),
    http.post(`${url}/${ACCOUNT}/subscribed_apps`, async ({ request }) => {
      state.instagramFields = list(new URLSearchParams(await request.text()).get('subscribed_fields'))
      return done()
    }),
  ]
}

/** Meta's two Graph APIs over that state. */
export const metaHandlers = (state: MetaState): HttpHandler[] => [...facebook(state), ...instagram(state)]
