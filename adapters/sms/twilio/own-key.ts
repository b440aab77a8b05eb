import type { OwnKey } from '../../../core/schema/fact.ts'
import { readKey as readWord, writeKey } from '../own-key.ts'

/**
 * Our own key travels in the query of the StatusCallback URL, which Twilio calls with every status of the message and
 * which its signature covers.
 */
const NAME = 'parley'

export const callbackUrl = (webhookUrl: string, key: OwnKey): string =>
  `${webhookUrl}?${new URLSearchParams([[NAME, writeKey(key)]]).toString()}`

export const readKey = (query: readonly (readonly [string, string])[]): OwnKey | undefined =>
  readWord(query.find(([name]) => name === NAME)?.[1])
