import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import type { Log } from '../../core/ports.ts'
import type { SignIn } from '../../core/schema/person.ts'
import { errorFields } from '../../functions/log.ts'
import { type LocalAccount, toSignWith } from '../accounts.ts'
import type { Leftovers } from '../leftovers.ts'
import { providerRoutes } from '../sandbox/provider.ts'
import { sandboxRoutes } from '../sandbox/routes.ts'
import type { Sandboxes } from '../sandbox/sandboxes.ts'
import { functionRoutes, type HttpFunctions } from './functions.ts'
import { loopbackOnly } from './guard.ts'
import { localProblem } from './problem.ts'

export interface AppOptions extends HttpFunctions {
  readonly apiKey: string
  readonly accounts: readonly LocalAccount[]
  /** What this start found undone. */
  readonly found: Leftovers
  /** Undefined when the sandbox is elsewhere. */
  readonly sandboxes: Sandboxes | undefined
  /** Makes a one-time link for the person at this machine. */
  readonly signIn: () => Promise<SignIn>
  readonly log: Log
}

/** What exists on one machine only: keys, the customer's side, and how the start went. */
const localRoutes = ({ apiKey, accounts, found, sandboxes, signIn }: AppOptions): Hono => {
  const app = new Hono()
  app.get('/accounts', (c) => c.json({ apiKey, accounts: accounts.map(toSignWith) }))
  app.get('/sign-in', async (c) => {
    const { url, code } = await signIn()
    return c.json({ url, code })
  })
  app.get('/health', (c) => c.json({ status: 'ok', found }))
  if (sandboxes) app.route('/sandbox', sandboxRoutes(sandboxes))
  return app
}

/** Everything the local gateway answers: the deployed functions, and beside them what is for this machine alone. */
export const createLocalApp = (options: AppOptions): Hono<{ Bindings: HttpBindings }> => {
  const { sandboxes, log } = options
  const app = new Hono<{ Bindings: HttpBindings }>()
  app.onError((error) => {
    log('local_failed', errorFields(error))
    return localProblem(500, 'Something went wrong', 'The log says where.')
  })
  app.notFound(() => localProblem(404, 'Nothing is here', 'docs/local.md lists what is.'))
  app.route('/', functionRoutes(options, log))
  app.use('/local/*', loopbackOnly)
  app.use('/sandbox/*', loopbackOnly)
  app.route('/local', localRoutes(options))
  if (sandboxes) app.route('/sandbox', providerRoutes(sandboxes))
  return app
}
