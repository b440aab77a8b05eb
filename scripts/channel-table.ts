import type { ChannelFactory } from '../adapters/adapter.ts'
import { instagram } from '../adapters/instagram/index.ts'
import { messenger } from '../adapters/messenger/index.ts'
import { sms } from '../adapters/sms/index.ts'
import { whatsapp } from '../adapters/whatsapp/index.ts'
import type { Capabilities, TextLimit } from '../core/capabilities.ts'

/** Channels built in, with the name people know them by. */
const CHANNELS: readonly (readonly [string, Pick<ChannelFactory, 'channel' | 'capabilities'>])[] = [
  ['WhatsApp (Cloud API)', whatsapp],
  ['SMS and MMS (Twilio)', sms],
  ['Messenger', messenger],
  ['Instagram', instagram],
]

const limit = ({ max, unit }: TextLimit): string => `${max.toLocaleString('en')} ${unit}`

const choices = ({ buttons, list, links, locationRequest }: Capabilities): string => {
  const offered = [
    ...(buttons ? [`${buttons.max} buttons`] : []),
    ...(list ? [`list of ${list.rows}`] : []),
    ...(links ? ['link button'] : []),
    ...(locationRequest ? ['location request'] : []),
  ]
  return offered.length > 0 ? offered.join(', ') : 'as numbered text; the answer "2" comes back as the selection'
}

const more = (capabilities: Capabilities): string =>
  [
    ...(capabilities.templates ? ['templates'] : []),
    ...(capabilities.reactions ? ['reactions'] : []),
    ...(capabilities.replyTo ? ['quotes'] : []),
    ...(capabilities.location ? ['locations'] : []),
    ...(capabilities.contacts ? ['contacts'] : []),
  ].join(', ') || '–'

const mayWrite = ({ windowHours, templates }: Capabilities): string => {
  if (windowHours === undefined) return 'always'
  return `${windowHours} h after the customer${templates ? ', then templates' : ''}`
}

const row = (name: string, channel: string, capabilities: Capabilities): string =>
  [
    name,
    `\`${channel}\``,
    limit(capabilities.text),
    Object.keys(capabilities.media).join(', '),
    choices(capabilities),
    more(capabilities),
    capabilities.receipts.join(', '),
    mayWrite(capabilities),
  ].join(' | ')

/** The channel table of the README, made from what the adapters declare. */
export const channelTable = (): string => {
  const head = ['Channel', 'Name', 'Text in one part', 'Files', 'Choices', 'Also sends', 'Receipts', 'May write']
  const rows = CHANNELS.map(([name, { channel, capabilities }]) => `| ${row(name, channel, capabilities)} |`)
  return [`| ${head.join(' | ')} |`, `|${head.map(() => ' --- |').join('')}`, ...rows].join('\n')
}

export const TABLE_MARKS = ['<!-- channels: made by npm run docs -->', '<!-- /channels -->'] as const

/** A text with the table between its marks made anew. */
export const withChannelTable = (text: string): string => {
  const [begin, end] = TABLE_MARKS
  const [before, rest] = text.split(begin)
  const after = rest?.split(end)[1]
  if (before === undefined || after === undefined) throw new Error(`the text needs the marks ${begin} and ${end}`)
  return `${before}${begin}\n\n${channelTable()}\n\n${end}${after}`
}
