import { createHmac } from 'node:crypto'
import { oauth1Signature } from '../../oauth1.ts'
import type { SandboxAccount, SandboxDeps } from '../../sandbox.ts'
import { equal } from '../../signature.ts'

/** Access tokens of X end after two hours. https://docs.x.com/fundamentals/authentication/oauth-2-0/authorization-code */
const LIFE_SECONDS = 7200

const secretOf = ({ secrets }: SandboxAccount, name: string): string | undefined => secrets[name] || undefined

const sealOf = (account: SandboxAccount, what: string): string =>
  createHmac('sha256', secretOf(account, 'clientSecret') ?? '')
    .update(`${account.account} ${what}`)
    .digest('base64url')

export interface Tokens {
  /** The token endpoint: a refresh token is good once, and then another one is. */
  grant(
    authorization: string | undefined,
    form: URLSearchParams,
  ): { readonly status: 200 | 400 | 401; readonly body: object }
  /** The account that a request speaks for, by OAuth 2.0 or OAuth 1.0a. */
  user(method: string, url: string, authorization: string | undefined): SandboxAccount | undefined
  /** Accounts of the app that a bearer token belongs to. */
  app(authorization: string | undefined): readonly SandboxAccount[]
}

const oauth1Parameters = (authorization: string): Map<string, string> =>
  new Map(
    authorization
      .slice('OAuth '.length)
      .split(',')
      .map((pair): [string, string] => {
        const [name = '', value = ''] = pair.trim().split('=')
        return [decodeURIComponent(name), decodeURIComponent(value.replaceAll('"', ''))]
      }),
  )

/** Whoever serves the sandbox over HTTP gives it another host than X has: what was signed is X's. */
const SIGNED_ORIGIN = 'https://api.x.com'

/**
 * Tokens that carry their own proof, so that those the gateway keeps are still good after the sandbox was started anew.
 * The first refresh token is the configured one; the n-th that follows is `{n}.{seal}`. Which were used is remembered.
 */
export const sandboxTokens = ({ accounts, now }: Pick<SandboxDeps, 'accounts' | 'now'>): Tokens => {
  const used = new Map<string, number>()
  const key = ({ connection, account }: SandboxAccount): string => `${connection} ${account}`

  const generationOf = (account: SandboxAccount, refresh: string): number | undefined => {
    if (refresh !== '' && refresh === secretOf(account, 'refreshToken')) return 0
    const [, number = '', seal = ''] = /^(\d{1,9})\.([\w-]{43})$/.exec(refresh) ?? []
    return number !== '' && equal(seal, sealOf(account, `refresh ${number}`)) ? Number(number) : undefined
  }

  const refreshed = (account: SandboxAccount, generation: number): object => {
    used.set(key(account), generation + 1)
    const ends = Math.floor(now() / 1000) + LIFE_SECONDS
    return {
      token_type: 'bearer',
      expires_in: LIFE_SECONDS,
      access_token: `${ends}.${generation}.${sealOf(account, `access ${ends} ${generation}`)}`,
      refresh_token: `${generation + 1}.${sealOf(account, `refresh ${generation + 1}`)}`,
      scope: 'tweet.read tweet.write users.read dm.read dm.write media.write offline.access',
    }
  }

  const isAccess = (account: SandboxAccount, token: string): boolean => {
    const [, ends = '', generation = '', seal = ''] = /^(\d{1,12})\.(\d{1,9})\.([\w-]{43})$/.exec(token) ?? []
    return Number(ends) * 1000 > now() && equal(seal, sealOf(account, `access ${ends} ${generation}`))
  }

  const isSigned = (account: SandboxAccount, method: string, url: string, authorization: string): boolean => {
    const parameters = oauth1Parameters(authorization)
    if (parameters.get('oauth_token') !== secretOf(account, 'accessToken')) return false
    if (parameters.get('oauth_consumer_key') !== secretOf(account, 'consumerKey')) return false
    const rest = [...parameters].filter(([name]) => name !== 'oauth_signature' && name !== 'realm')
    const { pathname, search } = new URL(url)
    const keys = {
      consumerSecret: secretOf(account, 'consumerSecret') ?? '',
      tokenSecret: secretOf(account, 'accessTokenSecret') ?? '',
    }
    return [url, `${SIGNED_ORIGIN}${pathname}${search}`].some((signed) =>
      equal(oauth1Signature(method, signed, rest, keys), parameters.get('oauth_signature') ?? ''),
    )
  }

  return {
    grant: (authorization, form) => {
      const client = accounts.filter((account) => {
        const pair = `${secretOf(account, 'clientId')}:${secretOf(account, 'clientSecret')}`
        return (
          secretOf(account, 'clientSecret') !== undefined &&
          authorization === `Basic ${Buffer.from(pair).toString('base64')}`
        )
      })
      if (client.length === 0) return { status: 401, body: { error: 'unauthorized_client' } }
      const given = form.get('refresh_token') ?? ''
      // A token speaks for one user, whoever else has it among their secrets.
      const account = client.find((one) => generationOf(one, given) !== undefined)
      const generation = account && generationOf(account, given)
      const isRefresh = form.get('grant_type') === 'refresh_token'
      if (isRefresh && account && generation !== undefined && generation >= (used.get(key(account)) ?? 0))
        return { status: 200, body: refreshed(account, generation) }
      const words = 'Value passed for the token was invalid.'
      return { status: 400, body: { error: 'invalid_request', error_description: words } }
    },
    user: (method, url, authorization = '') =>
      accounts.find((account) =>
        authorization.startsWith('OAuth ')
          ? isSigned(account, method, url, authorization)
          : secretOf(account, 'clientSecret') !== undefined && isAccess(account, authorization.replace(/^Bearer /, '')),
      ),
    app: (authorization) =>
      accounts.filter((account) => {
        const bearer = secretOf(account, 'bearerToken')
        return bearer !== undefined && authorization === `Bearer ${bearer}`
      }),
  }
}
