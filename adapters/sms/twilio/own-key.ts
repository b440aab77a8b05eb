import type { OwnKey } from '../../../core/schema/fact.ts'

/**
 * Our own key travels in the query of the StatusCallback URL, which Twilio calls with every status of the message and
 * which its signature covers.
 */
const NAME = 'parley'

export const callbackUrl = (webhookUrl: string, { message, part }: OwnKey): string =>
  `${webhookUrl}?${new URLSearchParams([[NAME, `${message}.${part}`]]).toString()}`

export const readKey = (query: readonly (readonly [string, string])[]): OwnKey | undefined => {
  const value = query.find(([name]) => name === NAME)?.[1]
  const found = value === undefined ? null : /^(.+)\.(\d{1,6})$/s.exec(value)
  return found?.[1] === undefined ? undefined : { message: found[1], part: Number(found[2]) }
}
