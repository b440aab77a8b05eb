import type { ChannelFactory } from '../../adapters/adapter.ts'
import { FAILURES } from '../../adapters/_messaging/errors.ts'
import type { Platform } from '../../adapters/_messaging/platform.ts'
import { signatureHeader } from '../../adapters/meta.ts'
import { get, json, type ContractSubject } from '../../adapters/testing/contract.ts'
import { fixturesOf } from '../channels/messaging.fixtures.ts'

const challenge = (mode: string, token: string) =>
  get({ 'hub.mode': mode, 'hub.verify_token': token, 'hub.challenge': '1158201444' })
const option = (id: string, title: string) => ({ kind: 'reply' as const, id, title })

/** Every row that is a refusal; a subcode that stands with any code is shown with one. */
const failures = Object.entries(FAILURES)
  .filter(([, { code }]) => code !== 'outcome_unknown')
  .map(([key, { code, retry, scope }]) => {
    const [number, subcode] = key.replace('*', '10').split('/')
    const error = { message: 'refused', code: Number(number), ...(subcode ? { error_subcode: Number(subcode) } : {}) }
    return { name: key, response: { status: 400, body: { error } }, expected: { code, retry, scope } }
  })

const LINK = 'https://scontent.xx.fbcdn.net/v/t1/photo.jpg'

const graphError = (code: number, subcode?: number) => ({
  status: 400,
  body: { error: { message: 'refused', code, ...(subcode === undefined ? {} : { error_subcode: subcode }) } },
})

const profiles = ({ channel }: Platform, id: string): NonNullable<ContractSubject['profiles']> => {
  const picture = 'https://scontent.xx.fbcdn.net/v/t1/nadia.jpg'
  const told =
    channel === 'instagram' ? { name: 'Nadia Brandt', username: 'nadia' } : { first_name: 'Nadia', last_name: 'Brandt' }
  return {
    response: { status: 200, body: { ...told, profile_pic: picture, id } },
    profile: { name: 'Nadia Brandt', avatarUrl: picture, ...(channel === 'instagram' ? { username: 'nadia' } : {}) },
    none: {
      nothing: { status: 200, body: {} },
      'the id alone': { status: 200, body: { id } },
      'no consent': graphError(230),
      'no permission': graphError(10),
      'no permission for a field': graphError(100, 2018247),
      'no profile': graphError(100, 2018218),
      nobody: graphError(100, 33),
    },
  }
}

/** One of the channels that speak Messenger's protocol, as the contract suite examines it. */
export const messagingSubject = (platform: Platform, factory: ChannelFactory<unknown>): ContractSubject => {
  const fixtures = fixturesOf(platform)
  const account = '770055001199'
  const person = '5550142201000001'
  const secrets = {
    appSecret: `${platform.channel}-app-secret`,
    verifyToken: `${platform.channel}-verify-token`,
    accessToken: `${platform.channel}-access-token`,
  }
  const event = (said: Record<string, unknown>, timestamp = 1_767_950_000_123) => ({
    sender: { id: person },
    recipient: { id: account },
    timestamp,
    ...said,
  })
  const text = (mid: string, timestamp?: number) => event({ message: { mid, text: 'Hello' } }, timestamp)
  const echo = (message: Record<string, unknown>) => ({
    ...event({ message: { is_echo: true, text: 'Hello', ...message } }),
    sender: { id: account },
    recipient: { id: person },
  })
  const delivery = (events: readonly unknown[], time = 1_767_950_000_900) =>
    json({ object: platform.object, entry: [{ id: account, time, messaging: events }] })
  return {
    factory,
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
      message: delivery([text('m_1')]),
      batch: {
        request: delivery([
          text('m_1'),
          text('m_2'),
          event({ reaction: { mid: 'm_out', action: 'react', emoji: '👍' } }),
        ]),
        facts: 3,
      },
      unknown: delivery([event({ message: { mid: 'm_3', attachments: [{ type: 'hologram' }] } })]),
      poisoned: {
        good: delivery([text('m_1'), text('m_2')]),
        bad: delivery([text('m_1'), event({ message: 7 }), text('m_2')]),
      },
      echo: delivery([echo({ mid: 'm_4' })]),
      redelivered: {
        first: delivery([text('m_5')]),
        again: delivery([text('m_5', 1_767_950_999_999)], 1_767_951_000_000),
      },
      others: Object.fromEntries(
        fixtures.inboundNames.map((name) => [name, json(new TextDecoder().decode(fixtures.inboundBody(name)))]),
      ),
    },
    sends: {
      account,
      peer: { type: platform.peer, value: person },
      parts: {
        text: { content: { type: 'text', text: 'hello' }, replyTo: 'm_1' },
        media: { content: { type: 'media', media: [{ kind: 'image', url: 'https://files.example/a.jpg' }] } },
        choice: {
          content: {
            type: 'choice',
            text: 'Which?',
            choice: { type: 'choice', style: 'buttons', sections: [{ options: [option('a', 'A'), option('b', 'B')] }] },
          },
        },
        cards: {
          content: { type: 'cards', cards: [{ title: 'Kettle', subtitle: '1 litre', buttons: [option('a', 'A')] }] },
        },
        reaction: { content: { type: 'reaction', target: 'm_1', emoji: '👍' } },
      },
      accepted: (id) => ({ status: 200, body: { recipient_id: person, message_id: id } }),
      providerId: 'm_out',
      failures,
      receipt: (sent, id) => {
        const { message } = JSON.parse(sent.body) as { message: { metadata: string } }
        return delivery([echo({ mid: id, metadata: message.metadata })])
      },
    },
    acts: { shown: [{ type: 'typing' }, { type: 'read' }], done: { status: 200, body: { recipient_id: person } } },
    profiles: profiles(platform, person),
    files: {
      present: { file: { url: LINK }, source: { kind: 'fetch', url: LINK, headers: {}, trusted: [] } },
      gone: {
        'a link that ended': { file: { url: `${LINK}?oe=65000000` } },
        'an upload without a link': { file: { id: '1745504518999123' } },
        'a link that is none': { file: { url: 'file:///etc/hosts' } },
      },
    },
    deviations: {
      'carries our own key with every part': 'a reaction is a sender action, which has no metadata',
    },
  }
}
