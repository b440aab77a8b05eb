/**
 * What the page may do: run and show what comes from here, and fetch and show files from where they are kept. Mails are shown in
 * frames that inherit this, so that a picture in one tells nobody that it was read. Style attributes are let in because mails
 * consist of them; they cannot load anything that the rest does not allow.
 */
const policy = (files: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "style-src-attr 'unsafe-inline'",
    `img-src 'self' data: blob: ${files}`,
    `media-src 'self' blob: ${files}`,
    `connect-src 'self' ${files}`,
    "font-src 'self'",
    "frame-src 'self'",
    "manifest-src 'self'",
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')

const YEAR_SECONDS = 31_536_000

/** Headers of all that is below /inbox. */
export const commonHeaders = (publicUrl: string): Readonly<Record<string, string>> => ({
  vary: 'accept-encoding',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  ...(publicUrl.startsWith('https:') ? { 'strict-transport-security': `max-age=${YEAR_SECONDS}` } : {}),
})

/** A name that changes with what is in the file: it never has to be asked for again. */
export const ASSET_CACHE = `public, max-age=${YEAR_SECONDS}, immutable`

/** Headers of the page itself. `files` is the origin of the links to files. */
export const pageHeaders = (files: string): Readonly<Record<string, string>> => ({
  'content-security-policy': policy(files),
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'microphone=(), camera=(), geolocation=()',
  'cache-control': 'no-cache',
  'content-type': 'text/html; charset=utf-8',
})
