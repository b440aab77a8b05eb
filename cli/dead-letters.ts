import type { components } from '../client/schema.ts'
import { command, group } from './command.ts'
import { dataOf } from '../client/index.ts'
import { connect, GATEWAY, GATEWAY_HELP } from './gateway.ts'
import { pagesOf } from './pages.ts'
import { columns, timeOf } from './table.ts'

type DeadLetter = components['schemas']['DeadLetter']

/** Which dead letters a command is about. */
export const FILTERS = { channel: { type: 'string' }, kind: { type: 'string' }, reason: { type: 'string' } } as const
export const FILTERS_HELP = `  --channel <name>     only those of a channel
  --kind <kind>        only those of a kind: message, quarantine, …
  --reason <reason>    only those with this reason: unknown_account, no_sender, …`

interface Filters {
  readonly channel?: string | undefined
  readonly kind?: string | undefined
  readonly reason?: string | undefined
}

/** The filters that are given. */
export const filtersOf = ({
  channel,
  kind,
  reason,
}: Filters): { channel?: string; kind?: string; reason?: string } => ({
  ...(channel === undefined ? {} : { channel }),
  ...(kind === undefined ? {} : { kind }),
  ...(reason === undefined ? {} : { reason }),
})

export const rowsOf = (letters: readonly DeadLetter[]): readonly string[] =>
  columns([
    ['dead letter', 'channel', 'account', 'kind', 'reason', 'since', 'state'],
    ...letters.map(({ id, channel, account, kind, reason, at, status }) => [
      id,
      channel,
      account,
      kind,
      reason,
      timeOf(at),
      status,
    ]),
  ])

const list = command({
  usage: 'dead-letters list [options]',
  help: `Lists what a shop's providers delivered and nobody could read or place, newest first.

${FILTERS_HELP}
${GATEWAY_HELP}`,
  options: { ...GATEWAY, ...FILTERS },
  run: async ({ world, values, answer }) => {
    const client = await connect(world, values)
    const letters = await pagesOf(
      async (cursor) =>
        dataOf(
          await client.GET('/v1/dead-letters', { params: { query: { ...filtersOf(values), ...cursor, limit: 100 } } }),
        ),
      (soFar) => world.progress(`${soFar} dead letters`),
    )
    answer(letters, letters.length === 0 ? ['There are no dead letters.'] : rowsOf(letters))
    return 0
  },
})

const show = command({
  usage: 'dead-letters show <dead letter> [options]',
  help: `Shows a dead letter, without what was delivered.

${GATEWAY_HELP}`,
  options: GATEWAY,
  positionals: [1, 1],
  run: async ({ world, values, positionals: [letter = ''], answer }) => {
    const client = await connect(world, values)
    const found = dataOf(await client.GET('/v1/dead-letters/{letter}', { params: { path: { letter } } }))
    answer(found, rowsOf([found]))
    return 0
  },
})

const raw = command({
  usage: 'dead-letters raw <dead letter> [options]',
  help: `Prints what the provider delivered, as far as it could not be read: the words of customers among it. It is kept for seven
days. This is the one command that prints them.

${GATEWAY_HELP}`,
  options: GATEWAY,
  positionals: [1, 1],
  run: async ({ world, values, positionals: [letter = ''], answer }) => {
    const client = await connect(world, values)
    const found = dataOf(await client.GET('/v1/dead-letters/{letter}/raw', { params: { path: { letter } } }))
    answer(found.raw, JSON.stringify(found.raw, null, 2).split('\n'))
    return 0
  },
})

export const deadLetters = group('dead-letters', 'What could not be read or placed, and why.', {
  list: { summary: 'lists those that are open', run: list },
  show: { summary: 'shows one', run: show },
  raw: { summary: 'prints what the provider delivered', run: raw },
})
