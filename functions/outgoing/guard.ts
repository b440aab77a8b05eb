import type { LookupOptions } from 'node:dns'
import { lookup } from 'node:dns/promises'
import { isIP, type LookupFunction } from 'node:net'
import { callbackify } from 'node:util'
import { isPublicAddress } from './addresses.ts'

/** A URL that is not fetched: it leads, or leads on, to where nobody outside may send us. Says why, never where. */
export class ForbiddenUrl extends Error {
  override readonly name = 'ForbiddenUrl'
  readonly code = 'ERR_FORBIDDEN_URL'
}

export interface Resolved {
  readonly address: string
  readonly family: number
}
export type Resolve = (hostname: string) => Promise<readonly Resolved[]>

export interface GuardOptions {
  /**
   * URLs (`http://127.0.0.1:8787/sandbox`) below which may be fetched all the same, whatever their addresses and ports.
   * What lies beside them on the same host may not.
   */
  readonly allow?: readonly string[]
  /** 80 and 443 by default. */
  readonly ports?: readonly number[]
  /** Replaced where a test has nothing but this machine. */
  readonly isPublic?: (address: string) => boolean
  readonly resolve?: Resolve
}

export interface Guard {
  /** Refuses what can be seen in the URL: scheme, port, credentials, an address in place of a name. */
  readonly check: (url: URL) => void
  /**
   * Looks a name up for one connection, which is then made to the very addresses that were checked: a name that answers
   * otherwise the next time gains nothing.
   */
  readonly lookup: LookupFunction
  readonly isAllowed: (url: URL) => boolean
}

const portOf = ({ port, protocol }: URL): number => (port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port))

/** A path that ends in a slash; the URL parser has resolved its dots. */
const folder = (pathname: string): string => (pathname.endsWith('/') ? pathname : `${pathname}/`)

const NO_ADDRESS = Object.assign(new Error('the name has no address'), { code: 'ENOTFOUND' })

const resolveAll: Resolve = (hostname) => lookup(hostname, { all: true })

export const createGuard = (options: GuardOptions): Guard => {
  const { allow = [], ports = [80, 443], isPublic = isPublicAddress, resolve = resolveAll } = options
  const allowed = allow.map((base) => new URL(base)).map(({ origin, pathname }) => ({ origin, path: folder(pathname) }))
  const isAllowed = (url: URL): boolean =>
    allowed.some(({ origin, path }) => origin === url.origin && folder(url.pathname).startsWith(path))

  const addressesOf = async (hostname: string): Promise<readonly Resolved[]> => {
    const addresses = await resolve(hostname)
    // One address inside is enough to refuse: which of them is taken is not ours to say.
    if (!addresses.every(({ address }) => isPublic(address)))
      throw new ForbiddenUrl('the name leads to an address that is not public')
    return addresses
  }

  const find = callbackify(async (hostname: string, family: LookupOptions['family']): Promise<Resolved[]> => {
    const addresses = await addressesOf(hostname)
    return addresses.filter((found) => (family !== 4 && family !== 6) || found.family === family)
  })

  return {
    isAllowed,
    check: (url) => {
      if (url.protocol !== 'http:' && url.protocol !== 'https:')
        throw new ForbiddenUrl('only http and https are fetched')
      if (url.username !== '' || url.password !== '') throw new ForbiddenUrl('a URL with credentials is not fetched')
      if (isAllowed(url)) return
      if (!ports.includes(portOf(url))) throw new ForbiddenUrl(`only the ports ${ports.join(' and ')} are fetched`)
      // The URL parser has made one form of decimal, hexadecimal, octal and short forms of IPv4 addresses.
      const host = url.hostname.replace(/^\[|\]$/g, '')
      if (isIP(host) !== 0 && !isPublic(host)) throw new ForbiddenUrl('the address is not public')
    },
    lookup: (hostname, { all, family }, done) =>
      find(hostname, family, (error, found) => {
        const [first] = found ?? []
        if (error || first === undefined) done(error ?? NO_ADDRESS, '', 0)
        else if (all) done(null, found)
        else done(null, first.address, first.family)
      }),
  }
}
