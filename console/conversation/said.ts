import type { Message } from '../../client/index.ts'

/** Words that the gateway makes for what is shown as itself here, such as `[image]`. */
const STAND_IN = /^(?:\[[^\]\n]{1,300}\]\s*)+$/u

const GENERATED: Partial<Record<NonNullable<Message['content']>['type'], RegExp>> = {
  location: /^Location\b|^\[/u,
  contacts: /^Contact\b/u,
  order: /^Order\b/u,
  template: /^\[template /u,
}

/** What the gateway says of content that a shop sent without words. */
const standIn = ({ content }: Message): string | undefined => {
  if (content?.type === 'choice')
    return content.sections.flatMap(({ options }) => options.map(({ title }) => title)).join(' / ')
  if (content?.type === 'cards') return content.cards.map(({ title }) => title).join(' / ')
  if (content?.type === 'contacts') return content.contacts.map(({ name }) => name.formatted).join(', ')
  if (content?.type === 'location')
    return [content.name, content.address, `${content.latitude},${content.longitude}`].filter(Boolean).join(', ')
  return content?.type === 'selection' ? content.title : undefined
}

/** Types that say all that their words do. */
const SAYS_ALL: ReadonlySet<string> = new Set(['form_response', 'reaction'])

/** What somebody wrote; empty where the words only stand for what is shown as itself. */
export const writtenIn = (message: Message): string => {
  const { text, attachments, content } = message
  if (content !== undefined) {
    const saidBelow = SAYS_ALL.has(content.type) || (content.type === 'story' && content.relation === 'mention')
    if (saidBelow || GENERATED[content.type]?.test(text) || text === standIn(message)) return ''
  }
  if (attachments.length === 0 && content === undefined) return text
  return text
    .split('\n')
    .filter((line) => !STAND_IN.test(line))
    .join('\n')
    .trim()
}

/** A file this gateway serves, by its place in the message; undefined where it only is at an address elsewhere. */
export const ownFile = (message: Message, index: number): string | undefined => {
  const url = message.attachments[index]?.url
  const path = `/v1/media/${message.id}/${index}`
  return url !== undefined && URL.parse(url)?.pathname === path ? path : undefined
}
