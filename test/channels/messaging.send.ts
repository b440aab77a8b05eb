import { ordinaryDeps } from '../../adapters/testing/world.ts'
import { describe, expect, test } from 'vitest'
import type { AdapterDeps, ChannelFactory, OutboundPart, SendOutcome } from '../../adapters/adapter.ts'
import type { Platform } from '../../adapters/_messaging/platform.ts'
import { render } from '../../adapters/_messaging/render.ts'
import { PartContent } from '../../core/schema/message.ts'
import { fixturesOf, NOW, OWN_KEY } from './messaging.fixtures.ts'

const SECRETS = { appSecret: ['app-secret-1'], verifyToken: ['verify-1'], accessToken: ['token-new', 'token-old'] }
const HOUR = 3_600_000

interface Sent {
  readonly url: string
  readonly method: string
  readonly headers: Headers
  readonly body: unknown
}

const json = (status: number, body: unknown) => () => new Response(JSON.stringify(body), { status })
const accepted = json(200, { recipient_id: '1', message_id: 'm_parley-sent' })

/** The adapter with a provider that answers as told. */
export const sendingWith =
  (factory: ChannelFactory<unknown>, config: unknown) =>
  async (
    part: OutboundPart,
    respond: () => Response | Promise<Response> = accepted,
    deps: Partial<AdapterDeps> = {},
  ) => {
    const sent: Sent[] = []
    const adapter = factory.create(factory.config.parse(config), {
      ...ordinaryDeps(),
      fetch: async (url, init) => {
        const request = new Request(url, init)
        sent.push({ url: request.url, method: request.method, headers: request.headers, body: await request.json() })
        return respond()
      },
      now: () => NOW,
      nonce: () => 'n',
      secrets: SECRETS,
      publicUrl: 'https://gateway.example',
      webhookUrl: `https://gateway.example/webhooks/${factory.channel}/main`,
      ...deps,
    })
    const outcome: SendOutcome = await adapter.send(part, new AbortController().signal)
    return { outcome, sent }
  }

/** What sending must keep to, for each of the channels that speak Messenger's protocol. */
export const sending = (platform: Platform, factory: ChannelFactory<unknown>): void => {
  const { sendNames, sendFixture, partOf } = fixturesOf(platform)
  const { address } = partOf('text')
  const send = sendingWith(factory, { graphUrl: 'https://graph.example/' })
  const rendered = (content: unknown, more: Partial<OutboundPart> = {}) =>
    render(platform, { key: OWN_KEY, address, content: PartContent.parse(content), ...more }, NOW)

  describe('a part becomes the request body', () => {
    test.each(sendNames)('%s', (name) => {
      expect(render(platform, partOf(name), NOW)).toEqual({ body: sendFixture(name).body })
    })
  })

  test('carries our own key with every message; a reaction alone has no place for it', () => {
    for (const name of sendNames) {
      const { body, content } = sendFixture(name)
      const carried = JSON.stringify(body).includes('"metadata":"parley/1/0/msg_8sKq2"')
      expect(carried, name).toBe(content.type !== 'reaction')
    }
  })

  test('refuses what the platform has no message for', () => {
    const unsupported = { refused: { code: 'content_unsupported', retry: 'no' } }
    const file = { kind: 'image', url: 'https://files.example/a.jpg' }
    const choice = (options: unknown[]) => ({
      type: 'choice',
      text: 'Which?',
      choice: { type: 'choice', sections: [{ options }] },
    })
    const link = { kind: 'url', id: 'u', title: 'Open', url: 'https://shop.example' }
    const reply = (i: number) => ({ kind: 'reply', id: `r${i}`, title: `R${i}` })
    for (const content of [
      { type: 'media', media: [file, file] },
      { type: 'media', media: [{ ...file, kind: 'sticker' }] },
      { type: 'media', media: [file], text: 'A caption' },
      { type: 'media', media: [{ ...file, caption: 'A caption' }] },
      choice([link, link, link, link]),
      choice([{ ...link, url: undefined }]),
      choice([{ kind: 'location', id: 'l', title: 'Where?' }]),
      choice(Array.from({ length: 14 }, (_, i) => reply(i))),
      { type: 'location', latitude: 1, longitude: 2 },
    ])
      expect(rendered(content)).toMatchObject(unsupported)
    expect(rendered(choice(Array.from({ length: 13 }, (_, i) => reply(i))))).toMatchObject({ body: {} })
  })

  test('refuses to send to nobody, and to a person of another channel', () => {
    const text = { type: 'text', text: 'Hello?' }
    const unreachable = { refused: { code: 'recipient_unreachable', retry: 'no' } }
    expect(rendered(text, { address: { ...address, peers: [] } })).toMatchObject(unreachable)
    const stranger = [{ type: 'phone' as const, value: '+15550142201' }]
    expect(rendered(text, { address: { ...address, peers: stranger } })).toMatchObject(unreachable)
  })

  test('declares a message late a minute before 24 hours are over, and lets people alone be late', () => {
    const text = { type: 'text', text: 'Sorry' }
    const at = (ms: number, author?: OutboundPart['author']) =>
      rendered(text, { lastInboundAt: NOW - ms, ...(author === undefined ? {} : { author }) })
    const tagged = { body: { messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' } }
    expect(at(24 * HOUR - 60_001, 'bot')).not.toMatchObject(tagged)
    expect(at(24 * HOUR - 60_001, 'bot')).toMatchObject({ body: {} })
    expect(at(24 * HOUR - 60_000, 'agent')).toMatchObject(tagged)
    expect(at(24 * HOUR - 60_000, 'bot')).toMatchObject({ refused: { code: 'window_closed' } })
    expect(rendered(text)).not.toMatchObject(tagged)
  })

  test('has a reply window of 24 hours, and of 7 days with Human Agent', () => {
    expect(factory.capabilities.windowHours).toBe(24)
    const config = factory.config.parse({ humanAgent: true })
    expect(factory.capabilitiesFor?.(config).windowHours).toBe(168)
    expect(factory.capabilitiesFor?.(factory.config.parse({}))).toEqual(factory.capabilities)
  })

  test('posts with the newest access token and hands on the id', async () => {
    const { outcome, sent } = await send(partOf('text'))
    expect(outcome).toEqual({ kind: 'accepted', providerId: 'm_parley-sent' })
    expect(sent).toHaveLength(1)
    expect(sent[0]?.url).toBe(`https://graph.example/v26.0/${address.account}/messages`)
    expect(sent[0]?.method).toBe('POST')
    expect(sent[0]?.headers.get('authorization')).toBe('Bearer token-new')
    expect(sent[0]?.body).toEqual(sendFixture('text').body)
  })

  test('takes our own key for the id of a reaction, which is answered with the person alone', async () => {
    const person = json(200, { recipient_id: '1' })
    expect((await send(partOf('reaction'), person)).outcome).toEqual({
      kind: 'accepted',
      providerId: 'parley/1/0/msg_8sKq2',
    })
    expect((await send(partOf('text'), person)).outcome.kind).toBe('unknown')
    expect((await send(partOf('reaction'), json(200, {}))).outcome.kind).toBe('unknown')
  })

  test('does not know what became of a send that may have gone', async () => {
    for (const error of [{ code: 1, error_subcode: 1357046 }, { code: 1 }, { code: 987654 }])
      expect((await send(partOf('text'), json(500, { error }))).outcome.kind).toBe('unknown')
    expect((await send(partOf('text'), json(400, { error: { code: 1, error_subcode: 1357046 } }))).outcome).toEqual({
      kind: 'unknown',
      detail: 'error 1',
    })
    expect((await send(partOf('text'), () => Promise.reject(new TypeError('fetch failed')))).outcome.kind).toBe(
      'unknown',
    )
  })

  test('refuses without a request when there is no access token', async () => {
    const { outcome, sent } = await send(partOf('text'), accepted, { secrets: { ...SECRETS, accessToken: [''] } })
    expect(outcome).toMatchObject({ kind: 'refused', failure: { code: 'credentials_invalid', scope: 'account' } })
    expect(sent).toHaveLength(0)
  })

  test('drops words of the provider that quote a credential', async () => {
    const error = { code: 190, message: 'Malformed access token token-old' }
    const { outcome } = await send(partOf('text'), json(401, { error }))
    expect(outcome).toMatchObject({ failure: { code: 'credentials_invalid', provider: { code: '190' } } })
    expect(JSON.stringify(outcome)).not.toContain('token-old')
  })

  test('the configuration refuses what is no version and no URL', () => {
    expect(factory.config.safeParse({ graphVersion: '26' }).success).toBe(false)
    expect(factory.config.safeParse({ graphUrl: 'ftp://graph.example' }).success).toBe(false)
    expect(factory.config.safeParse({ humanAgent: 'yes' }).success).toBe(false)
  })
}
