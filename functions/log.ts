import type { Log } from '../core/ports.ts'

/** One JSON line an event, as CloudWatch reads it. Callers pass ids, kinds and counts only. */
export const jsonLog =
  (write: (line: string) => void): Log =>
  (event, fields = {}) =>
    write(JSON.stringify({ event, ...fields }))

/** An error for a log: its kind and place, never its message, which may quote a request. */
export const errorFields = (error: unknown): { readonly error: string; readonly at: string } => {
  if (!(error instanceof Error)) return { error: typeof error, at: '' }
  const frame = error.stack?.split('\n').find((line) => line.trim().startsWith('at ')) ?? ''
  return { error: error.name, at: frame.trim().replace(/\(?file:\/\/\S*\/(?=[^/]+:\d+:\d+)/, '(') }
}
