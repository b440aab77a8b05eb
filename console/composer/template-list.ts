import { dataOf, type ListedConversation } from '../../client/index.ts'
import type { components } from '../../client/schema.ts'
import { api } from '../state/session.ts'

export type MessageTemplate = components['schemas']['MessageTemplate']

/** Pages that are read: more templates than that nobody chooses from. */
const PAGES = 10

/** The templates that may be sent in a conversation. */
export const loadTemplates = async (
  { channel, account }: Pick<ListedConversation, 'channel' | 'account'>,
  signal: AbortSignal,
): Promise<readonly MessageTemplate[]> => {
  const found: MessageTemplate[] = []
  let cursor: string | undefined
  for (let page = 0; page < PAGES; page++) {
    const query = {
      channel,
      account,
      status: 'approved' as const,
      limit: 100,
      ...(cursor === undefined ? {} : { cursor }),
    }
    const { data, next } = dataOf(await api().GET('/v1/templates', { params: { query }, signal }))
    found.push(...data)
    if (next === null) break
    cursor = next
  }
  return found
}

/** Those that have all the words, in their name, language or text. */
export const searched = (templates: readonly MessageTemplate[], words: string): readonly MessageTemplate[] => {
  const wanted = words
    .toLocaleLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  return templates.filter(({ name, language, preview }) => {
    const said = `${name} ${name.replaceAll('_', ' ')} ${language} ${preview}`.toLocaleLowerCase()
    return wanted.every((word) => said.includes(word))
  })
}
