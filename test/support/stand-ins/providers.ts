import { http, HttpResponse, type HttpHandler } from 'msw'
import { GATEWAY } from './aws.ts'

const USER = '1500000000000000001'
const WEBHOOK = '1900000000000000001'
const TYPES = ['dm.received', 'dm.sent', 'dm.read', 'post.mention.create', 'chat.received', 'oauth.revoke']

/** What X, Twilio and three providers of inbound mail have of accounts that are well; tests seed faults into it. */
export const healthyProviders = () => ({
  x: {
    bearer: 'x-bearer',
    webhooks: [{ id: WEBHOOK, url: `${GATEWAY}/webhooks/x/main`, valid: true }],
    subscriptions: TYPES.map((event_type) => ({ event_type, filter: { user_id: USER }, webhook_id: WEBHOOK })),
    userTokens: true,
    owner: USER,
  },
  twilio: {
    token: 'twilio-token',
    status: 'active',
    type: 'Full',
    numbers: [
      {
        sid: 'PN1',
        phone_number: '+15550100001',
        sms_url: `${GATEWAY}/webhooks/sms/main`,
        sms_method: 'POST',
        sms_application_sid: '',
        capabilities: { sms: true, mms: true },
      },
    ],
    services: [] as { sid: string; inbound_request_url: string | null; use_inbound_webhook_on_number: boolean }[],
  },
  postmark: {
    key: 'postmark-key',
    InboundHookUrl: 'https://postmark:postmark-token@gateway.example/webhooks/email/postmark',
    RawEmailEnabled: true,
  },
  mailgun: {
    key: 'mailgun-key',
    routes: [
      {
        expression: String.raw`match_recipient("support(\+.*)?@mailgun\.example")`,
        actions: [`forward("${GATEWAY}/webhooks/email/mailgun")`, 'stop()'],
      },
    ],
  },
  sendgrid: {
    key: 'sendgrid-key',
    hosts: [{ hostname: 'sendgrid.example', url: `${GATEWAY}/webhooks/email/sendgrid` }],
  },
})
export type ProviderState = ReturnType<typeof healthyProviders>

const refused = (status = 401) => HttpResponse.json({ message: 'Authenticate' }, { status })
const basic = (user: string, password: string): string => `Basic ${btoa(`${user}:${password}`)}`

const x = (state: ProviderState['x']): HttpHandler[] => {
  const url = 'https://api.x.com/2'
  const asApp = (request: Request): boolean => request.headers.get('authorization') === `Bearer ${state.bearer}`
  const asUser = (request: Request): boolean =>
    state.userTokens && request.headers.get('authorization')?.startsWith('OAuth ') === true
  return [
    http.get(`${url}/webhooks`, ({ request }) =>
      asApp(request) ? HttpResponse.json({ data: state.webhooks }) : refused(),
    ),
    http.post(`${url}/webhooks`, async ({ request }) => {
      const { url: address } = (await request.json()) as { readonly url: string }
      const made = { id: WEBHOOK, url: address, valid: true }
      state.webhooks = [made]
      return HttpResponse.json({ data: made })
    }),
    http.put(`${url}/webhooks/:id`, () => {
      state.webhooks = state.webhooks.map((webhook) => ({ ...webhook, valid: true }))
      return HttpResponse.json({ data: { valid: true } })
    }),
    http.get(`${url}/activity/subscriptions`, ({ request }) =>
      asApp(request) ? HttpResponse.json({ data: state.subscriptions, meta: {} }) : refused(),
    ),
    http.post(`${url}/activity/subscriptions`, async ({ request }) => {
      if (!asUser(request)) return refused(403)
      state.subscriptions.push((await request.json()) as (typeof state.subscriptions)[number])
      return HttpResponse.json({ data: {} })
    }),
    http.get(`${url}/users/me`, ({ request }) =>
      asUser(request) ? HttpResponse.json({ data: { id: state.owner } }) : refused(),
    ),
  ]
}

const twilio = (state: ProviderState['twilio']): HttpHandler[] => {
  const url = 'https://api.twilio.com/2010-04-01/Accounts/AC00000000000000000000000000000001'
  const services = 'https://messaging.twilio.com/v1/Services'
  return [
    http.all('https://*.twilio.com/*', ({ request }) =>
      request.headers.get('authorization') === basic('AC00000000000000000000000000000001', state.token)
        ? undefined
        : refused(),
    ),
    http.get(`${url}.json`, () => HttpResponse.json({ status: state.status, type: state.type })),
    http.get(`${url}/IncomingPhoneNumbers.json`, ({ request }) => {
      const wanted = new URL(request.url).searchParams.get('PhoneNumber')
      return HttpResponse.json({ incoming_phone_numbers: state.numbers.filter((one) => one.phone_number === wanted) })
    }),
    http.post(`${url}/IncomingPhoneNumbers/:sid.json`, async ({ request }) => {
      const form = new URLSearchParams(await request.text())
      const changed = {
        sms_url: form.get('SmsUrl') ?? '',
        sms_method: form.get('SmsMethod') ?? '',
        sms_application_sid: form.get('SmsApplicationSid') ?? 'kept',
      }
      state.numbers = state.numbers.map((number) => ({ ...number, ...changed }))
      return HttpResponse.json({})
    }),
    http.get(services, () => HttpResponse.json({ services: state.services })),
    http.get(`${services}/:sid/PhoneNumbers`, () => HttpResponse.json({ phone_numbers: [{ sid: 'PN1' }] })),
    http.post(`${services}/:sid`, async ({ request }) => {
      const form = new URLSearchParams(await request.text())
      const inbound_request_url = form.get('InboundRequestUrl')
      state.services = state.services.map((service) => ({ ...service, inbound_request_url }))
      return HttpResponse.json({})
    }),
  ]
}

const postmark = (state: ProviderState['postmark']): HttpHandler[] => {
  const allowed = (request: Request): boolean => request.headers.get('x-postmark-server-token') === state.key
  return [
    http.get('https://api.postmarkapp.com/server', ({ request }) =>
      allowed(request) ? HttpResponse.json({ ...state, key: undefined }) : refused(),
    ),
    http.put('https://api.postmarkapp.com/server', async ({ request }) => {
      Object.assign(state, await request.json())
      return HttpResponse.json({})
    }),
  ]
}

/** An account in Europe: the other host knows no such key. */
const mailgun = (state: ProviderState['mailgun']): HttpHandler[] => {
  const url = 'https://api.eu.mailgun.net/v3/routes'
  return [
    http.get('https://api.mailgun.net/v3/routes', () => refused()),
    http.get(url, ({ request }) =>
      request.headers.get('authorization') === basic('api', state.key)
        ? HttpResponse.json({ items: state.routes, total_count: state.routes.length })
        : refused(),
    ),
    http.post(url, async ({ request }) => {
      const form = new URLSearchParams(await request.text())
      state.routes.push({ expression: form.get('expression') ?? '', actions: form.getAll('action') })
      return HttpResponse.json({ message: 'Route has been created' })
    }),
  ]
}

const sendgrid = (state: ProviderState['sendgrid']): HttpHandler[] => {
  const url = 'https://api.sendgrid.com/v3/user/webhooks/parse/settings'
  return [
    http.get(url, ({ request }) =>
      request.headers.get('authorization') === `Bearer ${state.key}`
        ? HttpResponse.json({ result: state.hosts })
        : refused(),
    ),
    http.post(url, async ({ request }) => {
      state.hosts.push((await request.json()) as (typeof state.hosts)[number])
      return HttpResponse.json({}, { status: 201 })
    }),
    http.patch(`${url}/:host`, async ({ request, params }) => {
      const { url: address } = (await request.json()) as { readonly url: string }
      state.hosts = state.hosts.map((host) => (host.hostname === params['host'] ? { ...host, url: address } : host))
      return HttpResponse.json({})
    }),
  ]
}

/** Their APIs over that state. */
export const providerHandlers = (state: ProviderState): HttpHandler[] => [
  ...x(state.x),
  ...twilio(state.twilio),
  ...postmark(state.postmark),
  ...mailgun(state.mailgun),
  ...sendgrid(state.sendgrid),
]
