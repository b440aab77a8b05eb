import { type ContractSubject, json } from 'parley/testing'
import { FAILURES } from './telegram/errors.ts'
import { telegram } from './telegram/index.ts'

const BOT = '7000000001'
const secrets = { botToken: `${BOT}:AAF-contract-token`, webhookSecret: 'contract-webhook-secret' }

const user = {
  id: 5_550_142_201,
  is_bot: false,
  first_name: 'Nadia',
  last_name: 'Brandt',
  username: 'nadia',
  language_code: 'de',
}
const chat = { id: user.id, type: 'private', first_name: 'Nadia' }
const group = { id: -1_001_234_567_890, type: 'supergroup', title: 'Bike fans' }
const message = (more: object, changed: object = {}) => ({
  message_id: 42,
  from: user,
  chat,
  date: 1_750_000_000,
  ...more,
  ...changed,
})
const update = (kind: string, value: object, id = 9001) => json({ update_id: id, [kind]: value })
const said = (more: object) => update('message', message(more))
const file = (id: string, more: object = {}) => ({ file_id: id, file_unique_id: `u-${id}`, file_size: 1024, ...more })
const place = { latitude: 52.5219, longitude: 13.4132 }
const onlyOne = 'An update is one thing that happened, and a request is one update.'
const noReceipts =
  'The Bot API tells bots nothing of what became of a message, and takes nothing along that it would give back.'
const inFiles = "The bot's token is in the path of every file, and so in where it is fetched from."
const token = 'A webhook is not signed: the same secret token comes with every one, whatever it says.'

export const subject: ContractSubject = {
  factory: telegram,
  config: { bot: BOT },
  secrets,
  webhook: {
    secret: 'webhookSecret',
    sign: (request, secret) => ({
      ...request,
      headers: { ...request.headers, 'x-telegram-bot-api-secret-token': secret },
    }),
  },
  deliveries: {
    message: said({ text: 'My bike grinds' }),
    unknown: update('chat_boost', { boost: { boost_id: '1' } }),
    redelivered: {
      first: update('message', message({ text: 'again' })),
      again: update('message', message({ text: 'again' }, { date: 1_750_000_060 }), 9002),
    },
    others: {
      photo: said({
        photo: [file('small', { width: 90, height: 90 }), file('large', { width: 900, height: 900 })],
        caption: 'The chain',
      }),
      voice: said({ voice: file('voice', { duration: 3, mime_type: 'audio/ogg' }) }),
      video: said({ video: file('video', { mime_type: 'video/mp4' }) }),
      animation: said({ animation: file('gif', { mime_type: 'video/mp4' }), document: file('gif') }),
      document: said({ document: file('doc', { file_name: 'invoice.pdf', mime_type: 'application/pdf' }) }),
      sticker: said({ sticker: file('sticker', { type: 'regular', emoji: '🚲', is_animated: false, is_video: true }) }),
      location: said({ location: place }),
      venue: said({ venue: { location: place, title: 'Alexanderplatz', address: '10178 Berlin' }, location: place }),
      contact: said({ contact: { phone_number: '+15550142201', first_name: 'Nadia', last_name: 'Brandt' } }),
      poll: said({ poll: { id: '1', question: 'Steel?', options: [] } }),
      reply: said({ text: 'That one', reply_to_message: { message_id: 41, date: 1_749_999_999, chat } }),
      forwarded: said({ text: 'Look', forward_origin: { type: 'hidden_user', sender_user_name: 'Ada', date: 1 } }),
      group: update('message', message({ text: 'Hello all', chat: group })),
      edited: update('edited_message', message({ text: 'My bike creaks', edit_date: 1_750_000_050 })),
      button: update('callback_query', {
        id: '4382bfdwdsb323b2d9',
        from: user,
        chat_instance: '1',
        data: 'tomorrow-at-9',
        message: message({
          reply_markup: { inline_keyboard: [[{ text: 'Tomorrow at 9', callback_data: 'tomorrow-at-9' }]] },
        }),
      }),
      reaction: update('message_reaction', {
        chat,
        message_id: 42,
        user,
        date: 1_750_000_000,
        old_reaction: [],
        new_reaction: [{ type: 'emoji', emoji: '👍' }],
      }),
      'reaction taken back': update('message_reaction', {
        chat,
        message_id: 42,
        user,
        date: 1_750_000_000,
        old_reaction: [{ type: 'emoji', emoji: '👍' }],
        new_reaction: [],
      }),
      blocked: update('my_chat_member', {
        chat,
        from: user,
        date: 1_750_000_000,
        old_chat_member: { status: 'member' },
        new_chat_member: { status: 'kicked' },
      }),
      'added to a group': update('my_chat_member', {
        chat: group,
        from: user,
        date: 1_750_000_000,
        old_chat_member: { status: 'left' },
        new_chat_member: { status: 'member' },
      }),
    },
  },
  sends: {
    account: BOT,
    peer: { type: 'telegram_user', value: String(user.id) },
    parts: {
      text: { content: { type: 'text', text: 'hello' } },
      'text as an answer': {
        content: { type: 'text', text: 'that one', linkPreview: false },
        replyTo: `${user.id}:42`,
      },
      photo: {
        content: { type: 'media', text: 'see', media: [{ kind: 'image', url: 'https://files.example/a.jpg' }] },
      },
      voice: { content: { type: 'media', media: [{ kind: 'audio', voice: true, providerMediaId: 'voice' }] } },
      buttons: {
        content: {
          type: 'choice',
          text: 'Which?',
          choice: {
            type: 'choice',
            style: 'buttons',
            header: 'Chains',
            sections: [
              {
                options: [
                  { kind: 'reply', id: 'steel', title: 'Plain steel' },
                  { kind: 'url', id: 'all', title: 'All of them', url: 'https://shop.example/chains' },
                ],
              },
            ],
          },
        },
      },
      location: { content: { type: 'location', ...place } },
      venue: { content: { type: 'location', ...place, name: 'The shop', address: 'Alexanderplatz 1' } },
      contact: {
        content: {
          type: 'contacts',
          contacts: [
            {
              name: { formatted: 'The shop' },
              phones: [{ phone: '+15550100001' }],
              emails: [],
              urls: [],
              addresses: [],
            },
          ],
        },
      },
    },
    accepted: (id) => {
      const [to, number] = id.split(':').map(Number)
      return { status: 200, body: { ok: true, result: { message_id: number, date: 1_750_000_000, chat: { id: to } } } }
    },
    providerId: `${user.id}:4242`,
    failures: [
      ...Object.entries(FAILURES).map(([code, expected]) => ({
        name: code,
        response: { status: Number(code), body: { ok: false, error_code: Number(code), description: 'refused' } },
        expected,
      })),
      {
        name: '429 with a time',
        response: {
          status: 429,
          body: { ok: false, error_code: 429, description: 'Too Many Requests', parameters: { retry_after: 7 } },
        },
        expected: { code: 'rate_limited', retry: { afterSeconds: 7 }, scope: 'account' },
      },
    ],
  },
  acts: {
    shown: [{ type: 'typing' }, { type: 'read', message: 'callback:4382bfdwdsb323b2d9' }],
    done: { status: 200, body: { ok: true, result: true } },
  },
  files: {
    present: {
      file: { id: 'large' },
      response: {
        status: 200,
        body: { ok: true, result: { file_id: 'large', file_path: 'photos/1.jpg', file_size: 1024 } },
      },
      source: {
        kind: 'fetch',
        url: `https://api.telegram.org/file/bot${secrets.botToken}/photos/1.jpg`,
        headers: {},
        trusted: [],
        size: 1024,
      },
    },
    gone: {
      'a file too old or too large': {
        file: { id: 'old' },
        response: { status: 400, body: { ok: false, error_code: 400, description: 'Bad Request: wrong file_id' } },
      },
      'no file': { file: {} },
    },
  },
  deviations: {
    'refuses a body with one bit flipped, a byte added or no byte at all': token,
    'refuses the signature of another delivery': token,
    'never throws while verifying, whatever comes': `${token} Nothing is thrown, but a strange body with it is let in.`,
    'gives every item of a batch a fact with a key of its own': onlyOne,
    'keeps the good items beside a bad one, and the bad one as well': onlyOne,
    'never lets an echo speak as the customer': 'A bot is told nothing of what it, or anybody in its name, has sent.',
    'carries our own key with every part': noReceipts,
    'finds the way home from a receipt: our own key, the same id, the same scope': noReceipts,
    'keeps secrets out of outcomes and answers, also when the provider quotes them': inFiles,
    'keeps secrets out of the URLs it calls': "The bot's token is in the path of every request to the Bot API.",
    'gives credentials to fetch a file with to the hosts it trusts, and to no other': inFiles,
  },
}
