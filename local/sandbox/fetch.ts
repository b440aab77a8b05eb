import { connectionOf } from '../../adapters/sandbox.ts'

/**
 * A fetch by which a provider in the sandbox can refuse the connection. A server that answers cannot refuse any more,
 * so it says so in its answer, and here the call fails as Node's own would.
 */
export const refusable =
  (fetch: typeof globalThis.fetch): typeof globalThis.fetch =>
  async (input, init) => {
    const response = await fetch(input, init)
    if (connectionOf(response) !== 'refused') return response
    const cause = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
    throw new TypeError('fetch failed', { cause })
  }
