import type { Client } from '../client/index.ts'
import { command, CommandError } from './command.ts'
import { FILTERS, FILTERS_HELP, filtersOf, rowsOf } from './dead-letters.ts'
import { dataOf } from '../client/index.ts'
import { connect, GATEWAY, GATEWAY_HELP } from './gateway.ts'
import type { World } from './world.ts'

interface Redriven {
  readonly redriven: number
  readonly open: number
}

const lineOf = ({ redriven, open }: Redriven): string => `${redriven} redriven, ${open} still open`

/** Page by page: no call takes long, and one that is repeated changes nothing that it did before. */
const redriveAll = async (
  world: World,
  client: Client,
  filter: ReturnType<typeof filtersOf>,
): Promise<Redriven & { readonly done: boolean }> => {
  let sum: Redriven = { redriven: 0, open: 0 }
  let cursor: string | null | undefined
  while (cursor !== null) {
    if (world.signal.aborted) return { ...sum, done: false }
    const page = dataOf(
      await client.POST('/v1/dead-letters/redrive', {
        body: { ...filter, ...(cursor === undefined ? {} : { cursor }) },
      }),
    )
    sum = { redriven: sum.redriven + page.redriven, open: sum.open + page.open }
    cursor = page.next
    world.progress(lineOf(sum))
  }
  return { ...sum, done: true }
}

export const redrive = command({
  usage: 'redrive <dead letter> | --all [options]',
  help: `Tries dead letters again, with the code and the config that are deployed now. Ends with 1 where some stay open.

  --all                every one of the shop that matches
${FILTERS_HELP}
${GATEWAY_HELP}`,
  options: { ...GATEWAY, ...FILTERS, all: { type: 'boolean' } },
  positionals: [0, 1],
  run: async ({ world, values, positionals: [letter], answer }) => {
    const filter = filtersOf(values)
    if ((letter === undefined) === (values.all !== true))
      throw new CommandError('Give the id of a dead letter (parley dead-letters list), or --all.', 2)
    if (letter !== undefined && Object.keys(filter).length > 0)
      throw new CommandError('--channel, --kind and --reason choose among --all.', 2)
    const client = await connect(world, values)
    if (letter !== undefined) {
      const tried = dataOf(await client.POST('/v1/dead-letters/{letter}/redrive', { params: { path: { letter } } }))
      answer(tried, rowsOf([tried]))
      return tried.status === 'open' ? 1 : 0
    }
    const all = await redriveAll(world, client, filter)
    answer(all, [all.done ? lineOf(all) : `${lineOf(all)}; stopped before the end`])
    return all.done && all.open === 0 ? 0 : 1
  },
})
