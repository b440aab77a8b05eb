import type { HttpBindings } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { Hono } from 'hono'
import { connectionOf } from '../../adapters/sandbox.ts'
import type { Sandboxes } from './sandboxes.ts'

/** The providers' own APIs, `/{channel}` in the place of each host; a connection that breaks ends without an answer. */
export const providerRoutes = ({ byChannel }: Pick<Sandboxes, 'byChannel'>): Hono<{ Bindings: HttpBindings }> => {
  const app = new Hono<{ Bindings: HttpBindings }>()
  for (const [channel, { api }] of byChannel)
    app.mount(`/${channel}`, async (request: Request, env: HttpBindings) => {
      const response = await api.fetch(request)
      if (connectionOf(response) !== 'dropped') return response
      env.incoming.socket.destroy()
      return RESPONSE_ALREADY_SENT
    })
  return app
}
