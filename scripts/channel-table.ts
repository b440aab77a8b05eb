import { email } from '../adapters/email/index.ts'
import { instagram } from '../adapters/instagram/index.ts'
import { messenger } from '../adapters/messenger/index.ts'
import { aws } from '../adapters/sms/aws/index.ts'
import { sms } from '../adapters/sms/index.ts'
import { whatsapp } from '../adapters/whatsapp/index.ts'
import { x } from '../adapters/x/index.ts'
import { type Capabilities, capabilitiesIn, type TextLimit } from '../core/capabilities.ts'

/** Channels built in, with the name people know them by; more than one row where a provider or a kind of thread differs. */
const CHANNELS: readonly (readonly [string, { readonly channel: string }, Capabilities])[] = [
  ['WhatsApp (Cloud API)', whatsapp, whatsapp.capabilities],
  ['Messenger', messenger, messenger.capabilities],
  ['Instagram', instagram, instagram.capabilities],
  ['X: direct messages', x, x.capabilities],
  ['X: public mentions', x, capabilitiesIn(x.capabilities, { type: 'x_post' })],
  ['Email (SES, SMTP, Postmark, Mailgun, SendGrid)', email, email.capabilities],
  ['SMS and MMS (Twilio)', sms, sms.capabilities],
  ['SMS (AWS End User Messaging)', sms, aws.capabilities],
]

/** What a cell says where there is nothing. */
const NOTHING = '–'

const limit = ({ max, unit }: TextLimit): string => `${max.toLocaleString('en')} ${unit}`

const choices = ({ buttons, list, links, cards, locationRequest }: Capabilities): string => {
  const offered = [
    ...(buttons ? [`${buttons.max} buttons`] : []),
    ...(list ? [`list of ${list.rows}`] : []),
    ...(links ? ['link button'] : []),
    ...(cards ? [`${cards.max} cards`] : []),
    ...(locationRequest ? ['location request'] : []),
  ]
  return offered.length > 0 ? offered.join(', ') : 'as numbered text'
}

const more = (capabilities: Capabilities): string =>
  [
    ...(capabilities.mail ? ['subject', 'HTML', 'copies'] : []),
    ...(capabilities.templates ? ['templates'] : []),
    ...(capabilities.reactions ? ['reactions'] : []),
    ...(capabilities.replyTo ? ['replies to one message'] : []),
    ...(capabilities.location ? ['locations'] : []),
    ...(capabilities.contacts ? ['contacts'] : []),
  ].join(', ') || NOTHING

const replyWindow = ({ windowHours, templates }: Capabilities): string => {
  if (windowHours === undefined) return 'none'
  return `${windowHours} h${templates ? ', then templates' : ''}`
}

const row = (name: string, channel: string, capabilities: Capabilities): string =>
  [
    name,
    `\`${channel}\``,
    limit(capabilities.text),
    Object.keys(capabilities.media).join(', ') || NOTHING,
    choices(capabilities),
    more(capabilities),
    capabilities.receipts.join(', ') || NOTHING,
    replyWindow(capabilities),
  ].join(' | ')

/** The channel table of the README, made from what the adapters declare. */
export const channelTable = (): string => {
  const head = ['Channel', 'Name', 'Text in one part', 'Files', 'Choices', 'Also sends', 'Receipts', 'Reply window']
  const rows = CHANNELS.map(([name, { channel }, capabilities]) => `| ${row(name, channel, capabilities)} |`)
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
