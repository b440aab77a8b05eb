import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { Faults, ImpossibleAction } from '../../adapters/sandbox.ts'
import { bodyErrors, wordsFor } from '../../functions/api/issues.ts'
import { localProblem } from '../http/problem.ts'
import { actionForms } from './actions.ts'
import type { LocalSandbox, Sandboxes } from './sandboxes.ts'

/** Tells what this account's provider knows no way to do from what is wrong in the request. */
export const IMPOSSIBLE = 'impossible_action'

/** A misspelt switch must not be dropped without a word. */
const FaultSwitches = Faults.strict()

const jsonBody = async (c: Context): Promise<unknown> => {
  try {
    return await c.req.json()
  } catch {
    return undefined
  }
}

const wrong = (detail: string, issues: readonly z.core.$ZodIssue[], extra: Readonly<Record<string, unknown>>) =>
  localProblem(400, 'The request is not right', detail, { errors: bodyErrors(issues), ...extra })

/** `connection` stands for its first account; what the sandbox itself reads is the account. */
const chosenAccount = ({ accounts }: LocalSandbox, input: Readonly<Record<string, unknown>>) => {
  const { connection, account } = input
  return accounts.find(
    (own) =>
      (connection === undefined || own.connection === connection) && (account === undefined || own.account === account),
  )
}

const act = async (c: Context, sandbox: LocalSandbox): Promise<Response> => {
  const actions = actionForms(sandbox.input)
  const body = await jsonBody(c)
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    return localProblem(400, 'The request is not right', 'Send what the customer does as a JSON object.', { actions })
  const input = body as Readonly<Record<string, unknown>>
  const account = chosenAccount(sandbox, input)
  if (account === undefined) {
    const known = sandbox.accounts.map(({ connection, account: id }) => ({ connection, account: id }))
    return localProblem(400, 'The request is not right', 'There is no such account in the sandbox.', {
      accounts: known,
    })
  }
  const { connection: _, ...rest } = input
  const action = { ...rest, account: account.account }
  const checked = sandbox.input.safeParse(action, { error: wordsFor })
  if (!checked.success) return wrong('This is nothing a customer can do.', checked.error.issues, { actions })
  try {
    return c.json(await sandbox.customer(action))
  } catch (error) {
    if (!(error instanceof ImpossibleAction)) throw error
    return localProblem(400, 'The customer cannot do that', error.message, { code: IMPOSSIBLE })
  }
}

const setFaults = async (c: Context, sandbox: LocalSandbox): Promise<Response> => {
  const checked = FaultSwitches.safeParse(await jsonBody(c), { error: wordsFor })
  if (!checked.success)
    return wrong('Some switches are not right.', checked.error.issues, { switches: Object.keys(Faults.shape) })
  sandbox.setFaults(checked.data)
  return c.json(sandbox.faults())
}

/** The customer's side of every channel, what its provider received, and what it is to do wrong. */
export const sandboxRoutes = ({ byChannel }: Sandboxes): Hono => {
  const withSandbox =
    (answer: (c: Context, sandbox: LocalSandbox) => Response | Promise<Response>) =>
    (c: Context): Response | Promise<Response> => {
      const sandbox = byChannel.get(c.req.param('channel') ?? '')
      if (sandbox) return answer(c, sandbox)
      const channels = Array.from(byChannel.keys())
      return localProblem(404, 'Nothing is here', 'The sandbox has no such channel.', { channels })
    }
  return new Hono()
    .get(
      '/:channel',
      withSandbox((c, sandbox) => c.json({ actions: actionForms(sandbox.input) })),
    )
    .post('/:channel', withSandbox(act))
    .get(
      '/:channel/requests',
      withSandbox((c, sandbox) => c.json({ data: sandbox.requests() })),
    )
    .get(
      '/:channel/faults',
      withSandbox((c, sandbox) => c.json(sandbox.faults())),
    )
    .on(['PUT', 'POST'], '/:channel/faults', withSandbox(setFaults))
}
