import type { HttpBindings } from '@hono/node-server'
import type { MiddlewareHandler } from 'hono'
import { localProblem } from './problem.ts'

const LOOPBACK_ADDRESS = /^(?:::ffff:)?127\.\d+\.\d+\.\d+$|^::1$/
const LOOPBACK_HOST = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/i

const isLocalOrigin = (origin: string): boolean => URL.canParse(origin) && LOOPBACK_HOST.test(new URL(origin).host)

/** Headers a proxy or tunnel adds: it connects from this machine, but who calls may be anywhere. */
const PROXIED = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via']

/**
 * Lets only programs of this machine in. The address alone would not do: a page somebody visits may have its own name
 * resolved to 127.0.0.1 (DNS rebinding), which shows in the Host header, or post here without reading the answer, which
 * shows in Origin.
 */
export const loopbackOnly: MiddlewareHandler<{ Bindings: HttpBindings }> = async (c, next) => {
  const { headers, socket } = c.env.incoming
  const { host = '', origin } = headers
  const local =
    LOOPBACK_ADDRESS.test(socket.remoteAddress ?? '') &&
    LOOPBACK_HOST.test(host) &&
    (origin === undefined || isLocalOrigin(origin)) &&
    PROXIED.every((name) => headers[name] === undefined)
  if (local) return next()
  return localProblem(403, 'Only for this machine', 'Call it from this machine as 127.0.0.1 or localhost, directly.')
}
