import { createHash } from 'node:crypto'
import { parse as parseLegacy, stringify as stringifyLegacy } from 'node:querystring'
import type { WebhookRequest } from '../../adapter.ts'
import { anySecret, equal, hmac } from '../../signature.ts'
import { formParams } from './params.ts'

/** Names and values as they are signed: both sorted, values that repeat once, empty ones too. */
const signedParams = (params: URLSearchParams): string =>
  Array.from(new Set(params.keys()))
    .sort()
    .flatMap((name) => Array.from(new Set(params.getAll(name)), (value) => `${name}${value}`).sort())
    .join('')

/**
 * The value of `X-Twilio-Signature` for a request with form parameters.
 * https://www.twilio.com/docs/usage/security#validating-requests
 */
export const signature = (authToken: string, url: string, params: URLSearchParams): string =>
  hmac('sha1', authToken, `${url}${signedParams(params)}`, 'base64')

const URL_PARTS = /^(https?):\/\/((?:[^/?#@]*@)?)(\[[^\]]*\]|[^/?#:]*)(?::\d*)?(.*)$/is

/** With and without a port: what Twilio signs depends on the product and the scheme. */
const portVariants = (url: string): readonly string[] => {
  const [, scheme, user, host, rest] = URL_PARTS.exec(url) ?? []
  if (scheme === undefined) return [url]
  const port = scheme.toLowerCase() === 'https' ? 443 : 80
  return [url, `${scheme}://${user}${host}${rest}`, `${scheme}://${user}${host}:${port}${rest}`]
}

/** The query as older Twilio products write it again before they sign (`'` unescaped, `%20` for a space). */
const legacyQuery = (url: string): string => {
  const at = url.indexOf('?')
  return at < 0 ? url : `${url.slice(0, at)}?${stringifyLegacy(parseLegacy(url.slice(at + 1)))}`
}

/** The forms of our URL that Twilio may have signed. A fragment (connection overrides) is never signed. */
const signedUrls = (url: string): ReadonlySet<string> => {
  const [bare = ''] = url.split('#')
  const standard = URL.canParse(bare) ? new URL(bare).href : bare
  return new Set([bare, standard, legacyQuery(bare)].flatMap(portVariants))
}

const NO_PARAMS = new URLSearchParams()

/** What is signed beside the URL; undefined when the body is not the one the URL speaks of. */
const paramsOf = ({ query, body }: WebhookRequest): URLSearchParams | undefined => {
  // JSON bodies are not in the signature: their hash is in the query, and so in the URL that is.
  const stated = query.find(([name]) => name === 'bodySHA256')?.[1]
  if (stated === undefined) return formParams(body)
  const actual = createHash('sha256').update(body).digest('hex')
  return equal(actual, stated.toLowerCase()) ? NO_PARAMS : undefined
}

/** True when any of the auth tokens signed this request for this URL. */
export const verifySignature = (req: WebhookRequest, authTokens: readonly string[] | undefined): boolean => {
  const stated = req.headers['x-twilio-signature'] ?? ''
  const params = paramsOf(req)
  if (params === undefined) return false
  const urls = Array.from(signedUrls(req.url))
  return anySecret(authTokens, (token) => urls.some((url) => equal(signature(token, url, params), stated)))
}
