import { compact } from '../../core/compact.ts'
import type { ChannelTemplate, TemplateComponents, TemplateStatus } from '../../core/schema/template.ts'
import { entry, list, record, records, text, type Json } from '../json.ts'

/**
 * https://developers.facebook.com/docs/graph-api/reference/whats-app-business-hsm — what is not here is not known to be
 * sendable. An appeal is decided like a first review.
 */
const STATUS: Readonly<Record<string, TemplateStatus>> = {
  APPROVED: 'approved',
  PENDING: 'pending',
  IN_APPEAL: 'pending',
  REJECTED: 'rejected',
  PAUSED: 'paused',
}

type Button = TemplateComponents['buttons'][number]
/** One-time codes are copied or filled in by a link, and are sent as one. */
const KINDS: Readonly<Record<string, Button['kind']>> = {
  QUICK_REPLY: 'quick_reply',
  URL: 'url',
  OTP: 'url',
  PHONE_NUMBER: 'phone',
  COPY_CODE: 'copy_code',
  FLOW: 'flow',
}
const FORMATS = { IMAGE: 'image', VIDEO: 'video', DOCUMENT: 'document', LOCATION: 'location' } as const

type Examples = readonly (readonly [name: string, example: string])[]

const byName = (params: unknown): Examples =>
  records(params).flatMap((param) => {
    const [name, example] = [text(param['param_name']), text(param['example'])]
    return name === undefined || example === undefined ? [] : [[name, example] as const]
  })

const isText = ({ format }: Json): boolean => format === undefined || format === 'TEXT'

const headerOf = (component: Json): TemplateComponents['header'] => {
  if (isText(component)) return { format: 'text', text: text(component['text']) ?? '' }
  const format = entry<(typeof FORMATS)[keyof typeof FORMATS]>(FORMATS, text(component['format']) ?? '')
  return format === undefined ? null : { format }
}

/** The sample file of a header is a link of the provider's own; that of a text comes by name or by place. */
const headerExamples = (component: Json, header: TemplateComponents['header']): Examples => {
  const example = record(component['example'])
  const [named] = byName(example['header_text_named_params'])
  const found = isText(component)
    ? (named?.[1] ?? text(list(example['header_text'])[0]))
    : text(list(example['header_handle'])[0])
  return header === null || found === undefined ? [] : [[`header.${header.format}`, found]]
}

/** Samples by place are a list of lists, of which the first counts. */
const bodyExamples = (component: Json): Examples => {
  const example = record(component['example'])
  const sets = list(example['body_text'])
  const first = Array.isArray(sets[0]) ? sets[0] : sets
  const placed = list(first).flatMap((value, index) => {
    const found = text(value)
    return found === undefined ? [] : [[String(index + 1), found] as const]
  })
  return [...placed, ...byName(example['body_text_named_params'])]
}

const buttonOf = (button: Json): Button => {
  const type = text(button['type']) ?? ''
  // The list leaves the address of a code's link out at times: there is one all the same.
  const url = text(button['url']) ?? (type === 'OTP' ? '{{1}}' : undefined)
  return compact({
    kind: entry(KINDS, type) ?? ('other' as const),
    title: text(button['text']) ?? '',
    url,
    phone: text(button['phone_number']),
  })
}

/** The sample of a link is the whole address, or what is filled in alone. */
const buttonExample = (button: Json, index: number): Examples => {
  const given = button['example']
  const example = text(Array.isArray(given) ? given[0] : given)
  if (example === undefined) return []
  const before = (text(button['url']) ?? '').split('{{')[0] ?? ''
  const filled = before !== '' && example.startsWith(before) ? example.slice(before.length) : example
  return [[`button.${index}`, filled]]
}

/** One template of the list. Undefined where it has no name or language, by which it could be sent. */
export const readTemplate = (item: Json): ChannelTemplate | undefined => {
  const [name, language] = [text(item['name']), text(item['language'])]
  if (name === undefined || language === undefined || item['status'] === 'DELETED') return undefined
  const components = records(item['components'])
  const of = (type: string): Json => components.find((one) => (text(one['type']) ?? '').toUpperCase() === type) ?? {}
  const given = { header: of('HEADER'), body: of('BODY'), footer: of('FOOTER') }
  const buttons = records(of('BUTTONS')['buttons'])
  const header = Object.keys(given.header).length === 0 ? null : headerOf(given.header)
  const reason = text(item['rejected_reason'])
  return {
    name,
    language,
    status: entry(STATUS, text(item['status']) ?? '') ?? 'disabled',
    providerId: text(item['id']) ?? null,
    category: text(item['category']) ?? null,
    reason: reason === undefined || reason === 'NONE' ? null : reason,
    components: {
      header,
      body: text(given.body['text']) ?? '',
      footer: text(given.footer['text']) ?? null,
      buttons: buttons.map(buttonOf),
    },
    examples: Object.fromEntries([
      ...headerExamples(given.header, header),
      ...bodyExamples(given.body),
      ...buttons.flatMap(buttonExample),
    ]),
  }
}
