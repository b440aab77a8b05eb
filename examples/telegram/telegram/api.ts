import {
  type ActionOutcome,
  type AdapterDeps,
  askProvider,
  type Call,
  callProvider,
  type ChannelAction,
  failure,
  type MediaSource,
  type OutboundPart,
  type ProviderAnswer,
  type RemoteFile,
  type SendOutcome,
} from 'parley/adapter'
import * as z from 'zod'
import { refusalOf } from './errors.ts'
import { chatOf, render } from './render.ts'

export interface Api {
  send(part: OutboundPart, signal: AbortSignal): Promise<SendOutcome>
  media(file: RemoteFile, account: string, signal: AbortSignal): Promise<MediaSource>
  act(action: ChannelAction, signal: AbortSignal): Promise<ActionOutcome>
}

const Sent = z.object({
  ok: z.literal(true),
  result: z.object({ message_id: z.number().int(), chat: z.object({ id: z.number().int() }) }),
})
const accepted = ({ json }: ProviderAnswer): SendOutcome | undefined => {
  const { success, data } = Sent.safeParse(json)
  return success ? { kind: 'accepted', providerId: `${data.result.chat.id}:${data.result.message_id}` } : undefined
}

const Done = z.object({ ok: z.literal(true), result: z.literal(true) })
const done = ({ json }: ProviderAnswer): ActionOutcome | undefined =>
  Done.safeParse(json).success ? { kind: 'done' } : undefined

const Found = z.object({
  ok: z.literal(true),
  result: z.object({ file_path: z.string().min(1), file_size: z.number().int().nonnegative().optional() }),
})

/** What a callback query is called where it is a message. */
const CALLBACK = 'callback:'

/** The Bot API, whose every address has the bot's token in it. */
export const botApi = (apiUrl: string, deps: Pick<AdapterDeps, 'fetch' | 'now' | 'secrets'>): Api => {
  const token = deps.secrets['botToken']?.[0] ?? ''
  const unconfigured = { kind: 'refused', failure: failure('credentials_invalid', 'no bot token') } as const
  const call = (method: string, params: object, signal: AbortSignal): Omit<Call<never>, 'accepted'> => ({
    fetch: deps.fetch,
    url: `${apiUrl}/bot${token}/${method}`,
    init: { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(params) },
    signal,
    refused: ({ json }) => refusalOf(json),
    secrets: deps.secrets,
  })

  return {
    send: async (part, signal) => {
      const rendered = render(part)
      if ('refused' in rendered) return { kind: 'refused', failure: rendered.refused }
      if (token === '') return unconfigured
      return callProvider({ ...call(rendered.method, rendered.params, signal), accepted }, deps.now())
    },

    /** A file is there for an hour after it was asked for, up to 20 MB. https://core.telegram.org/bots/api#getfile */
    media: async ({ id }, _account, signal) => {
      if (id === undefined) return { kind: 'gone', reason: 'the message names no file' }
      if (token === '') return unconfigured
      const source = ({ json }: ProviderAnswer): MediaSource | undefined => {
        const { success, data } = Found.safeParse(json)
        if (!success) return undefined
        const { file_path: path, file_size: size } = data.result
        const url = `${apiUrl}/file/bot${token}/${path}`
        return { kind: 'fetch', url, headers: {}, trusted: [], ...(size !== undefined && { size }) }
      }
      const outcome = await askProvider({ ...call('getFile', { file_id: id }, signal), accepted: source }, deps.now())
      const refused = outcome.kind === 'refused' && outcome.failure.provider?.code === '400'
      return refused ? { kind: 'gone', reason: 'Telegram does not give this file to bots any more' } : outcome
    },

    /** Telegram knows no read mark of bots, but a button waits until the bot has taken note of it. */
    act: async ({ type, address, message = '' }, signal) => {
      const chat = chatOf(address)
      const callback = message.startsWith(CALLBACK) ? message.slice(CALLBACK.length) : undefined
      const asked = (method: string, params: object) =>
        token === '' ? unconfigured : askProvider({ ...call(method, params, signal), accepted: done }, deps.now())
      if (type === 'typing' && chat !== undefined) return asked('sendChatAction', { chat_id: chat, action: 'typing' })
      if (type === 'read' && callback !== undefined)
        return asked('answerCallbackQuery', { callback_query_id: callback })
      return { kind: 'unsupported' }
    },
  }
}
