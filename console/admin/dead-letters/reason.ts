import { deadLetterKinds, deadLetters } from '../../texts/admin-delivery.ts'
import { t, type Text } from '../../texts/text.ts'

const KNOWN: Readonly<Record<string, Text>> = {
  unknown_account: deadLetters.unknown_account,
  no_sender: deadLetters.no_sender,
  too_large: deadLetters.too_large,
}

/** Why it is a dead letter, in words; what was wrong with a payload stays as the gateway says it. */
export const reasonOf = (reason: string): string => {
  const known = KNOWN[reason]
  return known === undefined ? reason : t(known)
}

/** What mends the cause. */
export const remedyOf = (reason: string): string =>
  t(reason === 'unknown_account' ? deadLetters.unknown_accountDo : deadLetters.otherDo)

/** What kind of news it was, in words. */
export const kindName = (kind: string): string => {
  const known: Readonly<Record<string, Text>> = deadLetterKinds
  const text = known[kind]
  return text === undefined ? kind : t(text)
}
