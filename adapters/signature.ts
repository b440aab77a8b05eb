import { createHmac, timingSafeEqual } from 'node:crypto'

type Algorithm = 'sha1' | 'sha256'

export const hmac = (
  algorithm: Algorithm,
  secret: string,
  data: Uint8Array | string,
  encoding: 'hex' | 'base64',
): string => createHmac(algorithm, secret).update(data).digest(encoding)

/** Compares in constant time for equal lengths; the length of a signature is no secret. */
export const equal = (a: string, b: string): boolean => {
  const left = Buffer.from(a)
  const right = Buffer.from(b)
  return left.length === right.length && timingSafeEqual(left, right)
}

/** True when any active secret makes the signature. An empty list or an empty secret verifies nothing. */
export const anySecret = (secrets: readonly string[] | undefined, check: (secret: string) => boolean): boolean => {
  let valid = false
  for (const secret of secrets ?? []) if (secret !== '' && check(secret)) valid = true
  return valid
}
