import * as z from 'zod'

/** An error as the Bot API answers it; its code is the HTTP status as well. */
export interface Refusal {
  readonly code: number
  readonly description: string
  readonly retryAfter?: number
}

const badRequest = (what: string): Refusal => ({ code: 400, description: `Bad Request: ${what}` })

export const UNAUTHORIZED: Refusal = { code: 401, description: 'Unauthorized' }
export const TOO_FAST: Refusal = { code: 429, description: 'Too Many Requests' }
export const BROKEN: Refusal = { code: 500, description: 'Internal Server Error' }

const Keyboard = z.object({
  inline_keyboard: z.array(z.array(z.object({ callback_data: z.string().optional() }))),
})
const tooMuchData = (markup: unknown): boolean => {
  const buttons = Keyboard.safeParse(markup).data?.inline_keyboard.flat() ?? []
  return buttons.some(({ callback_data: data }) => data !== undefined && (data === '' || Buffer.byteLength(data) > 64))
}

/** What each method cannot do without. */
const NEEDED: Readonly<Record<string, string>> = {
  sendMessage: 'text',
  sendPhoto: 'photo',
  sendVideo: 'video',
  sendAudio: 'audio',
  sendVoice: 'voice',
  sendDocument: 'document',
  sendSticker: 'sticker',
  sendLocation: 'latitude',
  sendVenue: 'title',
  sendContact: 'phone_number',
}

/** Why the Bot API would not take a message; undefined when it would. */
export const refusalFor = (
  method: string,
  params: Readonly<Record<string, unknown>> & { readonly chat_id: string },
  blocked: ReadonlySet<string>,
): Refusal | undefined => {
  const needed = Object.hasOwn(NEEDED, method) ? (NEEDED[method] ?? '') : undefined
  if (needed === undefined) return { code: 404, description: 'Not Found' }
  if (!/^-?\d+$/.test(params.chat_id)) return badRequest('chat not found')
  if (blocked.has(params.chat_id)) return { code: 403, description: 'Forbidden: bot was blocked by the user' }
  const given = params[needed]
  if (given === undefined || given === '') return badRequest(`${needed} is empty`)
  if (typeof params['text'] === 'string' && params['text'].length > 4096) return badRequest('message is too long')
  if (typeof params['caption'] === 'string' && params['caption'].length > 1024)
    return badRequest('message caption is too long')
  return tooMuchData(params['reply_markup']) ? badRequest('BUTTON_DATA_INVALID') : undefined
}
