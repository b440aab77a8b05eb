import type { Context as Call } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { Context } from '../../core/context.ts'
import { SESSION_MS } from '../../core/people/sessions.ts'
import { Problem } from '../../core/problem.ts'
import type { ApiEnv } from './env.ts'

type Where = Pick<Context, 'publicUrl'>

const isSecure = ({ publicUrl }: Where): boolean => publicUrl.startsWith('https:')

/**
 * Only over https, only to this host, for no script, and with no call that another site begins. On one machine there is no
 * https: browsers would not keep a cookie that asks for it.
 * https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Set-Cookie#cookie_prefixes
 */
const nameOf = (ctx: Where): string => (isSecure(ctx) ? '__Host-parley' : 'parley')
const attributesOf = (ctx: Where) => ({ httpOnly: true, sameSite: 'Strict', path: '/', secure: isSecure(ctx) }) as const

/** What the browser keeps of the session; undefined where it keeps none. */
export const readSession = (ctx: Where, c: Call<ApiEnv>): string | undefined => getCookie(c, nameOf(ctx))

export const writeSession = (ctx: Where, c: Call<ApiEnv>, value: string): void =>
  setCookie(c, nameOf(ctx), value, { ...attributesOf(ctx), maxAge: SESSION_MS / 1000 })

export const clearSession = (ctx: Where, c: Call<ApiEnv>): void => void deleteCookie(c, nameOf(ctx), attributesOf(ctx))

const hostOf = (url: string): string | undefined => (URL.canParse(url) ? new URL(url).host : undefined)

const foreign = (): Problem =>
  new Problem('forbidden', 'Who is signed in changes something from a page of this gateway alone: send its `Origin`.', [
    { path: 'Origin', message: 'call from a page of this gateway, or with an API key instead' },
  ])

/** Refuses a call that a page of somebody else begins. No `Origin` is refused by {@link refuseForeign}, not here. */
export const refuseForeignOrigin = ({ publicUrl }: Where, c: Call<ApiEnv>): void => {
  const origin = c.req.header('origin')
  if (origin === undefined) return
  const host = hostOf(origin)
  if (host === undefined || (host !== c.req.header('host') && host !== hostOf(publicUrl))) throw foreign()
}

/**
 * Refuses what a browser sends along with a session, but no page of this gateway asked for. Browsers that tell where a call comes
 * from are believed; of the others, those tell the `Origin` of whatever is no plain read.
 * https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html
 */
export const refuseForeign = (ctx: Where, c: Call<ApiEnv>): void => {
  const reads = /^(?:GET|HEAD)$/.test(c.req.method)
  const site = c.req.header('sec-fetch-site')
  if (site !== undefined && site !== 'same-origin' && !(reads && site === 'none')) throw foreign()
  if (!reads && c.req.header('origin') === undefined) throw foreign()
  if (!reads) refuseForeignOrigin(ctx, c)
}
