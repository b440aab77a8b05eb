import { randomUUID } from 'node:crypto'
import { createWriteStream, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Client } from '../client/index.ts'
import type { components } from '../client/schema.ts'
import { command, CommandError } from './command.ts'
import { dataOf } from '../client/index.ts'
import { connect, GATEWAY, GATEWAY_HELP } from './gateway.ts'
import { findPerson, PERSON, PERSON_HELP } from './person.ts'
import { timeOf } from './table.ts'
import { waitUntil } from './wait.ts'
import type { World } from './world.ts'

type Export = components['schemas']['Export']

const READ_BY_OWNER = 0o600

/** Writes the file where there is none yet, whole or not at all. It is for nobody else on this machine to read. */
const download = async (world: World, { url, size }: Export, out: string): Promise<void> => {
  const path = resolve(world.cwd, out)
  // A link to the file itself, which works without any credential: no call of the API.
  const response = await world.fetch(url ?? '')
  if (!response.ok || response.body === null)
    throw new CommandError(`The file could not be fetched (${response.status}).`, 3)
  const file = createWriteStream(path, { flags: 'wx', mode: READ_BY_OWNER })
  try {
    await pipeline(Readable.fromWeb(response.body), file)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
      throw new CommandError(`${out} is there already: give another --out.`, 2)
    rmSync(path, { force: true })
    throw new CommandError(`${out} could not be written whole.`)
  }
  if (size === null || file.bytesWritten === size) return
  rmSync(path)
  throw new CommandError(`${out} came incomplete and was removed: run the command again.`)
}

const begin = async (client: Client, contact: string): Promise<Export> =>
  dataOf(
    await client.POST('/v1/contacts/{contact}/export', {
      params: { path: { contact }, header: { 'Idempotency-Key': randomUUID() } },
    }),
  )

const linesOf = ({ id, contact, state, expiresAt, size }: Export, out: string | undefined): readonly string[] => [
  `${id}  ${state}  ${contact}${size === null ? '' : `  ${size} bytes`}${expiresAt === null ? '' : `  until ${timeOf(expiresAt)}`}`,
  ...(out === undefined ? [] : [`written to ${out}`]),
  ...(state === 'pending' || (state === 'ready' && out === undefined)
    ? [`To have the file: parley export ${id} --out <file>`]
    : []),
]

export const exportPerson = command({
  usage: 'export <contact> [options]',
  help: `Has all that is kept of a person written into one file: what is known of them, and every conversation with them. An
id exp_… instead of the contact's goes on with an export that was begun. Ends with 1 where there is no file.

${PERSON_HELP}
  --out <file>         waits, and writes it there: one JSON object a line
  --wait               until it can be downloaded
${GATEWAY_HELP}`,
  options: { ...GATEWAY, ...PERSON, out: { type: 'string' }, wait: { type: 'boolean' } },
  positionals: [0, 1],
  run: async ({ world, values, positionals: [given], answer }) => {
    const client = await connect(world, values)
    const look = async (id: string): Promise<Export> =>
      dataOf(await client.GET('/v1/exports/{export}', { params: { path: { export: id } } }))
    const first = given?.startsWith('exp_')
      ? await look(given)
      : await begin(client, await findPerson(client, given, values))
    const waits = values.wait === true || values.out !== undefined
    const state = await waitUntil(world, first, () => look(first.id), {
      isDone: (one) => !waits || one.state !== 'pending',
      line: () => 'being written',
      again: `parley export ${first.id} --wait`,
    })
    const isThere = state.state === 'ready'
    if (isThere && values.out !== undefined) await download(world, state, values.out)
    answer(state, linesOf(state, isThere ? values.out : undefined))
    return isThere || (state.state === 'pending' && !waits) ? 0 : 1
  },
})
