import { describe, expect, test } from 'vitest'
import { brokenConnection, connectionOf } from '../../adapters/sandbox.ts'
import { InboundFact } from '../../core/schema/fact.ts'
import { partOf, sendNames } from './x.fixtures.ts'
import { ACCOUNT, codeOf, OTHER, PERSON, SECRETS, signal, text, world } from './x.world.ts'

const post = '1992400000000000001'

const ACTIONS: readonly (readonly [what: string, action: object, fact: object])[] = [
  ['writes', { type: 'text', text: 'Hé 🎉' }, { kind: 'message', direction: 'in', body: { text: 'Hé 🎉' } }],
  [
    'sends a picture',
    { type: 'image', text: 'Look' },
    { body: { text: 'Look', attachments: [{ kind: 'image', state: 'pending' }] } },
  ],
  [
    'has a name',
    { type: 'text', text: 'Hi', name: 'Nadia Brandt' },
    { profile: { name: 'Nadia Brandt', username: 'person_0077' } },
  ],
  ['sends a picture alone', { type: 'image' }, { body: { text: '[image]' } }],
  ['sends a GIF', { type: 'gif' }, { body: { attachments: [{ kind: 'video', animated: true }] } }],
  ['sends a video', { type: 'video' }, { body: { attachments: [{ kind: 'video', contentType: 'video/mp4' }] } }],
  [
    'picks a quick reply',
    { type: 'quick_reply', title: 'Return it', payload: 'r-1' },
    { body: { text: 'Return it', content: { type: 'selection', id: 'r-1' } } },
  ],
  [
    'mentions the shop',
    { type: 'mention', text: '@kettleandco hello' },
    {
      body: { text: '@kettleandco hello', public: true },
      thread: { type: 'x_post' },
      profile: { username: 'person_0077' },
    },
  ],
  [
    'mentions the shop below a post',
    { type: 'mention', text: '@kettleandco hello', conversation: post },
    { thread: { value: `${post}/${PERSON}` }, body: { replyTo: { providerId: post } } },
  ],
  [
    'writes what is encrypted',
    { type: 'encrypted' },
    { body: { content: { type: 'unsupported', kind: 'chat.received' } } },
  ],
  ['takes a post back', { type: 'delete', target: post }, { kind: 'revoke', target: post, direction: 'in' }],
  [
    'is answered from X’s own app',
    { type: 'echo', text: 'We are open' },
    { direction: 'out', author: { kind: 'echo' }, peers: [{ value: PERSON }], body: { text: 'We are open' } },
  ],
  [
    'loses the shop, which revokes',
    { type: 'revoke' },
    { kind: 'account', account: ACCOUNT, health: 'reauth_required' },
  ],
  ['writes to the other account', { type: 'text', text: 'Hi', account: OTHER }, { account: OTHER }],
  [
    'does anything at all, raw',
    { type: 'raw', event: 'chat.conversation_join', payload: { sender_id: PERSON, conversation_id: 'g1' } },
    { kind: 'activity', event: 'chat.conversation_join' },
  ],
]

describe('a customer', () => {
  test.each(ACTIONS)('%s', async (_, action, fact) => {
    const { sandbox, facts } = world()
    const { providerId, status } = await sandbox.customer(action)
    expect({ status, providerId }).toMatchObject({
      status: 200,
      providerId: expect.stringMatching(/^\d{19}$/) as string,
    })
    expect(facts).toHaveLength(1)
    expect(facts[0]).toMatchObject(fact)
    expect(InboundFact.parse(facts[0])).toEqual(facts[0])
  })

  test('types, of which nothing is kept', async () => {
    const { sandbox, facts, deliveries } = world()
    expect((await sandbox.customer({ type: 'typing' })).status).toBe(200)
    expect(deliveries).toHaveLength(1)
    expect(facts).toEqual([])
  })

  test('reads up to the latest message, or the one that is named', async () => {
    const { sandbox, facts, send } = world({ faults: { receipts: [] } })
    const outcome = await send(text)
    const id = outcome.kind === 'accepted' ? outcome.providerId : ''
    await sandbox.customer({ type: 'read' })
    await sandbox.customer({ type: 'read', target: post })
    expect(facts.filter(({ kind }) => kind === 'receipt')).toMatchObject([{ target: id }, { target: post }])
  })

  test('who does something impossible gets an error and sends nothing', async () => {
    const { sandbox, deliveries } = world()
    for (const wrong of [{}, { type: 'dance' }, { type: 'text' }, { type: 'text', text: 'Hi', from: 'Nadia' }, null])
      await expect(sandbox.customer(wrong)).rejects.toThrow(/invalid/i)
    await expect(sandbox.customer({ type: 'text', text: 'Hi', account: '1' })).rejects.toThrow('no such account')
    expect(deliveries).toEqual([])
  })

  test('is heard again when the gateway did not take it', async () => {
    const { sandbox, clock, facts, deliveries } = world({ answers: [500, 503] })
    expect(await sandbox.customer({ type: 'text', text: 'Hello?' })).toMatchObject({ status: 500 })
    await clock.drain()
    expect(facts).toMatchObject([{ body: { text: 'Hello?' } }])
    expect(deliveries).toHaveLength(3)
  })

  test('is heard as often as the faults say, as one message, in deliveries of their own', async () => {
    const { sandbox, facts, deliveries } = world({ faults: { duplicates: 2 } })
    await sandbox.customer({ type: 'text', text: 'Hello' })
    expect(new Set(deliveries.map(({ body }) => body)).size).toBe(3)
    expect(new Set(facts.map((fact) => fact.kind === 'message' && fact.id)).size).toBe(1)
    expect(new Set(facts.map(({ at }) => at)).size).toBe(3)
  })
})

describe('a send', () => {
  test('is taken, answered as X answers, and then told of: an echo with its id, and that it was read', async () => {
    const { sandbox, clock, facts, send } = world()
    const outcome = await send(text)
    const providerId = outcome.kind === 'accepted' ? outcome.providerId : ''
    expect(facts).toEqual([])
    await clock.drain()
    expect(facts).toMatchObject([
      { kind: 'message', id: providerId, direction: 'out', scope: ACCOUNT, body: { text: text.text } },
      { kind: 'receipt', state: 'read', target: providerId },
      { kind: 'watermark', state: 'read' },
    ])
    expect(sandbox.requests()).toMatchObject([{ method: 'POST', status: 201, providerId, body: { text: text.text } }])
    for (const secret of Object.values(SECRETS)) expect(JSON.stringify(sandbox.requests())).not.toContain(secret)
  })

  test('in public is told of as a post of the shop in the same conversation', async () => {
    const { sandbox, clock, facts, send, part } = world()
    const { providerId } = await sandbox.customer({ type: 'mention', text: '@kettleandco hello' })
    const thread = { type: 'x_post', value: `${providerId}/${PERSON}` }
    const outcome = await send(text, { address: { ...part(text).address, thread } })
    await clock.drain()
    expect(facts[0]).toMatchObject({ thread })
    expect(facts[1]).toMatchObject({
      id: outcome.kind === 'accepted' ? outcome.providerId : '',
      direction: 'out',
      thread,
      peers: [{ value: PERSON }],
    })
  })

  test.each(sendNames.filter((name) => !/by-(?:link|id)|with-text|group/.test(name)))(
    'takes what the adapter renders: %s',
    async (name) => {
      expect(await world().adapter.send(partOf(name), signal())).toMatchObject({ kind: 'accepted' })
    },
  )

  test('is signed by OAuth 1.0a, and refused when it is signed by somebody else', async () => {
    expect((await world({ auth: 'oauth1' }).send(text)).kind).toBe('accepted')
    for (const name of ['consumerKey', 'consumerSecret', 'accessToken', 'accessTokenSecret']) {
      const secrets = Object.fromEntries(Object.entries(SECRETS).map(([key, value]) => [key, [value]]))
      const { send } = world({ auth: 'oauth1' }, { secrets: { ...secrets, [name]: ['other'] } })
      expect(codeOf(await send(text)), name).toMatch(/^credentials_invalid/)
    }
  })
})

describe('the token endpoint', () => {
  const grant = async (w: ReturnType<typeof world>, refresh: string, client = SECRETS['clientSecret'] ?? '') => {
    const basic = Buffer.from(`${SECRETS['clientId']}:${client}`).toString('base64')
    const response = await w.sandbox.api.request('/2/oauth2/token', {
      method: 'POST',
      headers: { authorization: `Basic ${basic}`, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refresh }).toString(),
    })
    const body = (await response.json()) as { access_token?: string; refresh_token?: string; error?: string }
    return { status: response.status, body }
  }

  test('takes each refresh token once', async () => {
    const w = world()
    const first = await grant(w, SECRETS['refreshToken'] ?? '')
    expect(first).toMatchObject({ status: 200 })
    expect(await grant(w, SECRETS['refreshToken'] ?? '')).toMatchObject({
      status: 400,
      body: { error: 'invalid_request' },
    })
    const second = await grant(w, first.body.refresh_token ?? '')
    expect(second.status).toBe(200)
    expect(await grant(w, first.body.refresh_token ?? '')).toMatchObject({ status: 400 })
  })

  test('refuses a token it never gave, and a client that is not the app', async () => {
    const w = world()
    for (const token of ['', '0', '1.abc', `7.${'A'.repeat(43)}`])
      expect(await grant(w, token)).toMatchObject({ status: 400 })
    expect(await grant(w, SECRETS['refreshToken'] ?? '', 'other')).toMatchObject({ status: 401 })
  })

  test('knows its tokens again after it was started anew', async () => {
    const before = world()
    const { refresh_token: next = '', access_token: access = '' } = (await grant(before, SECRETS['refreshToken'] ?? ''))
      .body
    const after = world()
    const user = await after.sandbox.api.request(`/2/users/${PERSON}`, {
      headers: { authorization: `Bearer ${access}` },
    })
    expect(user.status).toBe(200)
    expect((await grant(after, next)).status).toBe(200)
  })

  test('lets a token end after two hours', async () => {
    const w = world()
    const { access_token: access = '' } = (await grant(w, SECRETS['refreshToken'] ?? '')).body
    const ask = async () =>
      (await w.sandbox.api.request(`/2/users/${PERSON}`, { headers: { authorization: `Bearer ${access}` } })).status
    await w.clock.advance(7_199_000)
    expect(await ask()).toBe(200)
    await w.clock.advance(1000)
    expect(await ask()).toBe(401)
  })
})

describe('the sandbox refuses what X refuses:', () => {
  const refused = async (path: string, body: unknown) => {
    const w = world()
    const authorised = await w.adapter.media?.(
      { url: `https://ton.twitter.com/1.1/ton/data/dm/1/2/a.jpg` },
      ACCOUNT,
      signal(),
    )
    const headers = authorised?.kind === 'fetch' ? authorised.headers : {}
    const response = await w.sandbox.api.request(path, { method: 'POST', headers, body: JSON.stringify(body) })
    const { errors } = (await response.json()) as { errors?: { code: number }[] }
    return [response.status, errors?.[0]?.code]
  }
  const to = `/2/dm_conversations/with/${PERSON}/messages`

  test.each([
    ['a message of nothing', to, {}, [400, undefined]],
    ['a field that does not exist', to, { text: 'Hi', quick_reply: {} }, [400, undefined]],
    ['a text of 10,001 characters', to, { text: 'x'.repeat(10_001) }, [403, 354]],
    ['two files', to, { attachments: [{ media_id: '1' }, { media_id: '2' }] }, [400, undefined]],
    ['a file nobody uploaded', to, { attachments: [{ media_id: '1' }] }, [400, 325]],
    ['nobody', '/2/dm_conversations/with/nadia/messages', { text: 'Hi' }, [400, undefined]],
    [
      'a post that is too long',
      '/2/tweets',
      { text: 'x'.repeat(281), reply: { in_reply_to_tweet_id: '1' } },
      [403, 186],
    ],
    ['a post that answers nothing', '/2/tweets', { text: 'Hi' }, [400, undefined]],
    [
      'a file of 513 MB',
      '/2/media/upload/initialize',
      { media_category: 'dm_video', media_type: 'video/mp4', total_bytes: 513e6 },
      [400, undefined],
    ],
    [
      'a file for a post',
      '/2/media/upload/initialize',
      { media_category: 'tweet_image', media_type: 'image/png', total_bytes: 5 },
      [400, undefined],
    ],
  ] as const)('%s', async (_, path, body, expected) => {
    expect(await refused(path, body)).toEqual(expected)
  })

  test('everything without credentials', async () => {
    const { sandbox } = world()
    const paths = [
      ['POST', to],
      ['POST', '/2/tweets'],
      ['GET', '/2/dm_events'],
      ['GET', '/2/webhooks'],
      ['PUT', '/2/webhooks/1'],
      ['GET', '/2/activity/subscriptions'],
    ] as const
    for (const [method, path] of paths)
      for (const authorization of ['', 'Bearer x', 'OAuth oauth_token="x"'])
        expect((await sandbox.api.request(path, { method, headers: { authorization } })).status, path).toBe(401)
  })
})

describe('the sandbox misbehaves on request:', () => {
  test('what is told in reverse, early or not at all', async () => {
    const after = async (faults: Parameters<typeof world>[0]) => {
      const { clock, facts, send } = world(faults)
      await send(text)
      const early = facts.map(({ kind }) => kind)
      await clock.drain()
      return { early, all: facts.map(({ kind }) => kind) }
    }
    expect((await after({ faults: { reverseReceipts: true } })).all).toEqual(['receipt', 'watermark', 'message'])
    expect((await after({ faults: { earlyReceipts: true } })).early).toEqual(['message', 'receipt', 'watermark'])
    expect((await after({ faults: { receipts: ['sent'] } })).all).toEqual(['message'])
    expect((await after({ faults: { receipts: ['failed'] } })).all).toEqual([])
  })

  test('sends that fail in every way, and then work', async () => {
    const { sandbox, send, clock, facts } = world()
    const failing = async (fault: 'rate_limited' | 'server_error' | 'drop' | 'refuse_connection') => {
      sandbox.faults({ send: { fault, times: 1, retryAfterSeconds: 9 } })
      return send(text)
    }
    expect(await failing('rate_limited')).toMatchObject({
      failure: { code: 'rate_limited', retry: { afterSeconds: 9 } },
    })
    expect((await failing('server_error')).kind).toBe('unknown')
    expect(await failing('refuse_connection')).toMatchObject({ failure: { code: 'provider_unavailable' } })
    expect((await failing('drop')).kind).toBe('unknown')
    await clock.drain()
    expect(facts.filter(({ kind }) => kind === 'message')).toHaveLength(1)
    expect((await send(text)).kind).toBe('accepted')
    expect(connectionOf(brokenConnection('dropped'))).toBe('dropped')
  })
})
