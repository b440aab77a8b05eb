import type { Message } from '../schema/message.ts'

const PREVIEW_LENGTH = 64

/** The first words of a message for a list, cut between code points. */
export const previewOf = (message: Pick<Message, 'text'> & Partial<Pick<Message, 'deleted'>>): string => {
  if (message.deleted) return ''
  const line = message.text.replace(/\s+/gu, ' ').trim()
  if (line.length <= PREVIEW_LENGTH) return line
  const cut = line.slice(0, PREVIEW_LENGTH - 1)
  return `${/[\uD800-\uDBFF]$/u.test(cut) ? cut.slice(0, -1) : cut}…`
}
