import type { components } from '../client/schema.ts'
import { command, type ExitCode } from './command.ts'
import { dataOf } from '../client/index.ts'
import { connect, GATEWAY, GATEWAY_HELP } from './gateway.ts'
import { timeOf } from './table.ts'
import { waitUntil } from './wait.ts'

type Resync = components['schemas']['Resync']

const factsOf = ({ facts }: Resync): string => `${facts} ${facts === 1 ? 'fact' : 'facts'}`

const progressOf = (resync: Resync): string =>
  `${factsOf(resync)} read, ${resync.parts.done} of ${resync.parts.total} parts done`

const linesOf = (resync: Resync): readonly string[] => {
  const { id, status, at, doneAt, failed } = resync
  return [
    `${id}  ${status}  since ${timeOf(at)}${doneAt === null ? '' : `, until ${timeOf(doneAt)}`}`,
    status === 'done' ? `${factsOf(resync)} read` : progressOf(resync),
    ...(failed === 0
      ? []
      : [`${failed} could not be shown: the log of the function jobs names each (resync_fact_failed)`]),
  ]
}

const exitCodeOf = ({ failed }: Resync): ExitCode => (failed === 0 ? 0 : 1)

export const resync = command({
  usage: 'resync [options]',
  help: `Makes everything that is shown anew from what was received and sent: of all shops, while the gateway works. Starts a
resync, or goes on with the one that is running. Ends with 1 where something could not be shown.

  --wait               until it is done; it takes a minute at least
  --status             starts nothing: how the latest one stands
${GATEWAY_HELP}`,
  options: { ...GATEWAY, wait: { type: 'boolean' }, status: { type: 'boolean' } },
  run: async ({ world, values, answer }) => {
    const client = await connect(world, values)
    const look = async (): Promise<Resync> => dataOf(await client.GET('/v1/resync'))
    const first = values.status === true ? await look() : dataOf(await client.POST('/v1/resync'))
    const isDone = ({ status }: Resync): boolean => values.wait !== true || status === 'done'
    const state = await waitUntil(world, first, look, {
      isDone,
      line: progressOf,
      again: 'parley resync --status --wait',
    })
    answer(state, linesOf(state))
    return exitCodeOf(state)
  },
})
