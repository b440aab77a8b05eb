import { consentOf as wholeMessage } from '../keywords.ts'

/**
 * Words by which AWS takes a customer off a number.
 * https://docs.aws.amazon.com/sms-voice/latest/userguide/keywords-required.html
 */
const REVOKE = new Set(['ARRET', 'CANCEL', 'END', 'OPT-OUT', 'OPTOUT', 'QUIT', 'REMOVE', 'STOP', 'TD', 'UNSUBSCRIBE'])

/** The first word of a message, without what may follow it ("Stop!", "stop, please"). */
const firstWord = (text: string): string => /^\s*([\p{L}\p{N}-]+)/u.exec(text)?.[1]?.toUpperCase() ?? ''

/**
 * What a message says about consent. AWS acts on messages that *begin* with a word, so "stop it" withdraws consent here as
 * well: it is not sent to any more anyway. Consent itself is taken from START or UNSTOP alone.
 * https://docs.aws.amazon.com/sms-voice/latest/userguide/keywords.html
 */
export const consentOf = (text: string, keyword: string | undefined): 'revoked' | 'granted' | undefined => {
  if (REVOKE.has(firstWord(text)) || REVOKE.has((keyword ?? '').toUpperCase())) return 'revoked'
  return wholeMessage(text) === 'granted' ? 'granted' : undefined
}
