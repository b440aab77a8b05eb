import { Hono } from 'hono'
import {
  ImpossibleAction,
  type Sandbox,
  type SandboxAccount,
  type SandboxDeps,
  type SandboxFactory,
} from '../sandbox.ts'
import { sandboxState } from '../sandbox-state.ts'
import { awsSandbox } from './aws/sandbox.ts'
import { CustomerInput } from './sandbox-provider.ts'
import { twilioSandbox } from './twilio/sandbox.ts'

const channel = 'sms'

/** One line for each provider, as in index.ts. */
const PLAYED = { twilio: twilioSandbox, aws: awsSandbox }

const providerOf = ({ config }: SandboxAccount): keyof typeof PLAYED => {
  const { provider } = (config ?? {}) as { readonly provider?: unknown }
  return provider === 'aws' ? 'aws' : 'twilio'
}

/** Every provider for the accounts that have it; faults and requests are those of all. */
const create = (deps: SandboxDeps): Sandbox => {
  const state = sandboxState()
  const of = (name: keyof typeof PLAYED) => {
    const own = deps.accounts.filter((account) => providerOf(account) === name)
    return PLAYED[name](deps, own, state)
  }
  const played = { twilio: of('twilio'), aws: of('aws') }
  const api = new Hono()
  for (const provider of Object.values(played)) api.route('/', provider.api)

  return {
    channel,
    api,
    customer: async (input) => {
      const said = CustomerInput.parse(input)
      const account = deps.accounts.find((known) => said.account === undefined || known.account === said.account)
      if (!account) throw new ImpossibleAction('the sandbox has no such account')
      return played[providerOf(account)].customer(account, said)
    },
    requests: state.requests,
    faults: state.setFaults,
  }
}

export const sandbox: SandboxFactory = { channel, input: CustomerInput, create }
