import type { OwnKey } from '../../../core/schema/fact.ts'
import type { OutboundPart } from '../../adapter.ts'
import { readKey, writeKey } from '../own-key.ts'

const KEY = 'parley'
const ACCOUNT = 'parleyAccount'

/**
 * What AWS gives back with every event of a message: our own key, and the account that sent, since an event names only
 * the number a pool picked. At most five entries, values of at most 800 characters.
 * https://docs.aws.amazon.com/pinpoint/latest/apireference_smsvoicev2/API_SendTextMessage.html
 */
export const contextOf = ({ key, address }: OutboundPart): Readonly<Record<string, string>> => ({
  [KEY]: writeKey(key),
  [ACCOUNT]: address.account,
})

export interface Sent {
  readonly ours?: OwnKey
  readonly account?: string
}

export const readContext = (context: Readonly<Record<string, unknown>>): Sent => {
  const ours = readKey(context[KEY])
  const account = context[ACCOUNT]
  // Somebody else's messages may go through the same configuration set, with a context of their own.
  if (ours === undefined || typeof account !== 'string' || account === '') return {}
  return { ours, account }
}
