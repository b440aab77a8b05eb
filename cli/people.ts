import { randomUUID } from 'node:crypto'
import type { Client } from '../client/index.ts'
import { dataOf } from '../client/index.ts'
import type { components } from '../client/schema.ts'
import { command, CommandError, group, type Run } from './command.ts'
import { connect, GATEWAY, GATEWAY_HELP } from './gateway.ts'
import { pagesOf } from './pages.ts'
import { columns, timeOf } from './table.ts'

type Person = components['schemas']['Person']
type SignIn = components['schemas']['SignIn']
type Role = Person['role']

const ROLES: readonly string[] = ['agent', 'admin'] satisfies readonly Role[]

const roleOf = (text: string): Role => {
  if (!ROLES.includes(text)) throw new CommandError(`--role: ${text} is none of ${ROLES.join(', ')}.`, 2)
  return text as Role
}

const minutesOf = (text: string | undefined): { readonly validMinutes?: number } => {
  if (text === undefined) return {}
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new CommandError(`--minutes: give a whole number from 1 to 1440.`, 2)
  return { validMinutes: Number(text) }
}

const allPeople = (client: Client): Promise<readonly Person[]> =>
  pagesOf(async (cursor) => dataOf(await client.GET('/v1/people', { params: { query: { limit: 100, ...cursor } } })))

const ID = /^usr_[\w-]{22}$/

/** The person of this id, or of exactly this name. */
const idOf = async (client: Client, who: string): Promise<string> => {
  if (ID.test(who)) return who
  const found = (await allPeople(client)).filter(({ name }) => name === who)
  const [person, another] = found
  if (person === undefined) throw new CommandError(`There is no person of the name ${who}: parley people list.`)
  if (another !== undefined)
    throw new CommandError(`Several people have the name ${who}: give one of ${found.map(({ id }) => id).join(', ')}.`)
  return person.id
}

const stateOf = ({ disabledAt }: Person): string => (disabledAt === null ? 'active' : 'disabled')

const linkLines = ({ url, code, expiresAt }: SignIn): readonly string[] => [
  url,
  `code: ${code}, once, until ${timeOf(expiresAt)}`,
]

const makeLink = async (client: Client, person: string, minutes: string | undefined): Promise<SignIn> =>
  dataOf(
    await client.POST('/v1/people/{person}/sign-ins', {
      params: { path: { person } },
      body: { ...minutesOf(minutes) },
    }),
  )

const list = command({
  usage: 'people list [options]',
  help: `Lists who answers in a shop: its own people, newest first, then those of the organisation.

${GATEWAY_HELP}`,
  options: GATEWAY,
  run: async ({ world, values, answer }) => {
    const all = await allPeople(await connect(world, values))
    const rows = all.map((person) => [
      person.id,
      person.name,
      person.role,
      person.shop ?? 'all shops',
      timeOf(person.lastSeenAt),
      stateOf(person),
    ])
    answer(all, columns([['person', 'name', 'role', 'shop', 'last seen', 'state'], ...rows]))
    return 0
  },
})

const add = command({
  usage: 'people add --name <name> --role <role> [options]',
  help: `Adds a person, and makes the one-time link by which they sign in.

  --name <name>        who it is
  --role <role>        agent: reads and answers; admin: everything
  --organisation       answers in all shops
  --minutes <n>        how long the link works (default 15, at most 1440)
${GATEWAY_HELP}`,
  options: {
    ...GATEWAY,
    name: { type: 'string' },
    role: { type: 'string' },
    organisation: { type: 'boolean' },
    minutes: { type: 'string' },
  },
  run: async ({ world, values, answer }) => {
    const { name, role, organisation, minutes } = values
    if (name === undefined || role === undefined) throw new CommandError('Give --name and --role.', 2)
    const body = {
      name,
      role: roleOf(role),
      reach: organisation === true ? ('organisation' as const) : ('shop' as const),
    }
    minutesOf(minutes)
    const client = await connect(world, values)
    const header = { 'Idempotency-Key': randomUUID() }
    const person = dataOf(await client.POST('/v1/people', { params: { header }, body }))
    const signIn = await makeLink(client, person.id, minutes)
    answer({ person, signIn }, [`${person.id}  ${person.name}  ${person.role}`, ...linkLines(signIn)])
    return 0
  },
})

const signIn = command({
  usage: 'people sign-in <person> [options]',
  help: `Makes a one-time link by which a person signs in. <person> is an id (usr_…) or the exact name.

  --minutes <n>        how long it works (default 15, at most 1440)
${GATEWAY_HELP}`,
  options: { ...GATEWAY, minutes: { type: 'string' } },
  positionals: [1, 1],
  run: async ({ world, values, positionals: [who = ''], answer }) => {
    minutesOf(values.minutes)
    const client = await connect(world, values)
    const made = await makeLink(client, await idOf(client, who), values.minutes)
    answer(made, linkLines(made))
    return 0
  },
})

const switching = (verb: 'disable' | 'enable', help: string): Run =>
  command({
    usage: `people ${verb} <person> [options]`,
    help: `${help} <person> is an id (usr_…) or the exact name.

${GATEWAY_HELP}`,
    options: GATEWAY,
    positionals: [1, 1],
    run: async ({ world, values, positionals: [who = ''], answer }) => {
      const client = await connect(world, values)
      const path = { person: await idOf(client, who) }
      const changed = dataOf(
        await client.PATCH('/v1/people/{person}', { params: { path }, body: { disabled: verb === 'disable' } }),
      )
      answer(changed, [`${changed.id}  ${changed.name}  ${stateOf(changed)}`])
      return 0
    },
  })

const sessions = command({
  usage: 'people sessions <person> [options]',
  help: `Lists where a person is signed in, newest first. <person> is an id (usr_…) or the exact name.

${GATEWAY_HELP}`,
  options: GATEWAY,
  positionals: [1, 1],
  run: async ({ world, values, positionals: [who = ''], answer }) => {
    const client = await connect(world, values)
    const path = { person: await idOf(client, who) }
    const { data } = dataOf(await client.GET('/v1/people/{person}/sessions', { params: { path } }))
    const rows = data.map(({ id, createdAt, lastUsedAt, expiresAt }) => [
      id,
      timeOf(createdAt),
      timeOf(lastUsedAt),
      timeOf(expiresAt),
    ])
    answer(data, columns([['session', 'began', 'last used', 'ends'], ...rows]))
    return 0
  },
})

const signOut = command({
  usage: 'people sign-out <person> [options]',
  help: `Signs a person out everywhere; links that were not used yet end too. <person> is an id (usr_…) or the exact name.

${GATEWAY_HELP}`,
  options: GATEWAY,
  positionals: [1, 1],
  run: async ({ world, values, positionals: [who = ''], answer }) => {
    const client = await connect(world, values)
    const person = await idOf(client, who)
    dataOf(await client.DELETE('/v1/people/{person}/sessions', { params: { path: { person } } }))
    answer({ person }, [`${person}  signed out everywhere`])
    return 0
  },
})

export const people = group('people', 'People: who signs in, and what they may do.', {
  list: { summary: 'lists them', run: list },
  add: { summary: 'adds one and shows the link to sign in by', run: add },
  'sign-in': { summary: 'makes another link', run: signIn },
  disable: {
    summary: 'lets one in no more',
    run: switching('disable', 'Lets a person in no more, and signs them out at once.'),
  },
  enable: { summary: 'lets one in again', run: switching('enable', 'Lets a person in again, by a new link.') },
  sessions: { summary: 'lists where one is signed in', run: sessions },
  'sign-out': { summary: 'signs one out everywhere', run: signOut },
})
