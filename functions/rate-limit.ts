import type { RateLimit } from '../core/keys/limit.ts'

const positive = (env: Readonly<Record<string, string | undefined>>, name: string, otherwise: number): number => {
  const given = env[name]
  if (given === undefined || given === '') return otherwise
  const value = Number(given)
  if (!Number.isFinite(value) || value <= 0) throw new Error(`${name} must be a positive number`)
  return value
}

/** What one key may ask: by default 50 requests a second, and 100 at once. */
export const rateLimitOf = (env: Readonly<Record<string, string | undefined>>): RateLimit => ({
  perSecond: positive(env, 'PARLEY_API_RATE', 50),
  burst: Math.max(1, positive(env, 'PARLEY_API_BURST', 100)),
})
