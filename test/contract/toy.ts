import * as z from 'zod'
import type {
  ActionOutcome,
  AdapterDeps,
  ChannelAdapter,
  OutboundPart,
  ProfileOutcome,
  SendOutcome,
  WebhookRequest,
} from '../../adapters/adapter.ts'
import { askProvider, callProvider } from '../../adapters/http.ts'
import { readJson } from '../../adapters/json.ts'
import { anySecret, equal, hmac } from '../../adapters/signature.ts'
import { get, json, type ContractSubject } from '../../adapters/testing/contract.ts'
import type { Capabilities } from '../../core/capabilities.ts'
import { row } from '../../core/failures.ts'
import type { InboundFact } from '../../core/schema/fact.ts'
import { storable } from '../../core/text/storable.ts'

/** The smallest channel that keeps the whole contract: what the suite's own tests break, one piece at a time. */
export const CAPABILITIES: Capabilities = {
  text: { max: 100, unit: 'characters' },
  media: {},
  mediaPerPart: 1,
  locationRequest: false,
  location: false,
  templates: false,
  reactions: false,
  replyTo: false,
  formatting: 'none',
  receipts: ['sent', 'delivered'],
}

const Item = z.object({
  id: z.string().min(1),
  type: z.string(),
  from: z.string().min(1).max(320),
  text: z.string().optional(),
  key: z.string().optional(),
  at: z.number().int().optional(),
})
const Envelope = z.object({ account: z.string(), items: z.array(z.unknown()) })

const hashOf = (text: string): string => hmac('sha256', 'toy', text, 'hex')

const quarantined = (account: string, raw: unknown): InboundFact => {
  const id = hashOf(typeof raw === 'string' ? raw : JSON.stringify(raw))
  return {
    kind: 'quarantine',
    scope: account,
    account,
    at: null,
    id,
    reason: 'shape',
    raw: typeof raw === 'string' ? storable(raw) : raw,
  }
}

const factOf = (account: string, raw: unknown): InboundFact => {
  const item = Item.safeParse(raw)
  if (!item.success) return quarantined(account, raw)
  const { id, type, from, text, at, key } = item.data
  const base = { scope: account, account, at: at ?? null, peers: [{ type: 'phone' as const, value: from }] }
  if (type === 'receipt') {
    const [message, part] = key?.split('.') ?? []
    const ours = message === undefined ? {} : { ours: { message, part: Number(part) || 0 } }
    return { ...base, kind: 'receipt', target: id, state: 'sent', ...ours }
  }
  const out = type === 'echo'
  const content = { type: 'unsupported' as const, kind: type, reason: 'unknown type' }
  return {
    ...base,
    kind: 'message',
    id,
    direction: out ? 'out' : 'in',
    author: { kind: out ? 'echo' : 'customer' },
    body: { text: text ?? '', attachments: [], ...(out || type === 'text' ? {} : { content }) },
  }
}

const parseToy = async ({ body }: Pick<WebhookRequest, 'body'>): Promise<InboundFact[]> => {
  // Latin-1 keeps every byte, so that different garbage stays different.
  const text = Buffer.from(body).toString('latin1')
  const envelope = Envelope.safeParse(readJson(Buffer.from(body).toString()))
  if (!envelope.success) return [quarantined('', text)]
  return envelope.data.items.map((item) => factOf(envelope.data.account, item))
}

const API = 'https://api.toy.example'

const sendToy = async (deps: AdapterDeps, part: OutboundPart, signal: AbortSignal): Promise<SendOutcome> => {
  const { content, key, address } = part
  if (content.type !== 'text') return { kind: 'refused', failure: row('content_unsupported') }
  const call = {
    fetch: deps.fetch,
    url: `${API}/messages`,
    init: {
      method: 'POST',
      headers: { authorization: `Bearer ${deps.secrets['token']?.[0] ?? ''}`, 'content-type': 'application/json' },
      body: JSON.stringify({ to: address.peers[0]?.value, text: content.text, key: `${key.message}.${key.part}` }),
    },
    signal,
    accepted: ({ json: answer }: { json: unknown }): SendOutcome | undefined => {
      const read = z.object({ id: z.string().min(1) }).safeParse(answer)
      return read.success ? { kind: 'accepted', providerId: read.data.id } : undefined
    },
    refused: ({ json: answer }: { json: unknown }) =>
      z.object({ error: z.literal(7) }).safeParse(answer).success ? row('recipient_opted_out') : undefined,
  }
  return callProvider(call, deps.now())
}

/** Asks something of the provider that is no send. */
const askToy = async <T extends { readonly kind: string }>(
  deps: AdapterDeps,
  path: string,
  signal: AbortSignal,
  read: (json: unknown) => T | undefined,
) => {
  const init = { headers: { authorization: `Bearer ${deps.secrets['token']?.[0] ?? ''}` } }
  const readers = { accepted: ({ json: answer }: { json: unknown }) => read(answer), refused: () => undefined }
  return askProvider({ fetch: deps.fetch, url: `${API}/${path}`, init, signal, ...readers }, deps.now())
}

const Person = z.object({ name: z.string().optional() })
const Place = z.object({ url: z.url().nullable() })

const asks = (deps: AdapterDeps): Required<Pick<ChannelAdapter, 'act' | 'profile' | 'media'>> => ({
  act: async ({ type }, signal) => {
    if (type !== 'read') return { kind: 'unsupported' }
    return askToy(deps, 'read', signal, (answer): ActionOutcome | undefined =>
      z.object({ ok: z.literal(true) }).safeParse(answer).success ? { kind: 'done' } : undefined,
    )
  },
  profile: async (_peer, _account, signal) =>
    askToy(deps, 'person', signal, (answer): ProfileOutcome | undefined => {
      const { data } = Person.safeParse(answer)
      if (data?.name === undefined) return data && { kind: 'none' }
      return { kind: 'found', profile: { name: data.name } }
    }),
  media: async ({ id = '' }, _account, signal) => {
    const found = await askToy(deps, `files/${id}`, signal, (answer) => {
      const { data } = Place.safeParse(answer)
      return data && { kind: 'place' as const, url: data.url }
    })
    if (found.kind === 'refused') return found
    if (found.url === null) return { kind: 'gone', reason: 'the provider has no such file' }
    const headers = { authorization: `Bearer ${deps.secrets['token']?.[0] ?? ''}` }
    return { kind: 'fetch', url: found.url, headers, trusted: ['files.toy.example'] }
  },
})

export const toyAdapter = (deps: AdapterDeps): ChannelAdapter => ({
  channel: 'toy',
  capabilities: CAPABILITIES,
  webhook: {
    handshake: ({ method, query }) => {
      const asked = new Map(query.map(([name, value]) => [name, value]))
      if (method !== 'GET' || asked.get('mode') !== 'subscribe') return undefined
      const valid = anySecret(deps.secrets['token'], (token) => equal(token, asked.get('token') ?? ''))
      return { status: valid ? 200 : 403, headers: {}, body: valid ? (asked.get('challenge') ?? '') : '' }
    },
    verify: ({ body, headers }) =>
      anySecret(deps.secrets['secret'], (secret) =>
        equal(hmac('sha256', secret, body, 'hex'), headers['x-toy-signature'] ?? ''),
      ),
    ack: () => ({ status: 200, headers: {}, body: '' }),
  },
  parse: parseToy,
  send: (part, signal) => sendToy(deps, part, signal),
  ...asks(deps),
})

const text = (id: string, more: Record<string, unknown> = {}) => ({ id, type: 'text', from: '+1', text: 'hi', ...more })
const items = (...list: unknown[]) => json({ account: 'acc', items: list })
const secrets = { secret: 'toy-signing-secret', token: 'toy-access-token' }

/** A subject around an adapter made by `create`, by default the one that keeps the contract. */
export const toySubject = (
  create: (deps: AdapterDeps) => ChannelAdapter = toyAdapter,
  changed: Partial<ContractSubject> = {},
): ContractSubject => ({
  factory: {
    channel: 'toy',
    config: z.object({}),
    secrets: Object.keys(secrets),
    webhookSecrets: Object.keys(secrets),
    capabilities: CAPABILITIES,
    create: (_, deps) => create(deps),
  },
  config: {},
  secrets,
  webhook: {
    secret: 'secret',
    sign: (request, secret) => ({
      ...request,
      headers: { ...request.headers, 'x-toy-signature': hmac('sha256', secret, request.body, 'hex') },
    }),
    handshake: {
      request: get({ mode: 'subscribe', token: secrets.token, challenge: '42' }),
      reply: { status: 200, body: '42' },
      refused: { 'another token': get({ mode: 'subscribe', token: 'x', challenge: '42' }) },
    },
  },
  deliveries: {
    message: items(text('1')),
    batch: { request: items(text('1'), text('2')), facts: 2 },
    unknown: items(text('3', { type: 'hologram' })),
    poisoned: { good: items(text('1'), text('2')), bad: items(text('1'), { id: 7 }, text('2')) },
    echo: items(text('4', { type: 'echo' })),
    redelivered: { first: items(text('5', { at: 1 })), again: items(text('5', { at: 2 })) },
  },
  sends: {
    account: 'acc',
    peer: { type: 'phone', value: '+1' },
    parts: { text: { content: { type: 'text', text: 'hello' } } },
    accepted: (id) => ({ status: 200, body: { id } }),
    providerId: 'out-1',
    failures: [
      {
        name: 'opted out',
        response: { status: 400, body: { error: 7, message: 'opted out' } },
        expected: { code: 'recipient_opted_out', retry: 'no', scope: 'recipient' },
      },
    ],
    receipt: (sent, id) => items(text(id, { type: 'receipt', key: (JSON.parse(sent.body) as { key: string }).key })),
  },
  acts: { shown: [{ type: 'read' }], done: { status: 200, body: { ok: true } } },
  profiles: {
    response: { status: 200, body: { name: 'Ann' } },
    profile: { name: 'Ann' },
    none: { 'nothing known': { status: 200, body: {} } },
  },
  files: {
    present: {
      file: { id: '7' },
      response: { status: 200, body: { url: 'https://files.toy.example/7' } },
      source: {
        kind: 'fetch',
        url: 'https://files.toy.example/7',
        headers: { authorization: `Bearer ${secrets.token}` },
        trusted: ['files.toy.example'],
      },
    },
    gone: { 'deleted at the provider': { file: { id: '8' }, response: { status: 200, body: { url: null } } } },
  },
  ...changed,
})
