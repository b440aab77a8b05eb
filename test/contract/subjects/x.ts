import { FAILURES } from '../../../adapters/x/errors.ts'
import { x } from '../../../adapters/x/index.ts'
import { signature } from '../../../adapters/x/webhook.ts'
import { get, json, type ContractSubject } from '../../../adapters/testing/contract.ts'
import { inboundBody, inboundNames } from '../../channels/x.fixtures.ts'

const ACCOUNT = '1500000000000000001'
const PERSON = '1500000000000000077'
const SECRET = 'x-consumer-secret'
const TOKEN = 'NmM1NGZlYTItZDgwZi00NTc4LWFhZDUtZDcxNzkzZGUwMWU2'

const message = (id: string, at = '1767950000123', sender = PERSON, recipient = ACCOUNT) => ({
  type: 'message_create',
  id,
  created_timestamp: at,
  message_create: { target: { recipient_id: recipient }, sender_id: sender, message_data: { text: 'Hello' } },
})
const delivery = (events: readonly unknown[], type = 'dm.received', uuid = '-685047') =>
  json({
    data: {
      event_uuid: uuid,
      filter: { user_id: ACCOUNT },
      event_type: type,
      payload: { direct_message_events: events, users: { [PERSON]: { data: { id: PERSON, name: 'Nadia Okafor' } } } },
    },
  })

/** Every row, in the form in which X states it: a number in a list, or a problem with a type. */
const failures = Object.entries(FAILURES).map(([name, { code, retry, scope }]) => {
  const status = Number(/^http_(\d+)$/.exec(name)?.[1] ?? 400)
  const problem = { title: 'No', detail: 'no', status }
  const body = /^\d+$/.test(name)
    ? { errors: [{ code: Number(name), message: 'no' }] }
    : { ...problem, type: name.startsWith('http_') ? 'about:blank' : `https://api.x.com/2/problems/${name}` }
  return { name, response: { status, body }, expected: { code, retry, scope } }
})

export const subject: ContractSubject = {
  factory: x,
  config: { auth: 'oauth1' },
  secrets: {
    consumerKey: 'x-consumer-key',
    consumerSecret: SECRET,
    bearerToken: 'x-bearer-token',
    accessToken: 'x-access-token',
    accessTokenSecret: 'x-access-token-secret',
  },
  webhook: {
    secret: 'consumerSecret',
    sign: (request, secret) => ({
      ...request,
      headers: { ...request.headers, 'x-twitter-webhooks-signature': signature(secret, request.body) },
    }),
    handshake: {
      request: get({ crc_token: TOKEN }),
      reply: { status: 200, body: JSON.stringify({ response_token: signature(SECRET, TOKEN) }) },
      refused: {
        'a body to be signed': get({ crc_token: '{"for_user_id":"1500000000000000001"}' }),
        'a body without spaces or marks': get({ crc_token: '[1234567890123456]' }),
        'a token that is too short': get({ crc_token: 'NmM1NGZlYTI' }),
        'a token that is too long': get({ crc_token: 'N'.repeat(129) }),
        'a token with a line below': get({ crc_token: `${TOKEN}\n` }),
      },
    },
  },
  deliveries: {
    message: delivery([message('2080765901528535096')]),
    batch: { request: delivery([message('2080765901528535096'), message('2080765901528535097')]), facts: 2 },
    unknown: json({ data: { event_uuid: '1', filter: { user_id: ACCOUNT }, event_type: 'dm.hologram', payload: {} } }),
    poisoned: {
      good: delivery([message('2080765901528535096'), message('2080765901528535097')]),
      bad: delivery([message('2080765901528535096'), { type: 'hologram' }, message('2080765901528535097')]),
    },
    echo: delivery([message('2080765901528535098', '1767950000123', ACCOUNT, PERSON)], 'dm.sent'),
    redelivered: {
      first: delivery([message('2080765901528535096')]),
      again: delivery([message('2080765901528535096', '1767951111111')], 'dm.received', '77'),
    },
    others: Object.fromEntries(inboundNames.map((name) => [name, json(new TextDecoder().decode(inboundBody(name)))])),
  },
  sends: {
    account: ACCOUNT,
    peer: { type: 'x_user', value: PERSON },
    parts: {
      text: { content: { type: 'text', text: 'hello' } },
      media: { content: { type: 'media', media: [{ kind: 'image', providerMediaId: '1880000000000000009' }] } },
    },
    accepted: (id) => ({
      status: 201,
      body: { data: { dm_conversation_id: `${ACCOUNT}-${PERSON}`, dm_event_id: id } },
    }),
    providerId: '2080763914820927863',
    failures,
  },
  profiles: {
    response: {
      status: 200,
      body: {
        data: {
          id: PERSON,
          name: 'Nadia Okafor',
          username: 'nadiaokafor',
          profile_image_url: 'https://pbs.twimg.com/profile_images/1500000000000000900/nadia_normal.jpg',
        },
      },
    },
    profile: {
      name: 'Nadia Okafor',
      username: 'nadiaokafor',
      avatarUrl: 'https://pbs.twimg.com/profile_images/1500000000000000900/nadia_normal.jpg',
    },
    none: {
      'somebody who is gone': {
        status: 200,
        body: { errors: [{ title: 'Not Found Error', type: 'https://api.x.com/2/problems/resource-not-found' }] },
      },
      'somebody who never was': { status: 404, body: { title: 'Not Found', type: 'about:blank', status: 404 } },
    },
  },
  files: {
    present: {
      file: { id: '3_1880000000000000001', url: 'https://pbs.twimg.com/media/GkettleA1.jpg' },
      source: { kind: 'fetch', url: 'https://pbs.twimg.com/media/GkettleA1.jpg', headers: {}, trusted: [] },
    },
    gone: {
      'a file without an address': { file: { id: '1880000000000000001' } },
      'an address that is not X’s': { file: { url: 'https://files.example/a.jpg' } },
    },
  },
  deviations: {
    'carries our own key with every part': 'X takes nothing with a message that it gives back',
    'finds the way home from a receipt: our own key, the same id, the same scope':
      'X takes nothing with a message that it gives back; its echo has the id that the send was answered with',
  },
}
