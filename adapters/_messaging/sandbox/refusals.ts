import { isRecord, record, records, text, type Json } from '../../json.ts'
import type { Platform } from '../platform.ts'

/** Why the Send API does not take a request: its error code with what it says about it. */
export interface Refusal {
  readonly code: number
  readonly subcode?: number
  readonly message: string
}

type Found = Refusal | undefined

const refuse = (message: string, subcode?: number): Refusal => ({
  code: 100,
  message: `(#100) ${message}`,
  ...(subcode === undefined ? {} : { subcode }),
})
const first = (checks: readonly Found[]): Found => checks.find((check) => check !== undefined)

const sized = (value: unknown, name: string, max: number): Found => {
  if (typeof value !== 'string' || value === '') return refuse(`The parameter ${name} is required`)
  return value.length > max ? refuse(`Length of param ${name} must be less than or equal to ${max}`) : undefined
}
const sizedIfGiven = (value: unknown, name: string, max: number): Found =>
  value === undefined ? undefined : sized(value, name, max)

const counted = (items: readonly unknown[], name: string, max: number): Found =>
  items.length === 0 || items.length > max ? refuse(`${name}: 1 to ${max}, not ${items.length}`) : undefined

const isLink = (value: unknown): boolean => typeof value === 'string' && /^https?:\/\/[^\s/]+/.test(value)

const words = ({ channel }: Platform, value: unknown): Found => {
  if (channel === 'messenger') return sized(value, 'message[text]', 2000)
  const bytes = typeof value === 'string' ? Buffer.byteLength(value) : 0
  return bytes > 1000 ? refuse('Message text must be at most 1000 bytes') : sized(value, 'message[text]', 1000)
}

const quickReplies = (value: unknown): Found => {
  if (value === undefined) return undefined
  const replies = records(value)
  return first([
    counted(replies, 'quick_replies', 13),
    ...replies.flatMap(({ content_type: type, title, payload }) => [
      type === 'text' ? undefined : refuse('content_type must be text'),
      sized(title, 'quick reply title', 20),
      sized(payload, 'quick reply payload', 1000),
    ]),
  ])
}

const button = ({ type, title, url, payload }: Json): Found => {
  if (type === 'postback') return sized(title, 'button title', 20) ?? sized(payload, 'button payload', 1000)
  if (type !== 'web_url') return refuse('button type is not known')
  return sized(title, 'button title', 20) ?? (isLink(url) ? undefined : refuse('button url is no URL'))
}

const element = ({ title, subtitle, image_url: image, default_action: action, buttons }: Json): Found => {
  const beside = [subtitle, image, action, buttons].some((value) => value !== undefined)
  const given = records(buttons)
  return first([
    sized(title, 'element title', 80),
    sizedIfGiven(subtitle, 'element subtitle', 80),
    image === undefined || isLink(image) ? undefined : refuse('element image_url is no URL'),
    beside ? undefined : refuse('an element needs something beside its title'),
    given.length > 3 ? refuse(`buttons: up to 3, not ${given.length}`) : undefined,
    ...given.map(button),
  ])
}

const template = (payload: Json): Found => {
  const { template_type: type, text: body, buttons, elements } = payload
  const cards = records(elements)
  if (type === 'generic') return first([counted(cards, 'elements', 10), ...cards.map(element)])
  if (type !== 'button') return refuse('template_type is not known')
  const given = records(buttons)
  return first([sized(body, 'template text', 640), counted(given, 'buttons', 3), ...given.map(button)])
}

const MEDIA = new Set<unknown>(['image', 'audio', 'video', 'file'])

const attachment = (value: Json): Found => {
  const payload = record(value['payload'])
  if (value['type'] === 'template') return template(payload)
  if (!MEDIA.has(value['type'])) return refuse('attachment type is not known')
  const { url, attachment_id: id } = payload
  if ((url === undefined) === (id === undefined)) return refuse('payload takes either url or attachment_id')
  if (id !== undefined) return /^\d+$/.test(text(id) ?? '') ? undefined : refuse('Invalid attachment id', 2018074)
  return isLink(url) ? undefined : refuse('Failed to fetch the file from the url', 2018008)
}

const message = (platform: Platform, said: Json): Found =>
  first([
    said['attachment'] === undefined ? words(platform, said['text']) : attachment(record(said['attachment'])),
    quickReplies(said['quick_replies']),
    sizedIfGiven(said['metadata'], 'metadata', 1000),
  ])

const REACTIONS = new Set<unknown>(['react', 'unreact'])
const ACTIONS = new Set<unknown>(['typing_on', 'typing_off', 'mark_seen', ...REACTIONS])

const senderAction = (body: Json): Found => {
  const action = body['sender_action']
  if (!ACTIONS.has(action)) return refuse('sender_action is not known')
  if (!REACTIONS.has(action)) return undefined
  const { message_id: target, reaction } = record(body['payload'])
  if (text(target) === undefined) return refuse('payload[message_id] is required')
  return action === 'react' && text(reaction) === undefined ? refuse('payload[reaction] is required') : undefined
}

/** Of the tags Human Agent alone is left. */
const declared = ({ messaging_type: type, tag }: Json): Found => {
  if (type !== undefined && !['RESPONSE', 'UPDATE', 'MESSAGE_TAG'].includes(text(type) ?? ''))
    return refuse('messaging_type is not known')
  return type === 'MESSAGE_TAG' && tag !== 'HUMAN_AGENT' ? refuse('The message tag is not supported') : undefined
}

const addressee = ({ channel }: Platform, body: Json): Found => {
  const { id } = record(body['recipient'])
  if (id === undefined) return refuse('The parameter recipient is required')
  if (/^\d+$/.test(text(id) ?? '')) return undefined
  return channel === 'messenger' ? refuse('No matching user found', 2018001) : refuse('No matching user', 2534014)
}

/**
 * What is wrong with a request to send, as the Send API judges it.
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/reference/send-api
 */
export const refusal = (platform: Platform, body: unknown): Found => {
  if (!isRecord(body)) return refuse('the body is no JSON object')
  const quoted = body['reply_to']
  return first([
    addressee(platform, body),
    declared(body),
    quoted === undefined || text(record(quoted)['mid']) !== undefined ? undefined : refuse('reply_to[mid] is required'),
    body['sender_action'] === undefined ? message(platform, record(body['message'])) : senderAction(body),
  ])
}
