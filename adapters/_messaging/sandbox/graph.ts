import { Hono, type Context } from 'hono'
import { compact } from '../../../core/compact.ts'
import { readJson, record, text, type Json } from '../../json.ts'
import {
  brokenConnection,
  type Faults,
  type SandboxAccount,
  type SandboxDeps,
  type SandboxRequest,
} from '../../sandbox.ts'
import type { Platform } from '../platform.ts'
import type { Taken } from './receipts.ts'
import { refusal, type Refusal } from './refusals.ts'

export interface KeptFile {
  readonly contentType: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** What the Graph API of the sandbox works on. */
export interface Graph {
  readonly platform: Platform
  readonly deps: SandboxDeps
  readonly files: ReadonlyMap<string, KeptFile>
  /** Ms since the person last wrote to the account; undefined for somebody the sandbox has never seen. */
  readonly silentFor: (account: string, person: string) => number | undefined
  /** What a person tells of themselves by the field's name; undefined for somebody the sandbox has never seen. */
  readonly profileOf: (person: string) => Json | undefined
  readonly takeFault: () => Faults['send']
  readonly log: (request: SandboxRequest) => void
  /** A message was taken: its receipts follow. Resolves when those that come before the answer are through. */
  readonly taken: (message: Taken) => Promise<void>
}

type Status = 200 | 400 | 401 | 429 | 500

interface Answer {
  readonly status: Status
  readonly body: Json
  readonly providerId?: string
}

const NO_TOKEN: Refusal = { code: 190, subcode: 463, message: 'Error validating access token: Session has expired' }
const WRONG_TOKEN: Refusal = { code: 190, message: 'Invalid OAuth access token.' }
const TOO_FAST: Refusal = { code: 613, message: '(#613) Calls to this api have exceeded the rate limit.' }
const BROKEN: Refusal = { code: 2, message: 'Service temporarily unavailable' }
const NO_OBJECT: Refusal = { code: 100, subcode: 33, message: 'Unsupported post request. Object does not exist' }

/** Nobody the account could know: Instagram says that they have not agreed. */
const NO_PROFILE: Readonly<Record<Platform['channel'], Refusal>> = {
  messenger: { code: 100, subcode: 33, message: 'Unsupported get request. Object does not exist' },
  instagram: { code: 230, message: '(#230) User consent is required to access user profile' },
}

const DAY_MS = 24 * 3_600_000
const OUTSIDE: Readonly<Record<Platform['channel'], number>> = { messenger: 2_018_278, instagram: 2_534_022 }

/**
 * Answers are allowed for 24 hours, a person's for 7 days. Somebody the sandbox has never seen may have written all the
 * same: anyone with the secret can sign a webhook and post it to the gateway.
 */
const outsideWindow = ({ platform, silentFor }: Graph, account: string, body: Json): Refusal | undefined => {
  const silence = silentFor(account, text(record(body['recipient'])['id']) ?? '')
  const allowed = body['tag'] === 'HUMAN_AGENT' ? 7 * DAY_MS : DAY_MS
  if (silence === undefined || silence < allowed) return undefined
  return {
    code: 10,
    subcode: OUTSIDE[platform.channel],
    message: '(#10) This message is sent outside of allowed window.',
  }
}

/** Typing and seen are no sends: the faults of sends are not theirs. */
const isSign = (body: unknown): boolean =>
  /^(?:typing_on|typing_off|mark_seen)$/.test(text(record(body)['sender_action']) ?? '')

export const graphApi = (graph: Graph): Hono => {
  const { deps, files, platform } = graph
  const refuse = (status: Status, { code, subcode, message }: Refusal): Answer => ({
    status,
    body: {
      error: compact({ message, type: 'OAuthException', code, error_subcode: subcode, fbtrace_id: `A${deps.nonce()}` }),
    },
  })

  /** A token speaks for its own account, which `me` stands for. */
  const accountFor = (c: Context, id: string): SandboxAccount | 'unauthorised' | undefined => {
    const given = c.req.header('authorization')
    const own = deps.accounts.filter(
      ({ secrets }) => secrets['accessToken'] !== undefined && given === `Bearer ${secrets['accessToken']}`,
    )
    if (own.length === 0) return 'unauthorised'
    return id === 'me' ? own[0] : own.find(({ account }) => account === id)
  }

  const take = async (body: Json, account: string): Promise<Answer> => {
    const wrong = refusal(platform, body) ?? outsideWindow(graph, account, body)
    if (wrong !== undefined) return refuse(400, wrong)
    const recipient = record(body['recipient'])['id']
    // Typing, seen and reactions are no messages and have no id.
    if (body['sender_action'] !== undefined) return { status: 200, body: { recipient_id: recipient } }
    const mid = `m_${Buffer.from(deps.nonce()).toString('base64url')}`
    await graph.taken({ at: deps.now(), mid, account, body })
    return { status: 200, body: { recipient_id: recipient, message_id: mid }, providerId: mid }
  }

  const answer = async (c: Context, id: string, body: unknown, fault: Faults['send']): Promise<Answer> => {
    if (fault?.fault === 'expired_token') return refuse(401, NO_TOKEN)
    const account = accountFor(c, id)
    if (account === 'unauthorised') return refuse(401, WRONG_TOKEN)
    if (account === undefined) return refuse(400, NO_OBJECT)
    if (fault?.fault === 'rate_limited') return refuse(429, TOO_FAST)
    if (fault?.fault === 'server_error') return refuse(500, BROKEN)
    return take(record(body), account.account)
  }

  /** The fields that were asked for, as far as there are such. */
  const profile = (c: Context, person: string): Answer => {
    if (accountFor(c, 'me') === 'unauthorised') return refuse(401, WRONG_TOKEN)
    const told = graph.profileOf(person)
    if (told === undefined) return refuse(400, NO_PROFILE[platform.channel])
    const fields = (c.req.query('fields') ?? '').split(',')
    const asked = Object.entries(told).filter(([field]) => fields.includes(field))
    return { status: 200, body: { ...Object.fromEntries(asked), id: person } }
  }

  return new Hono()
    .post('/:version{v\\d+\\.\\d+}/:account/messages', async (c) => {
      const { version, account } = c.req.param()
      const body = readJson(await c.req.text())
      const fault = isSign(body) ? undefined : graph.takeFault()
      if (fault?.fault === 'refuse_connection') return brokenConnection('refused')
      const { status, providerId, body: given } = await answer(c, account, body, fault)
      const path = `/${version}/${account}/messages`
      graph.log({ at: deps.now(), method: 'POST', path, body: body ?? null, status, ...compact({ providerId }) })
      if (fault?.fault === 'drop') return brokenConnection('dropped')
      const after = status === 429 ? fault?.retryAfterSeconds : undefined
      return c.json(given, status, after === undefined ? {} : { 'retry-after': String(after) })
    })
    .get('/:version{v\\d+\\.\\d+}/:person{\\d+}', (c) => {
      const { version, person } = c.req.param()
      const { status, body } = profile(c, person)
      graph.log({ at: deps.now(), method: 'GET', path: `/${version}/${person}`, body: null, status })
      return c.json(body, status)
    })
    .get('/files/:id', (c) => {
      const file = files.get(c.req.param('id'))
      return file === undefined ? c.body(null, 404) : c.body(file.bytes, 200, { 'content-type': file.contentType })
    })
}
