import type { OwnKey } from '../../core/schema/fact.ts'

/** Our own key as one word, for whatever a provider gives back with its receipts. */
export const writeKey = ({ message, part }: OwnKey): string => `${message}.${part}`

export const readKey = (value: unknown): OwnKey | undefined => {
  const found = typeof value === 'string' ? /^(.+)\.(\d{1,6})$/s.exec(value) : null
  return found?.[1] === undefined ? undefined : { message: found[1], part: Number(found[2]) }
}
