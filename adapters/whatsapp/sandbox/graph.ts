import { Hono, type Context } from 'hono'
import { compact } from '../../../core/compact.ts'
import { brokenConnection, type Faults, type SandboxDeps, type SandboxRequest } from '../../sandbox.ts'
import { readJson, record, text, type Json } from '../../json.ts'
import { digits, type StoredFile } from './customer.ts'
import type { people } from './people.ts'
import type { Taken } from './receipts.ts'
import { markRefusal, refusal, type Refusal } from './refusals.ts'
import { healthOf, templatesPage } from './templates.ts'
import { WABA, type Line } from './wire.ts'

export interface KeptFile extends StoredFile {
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** What the Graph API of the sandbox works on. */
export interface Graph {
  readonly deps: SandboxDeps
  readonly lines: ReadonlyMap<string, Line>
  readonly files: ReadonlyMap<string, KeptFile>
  readonly people: ReturnType<typeof people>
  /** The fault for this send, counted off. */
  readonly takeFault: () => Faults['send']
  readonly log: (request: Omit<SandboxRequest, 'at'>) => void
  /** A message was taken: its receipts follow. Resolves when those that come before the answer are through. */
  readonly taken: (message: Taken) => Promise<void>
}

type Status = 200 | 400 | 401 | 429 | 500

const TITLES: Readonly<Record<number, string>> = {
  2: 'An unexpected error has occurred. Please retry your request later.',
  100: 'Invalid parameter',
  190: 'Invalid OAuth access token',
  130429: 'Rate limit hit',
  131008: 'Required parameter is missing',
  131009: 'Parameter value is not valid',
  131021: 'Recipient cannot be sender',
  131047: 'Re-engagement message',
  131051: 'Unsupported message type',
  131053: 'Media upload error',
  132001: 'Template does not exist',
  132012: 'Template parameter format mismatch',
}

const errorBody = ({ code, subcode, details }: Refusal, trace: string): Json => ({
  error: compact({
    message: `(#${code}) ${TITLES[code] ?? 'Error'}`,
    type: 'OAuthException',
    code,
    error_subcode: subcode,
    error_data: { messaging_product: 'whatsapp', details },
    fbtrace_id: trace,
  }),
})

const NO_OBJECT = (id: string): Refusal => ({
  code: 100,
  subcode: 33,
  details: `Object with ID '${id}' does not exist, cannot be loaded due to missing permissions`,
})
const NO_TOKEN: Refusal = { code: 190, subcode: 463, details: 'Error validating access token: Session has expired' }
const TOO_FAST: Refusal = { code: 130_429, details: 'Cloud API message throughput has been reached.' }
const BROKEN: Refusal = { code: 2, details: 'Service temporarily unavailable' }

interface Answer {
  readonly status: Status
  readonly body: Json
  readonly providerId?: string
}

/** A read mark, with or without a typing indicator. It is no send: the faults of sends are not its own. */
const isMark = (body: unknown): boolean => record(body)['status'] === 'read'

export const graphApi = (graph: Graph): Hono => {
  const { deps, lines, files } = graph
  const refuse = (status: Status, why: Refusal): Answer => ({ status, body: errorBody(why, `A${deps.nonce()}`) })

  const authorised = (c: Context, account?: string): boolean => {
    const given = c.req.header('authorization')
    return deps.accounts.some(
      ({ account: id, secrets }) =>
        (account === undefined || id === account) &&
        secrets['accessToken'] !== undefined &&
        given === `Bearer ${secrets['accessToken']}`,
    )
  }

  /** The recipient of a body: the group, or the person as far as the sandbox knows them. */
  const recipientOf = (body: Json): Pick<Taken, 'phone' | 'userId' | 'group'> => {
    const to = text(body['to'])
    if (body['recipient_type'] === 'group') return compact({ group: to })
    const phone = to?.replaceAll(/\D/g, '')
    const { ...person } = graph.people.known({ phone, userId: to === undefined ? text(body['recipient']) : undefined })
    return compact(person)
  }

  const outsideWindow = (body: Json, line: Line): Refusal | undefined => {
    const person = recipientOf(body)
    if (person.phone === line.number) return { code: 131_021, details: 'Sender and recipient are the same' }
    const free = body['type'] === 'template' || person.group !== undefined
    if (free || graph.people.mayBeWrittenTo(line.account, person)) return undefined
    const details = 'Message failed to send because more than 24 hours have passed since the customer last replied'
    return { code: 131_047, details }
  }

  const take = async (body: Json, line: Line): Promise<Answer> => {
    const wrong = refusal(body) ?? outsideWindow(body, line)
    if (wrong !== undefined) return refuse(400, wrong)
    const id = `wamid.${Buffer.from(deps.nonce()).toString('base64url')}`
    await graph.taken({ id, line, body, ...recipientOf(body) })
    const { to, recipient } = body
    // The answer names either the number or the user id, whichever was given.
    const contact =
      to === undefined ? { input: recipient, user_id: recipient } : { input: to, wa_id: digits(text(to) ?? '') }
    const message = compact({ id, message_status: body['type'] === 'template' ? 'accepted' : undefined })
    return {
      status: 200,
      body: { messaging_product: 'whatsapp', contacts: [contact], messages: [message] },
      providerId: id,
    }
  }

  const answer = async (c: Context, phone: string, body: unknown, fault: Faults['send']): Promise<Answer> => {
    if (fault?.fault === 'expired_token') return refuse(401, NO_TOKEN)
    if (!authorised(c)) return refuse(401, { code: 190, details: 'Invalid OAuth access token' })
    const line = authorised(c, phone) ? lines.get(phone) : undefined
    if (line === undefined) return refuse(400, NO_OBJECT(phone))
    if (fault?.fault === 'rate_limited') return refuse(429, TOO_FAST)
    if (fault?.fault === 'server_error') return refuse(500, BROKEN)
    if (isMark(body)) {
      const wrong = markRefusal(record(body))
      return wrong === undefined ? { status: 200, body: { success: true } } : refuse(400, wrong)
    }
    return take(record(body), line)
  }

  const listed = (c: Context, waba: string): Answer => {
    if (!authorised(c)) return refuse(401, NO_TOKEN)
    return waba === WABA
      ? { status: 200, body: templatesPage(new URL(c.req.url).searchParams) }
      : refuse(400, NO_OBJECT(waba))
  }

  const logged = (c: Context, path: string, body: unknown, { status, providerId }: Answer): void =>
    graph.log({ method: c.req.method, path, body, status, ...compact({ providerId }) })

  return new Hono()
    .post('/:version{v\\d+\\.\\d+}/:phone/messages', async (c) => {
      const { version, phone } = c.req.param()
      const body = readJson(await c.req.text())
      const fault = isMark(body) ? undefined : graph.takeFault()
      if (fault?.fault === 'refuse_connection') return brokenConnection('refused')
      const given = await answer(c, phone, body, fault)
      logged(c, `/${version}/${phone}/messages`, body ?? null, given)
      if (fault?.fault === 'drop') return brokenConnection('dropped')
      const after = given.status === 429 ? fault?.retryAfterSeconds : undefined
      return c.json(given.body, given.status, after === undefined ? {} : { 'retry-after': String(after) })
    })
    .get('/media/:id', (c) => {
      const file = files.get(c.req.param('id'))
      if (!authorised(c)) return c.body(null, 401)
      return file === undefined ? c.body(null, 404) : c.body(file.bytes, 200, { 'content-type': file.contentType })
    })
    .get('/:version{v\\d+\\.\\d+}/:waba/message_templates', (c) => {
      const { version, waba } = c.req.param()
      const given = listed(c, waba)
      logged(c, `/${version}/${waba}/message_templates`, null, given)
      return c.json(given.body, given.status)
    })
    .get('/:version{v\\d+\\.\\d+}/:id', (c) => {
      const { version, id } = c.req.param()
      if (c.req.query('fields') === 'health_status' && lines.has(id)) {
        const health: Answer = authorised(c, id) ? { status: 200, body: healthOf(id) } : refuse(401, NO_TOKEN)
        logged(c, `/${version}/${id}`, null, health)
        return c.json(health.body, health.status)
      }
      const file = files.get(id)
      const url = new URL(c.req.url)
      const root = url.pathname.slice(0, url.pathname.lastIndexOf(`/${version}/`))
      const found = file && {
        messaging_product: 'whatsapp',
        url: `${url.origin}${root}/media/${id}`,
        mime_type: file.contentType,
        sha256: file.sha256,
        file_size: file.bytes.length,
        id,
      }
      const unknown = authorised(c) ? refuse(400, NO_OBJECT(id)) : refuse(401, NO_TOKEN)
      const given: Answer = found && authorised(c) ? { status: 200, body: found } : unknown
      logged(c, `/${version}/${id}`, null, given)
      return c.json(given.body, given.status)
    })
}
