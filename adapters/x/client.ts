import * as z from 'zod'
import { failure, row } from '../../core/failures.ts'
import type { Failure } from '../../core/schema/failure.ts'
import type { AdapterDeps, SendOutcome } from '../adapter.ts'
import { callProvider, type ProviderAnswer } from '../http.ts'
import { oauth1Header } from '../oauth1.ts'
import { oauth2Tokens } from '../oauth2.ts'
import { refusalOf } from './errors.ts'

export const Config = z.strictObject({
  /** How the account speaks: with a token that is renewed (OAuth 2.0), or with one that does not end (OAuth 1.0a). */
  auth: z.enum(['oauth2', 'oauth1']).default('oauth2'),
  apiUrl: z
    .url({ protocol: /^https?$/ })
    .transform((url) => url.replace(/\/+$/, ''))
    .default('https://api.x.com'),
})
export type XConfig = z.infer<typeof Config>

type Authorised =
  | { readonly kind: 'header'; readonly value: string }
  | { readonly kind: 'refused'; readonly failure: Failure }

/** The Authorization header of one request. `rejected`: the one X answered with 401 just now. */
type Authorise = (method: string, url: string, rejected?: string) => Promise<Authorised>

const newest = (values: readonly string[] | undefined): string | undefined => values?.find((value) => value !== '')

const refuse = (found: Failure): Authorised => ({ kind: 'refused', failure: found })
const notConfigured = refuse(failure('credentials_invalid', 'a secret is not configured'))

/** As the account itself, by signature. A refused signature does not get better. */
const byOAuth1 =
  ({ secrets, now, nonce }: AdapterDeps): Authorise =>
  async (method, url, rejected) => {
    const consumerKey = newest(secrets['consumerKey'])
    const consumerSecret = newest(secrets['consumerSecret'])
    const token = newest(secrets['accessToken'])
    const tokenSecret = newest(secrets['accessTokenSecret'])
    if (consumerKey === undefined || consumerSecret === undefined || token === undefined || tokenSecret === undefined)
      return notConfigured
    if (rejected !== undefined) return refuse(row('credentials_invalid'))
    const keys = { consumerKey, consumerSecret, token, tokenSecret }
    return { kind: 'header', value: oauth1Header(method, url, keys, { now: now(), nonce: nonce() }) }
  }

/** As the account itself, by an access token that is renewed every two hours. */
const byOAuth2 = ({ apiUrl }: XConfig, deps: AdapterDeps): Authorise => {
  const secrets = { id: 'clientId', secret: 'clientSecret', refreshToken: 'refreshToken' }
  const token = oauth2Tokens({ url: `${apiUrl}/2/oauth2/token`, name: 'x.oauth2', secrets }, deps)
  return async (_method, _url, rejected) => {
    const found = await token(rejected?.slice('Bearer '.length))
    return found.kind === 'token' ? { kind: 'header', value: `Bearer ${found.value}` } : found
  }
}

/** As the app, which speaks for nobody: for its webhooks and subscriptions. */
const byApp =
  ({ secrets }: AdapterDeps): Authorise =>
  async (_method, _url, rejected) => {
    const bearer = newest(secrets['bearerToken'])
    if (bearer === undefined) return notConfigured
    return rejected === undefined ? { kind: 'header', value: `Bearer ${bearer}` } : refuse(row('credentials_invalid'))
  }

export interface XRequest {
  readonly method: 'GET' | 'POST' | 'PUT'
  /** With its query. */
  readonly path: string
  readonly as?: 'user' | 'app'
  readonly json?: unknown
  readonly form?: FormData
}

export type Asked =
  | { readonly kind: 'answer'; readonly json: unknown; readonly headers: Headers }
  | { readonly kind: 'refused'; readonly failure: Failure }

export interface XClient {
  readonly apiUrl: string
  authorise(method: string, url: string): Promise<Authorised>
  /** One request with what comes of it as a send. `accepted` reads a success. */
  call(
    request: XRequest,
    signal: AbortSignal,
    accepted: (answer: ProviderAnswer) => SendOutcome | undefined,
  ): Promise<SendOutcome>
  /** One request that may be made again without harm: no answer is as good as a refusal. */
  ask(request: XRequest, signal: AbortSignal): Promise<Asked>
}

const initOf = ({ method, json, form }: XRequest, authorization: string): RequestInit => ({
  method,
  headers: { authorization, ...(json === undefined ? {} : { 'content-type': 'application/json' }) },
  ...(json === undefined ? {} : { body: JSON.stringify(json) }),
  ...(form === undefined ? {} : { body: form }),
})

const unauthorised = (outcome: SendOutcome): boolean =>
  outcome.kind === 'refused' && outcome.failure.provider?.httpStatus === 401

/** X's API with the account's own credentials. A 401 is met with a renewed token once, and then believed. */
export const xClient = (config: XConfig, deps: AdapterDeps): XClient => {
  const asUser = config.auth === 'oauth1' ? byOAuth1(deps) : byOAuth2(config, deps)
  const asApp = byApp(deps)

  const call: XClient['call'] = async (request, signal, accepted) => {
    const authorise = request.as === 'app' ? asApp : asUser
    const url = `${config.apiUrl}${request.path}`
    const once = (header: string): Promise<SendOutcome> => {
      const init = initOf(request, header)
      const refused = refusalOf(deps.now())
      return callProvider(
        { fetch: deps.fetch, url, init, signal, accepted, refused, secrets: deps.secrets },
        deps.now(),
      )
    }
    const first = await authorise(request.method, url)
    if (first.kind === 'refused') return first
    const outcome = await once(first.value)
    if (!unauthorised(outcome)) return outcome
    const second = await authorise(request.method, url, first.value)
    if (second.kind === 'header') return once(second.value)
    // The words of the 401 say more than that nothing can be done about it.
    return second.failure.code === 'credentials_invalid' ? outcome : second
  }

  return {
    apiUrl: config.apiUrl,
    authorise: asUser,
    call,
    ask: async (request, signal) => {
      let answer: ProviderAnswer | undefined
      const outcome = await call(request, signal, (found) => {
        answer = found
        return { kind: 'accepted', providerId: request.path }
      })
      if (outcome.kind === 'refused') return outcome
      if (outcome.kind === 'accepted' && answer !== undefined)
        return { kind: 'answer', json: answer.json, headers: answer.headers }
      const detail = outcome.kind === 'unknown' ? outcome.detail : 'no answer'
      return { kind: 'refused', failure: failure('provider_unavailable', detail) }
    },
  }
}
