import { describe, expect, test } from 'vitest'
import type { AdapterDeps, ChannelAction, ChannelAdapter } from '../../adapters/adapter.ts'
import { ordinaryDeps } from '../../adapters/testing/world.ts'
import { ACCOUNT, CHANNELS, OTHER, PERSON, secrets, text, world, type Channel } from './messaging.world.ts'

const signal = new AbortController().signal
const NOW = 1_767_950_000_000

const actOf = ({ platform }: Channel, type: ChannelAction['type']): ChannelAction => ({
  type,
  address: { channel: platform.channel, account: ACCOUNT, peers: [{ type: platform.peer, value: PERSON }] },
})

interface Asked {
  readonly url: string
  readonly method: string
  readonly authorization: string | null
  readonly body: unknown
}

/** The adapter with a provider that answers as told. */
const asking = ({ factory }: Channel, status: number, answer: unknown, config: unknown = {}) => {
  const asked: Asked[] = []
  const deps: AdapterDeps = {
    ...ordinaryDeps(),
    fetch: async (input, init) => {
      const request = new Request(input, init)
      const body: unknown = request.method === 'GET' ? null : await request.json()
      const authorization = request.headers.get('authorization')
      asked.push({ url: request.url, method: request.method, authorization, body })
      return new Response(JSON.stringify(answer), { status })
    },
    now: () => NOW,
    nonce: () => 'n',
    secrets: { accessToken: ['token-new', 'token-old'] },
    publicUrl: 'https://gateway.example',
    webhookUrl: 'https://gateway.example/webhooks/x/main',
  }
  const adapter: ChannelAdapter = factory.create(factory.config.parse(config), deps)
  return { adapter, asked }
}
const graphError = (code: number, subcode?: number) => ({ error: { message: 'no', code, error_subcode: subcode } })

describe.each(Object.values(CHANNELS))('$platform.name', (channel) => {
  const { platform } = channel
  const messenger = platform.channel === 'messenger'
  const peer = { type: platform.peer, value: PERSON }

  describe('shows the customer', () => {
    test('that somebody types and that their messages were seen, which the sandbox keeps', async () => {
      const { sandbox, adapter, facts, clock } = world(channel)
      for (const type of ['typing', 'read'] as const)
        expect(await adapter.act?.(actOf(channel, type), signal)).toEqual({ kind: 'done' })
      await clock.drain()
      expect(facts).toEqual([])
      expect(sandbox.requests().map(({ body, status }) => [body, status])).toEqual([
        [{ recipient: { id: PERSON }, sender_action: 'typing_on' }, 200],
        [{ recipient: { id: PERSON }, sender_action: 'mark_seen' }, 200],
      ])
    })

    test('nothing when it is not one of the channel’s own', async () => {
      const { adapter, asked } = asking(channel, 200, {})
      const action = { ...actOf(channel, 'read'), address: { channel: 'x', account: ACCOUNT, peers: [] } }
      expect(await adapter.act?.(action, signal)).toMatchObject({ failure: { code: 'recipient_unreachable' } })
      expect(asked).toEqual([])
    })

    test('nothing without an access token', async () => {
      const { factory } = channel
      const deps = {
        ...ordinaryDeps(),
        fetch,
        now: () => NOW,
        nonce: () => 'n',
        secrets: {},
        publicUrl: '',
        webhookUrl: '',
      }
      const adapter = factory.create(factory.config.parse({}), deps)
      expect(await adapter.act?.(actOf(channel, 'read'), signal)).toMatchObject({
        failure: { code: 'credentials_invalid' },
      })
    })

    test('and says why it could not', async () => {
      const refusedBy = async (status: number, answer: unknown) =>
        asking(channel, status, answer).adapter.act?.(actOf(channel, 'typing'), signal)
      expect(await refusedBy(400, graphError(551))).toMatchObject({ failure: { code: 'recipient_unreachable' } })
      expect(await refusedBy(400, graphError(613))).toMatchObject({
        failure: { code: 'rate_limited', retry: 'backoff' },
      })
      // To show it twice does no harm, so that what may have been done is done again.
      expect(await refusedBy(500, graphError(1))).toMatchObject({
        failure: { code: 'provider_unavailable', retry: 'backoff', provider: { code: '1' } },
      })
    })

    test('without a part of the faults that are meant for sends', async () => {
      const { sandbox, adapter, send } = world(channel, { send: { fault: 'server_error', times: 1 } })
      expect(await adapter.act?.(actOf(channel, 'read'), signal)).toEqual({ kind: 'done' })
      expect(await send(text)).toMatchObject({ kind: 'refused' })
      expect(sandbox.requests().map(({ status }) => status)).toEqual([200, 500])
    })
  })

  describe('tells of a person', () => {
    test('the name and the picture, which can be fetched', async () => {
      const { sandbox, adapter } = world(channel)
      await sandbox.customer({ type: 'text', text: 'Hello', name: 'Ida van Dyk' })
      await sandbox.customer({ type: 'text', text: 'It is me again' })
      const told = await adapter.profile?.(peer, ACCOUNT, signal)
      expect(told).toMatchObject({
        kind: 'found',
        profile: { name: 'Ida van Dyk', ...(messenger ? {} : { username: 'ida.van.dyk' }) },
      })
      const picture = told?.kind === 'found' ? new URL(told.profile.avatarUrl ?? '').pathname : ''
      expect((await sandbox.api.request(picture)).headers.get('content-type')).toBe('image/png')
      expect(sandbox.requests()).toMatchObject([{ method: 'GET', path: `/v26.0/${PERSON}`, status: 200, body: null }])
      expect(JSON.stringify(sandbox.requests())).not.toContain(secrets.accessToken)
    })

    test('nothing when nobody is known by the id, or the id is no channel’s own', async () => {
      const { adapter } = world(channel)
      expect(await adapter.profile?.(peer, ACCOUNT, signal)).toEqual({ kind: 'none' })
      expect(await adapter.profile?.({ type: 'phone', value: '+15550142201' }, OTHER, signal)).toEqual({ kind: 'none' })
    })

    test('no more than was asked for, and nothing to a stranger', async () => {
      const { sandbox } = world(channel)
      await sandbox.customer({ type: 'text', text: 'Hello' })
      const get = async (token: string, fields: string) => {
        const headers = { authorization: `Bearer ${token}` }
        const response = await sandbox.api.request(`/v26.0/${PERSON}?fields=${fields}`, { headers })
        return [response.status, await response.json()] as const
      }
      const field = messenger ? 'first_name' : 'username'
      const value = messenger ? 'Nadia' : 'nadia.brandt'
      expect(await get(secrets.accessToken, field)).toEqual([200, { id: PERSON, [field]: value }])
      expect(await get('other', field)).toMatchObject([401, { error: { code: 190 } }])
    })

    test('in one request with the newest token in its header', async () => {
      const { adapter, asked } = asking(channel, 200, { id: PERSON, name: 'Nadia' })
      expect(await adapter.profile?.(peer, ACCOUNT, signal)).toEqual({ kind: 'found', profile: { name: 'Nadia' } })
      const host = messenger ? 'graph.facebook.com' : 'graph.instagram.com'
      const fields = messenger ? 'first_name,last_name,profile_pic' : 'name,username,profile_pic'
      expect(asked).toEqual([
        {
          url: `https://${host}/v26.0/${PERSON}?fields=${fields}`,
          method: 'GET',
          authorization: 'Bearer token-new',
          body: null,
        },
      ])
    })

    test.each([
      [190, undefined, { code: 'credentials_invalid', scope: 'account' }],
      [613, undefined, { code: 'rate_limited', retry: 'backoff' }],
      [4, undefined, { code: 'rate_limited', retry: 'backoff' }],
      [2, undefined, { code: 'provider_unavailable', retry: 'backoff' }],
      [1, undefined, { code: 'provider_unavailable', retry: 'backoff' }],
      [100, undefined, { code: 'provider_rejected', retry: 'no' }],
    ] as const)('or why it cannot: %i', async (code, subcode, failure) => {
      const { adapter } = asking(channel, 400, graphError(code, subcode))
      expect(await adapter.profile?.(peer, ACCOUNT, signal)).toMatchObject({ kind: 'refused', failure })
    })
  })

  describe('finds a file', () => {
    const { adapter } = asking(channel, 200, {})
    const cdn = messenger ? 'scontent.xx.fbcdn.net' : 'scontent.cdninstagram.com'
    const seconds = (ms: number): string => Math.floor(ms / 1000).toString(16)

    test('at its link, without credentials', async () => {
      for (const url of [
        `https://${cdn}/v/photo.jpg?oe=${seconds(NOW + 1000)}&oh=1`,
        'https://lookaside.fbsbx.com/ig_messaging_cdn/?asset_id=1&signature=2',
        // Only Meta's own hosts mean this by `oe`.
        'https://files.example/a.jpg?oe=00000001',
      ])
        expect(await adapter.media?.({ url }, ACCOUNT, signal)).toEqual({
          kind: 'fetch',
          url,
          headers: {},
          trusted: [],
        })
    })

    test('no more once its link has ended, or when it has none', async () => {
      const ended = `https://${cdn}/v/photo.jpg?oh=1&oe=${seconds(NOW)}`
      for (const file of [{ url: ended }, { url: 'ftp://files.example/a' }, { id: '17' }, {}])
        expect(await adapter.media?.(file, ACCOUNT, signal)).toMatchObject({ kind: 'gone' })
    })
  })
})

test('Messenger asks for the language once it is allowed to', async () => {
  const answer = { first_name: 'Nadia', last_name: 'Brandt', locale: 'de_DE' }
  const { adapter, asked } = asking(CHANNELS.messenger, 200, answer, { userLocale: true })
  expect(await adapter.profile?.({ type: 'psid', value: PERSON }, ACCOUNT, signal)).toEqual({
    kind: 'found',
    profile: { name: 'Nadia Brandt', locale: 'de-DE' },
  })
  expect(asked[0]?.url).toContain('first_name,last_name,profile_pic,locale')
})

test('Instagram by the login of the Page shows actions as the Page’s own account', async () => {
  const { adapter, asked } = asking(CHANNELS.instagram, 200, { recipient_id: PERSON }, { api: 'facebook' })
  await adapter.act?.(actOf(CHANNELS.instagram, 'read'), signal)
  expect(asked[0]?.url).toBe('https://graph.facebook.com/v26.0/me/messages')
})
