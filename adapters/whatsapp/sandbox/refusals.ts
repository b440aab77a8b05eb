import { isRecord, list, record, records, text, type Json } from '../../json.ts'

/** Why the Cloud API does not take a request: its error code with what it says about it. */
export interface Refusal {
  readonly code: number
  readonly subcode?: number
  readonly details: string
}

/** Codes the Cloud API answers for a request that is wrong in itself. */
const INVALID = 100
const MISSING = 131_008
const NOT_VALID = 131_009

type Found = Refusal | undefined

const refuse = (code: number, details: string): Refusal => ({ code, details })
const first = (checks: readonly Found[]): Found => checks.find((check) => check !== undefined)

const required = (value: unknown, name: string): Found =>
  value === undefined || value === null || value === '' ? refuse(MISSING, `${name} is required`) : undefined

/** A text of 1 to `max` characters. */
const sized = (value: unknown, name: string, max: number, code = NOT_VALID): Found => {
  if (typeof value !== 'string' || value === '') return refuse(MISSING, `${name} is required`)
  return value.length > max ? refuse(code, `${name} must be at most ${max} characters long`) : undefined
}
const sizedIfGiven = (value: unknown, name: string, max: number, code = NOT_VALID): Found =>
  value === undefined ? undefined : sized(value, name, max, code)

const counted = (items: readonly unknown[], name: string, max: number): Found =>
  items.length === 0 || items.length > max ? refuse(NOT_VALID, `${name}: 1 to ${max}, not ${items.length}`) : undefined

const unique = (values: readonly unknown[], name: string): Found =>
  new Set(values).size === values.length ? undefined : refuse(NOT_VALID, `${name} must be unique`)

const isLink = (value: unknown): boolean => typeof value === 'string' && /^https?:\/\/[^\s/]+/.test(value)

const textMessage = (body: Json): Found => sized(record(body['text'])['body'], "text['body']", 4096, INVALID)

const CAPTIONED = ['image', 'video', 'document']

const media =
  (type: string) =>
  (body: Json): Found => {
    const { id, link, caption } = record(body[type])
    if ((id === undefined) === (link === undefined)) return refuse(INVALID, `${type} takes either id or link`)
    if (link !== undefined && !isLink(link)) return refuse(INVALID, `${type}['link'] is no URL`)
    if (caption !== undefined && !CAPTIONED.includes(type))
      return refuse(INVALID, `Unexpected key "caption" in ${type}`)
    // Pictures of this type are stickers, and are not taken as images.
    if (type === 'image' && text(link)?.endsWith('.webp'))
      return refuse(131_053, 'Unsupported Image mime type image/webp')
    return sizedIfGiven(caption, `${type}['caption']`, 1024, INVALID)
  }

const location = (body: Json): Found => {
  const { latitude, longitude } = record(body['location'])
  const valid = typeof latitude === 'number' && typeof longitude === 'number'
  return valid ? undefined : refuse(NOT_VALID, 'location needs latitude and longitude')
}

const contacts = (body: Json): Found => {
  const shared = records(body['contacts'])
  return first([
    counted(shared, 'contacts', 5),
    ...shared.map((contact) => {
      const { formatted_name: formatted, ...parts } = record(contact['name'])
      const part = Object.values(parts).some((value) => text(value) !== undefined)
      return required(formatted, 'name.formatted_name') ?? required(part || undefined, 'another part of the name')
    }),
  ])
}

const replyButtons = (action: Json): Found => {
  const replies = records(action['buttons']).map((button) => record(button['reply']))
  return first([
    counted(replies, 'buttons', 3),
    ...replies.flatMap(({ id, title }) => [sized(id, 'button id', 256), sized(title, 'button title', 20)]),
    unique(
      replies.map(({ id }) => id),
      'button ids',
    ),
    unique(
      replies.map(({ title }) => title),
      'button titles',
    ),
  ])
}

const listSections = (action: Json): Found => {
  const sections = records(action['sections'])
  const rows = sections.flatMap((section) => records(section['rows']))
  const titled = sections.map(({ title }) =>
    sections.length > 1 ? sized(title, 'section title', 24) : sizedIfGiven(title, 'section title', 24),
  )
  return first([
    sized(action['button'], 'list button', 20),
    counted(sections, 'sections', 10),
    counted(rows, 'rows', 10),
    ...titled,
    ...rows.flatMap(({ id, title, description }) => [
      sized(id, 'row id', 200),
      sized(title, 'row title', 24),
      sizedIfGiven(description, 'row description', 72),
    ]),
    unique(
      rows.map(({ id }) => id),
      'row ids',
    ),
  ])
}

const linkButton = (action: Json): Found => {
  const { display_text: title, url } = record(action['parameters'])
  return sized(title, 'display_text', 20) ?? (isLink(url) ? undefined : refuse(NOT_VALID, 'url is no URL'))
}

const requestLocation = (action: Json): Found =>
  action['name'] === 'send_location' ? undefined : refuse(NOT_VALID, "action['name'] must be send_location")

const ACTIONS = new Map<unknown, (action: Json) => Found>([
  ['button', replyButtons],
  ['list', listSections],
  ['cta_url', linkButton],
  ['location_request_message', requestLocation],
])

const interactive = (body: Json): Found => {
  const message = record(body['interactive'])
  const action = ACTIONS.get(message['type'])
  if (action === undefined) return refuse(NOT_VALID, 'interactive type is not known')
  return first([
    sized(record(message['body'])['text'], 'interactive body', 1024),
    message['header'] === undefined ? undefined : sized(record(message['header'])['text'], 'header', 60),
    message['footer'] === undefined ? undefined : sized(record(message['footer'])['text'], 'footer', 60),
    action(record(message['action'])),
  ])
}

const template = (body: Json): Found => {
  const { name, language, components } = record(body['template'])
  const code = record(language)['code']
  const parameters = records(components).flatMap((component) => records(component['parameters']))
  const empty = parameters.some(({ type, text: value }) => type === 'text' && text(value) === undefined)
  const known = typeof name === 'string' && /^[a-z0-9_]{1,512}$/.test(name)
  return first([
    required(name, "template['name']"),
    required(code, "template['language']['code']"),
    known ? undefined : refuse(132_001, 'Template name does not exist in the translation'),
    empty ? refuse(132_012, 'Parameter format does not match format in the created template') : undefined,
  ])
}

const isMessageId = (value: unknown): boolean => typeof value === 'string' && value.startsWith('wamid.')

const reaction = (body: Json): Found => {
  const { message_id: target, emoji } = record(body['reaction'])
  if (!isMessageId(target)) return refuse(NOT_VALID, "reaction['message_id'] is no message")
  const valid = typeof emoji === 'string' && (emoji === '' || /^\p{RGI_Emoji}$/v.test(emoji))
  return valid ? undefined : refuse(NOT_VALID, "reaction['emoji'] must be one emoji, or empty to take it back")
}

const TYPES = new Map<unknown, (body: Json) => Found>([
  ['text', textMessage],
  ...['image', 'audio', 'video', 'document', 'sticker'].map((type) => [type, media(type)] as const),
  ['location', location],
  ['contacts', contacts],
  ['interactive', interactive],
  ['template', template],
  ['reaction', reaction],
])

const addressee = ({ to, recipient, recipient_type: type }: Json): Found => {
  if (type !== undefined && type !== 'individual' && type !== 'group')
    return refuse(INVALID, 'recipient_type must be individual or group')
  // With both, the number wins.
  if (to !== undefined) {
    const valid = type === 'group' ? text(to) !== undefined : /^\+?[\d\s().-]{5,24}$/.test(text(to) ?? '')
    return valid ? undefined : refuse(NOT_VALID, "'to' is no number")
  }
  if (recipient === undefined) return refuse(MISSING, "'to' or 'recipient' is required")
  const valid = /^[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}$/.test(text(recipient) ?? '')
  return valid ? undefined : refuse(NOT_VALID, "'recipient' is no user id")
}

/**
 * What is wrong with a request to send, as the Cloud API judges it.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages/
 */
export const refusal = (body: unknown): Refusal | undefined => {
  if (!isRecord(body)) return refuse(INVALID, 'the body is no JSON object')
  if (body['messaging_product'] !== 'whatsapp') return refuse(INVALID, "The parameter 'messaging_product' is required")
  const check = TYPES.get(body['type'] ?? 'text')
  const { context } = body
  return first([
    addressee(body),
    check === undefined
      ? refuse(131_051, `message type ${list([body['type']]).map(text).join()} is not supported`)
      : undefined,
    context === undefined || isMessageId(record(context)['message_id'])
      ? undefined
      : refuse(NOT_VALID, "context['message_id'] is no message"),
    sizedIfGiven(body['biz_opaque_callback_data'], 'biz_opaque_callback_data', 512, INVALID),
    check?.(body),
  ])
}

/** What is wrong with a read mark, which may bring a typing indicator along. */
export const markRefusal = (body: Json): Refusal | undefined => {
  const { messaging_product: product, message_id: id, typing_indicator: typing } = body
  return first([
    product === 'whatsapp' ? undefined : refuse(INVALID, "The parameter 'messaging_product' is required"),
    isMessageId(id) ? undefined : refuse(NOT_VALID, "'message_id' is no message"),
    typing === undefined || record(typing)['type'] === 'text'
      ? undefined
      : refuse(NOT_VALID, "typing_indicator['type'] must be text"),
  ])
}
