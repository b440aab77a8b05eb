import type { Client } from '../client/index.ts'
import { CommandError } from './command.ts'
import { dataOf } from '../client/index.ts'

/** Whom a command is about: by an id, or by what they are reached by. */
export const PERSON = { alias: { type: 'string' } } as const
export const PERSON_HELP = `  --alias <type>:<…>   the contact by what they are reached by, like phone:+15550100001, instead of an id`

/** The id that was given, or that of the contact with the alias. Throws {@link CommandError} where there is none. */
export const findPerson = async (
  client: Client,
  id: string | undefined,
  { alias }: { readonly alias?: string | undefined },
): Promise<string> => {
  if ((id === undefined) === (alias === undefined))
    throw new CommandError('Give the id of a contact, or --alias <type>:<value>.', 2)
  if (alias === undefined) return id ?? ''
  const { data } = dataOf(await client.GET('/v1/contacts', { params: { query: { alias } } }))
  const [found] = data
  if (found === undefined) throw new CommandError('No contact of this shop has this alias.')
  return found.id
}
