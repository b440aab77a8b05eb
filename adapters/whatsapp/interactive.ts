import { compact } from '../../core/compact.ts'
import type { ChoiceOption, MessageBody } from '../../core/schema/message.ts'
import { isRecord, readJson, record, records, text, type Json } from '../json.ts'
import type { Said } from './content.ts'

type Content = NonNullable<MessageBody['content']>

/** Provider id of the message whose option was picked; template buttons may come without. */
const offeredBy = (item: Json): string | undefined => text(record(item['context'])['id'])

/** A quick reply of a template. Payloads are untrusted: anyone can have typed them into the template. */
export const buttonOf = (_: string, item: Json): Said | undefined => {
  const button = record(item['button'])
  const title = text(button['text']) ?? text(button['payload'])
  if (title === undefined) return undefined
  const id = text(button['payload']) ?? title
  return { text: title, content: compact({ type: 'selection' as const, id, title, of: offeredBy(item) }) }
}

const selection = (reply: unknown, item: Json): Said | undefined => {
  if (!isRecord(reply)) return undefined
  const title = text(reply['title']) ?? text(reply['id'])
  if (title === undefined) return undefined
  const picked = { id: text(reply['id']) ?? title, title, description: text(reply['description']), of: offeredBy(item) }
  return { text: title, content: compact({ type: 'selection' as const, ...picked }) }
}

const shown = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))

/** A filled-in form (a Flow). The answers are a JSON string; one that cannot be read is kept as `raw`. */
const formResponse = (reply: unknown, item: Json): Said | undefined => {
  if (!isRecord(reply)) return undefined
  const answers = reply['response_json']
  const read = typeof answers === 'string' ? readJson(answers) : answers
  const { flow_token: token, ...fields } = isRecord(read) ? read : answers === undefined ? {} : { raw: answers }
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${shown(value)}`)
  const body = text(reply['body'])
  const name = text(reply['name'])
  return {
    text: [...(body === undefined ? [] : [body]), ...lines].join('\n') || '[form response]',
    content: compact({ type: 'form_response' as const, name, token: text(token), fields, of: offeredBy(item) }),
  }
}

const option = (kind: ChoiceOption['kind'], entry: Json): ChoiceOption[] => {
  const title = text(entry['title']) ?? text(entry['display_text'])
  if (title === undefined) return []
  const id = text(entry['id']) ?? title
  return [compact({ kind, id, title, description: text(entry['description']), url: text(entry['url']) })]
}

type Sections = Extract<Content, { type: 'choice' }>['sections']

/** The options of a message that offers some, as it is sent; such messages come back as echoes. */
const sectionsOf = (type: string, action: Json): Sections => {
  if (type === 'list')
    return records(action['sections']).flatMap((section) => {
      const options = records(section['rows']).flatMap((row) => option('reply', row))
      return options.length === 0 ? [] : [compact({ title: text(section['title']), options })]
    })
  const options =
    type === 'cta_url'
      ? option('url', record(action['parameters']))
      : records(action['buttons']).flatMap((button) => option('reply', record(button['reply'])))
  return options.length === 0 ? [] : [{ options }]
}

const offered = (interactive: Json): Said | undefined => {
  const type = text(interactive['type']) ?? ''
  const action = record(interactive['action'])
  const body = text(record(interactive['body'])['text'])
  const sections = sectionsOf(type, action)
  if (sections.length === 0) return undefined
  const labels = sections.flatMap(({ options }) => options.map(({ title }) => title))
  return {
    text: body ?? labels.join(', '),
    content: compact({
      type: 'choice' as const,
      style: type === 'list' ? ('list' as const) : ('buttons' as const),
      header: text(record(interactive['header'])['text']),
      footer: text(record(interactive['footer'])['text']),
      button: text(action['button']),
      sections,
    }),
  }
}

/** Replies by their key, then messages that offer options. */
export const interactiveOf = (_: string, item: Json): Said | undefined => {
  const interactive = record(item['interactive'])
  return (
    selection(interactive['button_reply'], item) ??
    selection(interactive['list_reply'], item) ??
    formResponse(interactive['nfm_reply'], item) ??
    offered(interactive)
  )
}

/** A template as sent, from an echo: its name and the texts put into its body. */
export const templateOf = (_: string, item: Json): Said | undefined => {
  const template = record(item['template'])
  const name = text(template['name'])
  const language = text(record(template['language'])['code'])
  if (name === undefined || language === undefined || language.length < 2) return undefined
  const body = records(template['components'])
    .filter((component) => text(component['type'])?.toLowerCase() === 'body')
    .flatMap((component) => records(component['parameters']))
    .flatMap((parameter) => {
      const value = text(parameter['text'])
      if (value === undefined) return []
      return [compact({ type: 'text' as const, text: value, name: text(parameter['parameter_name']) })]
    })
  return {
    text: [`[template: ${name}]`, ...body.map((parameter) => parameter.text)].join(' '),
    content: { type: 'template', name, language, header: [], body, buttons: [] },
  }
}
