import { createHash } from 'node:crypto'
import { Hono } from 'hono'
import {
  brokenConnection,
  connectionOf,
  type Faults,
  type Sandbox,
  type SandboxAccount,
  type SandboxDelivery,
  type SandboxDeps,
  type SandboxFactory,
  sandboxState,
} from 'parley/sandbox'
import * as z from 'zod'
import { Action, fileOf, type StoredFile, updateFor } from './sandbox-customer.ts'
import { refusalFor, type Refusal, TOO_FAST, UNAUTHORIZED, BROKEN } from './sandbox-refusals.ts'

const channel = 'telegram'

const refuse = ({ code, description, retryAfter }: Refusal): Response =>
  Response.json(
    {
      ok: false,
      error_code: code,
      description,
      ...(retryAfter !== undefined && { parameters: { retry_after: retryAfter } }),
    },
    { status: code },
  )

const answer = (result: unknown): Response => Response.json({ ok: true, result })

/** What a fault makes of a send that is not taken; undefined where it is taken all the same. */
const faulty = ({ fault, retryAfterSeconds }: NonNullable<Faults['send']>): Response | undefined => {
  if (fault === 'drop') return undefined
  if (fault === 'refuse_connection') return brokenConnection('refused')
  if (fault === 'expired_token') return refuse(UNAUTHORIZED)
  if (fault === 'server_error') return refuse(BROKEN)
  return refuse(retryAfterSeconds === undefined ? TOO_FAST : { ...TOO_FAST, retryAfter: retryAfterSeconds })
}

const Params = z.looseObject({ chat_id: z.coerce.string().default('') })

/** The Bot API on one machine: takes what bots send, refuses what it would refuse, and tells what people write. */
const create = (deps: SandboxDeps): Sandbox => {
  const state = sandboxState()
  const files = new Map<string, StoredFile>()
  const blocked = new Set<string>()

  /** Numbers as Telegram gives them, no two alike also after a restart, when whoever is told of them remembers. */
  const number = (): number => createHash('sha256').update(deps.nonce()).digest().readUInt32BE() >>> 1

  const deliver = async (account: SandboxAccount, update: object): Promise<number> => {
    const delivery: SandboxDelivery = {
      connection: account.connection,
      method: 'POST',
      suffix: '',
      headers: {
        'content-type': 'application/json',
        'x-telegram-bot-api-secret-token': account.secrets['webhookSecret'] ?? '',
      },
      body: JSON.stringify(update),
    }
    const status = await deps.deliver(delivery)
    for (let copy = 0; copy < (state.faults().duplicates ?? 0); copy += 1) await deps.deliver(delivery)
    return status
  }

  const ofToken = (token: string): SandboxAccount | undefined =>
    deps.accounts.find(({ secrets }) => secrets['botToken'] !== undefined && secrets['botToken'] === token)

  /** Takes a message, or says why not. The id is given where it was taken, answered or not. */
  const take = (method: string, params: z.infer<typeof Params>): readonly [Response, string?] => {
    const fault = state.nextSendFault()
    const failed = fault && faulty(fault)
    if (failed) return [failed]
    const refused = refusalFor(method, params, blocked)
    if (refused) return [refuse(refused)]
    const sent = { message_id: number(), date: Math.floor(deps.now() / 1000), chat: { id: Number(params.chat_id) } }
    const id = `${sent.chat.id}:${sent.message_id}`
    return [fault ? brokenConnection('dropped') : answer(sent), id]
  }

  const api = new Hono()

  api.post('/:bot{bot[^/]*}/:method', async (c) => {
    const { bot, method } = c.req.param()
    const params = Params.parse(await c.req.json())
    if (ofToken(bot.slice('bot'.length)) === undefined) return refuse(UNAUTHORIZED)
    if (method === 'sendChatAction' || method === 'answerCallbackQuery') return answer(true)
    if (method === 'getFile') {
      const file = files.get(String(params['file_id']))
      if (file === undefined) return refuse({ code: 400, description: 'Bad Request: wrong file_id' })
      return answer({ file_id: file.id, file_path: `files/${file.id}`, file_size: file.bytes.length })
    }
    const [response, providerId] = take(method, params)
    if (connectionOf(response) === 'refused') return response
    const path = `/bot<token>/${method}`
    const taken = providerId === undefined ? {} : { providerId }
    state.record({ at: deps.now(), method: 'POST', path, body: params, status: response.status, ...taken })
    return response
  })

  api.get('/file/:bot/files/:id', (c) => {
    const { bot, id } = c.req.param()
    const file = ofToken(bot.slice('bot'.length)) && files.get(id)
    if (file === undefined) return refuse({ code: 404, description: 'Not Found' })
    return new Response(file.bytes, { headers: { 'content-type': file.contentType } })
  })

  return {
    channel,
    api,
    customer: async (input) => {
      const action = Action.parse(input)
      const account = deps.accounts.find((one) => action.account === undefined || one.account === action.account)
      if (account === undefined) throw new Error('the sandbox has no such account')
      if (action.type === 'block') blocked.add(String(action.from))
      if (action.type === 'unblock') blocked.delete(String(action.from))
      const file = fileOf(action, `file-${number()}`)
      if (file !== undefined) files.set(file.id, file)
      const wire = { update: number(), message: number(), date: Math.floor(deps.now() / 1000) }
      const { update, providerId } = updateFor(action, file === undefined ? wire : { ...wire, file })
      return { providerId, status: await deliver(account, update) }
    },
    requests: state.requests,
    faults: state.setFaults,
  }
}

export const sandbox: SandboxFactory = { channel, input: Action, create }
