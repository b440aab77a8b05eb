import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer, type HttpBindings } from '@hono/node-server'
import { StartError } from '../secrets.ts'

/** Answers a request; Node's own request and response are in the bindings. */
export type Answer = (request: Request, env: HttpBindings) => Response | Promise<Response>

export interface Listening {
  readonly port: number
  /** Requests that came before wait for it. */
  answer(with_: Answer): void
  /** Takes nothing new and waits for what is in hand. */
  close(): Promise<void>
}

/** Longest wait for requests in hand once it is to stop, in ms. */
const PATIENCE_MS = 5000

const bind = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const message =
        error.code === 'EADDRINUSE'
          ? `Port ${port} is in use: is Parley running already? Take another one with --port, 0 takes a free one.`
          : `127.0.0.1:${port} cannot be listened on (${error.code ?? error.name}).`
      reject(new StartError(message))
    })
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })

/**
 * Listens on the loopback interface, before there is anything to answer with: what answers has to know the port, and a
 * port in use should be told before anything is opened. Throws {@link StartError}.
 */
export const listen = async (port: number): Promise<Listening> => {
  let ready: (answer: Answer) => void
  const answering = new Promise<Answer>((resolve) => (ready = resolve))
  const server = createAdaptorServer({
    fetch: async (request, env) => (await answering)(request, env as HttpBindings),
  }) as Server
  const bound = await bind(server, port)
  return {
    port: bound,
    answer: (answer) => ready(answer),
    close: () =>
      new Promise((resolve) => {
        const impatient = setTimeout(() => server.closeAllConnections(), PATIENCE_MS)
        server.close(() => {
          clearTimeout(impatient)
          resolve()
        })
        server.closeIdleConnections()
      }),
  }
}
