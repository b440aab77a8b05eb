import { ask } from '../../adapters/setup-kit.ts'
import { type Finding, SetupError } from '../../adapters/setup.ts'
import { dataOf, type Account, createClient } from '../../client/index.ts'
import { previousOf } from '../parameters.ts'
import type { World } from '../world.ts'
import type { Check } from './check.ts'

/** Where the gateway is, and what its own keys are. */
export interface GatewayAt {
  readonly url: string
  readonly shops: readonly string[]
  readonly secrets: Readonly<Record<string, string>>
  /** It has a name of its own, which DNS has to lead to AWS. */
  readonly ownName: boolean
}

const unreachable = ({ url, ownName }: GatewayAt, why: string): Finding => ({
  code: 'gateway_unreachable',
  level: 'error',
  message: `The gateway does not answer at ${url}: providers cannot deliver. ${why}`,
  fix: ownName
    ? 'Look whether DNS leads the name to the gateway (API Gateway console → Custom domain names → the name → Endpoint), then at the alarms.'
    : 'Look at the alarms and the logs: docs/runbook.md#a-function-fails.',
})

const HEALTH: Readonly<Record<'degraded' | 'reauth_required', Pick<Finding, 'level' | 'message' | 'fix'>>> = {
  reauth_required: {
    level: 'error',
    message: 'The provider refused the credentials of this account; what is sent waits.',
    fix: 'docs/runbook.md#an-account-needs-new-credentials: set the new secret with parley secrets set <name> --overwrite, and what waits is sent.',
  },
  degraded: {
    level: 'warning',
    message: 'The provider told that something is wrong with this account.',
    fix: 'GET /v1/accounts tells the reason in the provider’s words; docs/runbook.md says what to do.',
  },
}

const healthOf = ({ id, channel, connection, mode, health }: Account): readonly Finding[] => {
  if (health.status === 'healthy' || mode === 'test') return []
  const { message, ...words } = HEALTH[health.status]
  const reason = health.reason === null ? '' : ` (${health.reason})`
  return [
    {
      code: `account_${health.status}`,
      account: `${channel}/${connection} ${id}`,
      ...words,
      message: message + reason,
    },
  ]
}

const accountsOf = async ({ fetch }: World, { url, secrets }: GatewayAt, shop: string): Promise<readonly Finding[]> => {
  const apiKey = secrets['PARLEY_API_KEY']
  if (apiKey === undefined) return []
  const client = createClient({ url, apiKey, shop, fetch })
  const answer = await client.GET('/v1/accounts')
  if (answer.response.status !== 401) return dataOf(answer).data.flatMap(healthOf)
  const rotated = secrets[previousOf('PARLEY_API_KEY')] === undefined ? '' : ' It is being rotated.'
  return [
    {
      code: 'api_key_refused',
      level: 'error',
      message: `The gateway does not take its own API key.${rotated}`,
      fix: 'A new secret counts within a minute. If it stays so: parley deploy, and look at docs/runbook.md#a-function-fails.',
    },
  ]
}

/** Whether it can be reached, and what it says of its accounts: of what is renewed by itself only it can know. */
export const gatewayChecks = (world: World, at: GatewayAt): readonly Check[] => [
  {
    where: 'gateway',
    what: 'the gateway',
    run: async (signal) => {
      const answer = await ask(world, `${at.url}/openapi.json`, {}, signal).catch((failure: unknown) => {
        if (failure instanceof SetupError) return failure
        throw failure
      })
      if (answer instanceof SetupError) return [unreachable(at, answer.message)]
      if (answer.status !== 200) return [unreachable(at, `It answers ${answer.status}.`)]
      return (await Promise.all(at.shops.map((shop) => accountsOf(world, at, shop)))).flat()
    },
  },
]
