import type { ListedConversation } from '../../client/index.ts'

/** Without case and accents, as somebody types a name they heard. */
const folded = (text: string): string => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().trim()

const MOST_FOUND = 30

/** Those of the known conversations whose names or addresses hold all the words, last word first. */
export const foundIn = (
  known: Iterable<ListedConversation>,
  sought: string,
  nameOf: (conversation: ListedConversation) => string | null,
): readonly ListedConversation[] => {
  const words = folded(sought).split(/\s+/)
  return [...known]
    .filter((one) => {
      const said = [nameOf(one), ...one.participants.flatMap(({ name, id }) => [name, id])].map((text) =>
        folded(text ?? ''),
      )
      return one.linkedTo === null && words.every((word) => said.some((text) => text.includes(word)))
    })
    .sort((a, b) => b.lastEntryAt - a.lastEntryAt)
    .slice(0, MOST_FOUND)
}

const USER_IDS = ['wa_bsuid', 'psid', 'igsid', 'x_user']

/** What may be meant by an address or id as it was typed, the likeliest first, as `type:value`; nothing for a name. */
export const aliasesOf = (sought: string): readonly string[] => {
  const text = sought.trim()
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)) return [`email:${text.toLowerCase()}`]
  const digits = text.replaceAll(/[\s().\-/]/g, '').replace(/^00/, '+')
  const phone = /^\+?\d{6,15}$/.test(digits) ? [`phone:+${digits.replace('+', '')}`] : []
  const isId = /^(?=.*\d)[\w.:-]{5,200}$/.test(text)
  return [...phone, ...(isId ? USER_IDS.map((type) => `${type}:${text}`) : [])]
}
