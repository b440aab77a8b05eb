import { createHmac } from 'node:crypto'

/** Keys of the app and of the account that allowed it. */
export interface OAuth1Keys {
  readonly consumerKey: string
  readonly consumerSecret: string
  readonly token: string
  readonly tokenSecret: string
}

type Parameter = readonly [name: string, value: string]

/** Percent-encoding of RFC 3986: everything but unreserved characters (RFC 5849 §3.6). */
const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)

const byCodeUnits = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Names, then values, in the order of their encoded bytes (RFC 5849 §3.4.1.3.2). */
const normalised = (parameters: readonly Parameter[]): string =>
  parameters
    .map(([name, value]) => [encoded(name), encoded(value)] as const)
    .sort((a, b) => byCodeUnits(a[0], b[0]) || byCodeUnits(a[1], b[1]))
    .map((pair) => pair.join('='))
    .join('&')

/**
 * The signature of a request by HMAC-SHA1 (RFC 5849 §3.4). `parameters` are the protocol's own and those of a form body;
 * the query of the URL is added here. Bodies of any other type (JSON, multipart) are not signed: §3.4.1.3.1.
 */
export const oauth1Signature = (
  method: string,
  url: string,
  parameters: readonly Parameter[],
  { consumerSecret, tokenSecret }: Pick<OAuth1Keys, 'consumerSecret' | 'tokenSecret'>,
): string => {
  const { origin, pathname, searchParams } = new URL(url)
  const all = [...searchParams, ...parameters]
  const base = [method.toUpperCase(), `${origin}${pathname}`, normalised(all)].map(encoded).join('&')
  return createHmac('sha1', `${encoded(consumerSecret)}&${encoded(tokenSecret)}`)
    .update(base)
    .digest('base64')
}

/** The Authorization header of a request whose body is no form. `now` in ms since epoch; a nonce is used once. */
export const oauth1Header = (
  method: string,
  url: string,
  keys: OAuth1Keys,
  { now, nonce }: { readonly now: number; readonly nonce: string },
): string => {
  const protocol: readonly Parameter[] = [
    ['oauth_consumer_key', keys.consumerKey],
    ['oauth_nonce', nonce],
    ['oauth_signature_method', 'HMAC-SHA1'],
    ['oauth_timestamp', String(Math.floor(now / 1000))],
    ['oauth_token', keys.token],
    ['oauth_version', '1.0'],
  ]
  const all: readonly Parameter[] = [...protocol, ['oauth_signature', oauth1Signature(method, url, protocol, keys)]]
  return `OAuth ${all.map(([name, value]) => `${encoded(name)}="${encoded(value)}"`).join(', ')}`
}
