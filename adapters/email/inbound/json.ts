/** Values of foreign JSON: what is not of the asked kind is not there. */
export type Json = Readonly<Record<string, unknown>>

export const objectIn = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {}
export const listIn = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
export const stringIn = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
export const stringsIn = (value: unknown): string[] => listIn(value).filter((entry) => typeof entry === 'string')

/** Milliseconds of an ISO time, or null. */
export const timeIn = (value: unknown): number | null => {
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isSafeInteger(time) ? time : null
}
