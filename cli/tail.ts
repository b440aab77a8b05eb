import { dataOf, events, type Event } from '../client/index.ts'
import { command } from './command.ts'
import { connect, GATEWAY, GATEWAY_HELP } from './gateway.ts'

/** Time, type and what it is about: never the words of a customer, which would stay in a terminal's history. */
const line = ({ at, type, subject }: Event): string => `${new Date(at).toISOString()}  ${type.padEnd(22)}  ${subject}`

export const tail = command({
  usage: 'tail [options]',
  help: `Shows the events of a shop as they happen, until Ctrl-C.

  --after <cursor>     go on from here; else from the next event
  --all                begin with the oldest event that is kept
  --types <types>      only these, with commas between: message.created,case.closed
${GATEWAY_HELP}`,
  options: { ...GATEWAY, after: { type: 'string' }, all: { type: 'boolean' }, types: { type: 'string' } },
  run: async ({ world, values, answer }) => {
    const { signal, sleep } = world
    const types = values.types?.split(',') as Event['type'][] | undefined
    const client = await connect(world, values)
    // Following goes on while the gateway is away; whether it is there at all, and takes the key, is to be told at once.
    const { next } = dataOf(await client.GET('/v1/events', { params: { query: { after: 'latest' } } }))
    const after = values.all === true ? undefined : (values.after ?? next)
    const options = { after, signal, sleep, ...(types === undefined ? {} : { types }) }
    for await (const { event } of events(client, options)) answer(event, [line(event)])
    return 0
  },
})
