import { http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { ParleyConfig } from '../../adapters/config.ts'
import { fetchFrom, type SandboxFactory } from '../../adapters/sandbox.ts'
import { ordinarySandbox } from '../../adapters/testing/world.ts'
import { whatsapp } from '../../adapters/whatsapp/index.ts'
import { sandbox as whatsappSandbox } from '../../adapters/whatsapp/sandbox.ts'
import { workJob } from '../../core/jobs/work.ts'
import { getMessage, listConversations, listTimeline } from '../../core/read.ts'
import { OutboundMessage } from '../../core/schema/message.ts'
import { acceptMessage } from '../../core/send/accept.ts'
import { createWebhook } from '../../functions/webhook.ts'
import { createWorker } from '../../functions/worker.ts'
import { httpEvent } from '../support/http-event.ts'
import { createWorld, ENVIRONMENT, PRINCIPAL } from '../support/world.ts'
import { CHANNELS } from './messaging.world.ts'

const ACCOUNT = '770055001199'
const secrets = { appSecret: 'APP_SECRET', verifyToken: 'VERIFY_TOKEN', accessToken: 'ACCESS_TOKEN' }
const ADAPTERS = { messenger: CHANNELS.messenger.factory, instagram: CHANNELS.instagram.factory, whatsapp }
const CONFIG = {
  connections: Object.values(ADAPTERS).map((adapter) => ({
    adapter,
    name: 'main',
    secrets,
    accounts: [{ id: ACCOUNT }],
  })),
} as unknown as ParleyConfig

const server = setupServer()
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
afterEach(() => server.resetHandlers())
afterAll(() => server.close())

/** The gateway and the sandbox of one channel, over the provider's own host. */
const open = (channel: keyof typeof ADAPTERS, host: string, made: SandboxFactory) => {
  const world = createWorld({ config: CONFIG, throughAdapters: true })
  let nonces = 0
  const sandbox = made.create({
    accounts: [
      {
        connection: 'main',
        account: ACCOUNT,
        webhookUrl: `${ENVIRONMENT.PARLEY_PUBLIC_URL}/webhooks/${channel}/main`,
        secrets: {
          appSecret: ENVIRONMENT.APP_SECRET,
          verifyToken: ENVIRONMENT.VERIFY_TOKEN,
          accessToken: ENVIRONMENT.ACCESS_TOKEN,
        },
      },
    ],
    now: world.clock.now,
    nonce: () => `nonce-${(nonces += 1)}`,
    later: (ms, run) => void world.clock.later(ms, run),
    ...ordinarySandbox,
    deliver: async ({ method, headers, body }) => {
      const url = `/webhooks/${channel}/main`
      const answer = await createWebhook(world.wired)(httpEvent({ method, url, headers: { ...headers }, body }))
      return answer.statusCode ?? 0
    },
  })
  server.use(http.all(`${host}/*`, ({ request }) => sandbox.api.fetch(request)))
  const { connections } = world.wired
  // Files lie at hosts of their own, which the sandbox stands for as well.
  const of: typeof connections.of = (...names) => {
    const speaking = connections.of(...names)
    return speaking && { ...speaking, fetchFile: fetchFrom(sandbox.api) }
  }
  const worker = createWorker({ ctx: world.ctx, connections: { ...connections, of } })
  const settle = async (): Promise<void> => {
    for (let round = 0; round < 3; round++) {
      await world.settle()
      await world.clock.advance(1000)
    }
    await world.settle()
  }
  const work = async (): Promise<void> => {
    for (let job = world.jobs.shift(); job !== undefined; job = world.jobs.shift())
      await workJob(world.ctx, worker, job)
    await settle()
  }
  const customer = async (action: object): Promise<void> => {
    expect((await sandbox.customer(action)).status).toBe(200)
    await settle()
  }
  const conversation = async () => {
    const { data } = await listConversations(world.ctx, PRINCIPAL, { status: 'open', order: 'recent', limit: 5 })
    expect(data).toHaveLength(1)
    const [only] = data
    if (only === undefined) throw new Error('no conversation')
    return only
  }
  const timeline = async () =>
    (await listTimeline(world.ctx, PRINCIPAL, (await conversation()).id, { order: 'oldest', limit: 20 })).data
  const reply = async (message: object) => {
    const sent = await acceptMessage(world.ctx, PRINCIPAL, `key-${(nonces += 1)}`, {
      conversation: (await conversation()).id,
      message: OutboundMessage.parse(message),
      author: { kind: 'agent' },
      purpose: 'service',
    })
    await settle()
    return getMessage(world.ctx, PRINCIPAL, sent.id)
  }
  return { world, sandbox, work, customer, conversation, timeline, reply }
}

const CARDS = {
  type: 'cards',
  cards: [
    {
      title: 'Kettle',
      subtitle: '1 litre',
      imageUrl: 'https://shop.example/kettle.jpg',
      buttons: [{ id: 'buy:7', title: 'Take it' }],
    },
    { title: 'Pot', subtitle: '2 litres', buttons: [{ id: 'buy:8', title: 'Take it' }] },
  ],
}

describe.each([
  ['messenger', 'https://graph.facebook.com'],
  ['instagram', 'https://graph.instagram.com'],
] as const)('%s, through the whole gateway', (channel, host) => {
  const opened = () => open(channel, host, CHANNELS[channel].sandbox)

  test('somebody who writes is looked up, and from then on called by their name', async () => {
    const { work, customer, conversation, timeline, sandbox } = opened()
    await customer({ type: 'text', text: 'Hello', name: 'Ida van Dyk' })
    expect((await conversation()).contact.name).toBeNull()
    await work()
    expect((await conversation()).contact.name).toBe('Ida van Dyk')
    await customer({ type: 'text', text: 'Still there?' })
    await work()
    expect(sandbox.requests().map(({ method }) => method)).toEqual(['GET'])
    expect((await timeline()).map((entry) => entry.text)).toEqual(['Hello', 'Still there?'])
  })

  test('a file is fetched from its link', async () => {
    const { world, work, customer, timeline } = opened()
    await customer({ type: 'image', data: Buffer.from('a kettle').toString('base64') })
    expect(await timeline()).toMatchObject([{ attachments: [{ kind: 'image', state: 'pending' }] }])
    await work()
    expect(await timeline()).toMatchObject([
      { attachments: [{ kind: 'image', state: 'ready', contentType: 'image/jpeg', size: 8 }] },
    ])
    expect(world.logs.map(({ event }) => event)).not.toContain('job_failed')
  })

  test('what another app’s conversation says is shown as such, and the hand-over too', async () => {
    const { customer, timeline } = opened()
    await customer({ type: 'text', text: 'Is a person there?' })
    await customer({ type: 'handover' })
    await customer({ type: 'text', text: 'For the other app', standby: true })
    await customer({ type: 'postback', title: 'Yes', payload: 'yes', standby: true })
    expect(await timeline()).toMatchObject([
      { type: 'message', text: 'Is a person there?' },
      { type: 'activity', event: 'handover.take_thread_control' },
      { type: 'message', text: 'For the other app', direction: 'in', extra: { standby: true } },
      { type: 'message', text: 'Yes', content: { type: 'selection', title: 'Yes' }, extra: { standby: true } },
    ])
  })

  test('what Meta does not pass on is a message all the same', async () => {
    const { customer, timeline, conversation } = opened()
    await customer({ type: 'unsupported' })
    expect(await timeline()).toMatchObject([
      { type: 'message', text: '[unsupported message]', content: { type: 'unsupported', kind: 'unsupported' } },
    ])
    expect((await conversation()).unread).toBe(1)
  })

  test('cards are one template, whose echo is no second message, and what is picked comes back as a selection', async () => {
    const { customer, reply, timeline, sandbox } = opened()
    await customer({ type: 'text', text: 'What do you have?' })
    expect(await reply({ text: 'These:', content: CARDS })).toMatchObject({
      status: 'read',
      degradations: [],
      content: { type: 'cards' },
      parts: [{ status: 'read' }, { status: 'read' }],
    })
    const [, template] = sandbox.requests().filter(({ providerId }) => providerId !== undefined)
    expect(template?.body).toMatchObject({
      message: {
        attachment: { payload: { template_type: 'generic', elements: [{ title: 'Kettle' }, { title: 'Pot' }] } },
      },
    })
    await customer({ type: 'postback', title: 'Take it', payload: 'buy:8' })
    expect((await timeline()).map((entry) => entry.text)).toEqual(['What do you have?', 'These:', 'Take it'])
    expect((await timeline()).at(-1)).toMatchObject({ content: { type: 'selection', id: 'buy:8' } })
  })
})

test('WhatsApp shows cards as pictures with numbers, and a number that comes back is a selection', async () => {
  const { customer, reply, timeline, sandbox } = open('whatsapp', 'https://graph.facebook.com', whatsappSandbox)
  await customer({ type: 'text', text: 'What do you have?' })
  expect(await reply({ content: CARDS })).toMatchObject({ status: 'read', degradations: [{ rule: 'cards.as_text' }] })
  expect(sandbox.requests().map(({ body }) => body)).toMatchObject([
    { type: 'image', image: { link: 'https://shop.example/kettle.jpg', caption: 'Kettle\n1 litre\n\n1. Take it' } },
    { type: 'text', text: { body: 'Pot\n2 litres\n\n2. Take it' } },
  ])
  await customer({ type: 'text', text: '2' })
  expect((await timeline()).at(-1)).toMatchObject({ content: { type: 'selection', id: 'buy:8', title: 'Take it' } })
})
