import { signatureHeader } from '../../../adapters/meta.ts'
import { get, json, type ContractSubject } from '../../../adapters/testing/contract.ts'
import { FAILURES } from '../../../adapters/whatsapp/errors.ts'
import { whatsapp } from '../../../adapters/whatsapp/index.ts'
import { inboundBody, inboundNames } from '../../channels/whatsapp.fixtures.ts'

const secrets = { appSecret: 'wa-app-secret', verifyToken: 'wa-verify-token', accessToken: 'wa-access-token' }
const ACCOUNT = '106540352242922'
const FILE = 'https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=770055&hash=1'
const text = (id: string, more: Record<string, unknown> = {}) => ({
  from: '15550001111',
  id,
  timestamp: '1760000000',
  type: 'text',
  text: { body: 'Hello' },
  ...more,
})
const delivery = (value: Record<string, unknown>, field = 'messages') =>
  json({
    object: 'whatsapp_business_account',
    entry: [
      {
        id: '102290129340398',
        changes: [
          {
            field,
            value: {
              messaging_product: 'whatsapp',
              metadata: { display_phone_number: '15550002222', phone_number_id: ACCOUNT },
              contacts: [{ profile: { name: 'Ann' }, wa_id: '15550001111' }],
              ...value,
            },
          },
        ],
      },
    ],
  })
const messages = (...list: unknown[]) => delivery({ messages: list })
const status = (id: string, state: string, more: Record<string, unknown> = {}) => ({
  id,
  status: state,
  timestamp: '1760000001',
  recipient_id: '15550001111',
  ...more,
})
const challenge = (mode: string, token: string) =>
  get({ 'hub.mode': mode, 'hub.verify_token': token, 'hub.challenge': '1158201444' })
const options = [
  { kind: 'reply' as const, id: 'a', title: 'A' },
  { kind: 'reply' as const, id: 'b', title: 'B' },
]

export const subject: ContractSubject = {
  factory: whatsapp,
  config: {},
  secrets,
  webhook: {
    secret: 'appSecret',
    sign: (request, secret) => ({
      ...request,
      headers: { ...request.headers, 'x-hub-signature-256': signatureHeader(secret, request.body) },
    }),
    handshake: {
      request: challenge('subscribe', secrets.verifyToken),
      reply: { status: 200, body: '1158201444' },
      refused: {
        'another token': challenge('subscribe', 'other'),
        'no token': get({ 'hub.mode': 'subscribe', 'hub.challenge': '1158201444' }),
        'another mode': challenge('unsubscribe', secrets.verifyToken),
      },
    },
  },
  deliveries: {
    message: messages(text('wamid.1')),
    batch: {
      request: delivery({
        messages: [text('wamid.1'), text('wamid.2', { type: 'image', image: { id: '77', mime_type: 'image/jpeg' } })],
        statuses: [status('wamid.out', 'delivered')],
      }),
      facts: 3,
    },
    unknown: messages(text('wamid.3', { type: 'hologram', hologram: { angle: 3 } })),
    poisoned: {
      good: messages(text('wamid.1'), text('wamid.2')),
      bad: messages(text('wamid.1'), { type: 'text', id: 7 }, text('wamid.2')),
    },
    echo: delivery(
      { message_echoes: [text('wamid.4', { from: '15550002222', to: '15550001111' })] },
      'smb_message_echoes',
    ),
    redelivered: {
      first: messages(text('wamid.5', { from_user_id: 'US.13491208655302741918' })),
      again: messages(text('wamid.5', { timestamp: '1760009999', from_user_id: 'US.13491208655302741918' })),
    },
    others: Object.fromEntries(inboundNames().map((name) => [name, json(new TextDecoder().decode(inboundBody(name)))])),
  },
  acts: {
    shown: [
      { type: 'read', message: 'wamid.1' },
      { type: 'typing', message: 'wamid.1' },
    ],
    done: { status: 200, body: { success: true } },
  },
  files: {
    present: {
      file: { id: '770055', url: FILE },
      response: {
        status: 200,
        body: { messaging_product: 'whatsapp', url: FILE, mime_type: 'image/jpeg', file_size: '2048', id: '770055' },
      },
      source: {
        kind: 'fetch',
        url: FILE,
        headers: { authorization: `Bearer ${secrets.accessToken}` },
        trusted: ['lookaside.fbsbx.com'],
        contentType: 'image/jpeg',
        size: 2048,
      },
    },
    gone: {
      'an id that has ended': {
        file: { id: '770056' },
        response: { status: 400, body: { error: { message: 'no such object', code: 100, error_subcode: 33 } } },
      },
    },
  },
  templates: [
    {
      response: {
        status: 200,
        body: { health_status: { entities: [{ entity_type: 'WABA', id: '102290129340398' }] } },
      },
      page: { templates: [], next: '102290129340398' },
    },
    {
      cursor: '102290129340398',
      response: {
        status: 200,
        body: {
          data: [
            {
              id: '881',
              name: 'tea_ready',
              language: 'de',
              status: 'APPROVED',
              category: 'UTILITY',
              components: [
                { type: 'BODY', text: 'Dein {{1}} ist fertig.', example: { body_text: [['Assam']] } },
                { type: 'BUTTONS', buttons: [{ type: 'COPY_CODE', text: 'Code', example: ['TEA'] }] },
              ],
            },
          ],
          paging: { cursors: { after: 'QVF' }, next: 'https://graph.facebook.com/next' },
        },
      },
      page: {
        templates: [
          {
            name: 'tea_ready',
            language: 'de',
            status: 'approved',
            providerId: '881',
            category: 'UTILITY',
            reason: null,
            components: {
              header: null,
              body: 'Dein {{1}} ist fertig.',
              footer: null,
              buttons: [{ kind: 'copy_code', title: 'Code' }],
            },
            examples: { 1: 'Assam', 'button.0': 'TEA' },
          },
        ],
        next: '102290129340398 QVF',
      },
    },
    {
      cursor: '102290129340398 QVF',
      response: { status: 200, body: { data: [], paging: { cursors: { after: 'QVG' } } } },
      page: { templates: [] },
    },
  ],
  sends: {
    account: ACCOUNT,
    peer: { type: 'phone', value: '+15550001111' },
    parts: {
      text: { content: { type: 'text', text: 'hello' }, replyTo: 'wamid.1' },
      media: { content: { type: 'media', media: [{ kind: 'image', url: 'https://files.example/a.jpg' }] } },
      choice: {
        content: {
          type: 'choice',
          text: 'Which?',
          choice: { type: 'choice', style: 'buttons', sections: [{ options }] },
        },
      },
      template: {
        content: { type: 'template', name: 'hello', language: 'en', header: [], body: [], buttons: [] },
      },
      location: { content: { type: 'location', latitude: 1, longitude: 2 } },
      contacts: {
        content: {
          type: 'contacts',
          contacts: [{ name: { formatted: 'Ann' }, phones: [], emails: [], urls: [], addresses: [] }],
        },
      },
      reaction: { content: { type: 'reaction', target: 'wamid.1', emoji: '👍' } },
    },
    accepted: (id) => ({
      status: 200,
      body: {
        messaging_product: 'whatsapp',
        contacts: [{ input: '15550001111', wa_id: '15550001111' }],
        messages: [{ id }],
      },
    }),
    providerId: 'wamid.out',
    failures: Object.entries(FAILURES).map(([key, { code, retry, scope }]) => {
      const [number, subcode] = key.split('/')
      const error = { message: 'refused', code: Number(number), ...(subcode ? { error_subcode: Number(subcode) } : {}) }
      return { name: key, response: { status: 400, body: { error } }, expected: { code, retry, scope } }
    }),
    receipt: (sent, id) => {
      const { biz_opaque_callback_data } = JSON.parse(sent.body) as { biz_opaque_callback_data: string }
      return delivery({ statuses: [status(id, 'sent', { biz_opaque_callback_data })] })
    },
  },
}
