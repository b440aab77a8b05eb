import { Hono, type Context } from 'hono'
import { compact } from '../../../core/compact.ts'
import { list, readJson, record, text, type Json } from '../../json.ts'
import {
  brokenConnection,
  type Faults,
  type SandboxAccount,
  type SandboxDeps,
  type SandboxRequest,
} from '../../sandbox.ts'
import type { Message, Who } from './customer.ts'
import type { Tokens } from './tokens.ts'
import type { Uploads } from './uploads.ts'

export interface KeptFile {
  readonly contentType: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** What X's API of the sandbox works on. */
export interface Api {
  readonly deps: SandboxDeps
  readonly tokens: Tokens
  readonly uploads: Uploads
  readonly nextId: () => string
  readonly who: Who
  readonly takeFault: () => Faults['send']
  readonly log: (request: SandboxRequest) => void
  /** A message or post was taken: what is told of it follows. Resolves when what comes before the answer is through. */
  readonly message: (account: SandboxAccount, id: string, to: string, said: string) => Promise<void>
  readonly post: (account: SandboxAccount, id: string, said: string, answers: string) => Promise<void>
  /** Direct messages the account sent or was sent, newest first. */
  readonly messages: (account: string) => readonly Message[]
  readonly file: (name: string) => KeptFile | undefined
  /** The app's webhooks, and checking one again. */
  readonly webhooks: (accounts: readonly SandboxAccount[]) => readonly Json[]
  readonly revalidate: (accounts: readonly SandboxAccount[], id: string) => Promise<boolean>
}

type Status = 200 | 201 | 400 | 401 | 403 | 404 | 429 | 500
interface Answer {
  readonly status: Status
  readonly body: Json
  readonly providerId?: string
}

const problem = (status: Status, title: string, type = 'about:blank'): Answer => ({
  status,
  body: { title, type, detail: title, status },
})
const coded = (status: Status, code: number, message: string): Answer => ({
  status,
  body: { errors: [{ code, message }] },
})

const UNAUTHORIZED = problem(401, 'Unauthorized')
const INVALID = 'https://api.x.com/2/problems/invalid-request'
const MOST_TEXT = 10_000
const MOST_POST_BYTES = 280

/** What X would not take of a direct message: its body knows two fields, and one of them at least. */
const wrongMessage = (body: Json, ready: (id: string) => boolean): Answer | undefined => {
  const { text: said = '', attachments = [], ...others } = body
  const files = list(attachments)
  if (Object.keys(others).length > 0) return problem(400, 'Invalid Request: unknown field', INVALID)
  if (typeof said !== 'string' || (said === '' && files.length === 0)) return problem(400, 'Invalid Request', INVALID)
  if (said.length > MOST_TEXT)
    return coded(403, 354, 'The text of your direct message is over the max character limit.')
  if (files.length > 1) return problem(400, 'Invalid Request: one attachment', INVALID)
  const id = text(record(files[0])['media_id'])
  return files.length === 0 || (id !== undefined && ready(id))
    ? undefined
    : coded(400, 325, 'A media id was not found.')
}

const faultOf = ({ fault }: NonNullable<Faults['send']>): Answer | undefined => {
  if (fault === 'rate_limited') return coded(429, 88, 'Rate limit exceeded')
  if (fault === 'server_error') return problem(500, 'Internal Server Error')
  return fault === 'expired_token' ? UNAUTHORIZED : undefined
}

export const xApi = (api: Api): Hono => {
  const { deps, tokens, uploads } = api
  const userOf = (c: Context): SandboxAccount | undefined =>
    tokens.user(c.req.method, c.req.url, c.req.header('authorization'))
  const bodyOf = async (c: Context): Promise<Json> => record(readJson(await c.req.text()))

  /** A send: with the faults it is told to make, and written down. */
  const sending = async (
    c: Context,
    take: (account: SandboxAccount, body: Json) => Promise<Answer>,
  ): Promise<Response> => {
    const fault = api.takeFault()
    if (fault?.fault === 'refuse_connection') return brokenConnection('refused')
    const body = await bodyOf(c)
    const account = userOf(c)
    const {
      status,
      body: given,
      providerId,
    } = (fault && faultOf(fault)) ?? (account === undefined ? UNAUTHORIZED : await take(account, body))
    api.log({ at: deps.now(), method: c.req.method, path: c.req.path, body, status, ...compact({ providerId }) })
    if (fault?.fault === 'drop') return brokenConnection('dropped')
    const reset = Math.ceil(deps.now() / 1000) + (fault?.retryAfterSeconds ?? 60)
    const limits = { 'x-rate-limit-limit': '15', 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': String(reset) }
    return c.json(given, status, status === 429 ? limits : {})
  }

  const takeMessage = async (account: SandboxAccount, body: Json, to: string): Promise<Answer> => {
    if (!/^\d{1,20}$/.test(to)) return problem(400, 'Invalid Request: participant_id', INVALID)
    const wrong = wrongMessage(body, (id) => uploads.ready(account.account, id) !== undefined)
    if (wrong !== undefined) return wrong
    const id = api.nextId()
    await api.message(account, id, to, text(body['text']) ?? '')
    const [a, b] = [account.account, to].sort((x, y) => (BigInt(x) < BigInt(y) ? -1 : 1))
    return { status: 201, body: { data: { dm_conversation_id: `${a}-${b}`, dm_event_id: id } }, providerId: id }
  }

  const takePost = async (account: SandboxAccount, body: Json): Promise<Answer> => {
    const said = text(body['text'])
    const answers = text(record(body['reply'])['in_reply_to_tweet_id']) ?? ''
    if (said === undefined || !/^\d{1,20}$/.test(answers)) return problem(400, 'Invalid Request', INVALID)
    // Stricter than X, which counts most letters as one.
    if (Buffer.byteLength(said) > MOST_POST_BYTES) return coded(403, 186, 'Tweet needs to be a bit shorter.')
    const id = api.nextId()
    await api.post(account, id, said, answers)
    return { status: 201, body: { data: { id, text: said, edit_history_tweet_ids: [id] } }, providerId: id }
  }

  const asked = (c: Context, found: Json | undefined, status: Status = 400): Response =>
    found === undefined
      ? c.json(problem(status, 'Invalid Request', INVALID).body, status)
      : c.json({ data: found }, 200)
  const asUser = async (
    c: Context,
    run: (account: SandboxAccount) => Response | Promise<Response>,
  ): Promise<Response> => {
    const account = userOf(c)
    return account === undefined ? c.json(UNAUTHORIZED.body, 401) : run(account)
  }
  const asApp = async (c: Context, run: (own: readonly SandboxAccount[]) => Promise<Response> | Response) => {
    const own = tokens.app(c.req.header('authorization'))
    return own.length === 0 ? c.json(UNAUTHORIZED.body, 401) : run(own)
  }
  const fileOf = (c: Context, name: string): Response => {
    const found = api.file(name)
    return found === undefined ? c.body(null, 404) : c.body(found.bytes, 200, { 'content-type': found.contentType })
  }

  const listed = (account: string, { id, sender, recipient, text: said, at, media }: Message): Json => {
    const [a, b] = [sender, recipient].sort((x, y) => (BigInt(x) < BigInt(y) ? -1 : 1))
    const link = media === undefined ? '' : ` ${text(media['url']) ?? ''}`
    return compact({
      id,
      event_type: 'MessageCreate',
      sender_id: sender,
      dm_conversation_id: `${a}-${b}`,
      created_at: new Date(at).toISOString(),
      text: `${said}${link}`.trim(),
      attachments: media === undefined ? undefined : { media_keys: [`3_${text(media['id_str']) ?? account}`] },
    })
  }
  const mediaListed = ({ media }: Message): Json[] =>
    media === undefined
      ? []
      : [
          compact({
            media_key: `3_${text(media['id_str']) ?? ''}`,
            type: media['type'],
            url: media['type'] === 'photo' ? media['media_url_https'] : undefined,
            variants: record(media['video_info'])['variants'],
          }),
        ]

  const dmEvents = (c: Context, account: string): Response => {
    const from = Number(c.req.query('pagination_token') ?? 0)
    const most = Math.min(Math.max(Number(c.req.query('max_results') ?? 100), 1), 100)
    const all = api.messages(account)
    const page = all.slice(from, from + most)
    const people = Array.from(new Set(page.map(({ sender }) => sender)), api.who)
    const includes = { users: people, media: page.flatMap(mediaListed) }
    const next = from + most < all.length ? { next_token: String(from + most) } : {}
    return c.json({
      data: page.map((message) => listed(account, message)),
      includes,
      meta: { result_count: page.length, ...next },
    })
  }

  return new Hono()
    .post('/2/oauth2/token', async (c) => {
      const { status, body } = tokens.grant(c.req.header('authorization'), new URLSearchParams(await c.req.text()))
      return c.json(body, status)
    })
    .post('/2/dm_conversations/with/:to/messages', (c) =>
      sending(c, (account, body) => takeMessage(account, body, c.req.param('to'))),
    )
    .post('/2/tweets', (c) => sending(c, takePost))
    .post('/2/media/upload/initialize', (c) =>
      asUser(c, async ({ account }) => asked(c, uploads.begin(account, await bodyOf(c)))),
    )
    .post('/2/media/upload/:id/append', (c) =>
      asUser(c, async ({ account }) => {
        const form = await c.req.parseBody()
        const piece = form['media']
        const bytes = piece instanceof File ? new Uint8Array(await piece.arrayBuffer()) : new Uint8Array()
        const taken = uploads.append(account, c.req.param('id'), Number(form['segment_index'] ?? Number.NaN), bytes)
        return asked(c, taken ? { expires_at: Math.ceil(deps.now() / 1000) + 86_400 } : undefined)
      }),
    )
    .post('/2/media/upload/:id/finalize', (c) =>
      asUser(c, ({ account }) => asked(c, uploads.finish(account, c.req.param('id')))),
    )
    .get('/2/media/upload', (c) =>
      asUser(c, ({ account }) => asked(c, uploads.status(account, c.req.query('media_id') ?? ''))),
    )
    .get('/2/dm_events', (c) => asUser(c, ({ account }) => dmEvents(c, account)))
    .get('/2/users/:id', (c) => asUser(c, () => c.json({ data: api.who(c.req.param('id')) })))
    .get('/2/dm_conversations/media/:message/:id/:name', (c) => asUser(c, () => fileOf(c, c.req.param('name'))))
    .get('/dm_video/:message/:id/:name', (c) => fileOf(c, c.req.param('name')))
    .get('/dm_gif/:message/:id/:name', (c) => fileOf(c, c.req.param('name')))
    .get('/2/webhooks', (c) => asApp(c, (own) => c.json({ data: api.webhooks(own) })))
    .put('/2/webhooks/:id', (c) =>
      asApp(c, async (own) => c.json({ data: { valid: await api.revalidate(own, c.req.param('id')) } })),
    )
    .get('/2/activity/subscriptions', (c) =>
      asApp(c, (own) => {
        const data = own.map(({ account }, i) => ({
          subscription_id: String(i + 1),
          event_type: 'dm.received',
          filter: { user_id: account },
        }))
        return c.json({ data, meta: { total_subscriptions: data.length } })
      }),
    )
}
