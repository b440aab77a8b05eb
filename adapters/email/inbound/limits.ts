/** What SES takes in at most, after encoding: https://docs.aws.amazon.com/ses/latest/dg/quotas.html */
const MAX_BYTES = 40 * 1024 * 1024
/** Of all parts together. */
export const MAX_HEADER_BYTES = 512 * 1024
export const MAX_PARTS = 1000
export const MAX_DEPTH = 100

const NEWLINE = 0x0a
const DASH = 0x2d

/** Lines that begin like a delimiter (RFC 2046 §5.1.1), as far as `enough`. */
const dashedLines = (mime: Uint8Array, enough: number): number => {
  let count = 0
  for (let at = 0; at >= 0 && at < mime.length && count <= enough;) {
    if (mime[at] === DASH && mime[at + 1] === DASH) count++
    const end = mime.indexOf(NEWLINE, at)
    at = end < 0 ? -1 : end + 1
  }
  return count
}

/** RFC 2046 §5.1.1 allows 70 characters. */
const BOUNDARY = /boundary\s{0,9}=\s{0,9}(?:"([^"\r\n]{1,200})"|([^\s";,]{1,200}))/gi

/** Delimiters of the boundaries that are declared anywhere: no fewer than there are parts. */
const delimiters = (mime: Uint8Array): number => {
  const text = Buffer.from(mime.buffer, mime.byteOffset, mime.byteLength).toString('latin1')
  const declared = new Set(Array.from(text.matchAll(BOUNDARY), ([, quoted, token]) => (quoted ?? token ?? '').trim()))
  let count = 0
  for (let at = 0; at >= 0 && at < text.length;) {
    const end = text.indexOf('\n', at)
    if (text.startsWith('--', at)) {
      const line = text.slice(at + 2, Math.min(end < 0 ? text.length : end, at + 300)).trimEnd()
      if (declared.has(line) || declared.has(line.replace(/--$/, ''))) count++
    }
    at = end < 0 ? -1 : end + 1
  }
  return count
}

/**
 * Why a mail is not taken apart at all. One pass over its lines, two for one with a thousand lines that begin with dashes:
 * time grows with the size alone. Depth is watched while it is read.
 */
export const refusal = (mime: Uint8Array): string | undefined => {
  if (mime.byteLength === 0) return 'the mail is empty'
  if (mime.byteLength > MAX_BYTES) return 'the mail is larger than 40 MB'
  if (dashedLines(mime, MAX_PARTS) > MAX_PARTS && delimiters(mime) > MAX_PARTS)
    return `the mail has more than ${MAX_PARTS} parts`
  return undefined
}
