import { createHash } from 'node:crypto'
import * as z from 'zod'
import { row } from '../core/failures.ts'
import type { Failure } from '../core/schema/failure.ts'
import type { AdapterDeps } from './adapter.ts'

/** An access token, or why there is none. */
export type TokenResult =
  | { readonly kind: 'token'; readonly value: string }
  | { readonly kind: 'refused'; readonly failure: Failure }

export interface OAuth2Client {
  /** The token endpoint. */
  readonly url: string
  /** Name under which the tokens are kept in `credentials`. */
  readonly name: string
  /** Names of the secrets: of the client, and of the first refresh token. */
  readonly secrets: { readonly id: string; readonly secret: string; readonly refreshToken: string }
}

/**
 * What is kept. `seed` is a hash of the configured refresh token that it all began with: another one in the secrets means
 * that a person authorised the app anew. `lease` is the time, in ms, until which somebody is at the token endpoint.
 */
const Kept = z.object({
  seed: z.string(),
  refresh: z.string(),
  access: z.string().optional(),
  expiresAt: z.number().optional(),
  lease: z.object({ by: z.string(), until: z.number() }).optional(),
  /** The refresh token was refused: only a person can help. */
  dead: z.boolean().optional(),
})
type Kept = z.infer<typeof Kept>

interface Found {
  readonly kept: Kept
  readonly version: number
}

const Answer = z.object({
  access_token: z.string().min(1),
  expires_in: z.number().positive().default(7200),
  refresh_token: z.string().min(1).optional(),
})
type Answer = z.infer<typeof Answer>

/** Renewed so long before it ends: whoever finds another one renewing still has a token to use. */
const EARLY_MS = 5 * 60_000
/** Longer than a call to the token endpoint may take. After it the holder is taken for gone. */
const LEASE_MS = 30_000
const CALL_MS = 10_000
const SOON_SECONDS = 2
const WRITES = 5

const refused = (failure: Failure): TokenResult => ({ kind: 'refused', failure })
const reauthorise = (code: string): TokenResult => refused({ ...row('credentials_invalid'), provider: { code } })
const later = (code: string, retry: Failure['retry']): TokenResult =>
  refused({ ...row('provider_unavailable', { retry }), provider: { code } })

const newest = (values: readonly string[] | undefined): string | undefined => values?.find((value) => value !== '')

const readKept = (value: string): Kept | undefined => {
  try {
    return Kept.parse(JSON.parse(value))
  } catch {
    return undefined
  }
}

type Asked =
  | { readonly kind: 'answer'; readonly answer: Answer }
  /** The grant is no longer one (RFC 6749 §5.2). */
  | { readonly kind: 'dead' }
  /** The client itself was refused; the grant may be good. */
  | { readonly kind: 'client' }
  | { readonly kind: 'refused'; readonly status: number }
  /** It may have been used: what the endpoint did is not known. */
  | { readonly kind: 'lost' }

/**
 * X answers a used refresh token with `invalid_request`, where RFC 6749 §5.2 has `invalid_grant`.
 * https://docs.x.com/fundamentals/authentication/oauth-2-0/user-access-token
 */
const DEAD = new Set(['invalid_grant', 'invalid_request'])

const readRefusal = async (response: Response): Promise<Asked> => {
  const body: unknown = await response.json().catch(() => undefined)
  const { error } = z.object({ error: z.string() }).catch({ error: '' }).parse(body)
  if (error === 'invalid_client' || error === 'unauthorized_client' || response.status === 401)
    return { kind: 'client' }
  if (DEAD.has(error)) return { kind: 'dead' }
  return response.status < 500 ? { kind: 'refused', status: response.status } : { kind: 'lost' }
}

const ask = async (
  fetch: AdapterDeps['fetch'],
  url: string,
  client: { readonly id: string; readonly secret: string },
  refresh: string,
): Promise<Asked> => {
  const basic = Buffer.from(`${encodeURIComponent(client.id)}:${encodeURIComponent(client.secret)}`).toString('base64')
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { authorization: `Basic ${basic}`, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refresh }).toString(),
      // Not the send's own signal: an answer that nobody waits for is a refresh token that is lost.
      signal: AbortSignal.timeout(CALL_MS),
      redirect: 'error',
    })
    if (!response.ok) return await readRefusal(response)
    const answer = Answer.safeParse(await response.json())
    return answer.success ? { kind: 'answer', answer: answer.data } : { kind: 'lost' }
  } catch {
    return { kind: 'lost' }
  }
}

/**
 * Access tokens of an account whose refresh token is replaced with each use (RFC 6749 §6). One holder of the lease calls the
 * token endpoint; everybody else reads what it stored. When an answer is lost, the same refresh token is tried once more
 * after the lease: either it still works, or it is refused and the account needs a person, which every send says from then
 * on (`credentials_invalid`). Another refresh token in the secrets begins anew.
 *
 * `rejected`: an access token the provider refused although it should still be good.
 */
export const oauth2Tokens = (
  { url, name, secrets: names }: OAuth2Client,
  { fetch, now, nonce, secrets, credentials }: Pick<AdapterDeps, 'fetch' | 'now' | 'nonce' | 'secrets' | 'credentials'>,
): ((rejected?: string) => Promise<TokenResult>) => {
  let cached: { readonly value: string; readonly expiresAt: number } | undefined
  let running: Promise<TokenResult> | undefined

  /** The token of what is kept, remembered; undefined when it has ended or was refused. */
  const usable = ({ access, expiresAt = 0 }: Kept, rejected: string | undefined, early: number) => {
    if (access === undefined || access === rejected || expiresAt - early <= now()) return undefined
    cached = { value: access, expiresAt }
    return { kind: 'token', value: access } as const
  }

  const find = async (first: string): Promise<Found> => {
    const { value, version } = await credentials.read(name)
    const seed = createHash('sha256').update(first).digest('base64url')
    const kept = readKept(value)
    return { version, kept: kept?.seed === seed ? kept : { seed, refresh: first } }
  }

  /** Changes what is kept as long as `may` says so of what stands there; false: it did not, or others were always faster. */
  const keep = async (first: string, next: (known: Kept) => Kept, may: (known: Kept) => boolean): Promise<boolean> => {
    for (let attempt = 0; attempt < WRITES; attempt++) {
      const { kept, version } = await find(first)
      if (!may(kept)) return false
      if (await credentials.write(name, JSON.stringify(next(kept)), version)) return true
    }
    return false
  }

  const renewed = ({ access_token: access, expires_in: seconds, refresh_token: refresh }: Answer) => {
    const expiresAt = now() + seconds * 1000
    cached = { value: access, expiresAt }
    return ({ seed, refresh: old }: Kept): Kept => ({ seed, refresh: refresh ?? old, access, expiresAt })
  }

  const withoutLease = ({ lease: _, ...kept }: Kept): Kept => kept

  /** With the lease in hand: calls the endpoint and stores what came of it. */
  const renew = async (first: string, { kept }: Found, by: string): Promise<TokenResult> => {
    const client = { id: newest(secrets[names.id]) ?? '', secret: newest(secrets[names.secret]) ?? '' }
    const asked = await ask(fetch, url, client, kept.refresh)
    const ours = ({ lease }: Kept): boolean => lease?.by === by
    switch (asked.kind) {
      case 'answer':
        // Whoever took the lease after it ended has the old refresh token in hand: what was just given is newer.
        await keep(first, renewed(asked.answer), ({ lease, dead }) => lease !== undefined || dead === true)
        return { kind: 'token', value: asked.answer.access_token }
      case 'dead':
        // Not ours any more: the other holder may just have been given what we were refused.
        return (await keep(first, ({ seed, refresh }) => ({ seed, refresh, dead: true }), ours))
          ? reauthorise('refresh_token_refused')
          : later('token_being_renewed', { afterSeconds: SOON_SECONDS })
      case 'client':
        await keep(first, withoutLease, ours)
        return reauthorise('client_refused')
      case 'refused':
        await keep(first, withoutLease, ours)
        return later(`token_http_${asked.status}`, 'backoff')
      case 'lost':
        // The lease stays until it ends: trying at once would tell no more.
        return later('token_answer_lost', { afterSeconds: Math.ceil(LEASE_MS / 1000) })
    }
  }

  const obtain = async (rejected: string | undefined): Promise<TokenResult> => {
    const first = newest(secrets[names.refreshToken])
    if (first === undefined || newest(secrets[names.id]) === undefined || newest(secrets[names.secret]) === undefined)
      return reauthorise('not_configured')
    const found = await find(first)
    const { kept, version } = found
    const good = usable(kept, rejected, EARLY_MS)
    if (good !== undefined) return good
    if (kept.dead === true) return reauthorise('refresh_token_refused')
    const stillGood = usable(kept, rejected, 0)
    const busy = later('token_being_renewed', { afterSeconds: SOON_SECONDS })
    if (kept.lease !== undefined && kept.lease.until > now()) return stillGood ?? busy
    const by = nonce()
    const lease = { by, until: now() + LEASE_MS }
    const taken = await credentials.write(name, JSON.stringify({ ...kept, lease }), version)
    return taken ? renew(first, found, by) : (stillGood ?? busy)
  }

  return (rejected) => {
    if (cached !== undefined && cached.value !== rejected && cached.expiresAt - EARLY_MS > now())
      return Promise.resolve({ kind: 'token', value: cached.value })
    running ??= obtain(rejected).finally(() => {
      running = undefined
    })
    return running
  }
}
