import { fetchFrom, type Faults } from 'parley/sandbox'
import { adapterContract, ordinaryDeps, ordinarySandbox } from 'parley/testing'
import type {
  ChannelAdapter,
  Choice,
  ChoiceOption,
  InboundFact,
  OutboundPart,
  PartContent,
  SendOutcome,
} from 'parley/adapter'
import { expect, test } from 'vitest'
import { telegram } from './telegram/index.ts'
import { sandbox as factory } from './telegram/sandbox.ts'
import { subject } from './telegram.subject.ts'

adapterContract(subject)

const BOT = '7000000001'
const PERSON = '5550142201'
const webhookUrl = 'https://gateway.example/webhooks/telegram/main'
const secrets = { botToken: `${BOT}:AAF-sandbox`, webhookSecret: 'sandbox-secret' }

/** The adapter and the sandbox, each with nobody but the other to talk to. */
const world = (faults: Faults = {}) => {
  const facts: InboundFact[] = []
  let nonces = 0
  const nonce = (): string => String((nonces += 1))
  const now = () => 1_750_000_000_000
  const sandbox = factory.create({
    accounts: [{ connection: 'main', account: BOT, webhookUrl, secrets }],
    now,
    nonce,
    later: (_, run) => void run(),
    ...ordinarySandbox,
    deliver: async ({ method, headers, body }) => {
      const request = { method, url: webhookUrl, query: [], headers, body: new TextEncoder().encode(body) }
      if (adapter.webhook?.verify(request) !== true) return 401
      facts.push(...(await adapter.parse(request)))
      return 200
    },
  })
  const adapter: ChannelAdapter = telegram.create(telegram.config.parse({ bot: BOT }), {
    ...ordinaryDeps(),
    fetch: fetchFrom(sandbox.api),
    now,
    nonce,
    secrets: { botToken: [secrets.botToken], webhookSecret: [secrets.webhookSecret] },
    publicUrl: 'https://gateway.example',
    webhookUrl,
  })
  const address: OutboundPart['address'] = {
    channel: 'telegram',
    account: BOT,
    peers: [{ type: 'telegram_user', value: PERSON }],
  }
  const send = (content: PartContent): Promise<SendOutcome> =>
    adapter.send({ key: { message: 'msg_1', part: 0 }, address, content }, new AbortController().signal)
  sandbox.faults(faults)
  return { sandbox, adapter, address, facts, send }
}

const text = (words = 'Yes, it is'): PartContent => ({ type: 'text', text: words })
const codeOf = (outcome: SendOutcome): string => (outcome.kind === 'refused' ? outcome.failure.code : outcome.kind)

test('a person writes, and an answer is taken', async () => {
  const { sandbox, facts, send } = world()
  const { providerId, status } = await sandbox.customer({ type: 'text', text: 'Is the blue one still there?' })
  expect(status).toBe(200)
  expect(facts).toMatchObject([
    { kind: 'message', id: providerId, account: BOT, body: { text: 'Is the blue one still there?' } },
  ])
  const outcome = await send(text())
  expect(sandbox.requests()).toMatchObject([
    { path: '/bot<token>/sendMessage', status: 200, body: { chat_id: PERSON } },
  ])
  expect(outcome).toMatchObject({ kind: 'accepted', providerId: sandbox.requests()[0]?.providerId })
})

test('a button that is tapped is a selection, and its waiting ends when it is read', async () => {
  const { sandbox, adapter, address, facts, send } = world()
  const options: ChoiceOption[] = [{ kind: 'reply', id: 'a', title: 'A' }]
  const choice: Choice = { type: 'choice', style: 'buttons', sections: [{ options }] }
  const asked = await send({ type: 'choice', text: 'Which?', choice })
  const target = asked.kind === 'accepted' ? asked.providerId : ''
  const { providerId } = await sandbox.customer({ type: 'button', target, data: 'a', title: 'A' })
  expect(facts).toMatchObject([
    { id: providerId, body: { content: { type: 'selection', id: 'a', title: 'A', of: target } } },
  ])
  const read = adapter.act?.({ type: 'read', address, message: providerId }, new AbortController().signal)
  expect(await read).toEqual({ kind: 'done' })
})

test('a photo can be fetched from where Telegram says it is', async () => {
  const { sandbox, adapter, facts } = world()
  await sandbox.customer({ type: 'photo', data: Buffer.from('a picture').toString('base64') })
  const [fact] = facts
  const file = fact?.kind === 'message' ? fact.body.attachments[0]?.remote : undefined
  const source = await adapter.media?.(file ?? {}, BOT, new AbortController().signal)
  expect(source).toMatchObject({ kind: 'fetch', size: 9 })
  const response = await sandbox.api.request(source?.kind === 'fetch' ? source.url : '')
  expect(await response.text()).toBe('a picture')
})

test('who blocks the bot opts out and cannot be written to, until they come back', async () => {
  const { sandbox, facts, send } = world()
  await sandbox.customer({ type: 'block' })
  expect(facts).toMatchObject([{ kind: 'consent', state: 'revoked', sender: BOT }])
  expect(codeOf(await send(text()))).toBe('recipient_unreachable')
  await sandbox.customer({ type: 'unblock' })
  expect(codeOf(await send(text()))).toBe('accepted')
})

test('a refusal that quotes the token of the bot does not hand it on', async () => {
  const description = `Unauthorized: ${secrets.botToken}`
  const adapter = telegram.create(telegram.config.parse({ bot: BOT }), {
    ...ordinaryDeps(),
    fetch: async () => Response.json({ ok: false, error_code: 401, description }, { status: 401 }),
    now: () => 0,
    nonce: () => '1',
    secrets: { botToken: [secrets.botToken], webhookSecret: [secrets.webhookSecret] },
    publicUrl: 'https://gateway.example',
    webhookUrl,
  })
  const { address } = world()
  const part = { key: { message: 'msg_1', part: 0 }, address, content: text() }
  const outcome = await adapter.send(part, new AbortController().signal)
  expect(codeOf(outcome)).toBe('credentials_invalid')
  expect(JSON.stringify(outcome)).not.toContain(secrets.botToken)
})

test('refuses what Telegram refuses', async () => {
  const { send } = world()
  expect(codeOf(await send(text('x'.repeat(4097))))).toBe('provider_rejected')
  expect(codeOf(await send(text('')))).toBe('provider_rejected')
})

test.each([
  ['rate_limited', 'rate_limited'],
  ['server_error', 'unknown'],
  ['drop', 'unknown'],
  ['refuse_connection', 'provider_unavailable'],
  ['expired_token', 'credentials_invalid'],
] as const)('the fault %s is told as %s, once', async (fault, told) => {
  const { send } = world({ send: { fault, times: 1 } })
  expect(codeOf(await send(text()))).toBe(told)
  expect(codeOf(await send(text()))).toBe('accepted')
})
