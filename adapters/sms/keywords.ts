/**
 * The words by which a customer opts out of SMS or in again, as carriers and Twilio take them on long codes: the whole
 * message, in any case. https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out
 */
const REVOKE = new Set(['STOP', 'UNSUBSCRIBE', 'END', 'QUIT', 'STOPALL', 'REVOKE', 'OPTOUT', 'CANCEL'])
/** Twilio also lifts its block on YES. That word answers many questions, so it proves no consent and is not here. */
const GRANT = new Set(['START', 'UNSTOP'])

/** What a message says about consent, when it says nothing else. */
export const consentOf = (text: string): 'revoked' | 'granted' | undefined => {
  const word = text.trim().toUpperCase()
  if (REVOKE.has(word)) return 'revoked'
  return GRANT.has(word) ? 'granted' : undefined
}
