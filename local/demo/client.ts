import { setTimeout as sleep } from 'node:timers/promises'
import { ImpossibleAction, type SandboxRequest } from '../../adapters/sandbox.ts'
import { createClient, dataOf, type Entry, type ListedConversation, type Message } from '../../client/index.ts'
import type { paths } from '../../client/schema.ts'
import { type ActionForm, greetingOf } from '../sandbox/actions.ts'
import { IMPOSSIBLE } from '../sandbox/routes.ts'

export type { Entry, ListedConversation, Message } from '../../client/index.ts'

/** What a helpdesk and a customer can do with a local gateway, over HTTP. */
export interface Client {
  /** Channels whose sandbox plays a customer, in the order of the config. */
  channels(): Promise<readonly string[]>
  /** What a customer does on this channel to say hello. */
  greeting(channel: string): Promise<object>
  /** Makes the sandbox's customer do something; answers the provider's id of it, or throws ImpossibleAction. */
  customer(channel: string, action: object): Promise<string>
  conversations(): Promise<readonly ListedConversation[]>
  /** Oldest first. */
  timeline(conversation: string): Promise<readonly Entry[]>
  message(id: string): Promise<Message>
  /** `key` names the message: repeated with the same key it is still sent once. */
  reply(conversation: string, key: string, message: Reply): Promise<Message>
  /** Messages the channel's provider took that name this number. */
  taken(channel: string, digits: string): Promise<readonly { readonly providerId?: string }[]>
}

type Send = paths['/v1/conversations/{conversation}/messages']['post']
export type Reply = Send['requestBody']['content']['application/json']

/** A machine that is busy, or starts each function anew, takes its time. */
const PATIENCE_MS = 30_000

/** Whether a local gateway answers at this URL. */
export const answers = async (url: string): Promise<boolean> => {
  try {
    const response = await fetch(`${url}/local/health`, { signal: AbortSignal.timeout(2000) })
    return ((await response.json()) as { status?: unknown }).status === 'ok'
  } catch {
    return false
  }
}

const read = async <T>(what: string, response: Response): Promise<T> => {
  const body = (await response.json().catch(() => ({}))) as Readonly<
    Partial<Record<'code' | 'detail' | 'title', string>>
  >
  if (response.ok) return body as T
  if (body.code === IMPOSSIBLE) throw new ImpossibleAction(body.detail ?? IMPOSSIBLE)
  throw new Error(`${what}: ${response.status} ${body.detail ?? body.title ?? ''}`)
}

interface LocalAccounts {
  readonly apiKey: string
  readonly accounts: readonly { readonly channel: string }[]
}

/** A client of the gateway at this URL, with the key it hands out to programs of this machine. */
export const connect = async (url: string): Promise<Client> => {
  const { apiKey, accounts } = await read<LocalAccounts>('GET /local/accounts', await fetch(`${url}/local/accounts`))
  // All scenes look for their messages with one key; and on a busy machine the store may not answer the API in time.
  const patient = async (request: Request): Promise<Response> => {
    for (const end = Date.now() + PATIENCE_MS; ;) {
      const response = await fetch(request.clone())
      const again = response.status === 429 || (response.status >= 500 && Date.now() < end)
      if (!again) return response
      await response.arrayBuffer()
      await sleep(Number(response.headers.get('retry-after') ?? 1) * 1000)
    }
  }
  const api = createClient({ url, apiKey, fetch: patient })
  const sandbox = async <T>(method: 'GET' | 'POST', path: string, body?: object): Promise<T> => {
    const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' }
    const request = { method, headers, ...(body && { body: JSON.stringify(body) }) }
    return read(`${method} ${path}`, await fetch(`${url}/local/sandbox/${path}`, request))
  }
  const isPlayed = async (channel: string): Promise<boolean> => {
    const response = await fetch(`${url}/local/sandbox/${channel}`)
    await response.arrayBuffer()
    return response.ok
  }
  return {
    channels: async () => {
      const configured = [...new Set(accounts.map(({ channel }) => channel))]
      const played = await Promise.all(configured.map(isPlayed))
      return configured.filter((_, index) => played[index])
    },
    greeting: async (channel) => {
      const { actions } = await sandbox<{ actions: readonly ActionForm[] }>('GET', channel)
      return greetingOf(actions)
    },
    customer: async (channel, action) => {
      const { providerId, status } = await sandbox<{ providerId: string; status: number }>('POST', channel, action)
      if (status !== 200) throw new Error(`the webhook of ${channel} was answered with ${status}`)
      return providerId
    },
    conversations: async () => dataOf(await api.GET('/v1/conversations', { params: { query: { limit: 20 } } })).data,
    timeline: async (conversation) => {
      const params = { path: { conversation }, query: { limit: 100 } }
      return dataOf(await api.GET('/v1/conversations/{conversation}/messages', { params })).data
    },
    message: async (message) => dataOf(await api.GET('/v1/messages/{message}', { params: { path: { message } } })),
    reply: async (conversation, key, body) => {
      const params = { path: { conversation }, header: { 'Idempotency-Key': key } }
      return dataOf(await api.POST('/v1/conversations/{conversation}/messages', { params, body }))
    },
    taken: async (channel, digits) => {
      const path = `${channel}/requests`
      const { data } = await sandbox<{ data: Pick<SandboxRequest, 'providerId' | 'path' | 'body'>[] }>('GET', path)
      return data.filter(
        ({ providerId, path: to, body }) => providerId !== undefined && JSON.stringify([to, body]).includes(digits),
      )
    },
  }
}

const POLL_MS = 50

/** Asks again until there is an answer; throws what was waited for when none comes in time. */
export const until = async <T>(what: string, ask: () => Promise<T | undefined>): Promise<T> => {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end;) {
    const answer = await ask()
    if (answer !== undefined) return answer
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
  throw new Error(`waited in vain for ${what}`)
}
