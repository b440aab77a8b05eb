import type { ListedConversation, Message } from '../../client/index.ts'

const WIDTH = 78
const INDENT = 20

const TICKS: Readonly<Partial<Record<Message['status'], string>>> = {
  received: '',
  queued: '◷',
  sending: '◷',
  sent: '✓',
  delivered: '✓✓',
  read: '✓✓ read',
  unknown: '? nobody knows whether it arrived',
  failed: '✗ failed',
}

const time = (at: number): string => new Date(at).toTimeString().slice(0, 5)

const wrap = (text: string, width: number): string[] =>
  text.split('\n').flatMap((line) => {
    const lines: string[] = []
    let rest = line
    while (rest.length > width) {
      const space = rest.lastIndexOf(' ', width)
      const end = space > 0 ? space : width
      lines.push(rest.slice(0, end))
      rest = rest.slice(end).trimStart()
    }
    return [...lines, rest]
  })

const filesOf = ({ attachments }: Message): string[] =>
  attachments.map(
    ({ kind, voice, contentType }) => `[${voice ? 'voice message' : kind}${contentType ? `, ${contentType}` : ''}]`,
  )

const choicesOf = ({ content, degradations }: Message): string[] => {
  if (content?.type !== 'choice') return []
  const titles = content.sections.flatMap(({ options }) => options.map(({ title }) => title))
  // Where the channel has no buttons the customer got numbers instead.
  return degradations.length > 0
    ? titles.map((title, index) => `${index + 1}. ${title}`)
    : [titles.map((title) => `( ${title} )`).join(' ')]
}

const quoteOf = ({ replyTo }: Message, all: readonly Message[]): string[] => {
  const quoted = all.find(({ id }) => id === replyTo?.id)
  return quoted ? [`> ${quoted.text}`] : []
}

const selectionOf = ({ content, text }: Message): string[] =>
  content?.type === 'selection' && content.title !== text ? [`(picked: ${content.title})`] : []

/** The words of a message, without those that only stand for its file. */
const wordsOf = ({ text, replyText = text, attachments }: Message): string[] =>
  text === '' || (attachments.length > 0 && /^\[[^\]]*\]$/.test(text)) ? [] : [replyText.trim()]

const subjectOf = ({ subject }: Message): string[] => (subject === undefined ? [] : [`Subject: ${subject}`])

const bodyOf = (message: Message, all: readonly Message[]): string[] => [
  ...subjectOf(message),
  ...quoteOf(message, all),
  ...filesOf(message),
  ...wordsOf(message),
  ...choicesOf(message),
  ...selectionOf(message),
]

const authorOf = ({ author, direction }: Message, customer: string): string =>
  direction === 'in' ? (author.name ?? customer) : (author.name ?? author.kind)

const block = (message: Message, all: readonly Message[], customer: string): string[] => {
  const ours = message.direction === 'out'
  const indent = ' '.repeat(ours ? INDENT : 0)
  const head = [time(message.at), authorOf(message, customer), TICKS[message.status] ?? message.status]
  const reactions = message.reactions.map(({ emoji }) => emoji)
  return [
    head.filter((part) => part !== '').join('  '),
    ...bodyOf(message, all)
      .flatMap((line) => wrap(line, WIDTH - INDENT - 2))
      .map((line) => `  ${line}`),
    ...(reactions.length > 0 ? [`  ${reactions.join(' ')}`] : []),
  ].map((line) => indent + line)
}

/** A conversation as a person would read it: the customer on the left, the shop on the right. */
export const printed = ({ contact, id }: ListedConversation, messages: readonly Message[], channel: string): string => {
  const customer = contact.name ?? 'Customer'
  const title = `${customer} on ${channel}`
  return [
    `${title}  ${id.padStart(WIDTH - title.length - 2)}`,
    '─'.repeat(WIDTH),
    ...messages.flatMap((message) => block(message, messages, customer)),
    '',
  ].join('\n')
}
