import { createHmac } from 'node:crypto'
import type { Hash } from '../core/ports.ts'

const BYTES = 16

/**
 * Ids and keys: HMAC-SHA256 under the deploy key, cut to 128 bits, base64url. The parts are hashed as JSON, so that no
 * two lists of parts look alike. The key is permanent: with another one no stored fact would be found again.
 */
export const createHash = (deployKey: string): Hash => {
  if (deployKey.length < 32) throw new Error('PARLEY_DEPLOY_KEY is missing or shorter than 32 characters')
  return (kind, ...parts) =>
    createHmac('sha256', deployKey)
      .update(JSON.stringify([kind, ...parts]))
      .digest()
      .subarray(0, BYTES)
      .toString('base64url')
}
