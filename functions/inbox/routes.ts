import { createHash } from 'node:crypto'
import type { Context as Call, Hono } from 'hono'
import type { Context } from '../../core/context.ts'
import type { ApiEnv } from '../api/env.ts'
import { type Asset, type Assets, ENCODINGS, type Encoding } from './assets.ts'
import { ASSET_CACHE, commonHeaders, pageHeaders } from './headers.ts'

const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  png: 'image/png',
  svg: 'image/svg+xml',
  webp: 'image/webp',
  woff2: 'font/woff2',
}

/** Names as they are built: neither a folder nor what is packed beside a file. */
const NAME = /^\/inbox\/assets\/(?<name>[\w-][\w.-]*\.(?<ending>\w+))$/

const MISSING = `The inbox page is not built here.

Build it in the folder of Parley:  npm run build:console
For the bundles of the functions:  npm run bundle
`

/** The encodings that a browser takes. Which of them it likes best does not matter: it takes the smallest. */
const taken = (header = ''): Encoding[] => {
  const refused = /;\s*q=0(?:\.0*)?\s*$/
  const names = header
    .toLowerCase()
    .split(',')
    .flatMap((one) => (refused.test(one) ? [] : [one.replace(/;.*/, '').trim()]))
  return (Object.keys(ENCODINGS) as Encoding[]).filter((encoding) => names.includes(encoding))
}

const encodingsOf = (c: Call<ApiEnv>): Encoding[] => taken(c.req.header('accept-encoding'))

const answer = (c: Call<ApiEnv>, { body, encoding }: Asset, headers: Readonly<Record<string, string>>): Response =>
  c.body(body, 200, { ...headers, ...(encoding === undefined ? {} : { 'content-encoding': encoding }) })

/** Changes with the headers too: a browser keeps the old policy with a page that it is told is as it was. */
const tagOf = (headers: Readonly<Record<string, string>>, { body }: Asset): string =>
  `W/"${createHash('sha256').update(JSON.stringify(headers)).update(body).digest('base64url').slice(0, 22)}"`

const isKnown = (c: Call<ApiEnv>, tag: string): boolean =>
  (c.req.header('if-none-match') ?? '').split(/\s*,\s*/).includes(tag)

/**
 * The inbox page: its files under their names, and itself under any other path below /inbox, which it reads. It is no secret,
 * and what it shows comes from the API, which asks who is there.
 */
export const mountInbox = (app: Hono<ApiEnv>, { objects, publicUrl }: Context, assets: Assets): void => {
  const common = commonHeaders(publicUrl)
  app.use('/inbox/*', async (c, next) => {
    await next()
    for (const [name, value] of Object.entries(common)) c.res.headers.set(name, value)
  })
  app.get('/inbox/assets/*', async (c) => {
    const { name = '', ending = '' } = NAME.exec(c.req.path)?.groups ?? {}
    const type = TYPES[ending]
    const found = type === undefined ? undefined : await assets(`assets/${name}`, encodingsOf(c))
    if (type === undefined || found === undefined) return c.notFound()
    return answer(c, found, { 'content-type': type, 'cache-control': ASSET_CACHE })
  })
  app.get('/inbox/*', async (c) => {
    const found = await assets('index.html', encodingsOf(c))
    if (found === undefined) return c.text(MISSING, 503)
    // The links are signed for the one bucket: where they lead to is where files are.
    const headers = pageHeaders(new URL(await objects.link('origin', 1)).origin)
    const etag = tagOf(headers, found)
    if (isKnown(c, etag)) return c.body(null, 304, { ...headers, etag })
    return answer(c, found, { ...headers, etag })
  })
}
