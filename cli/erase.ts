import { randomUUID } from 'node:crypto'
import type { Client } from '../client/index.ts'
import type { components } from '../client/schema.ts'
import { agreed } from './agree.ts'
import { command } from './command.ts'
import { dataOf } from '../client/index.ts'
import { connect, GATEWAY, GATEWAY_HELP } from './gateway.ts'
import { pagesOf } from './pages.ts'
import { findPerson, PERSON, PERSON_HELP } from './person.ts'
import { timeOf } from './table.ts'
import { waitUntil } from './wait.ts'

type Erasure = components['schemas']['Erasure']

/** All is gone over a second time after 20 minutes. */
const EVERY_MS = 10_000

/** What is about to be erased, for the person to agree to. */
const questionOf = async (client: Client, contact: string): Promise<string> => {
  const { length } = await pagesOf(async (cursor) =>
    dataOf(
      await client.GET('/v1/contacts/{contact}/conversations', {
        params: { path: { contact }, query: { ...cursor, limit: 100 } },
      }),
    ),
  )
  const conversations = `${length} ${length === 1 ? 'conversation' : 'conversations'}`
  return `Erase ${contact}, with all merged into it, and ${conversations}? It cannot be undone.`
}

const begin = async (client: Client, contact: string): Promise<Erasure> =>
  dataOf(
    await client.POST('/v1/contacts/{contact}/erase', {
      params: { path: { contact }, header: { 'Idempotency-Key': randomUUID() } },
    }),
  )

const linesOf = ({ id, status, contacts, at, doneAt }: Erasure): readonly string[] => [
  `${id}  ${status}  since ${timeOf(at)}${doneAt === null ? '' : `, until ${timeOf(doneAt)}`}`,
  `no longer found: ${contacts.join(', ')}`,
  ...(status === 'done' ? [] : [`To see how far it is: parley erase ${id}`]),
]

export const erase = command({
  usage: 'erase <contact> [options]',
  help: `Erases a person: what is known of them, and every conversation with them. It cannot be undone. They are not found any
more at once; removing it all takes some 20 minutes. An id ers_… instead of the contact's shows an erasure that was begun.

${PERSON_HELP}
  --yes                do not ask
  --wait               until all is removed
${GATEWAY_HELP}`,
  options: { ...GATEWAY, ...PERSON, yes: { type: 'boolean' }, wait: { type: 'boolean' } },
  positionals: [0, 1],
  run: async ({ world, values, positionals: [given], answer }) => {
    const client = await connect(world, values)
    const look = async (erasure: string): Promise<Erasure> =>
      dataOf(await client.GET('/v1/erasures/{erasure}', { params: { path: { erasure } } }))
    const start = async (): Promise<Erasure> => {
      const contact = await findPerson(client, given, values)
      if (values.yes !== true) await agreed(world, false, await questionOf(client, contact))
      return begin(client, contact)
    }
    const first = given?.startsWith('ers_') ? await look(given) : await start()
    const state = await waitUntil(world, first, () => look(first.id), {
      isDone: ({ status }) => values.wait !== true || status === 'done',
      line: () => 'being removed; all of it twice, 20 minutes apart',
      again: `parley erase ${first.id} --wait`,
      everyMs: EVERY_MS,
    })
    answer(state, linesOf(state))
    return 0
  },
})
