import { describe, expect, test } from 'vitest'
import { connectionOf, type Faults } from '../../adapters/sandbox.ts'
import { InboundFact } from '../../core/schema/fact.ts'
import { fixturesOf, OWN_KEY } from './messaging.fixtures.ts'
import { ACCOUNT, codeOf, OTHER, PERSON, secrets, text, world, type Channel } from './messaging.world.ts'

const HOUR = 3_600_000
const long = (length: number): string => 'x'.repeat(length)
const body = (message: object, more: object = {}) => ({ recipient: { id: PERSON }, message, ...more })
const attachment = (type: string, payload: object) => body({ attachment: { type, payload } })
const template = (payload: object) => attachment('template', { template_type: 'button', text: 'Which?', ...payload })
const postback = (title: string, payload = 'p') => ({ type: 'postback', title, payload })
const generic = (elements: object[]) => template({ template_type: 'generic', elements })
const card = (more: object = {}) => ({ title: 'Kettle', subtitle: '1 litre', ...more })
const replies = (count: number, more: object = {}) =>
  body({
    text: 'Which?',
    quick_replies: Array.from({ length: count }, (_, i) => ({
      content_type: 'text',
      title: `R${i}`,
      payload: 'p',
      ...more,
    })),
  })

/** What the real one refuses, as the bare request, and the subcode of its answer beside the code 100. */
const REFUSED: readonly (readonly [what: string, body: unknown, subcode?: number])[] = [
  ['a body that is no JSON', 'nonsense'],
  ['no recipient', { message: { text: 'Hi' } }],
  ['no text', body({})],
  ['an empty text', body({ text: '' })],
  ['metadata of 1001 characters', body({ text: 'Hi', metadata: long(1001) })],
  ['a messaging type that does not exist', body({ text: 'Hi' }, { messaging_type: 'SOON' })],
  ['a tag that has ended', body({ text: 'Hi' }, { messaging_type: 'MESSAGE_TAG', tag: 'ACCOUNT_UPDATE' })],
  ['a quote of no message', body({ text: 'Hi' }, { reply_to: {} })],
  ['an attachment that does not exist', attachment('hologram', { url: 'https://files.example/a' })],
  ['a file by id and link', attachment('image', { url: 'https://files.example/a', attachment_id: '1' })],
  ['a link that is none', attachment('image', { url: 'files/a.jpg' }), 2018008],
  ['an upload that is none', attachment('image', { attachment_id: 'a' }), 2018074],
  ['a template that does not exist', template({ template_type: 'wave' })],
  ['a template text of 641 characters', template({ text: long(641), buttons: [postback('A')] })],
  ['no buttons', template({ buttons: [] })],
  ['four buttons', template({ buttons: ['A', 'B', 'C', 'D'].map((title) => postback(title)) })],
  ['a button title of 21 characters', template({ buttons: [postback(long(21))] })],
  ['a payload of 1001 characters', template({ buttons: [postback('A', long(1001))] })],
  ['a link button without a link', template({ buttons: [{ type: 'web_url', title: 'Open', url: 'shop' }] })],
  ['a button that does not exist', template({ buttons: [{ type: 'wave', title: 'A' }] })],
  ['no cards', generic([])],
  ['eleven cards', generic(Array.from({ length: 11 }, () => card()))],
  ['a card without a title', generic([card({ title: '' })])],
  ['a card title of 81 characters', generic([card({ title: long(81) })])],
  ['a subtitle of 81 characters', generic([card({ subtitle: long(81) })])],
  ['a card that is a title alone', generic([{ title: 'Kettle' }])],
  ['a picture on a card that is no link', generic([card({ image_url: 'kettle.jpg' })])],
  ['four buttons on a card', generic([card({ buttons: ['A', 'B', 'C', 'D'].map((title) => postback(title)) })])],
  ['fourteen quick replies', replies(14)],
  ['a quick reply of 21 characters', replies(1, { title: long(21) })],
  ['a quick reply for a phone number', replies(1, { content_type: 'user_phone_number' })],
  ['a sender action that does not exist', { recipient: { id: PERSON }, sender_action: 'wave' }],
  ['a reaction to no message', { recipient: { id: PERSON }, sender_action: 'react', payload: { reaction: '👍' } }],
  ['a reaction that is none', { recipient: { id: PERSON }, sender_action: 'react', payload: { message_id: 'm_1' } }],
]

const ACTIONS: readonly (readonly [what: string, action: object, fact: object])[] = [
  ['writes', { type: 'text', text: 'Hé 🎉' }, { kind: 'message', body: { text: 'Hé 🎉' } }],
  ...(['image', 'audio', 'video', 'sticker'] as const).map(
    (kind) =>
      [`sends a file: ${kind}`, { type: kind }, { body: { attachments: [{ kind, state: 'pending' }] } }] as const,
  ),
  ['sends a document', { type: 'file' }, { body: { attachments: [{ kind: 'document' }] } }],
  ['shares a reel', { type: 'reel', title: 'Steam' }, { body: { text: '[reel: Steam]' } }],
  ['shares a post', { type: 'post', title: 'Steam' }, { body: { text: '[post: Steam]' } }],
  [
    'sends a place',
    { type: 'location', latitude: 1.5, longitude: 2, title: 'Gate' },
    { body: { content: { type: 'location', latitude: 1.5, name: 'Gate' } } },
  ],
  [
    'mentions us in a story',
    { type: 'story_mention' },
    { body: { attachments: [{ state: 'withheld' }], content: { type: 'story', relation: 'mention' } } },
  ],
  [
    'answers a story',
    { type: 'story_reply', text: 'Nice', storyId: '7' },
    { body: { text: 'Nice', content: { type: 'story', relation: 'reply', storyId: '7' } } },
  ],
  [
    'picks a quick reply',
    { type: 'quick_reply', payload: 'm', title: 'Medium', replyTo: 'm_offer' },
    { body: { text: 'Medium', content: { type: 'selection', id: 'm', of: 'm_offer' } } },
  ],
  [
    'picks a button',
    { type: 'postback', payload: 'm', title: 'Medium' },
    { body: { text: 'Medium', content: { type: 'selection', id: 'm' } } },
  ],
  ['reacts', { type: 'reaction', target: 'm_1', emoji: '👍' }, { kind: 'reaction', target: 'm_1', emoji: '👍' }],
  ['takes a reaction back', { type: 'reaction', target: 'm_1', emoji: null }, { kind: 'reaction', emoji: null }],
  ['edits', { type: 'edit', target: 'm_1', text: 'Red' }, { kind: 'edit', target: 'm_1', body: { text: 'Red' } }],
  ['takes a message back', { type: 'delete', target: 'm_1' }, { kind: 'revoke', target: 'm_1' }],
  ['quotes', { type: 'text', text: 'This', replyTo: 'm_1' }, { body: { replyTo: { providerId: 'm_1' } } }],
  [
    'comes from an advert',
    { type: 'text', text: 'Hi', referral: { source: 'ADS', ads_context_data: { ad_title: 'Kettles' } } },
    { body: { referral: { source: 'ads', headline: 'Kettles' } } },
  ],
  ['follows a link', { type: 'referral', ref: 'spring' }, { kind: 'activity', event: 'referral.shortlink' }],
  ['sends what cannot be passed on', { type: 'unsupported' }, { body: { content: { type: 'unsupported' } } }],
  [
    'writes in a conversation of another app',
    { type: 'text', text: 'Hi', standby: true },
    { body: { text: 'Hi', extra: { standby: true } } },
  ],
  ['picks a button there', { type: 'postback', payload: 'm', title: 'M', standby: true }, { body: { text: 'M' } }],
  ['is taken over by another app', { type: 'handover' }, { kind: 'activity', event: 'handover.take_thread_control' }],
  [
    'is answered from Meta’s own inbox',
    { type: 'echo', text: 'We are open' },
    { direction: 'out', author: { kind: 'echo' }, peers: [{ value: PERSON }], body: { text: 'We are open' } },
  ],
  ['writes to the other account', { type: 'text', text: 'Hi', account: OTHER }, { account: OTHER }],
  ['does anything at all, raw', { type: 'raw', event: { message: { mid: 'm_r', text: 'Raw' } } }, { id: 'm_r' }],
]

/** What the sandbox must do, for each of the channels that speak Messenger's protocol. */
export const sandboxing = (channel: Channel): void => {
  const { platform } = channel
  const { sendNames, partOf } = fixturesOf(platform)
  const messenger = platform.channel === 'messenger'
  const told = messenger ? ['sent', 'delivered', 'read'] : ['sent', 'read']
  /** States as they are told: of the watermark beside a delivery's ids nothing is repeated. */
  const states = (facts: readonly InboundFact[]): string[] =>
    facts.flatMap((fact) =>
      fact.kind === 'receipt' || (fact.kind === 'watermark' && fact.state === 'read') ? [fact.state] : [],
    )

  describe('a customer', () => {
    test.each(ACTIONS)('%s', async (_, action, fact) => {
      const { sandbox, facts } = world(channel)
      const { providerId, status } = await sandbox.customer(action)
      expect({ status, providerId }).toMatchObject({ status: 200, providerId: expect.stringMatching(/^m_/) as string })
      expect(facts).toHaveLength(1)
      expect(facts[0]).toMatchObject(fact)
      expect(InboundFact.parse(facts[0])).toEqual(facts[0])
    })

    test('reads', async () => {
      const { sandbox, facts } = world(channel)
      await sandbox.customer({ type: 'read', target: 'm_1' })
      expect(facts).toMatchObject([
        messenger ? { kind: 'watermark', state: 'read' } : { kind: 'receipt', state: 'read', target: 'm_1' },
      ])
    })

    test('who does something impossible gets an error and sends nothing', async () => {
      const { sandbox, deliveries } = world(channel)
      for (const wrong of [{}, { type: 'dance' }, { type: 'text' }, { type: 'text', text: 'Hi', from: 'Nadia' }, null])
        await expect(sandbox.customer(wrong)).rejects.toThrow(/invalid/i)
      await expect(sandbox.customer({ type: 'text', text: 'Hi', account: '1' })).rejects.toThrow('no such account')
      expect(deliveries).toEqual([])
    })

    test('is heard in JSON as Meta writes it, escaped before it is signed', async () => {
      const { sandbox, deliveries } = world(channel)
      await sandbox.customer({ type: 'text', text: 'Hé 🎉 a/b' })
      expect(deliveries[0]?.body).toContain(String.raw`H\u00e9 \ud83c\udf89 a\/b`)
      expect(deliveries[0]?.headers['x-hub-signature-256']).toMatch(/^sha256=[0-9a-f]{64}$/)
    })

    test('is heard again when the gateway did not take it', async () => {
      const { sandbox, clock, facts, deliveries } = world(channel, {}, [500, 503])
      expect(await sandbox.customer({ type: 'text', text: 'Hello?' })).toMatchObject({ status: 500 })
      expect(facts).toEqual([])
      await clock.drain()
      expect(facts).toMatchObject([{ body: { text: 'Hello?' } }])
      expect(deliveries).toHaveLength(3)
    })

    test('sends files that can be fetched where the webhook says', async () => {
      const { sandbox, facts } = world(channel)
      await sandbox.customer({ type: 'image', data: Buffer.from('see me').toString('base64') })
      const [said] = facts.flatMap((fact) => (fact.kind === 'message' ? fact.body.attachments : []))
      const { pathname } = new URL(said?.remote?.url ?? '')
      const found = await sandbox.api.request(pathname)
      expect([found.headers.get('content-type'), await found.text()]).toEqual(['image/jpeg', 'see me'])
      expect((await sandbox.api.request('/files/none')).status).toBe(404)
    })
  })

  describe('Graph', () => {
    const post = async (given: unknown, account = ACCOUNT, token = secrets.accessToken) => {
      const { sandbox, deliveries, clock } = world(channel)
      const response = await sandbox.api.request(`/v26.0/${account}/messages`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}` },
        body: typeof given === 'string' ? given : JSON.stringify(given),
      })
      await clock.drain()
      const answer = (await response.json()) as { error?: { code: number; error_subcode?: number } }
      const { code, error_subcode: subcode } = answer.error ?? {}
      return { status: response.status, code, subcode, answer, deliveries }
    }

    test.each(REFUSED)('refuses %s', async (_, given, subcode) => {
      const { deliveries, ...refused } = await post(given)
      expect(refused).toMatchObject({ status: 400, code: 100, subcode })
      expect(deliveries).toEqual([])
    })

    test('refuses a text beyond the limit, and takes one that is just at it', async () => {
      const letter = messenger ? 'x' : 'é'
      const most = messenger ? 2000 : 500
      expect((await post(body({ text: letter.repeat(most + 1) }))).code).toBe(100)
      expect((await post(body({ text: letter.repeat(most) }))).status).toBe(200)
    })

    test('refuses a recipient nobody is', async () => {
      const stranger = { recipient: { id: 'Nadia' }, message: { text: 'Hi' } }
      expect(await post(stranger)).toMatchObject({ code: 100, subcode: messenger ? 2018001 : 2534014 })
    })

    test('refuses a request with another token, and for an account that is not ours', async () => {
      const good = body({ text: 'Hi' })
      expect((await post(good)).status).toBe(200)
      expect((await post(good, 'me')).status).toBe(200)
      expect(await post(good, ACCOUNT, 'other')).toMatchObject({ status: 401, code: 190 })
      expect(await post(good, '1')).toMatchObject({ status: 400, code: 100, subcode: 33 })
    })

    test('takes typing and seen without making a message of it', async () => {
      for (const action of ['typing_on', 'mark_seen']) {
        const { status, answer, deliveries } = await post({ recipient: { id: PERSON }, sender_action: action })
        expect({ status, answer }).toEqual({ status: 200, answer: { recipient_id: PERSON } })
        expect(deliveries).toEqual([])
      }
    })

    test('refuses an answer a day after the customer wrote, and a person’s after seven', async () => {
      const { sandbox, clock, send } = world(channel)
      await sandbox.customer({ type: 'text', text: 'Hello' })
      const wrote = clock.now()
      const late = { lastInboundAt: wrote, author: 'agent' as const }
      await clock.advance(24 * HOUR - 1)
      expect(codeOf(await send(text))).toBe('accepted')
      await clock.advance(1)
      expect(codeOf(await send(text))).toBe(messenger ? '10/2018278' : '10/2534022')
      expect(codeOf(await send(text, late))).toBe('accepted')
      await clock.advance(6 * 24 * HOUR)
      expect(codeOf(await send(text, late))).toBe(messenger ? '10/2018278' : '10/2534022')
      await sandbox.customer({ type: 'echo', text: 'From the inbox' })
      expect(codeOf(await send(text))).not.toBe('accepted')
      await sandbox.customer({ type: 'text', text: 'Hello again' })
      expect(codeOf(await send(text))).toBe('accepted')
    })
  })

  describe('a send', () => {
    test('is taken, answered as Graph answers, and then told of', async () => {
      const { sandbox, clock, facts, send } = world(channel)
      const outcome = await send(text)
      const providerId = outcome.kind === 'accepted' ? outcome.providerId : ''
      expect(providerId).toMatch(/^m_/)
      expect(facts).toEqual([])
      await clock.drain()
      expect(states(facts)).toEqual(told)
      expect(facts[0]).toMatchObject({
        kind: 'message',
        direction: 'out',
        id: providerId,
        scope: ACCOUNT,
        ours: OWN_KEY,
      })
      for (const receipt of facts.filter((fact) => fact.kind === 'receipt')) expect(receipt.target).toBe(providerId)
      expect(sandbox.requests()).toMatchObject([
        { method: 'POST', path: `/v26.0/${ACCOUNT}/messages`, status: 200, providerId },
      ])
      expect(JSON.stringify(sandbox.requests())).not.toContain(secrets.accessToken)
    })

    test.each(sendNames)('takes what the adapter renders: %s', async (name) => {
      const { address: _, key: __, content, ...more } = partOf(name)
      expect(await world(channel).send(content, more)).toMatchObject({ kind: 'accepted' })
    })
  })

  describe('the sandbox misbehaves on request:', () => {
    test('receipts in reverse, early or fewer; there are none of failure', async () => {
      const after = async (faults: Faults) => {
        const { clock, facts, send } = world(channel, faults)
        await send(text)
        const early = states(facts)
        await clock.drain()
        return [early, states(facts)]
      }
      expect(await after({ reverseReceipts: true })).toEqual([[], [...told].reverse()])
      expect(await after({ earlyReceipts: true })).toEqual([told, told])
      expect(await after({ receipts: ['sent', 'failed'] })).toEqual([[], ['sent']])
      expect(await after({ receipts: [] })).toEqual([[], []])
    })

    test('receipts with time between them', async () => {
      const { clock, facts, send } = world(channel, { receiptDelayMs: 5000 })
      await send(text)
      await clock.advance(9999)
      expect(states(facts)).toEqual(told.slice(0, 1))
      await clock.advance(1)
      expect(states(facts)).toEqual(told.slice(0, 2))
    })

    test('every webhook several times, the copies with a later time and the same id', async () => {
      const { sandbox, facts } = world(channel, { duplicates: 2 })
      await sandbox.customer({ type: 'text', text: 'Once' })
      expect(facts).toHaveLength(3)
      expect(new Set(facts.map((fact) => fact.kind === 'message' && fact.id)).size).toBe(1)
      expect(new Set(facts.map(({ at }) => at)).size).toBe(3)
    })

    test('sends that are throttled, fail, or meet an expired token, as often as asked', async () => {
      const { sandbox, clock, facts, send } = world(channel)
      const fails = async (fault: NonNullable<Faults['send']>) => {
        sandbox.faults({ send: fault })
        return send(text)
      }
      expect(await fails({ fault: 'rate_limited', times: 1, retryAfterSeconds: 9 })).toMatchObject({
        failure: { code: 'rate_limited', retry: { afterSeconds: 9 }, provider: { code: '613', httpStatus: 429 } },
      })
      expect(await send(text)).toMatchObject({ kind: 'accepted' })
      expect(await fails({ fault: 'server_error', times: 2 })).toMatchObject({
        failure: { code: 'provider_unavailable' },
      })
      expect(codeOf(await send(text))).toBe('2')
      expect(codeOf(await send(text))).toBe('accepted')
      expect(await fails({ fault: 'expired_token', times: 1 })).toMatchObject({
        failure: { code: 'credentials_invalid' },
      })
      await clock.drain()
      expect(states(facts)).toHaveLength(2 * told.length)
    })

    test('a connection that is refused took nothing', async () => {
      const { sandbox, clock, facts, send } = world(channel, { send: { fault: 'refuse_connection', times: 1 } })
      expect(await send(text)).toMatchObject({ kind: 'refused', failure: { code: 'provider_unavailable' } })
      await clock.drain()
      expect([facts, sandbox.requests()]).toEqual([[], []])
    })

    test('a connection that drops took the message, whose echo brings our key home', async () => {
      const { sandbox, clock, facts, send } = world(channel, { send: { fault: 'drop', times: 1 } })
      expect(await send(text)).toMatchObject({ kind: 'unknown' })
      await clock.drain()
      expect(facts.find(({ kind }) => kind === 'receipt')).toMatchObject({ state: 'sent', ours: OWN_KEY })
      expect(sandbox.requests()).toHaveLength(1)
      sandbox.faults({ send: { fault: 'drop', times: 1 } })
      const response = await sandbox.api.request(`/v26.0/${ACCOUNT}/messages`, { method: 'POST', body: '{}' })
      expect(connectionOf(response)).toBe('dropped')
    })
  })
}
