import { ordinarySandbox } from '../../adapters/testing/world.ts'
import { http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { ParleyConfig } from '../../adapters/config.ts'
import type { Sandbox, SandboxFactory } from '../../adapters/sandbox.ts'
import { instagram } from '../../adapters/instagram/index.ts'
import { sandbox as instagramSandbox } from '../../adapters/instagram/sandbox.ts'
import { messenger } from '../../adapters/messenger/index.ts'
import { sandbox as messengerSandbox } from '../../adapters/messenger/sandbox.ts'
import { sms } from '../../adapters/sms/index.ts'
import { sandbox as smsSandbox } from '../../adapters/sms/sandbox.ts'
import { whatsapp } from '../../adapters/whatsapp/index.ts'
import { sandbox as whatsappSandbox } from '../../adapters/whatsapp/sandbox.ts'
import { x } from '../../adapters/x/index.ts'
import { sandbox as xSandbox } from '../../adapters/x/sandbox.ts'
import { getMessage, listConversations, listTimeline } from '../../core/read.ts'
import { acceptMessage } from '../../core/send/accept.ts'
import { createWebhook } from '../../functions/webhook.ts'
import { httpEvent } from '../support/http-event.ts'
import { createWorld, ENVIRONMENT, PRINCIPAL, type World } from '../support/world.ts'

/** The gateway in live mode: its adapters call the providers' own hosts, behind which the sandboxes answer. */
const CONFIG: ParleyConfig = {
  connections: [
    {
      adapter: whatsapp,
      name: 'main',
      secrets: { appSecret: 'APP_SECRET', verifyToken: 'VERIFY_TOKEN', accessToken: 'ACCESS_TOKEN' },
      accounts: [{ id: '100000000000001' }],
    },
    {
      adapter: messenger,
      name: 'main',
      secrets: { appSecret: 'APP_SECRET', verifyToken: 'VERIFY_TOKEN', accessToken: 'ACCESS_TOKEN' },
      accounts: [{ id: '770055001199' }],
    },
    {
      adapter: instagram,
      name: 'main',
      secrets: { appSecret: 'APP_SECRET', verifyToken: 'VERIFY_TOKEN', accessToken: 'ACCESS_TOKEN' },
      accounts: [{ id: '17841400055001199' }],
    },
    {
      adapter: sms,
      name: 'main',
      config: { provider: 'twilio' },
      secrets: { accountSid: 'TWILIO_ACCOUNT_SID', authToken: 'TWILIO_AUTH_TOKEN' },
      accounts: [{ id: '+15550100001' }],
    },
    {
      adapter: x,
      name: 'main',
      config: { auth: 'oauth2' },
      secrets: {
        consumerSecret: 'X_CONSUMER_SECRET',
        bearerToken: 'X_BEARER_TOKEN',
        clientId: 'X_CLIENT_ID',
        clientSecret: 'X_CLIENT_SECRET',
        refreshToken: 'X_REFRESH_TOKEN',
      },
      accounts: [{ id: '1500000000000000001' }],
    },
  ],
}
const SID = `AC${'0'.repeat(32)}`
const environment = {
  TWILIO_ACCOUNT_SID: SID,
  TWILIO_AUTH_TOKEN: 'twilio-token',
  X_CONSUMER_SECRET: 'x-consumer',
  X_BEARER_TOKEN: 'x-bearer',
  X_CLIENT_ID: 'x-client',
  X_CLIENT_SECRET: 'x-client-secret',
  X_REFRESH_TOKEN: 'x-refresh',
}

interface Case {
  readonly channel: string
  readonly host: string
  readonly factory: SandboxFactory
  readonly account: string
  readonly secrets: Readonly<Record<string, string>>
  readonly hello: unknown
  readonly final: string
}
const metaSecrets = {
  appSecret: ENVIRONMENT.APP_SECRET,
  verifyToken: ENVIRONMENT.VERIFY_TOKEN,
  accessToken: ENVIRONMENT.ACCESS_TOKEN,
}
const CASES: readonly Case[] = [
  {
    channel: 'whatsapp',
    host: 'https://graph.facebook.com',
    factory: whatsappSandbox,
    account: '100000000000001',
    secrets: metaSecrets,
    hello: { type: 'text', text: 'Hello' },
    final: 'read',
  },
  {
    channel: 'messenger',
    host: 'https://graph.facebook.com',
    factory: messengerSandbox,
    account: '770055001199',
    secrets: metaSecrets,
    hello: { type: 'text', text: 'Hello' },
    final: 'read',
  },
  {
    channel: 'instagram',
    host: 'https://graph.instagram.com',
    factory: instagramSandbox,
    account: '17841400055001199',
    secrets: metaSecrets,
    hello: { type: 'text', text: 'Hello' },
    final: 'read',
  },
  {
    channel: 'sms',
    host: 'https://api.twilio.com',
    factory: smsSandbox,
    account: '+15550100001',
    secrets: { accountSid: SID, authToken: environment.TWILIO_AUTH_TOKEN },
    hello: { text: 'Hello' },
    final: 'delivered',
  },
  {
    channel: 'x',
    host: 'https://api.x.com',
    factory: xSandbox,
    account: '1500000000000000001',
    secrets: {
      consumerSecret: environment.X_CONSUMER_SECRET,
      bearerToken: environment.X_BEARER_TOKEN,
      clientId: environment.X_CLIENT_ID,
      clientSecret: environment.X_CLIENT_SECRET,
      refreshToken: environment.X_REFRESH_TOKEN,
    },
    hello: { type: 'text', text: 'Hello' },
    final: 'read',
  },
]

const server = setupServer()
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
afterEach(() => server.resetHandlers())
afterAll(() => server.close())

describe.each(CASES)('$channel', ({ channel, host, factory, account, secrets, hello, final }) => {
  const open = (): { world: World; sandbox: Sandbox } => {
    const world = createWorld({ config: CONFIG, environment, throughAdapters: true })
    const webhookUrl = `${ENVIRONMENT.PARLEY_PUBLIC_URL}/webhooks/${channel}/main`
    let nonces = 0
    const sandbox = factory.create({
      accounts: [{ connection: 'main', account, webhookUrl, secrets }],
      now: world.clock.now,
      nonce: () => `nonce-${(nonces += 1)}`,
      later: (ms, run) => void world.clock.later(ms, run),
      ...ordinarySandbox,
      deliver: async ({ method, suffix, headers, body }) => {
        const url = `/webhooks/${channel}/main${suffix}`
        const answer = await createWebhook(world.wired)(httpEvent({ method, url, headers: { ...headers }, body }))
        return answer.statusCode ?? 0
      },
    })
    server.use(http.all(`${host}/*`, ({ request }) => sandbox.api.fetch(request)))
    return { world, sandbox }
  }
  const settle = async (world: World): Promise<void> => {
    for (let round = 0; round < 5; round++) {
      await world.settle()
      await world.clock.advance(2000)
    }
    await world.settle()
  }

  const conversation = async (world: World): Promise<string> => {
    const { data } = await listConversations(world.ctx, PRINCIPAL, { status: 'open', order: 'recent', limit: 5 })
    expect(data).toHaveLength(1)
    return data[0]?.id ?? ''
  }
  const reply = async (world: World) =>
    acceptMessage(world.ctx, PRINCIPAL, 'key', {
      conversation: await conversation(world),
      message: { text: 'Hi there', attachments: [] },
      author: { kind: 'agent' },
      purpose: 'service',
    })

  test('a customer writes and is answered over the provider’s own host, receipts and all', async () => {
    const { world, sandbox } = open()
    expect((await sandbox.customer(hello)).status).toBe(200)
    await settle(world)
    const message = await reply(world)
    await settle(world)
    expect(await getMessage(world.ctx, PRINCIPAL, message.id)).toMatchObject({ status: final })
    expect(sandbox.requests().filter((request) => request.providerId !== undefined)).toHaveLength(1)
    const entries = await listTimeline(world.ctx, PRINCIPAL, await conversation(world), { order: 'oldest', limit: 10 })
    expect(entries.data.map((entry) => entry.text)).toEqual(['Hello', 'Hi there'])
  })

  test('a send taken by the provider whose answer was lost settles by its receipts, and is not sent again', async () => {
    const { world, sandbox } = open()
    await sandbox.customer(hello)
    await settle(world)
    sandbox.faults({ send: { fault: 'drop', times: 1 } })
    const message = await reply(world)
    await settle(world)
    expect(await getMessage(world.ctx, PRINCIPAL, message.id)).toMatchObject({ status: final })
    expect(sandbox.requests().filter((request) => request.providerId !== undefined)).toHaveLength(1)
  })

  test('a refused pace is waited for, and the message arrives once', async () => {
    const { world, sandbox } = open()
    await sandbox.customer(hello)
    await settle(world)
    sandbox.faults({ send: { fault: 'rate_limited', times: 1, retryAfterSeconds: 3 } })
    const message = await reply(world)
    await world.settle()
    expect(await getMessage(world.ctx, PRINCIPAL, message.id)).toMatchObject({ status: 'queued' })
    await world.clock.advance(4000)
    world.woken.push({ conversation: await conversation(world), cause: 'the queue shows it again' })
    await settle(world)
    expect(await getMessage(world.ctx, PRINCIPAL, message.id)).toMatchObject({
      status: final,
      parts: [{ attempts: 2 }],
    })
  })
})
