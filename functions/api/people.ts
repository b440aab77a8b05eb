import { randomBytes } from 'node:crypto'
import * as z from 'zod'
import { compact } from '../../core/compact.ts'
import type { Context } from '../../core/context.ts'
import { changePerson, createPerson, getPerson, listPeople } from '../../core/people/people.ts'
import { findOwn } from '../../core/people/person.ts'
import { endSession, endSessions, listSessions } from '../../core/people/sessions.ts'
import { CODE_BYTES, createSignIn } from '../../core/people/sign-in.ts'
import { Role } from '../../core/schema/person.ts'
import { pageOf, PersonAnswer, SessionAnswer, SignInAnswer } from './answers.ts'
import { cursorsOf } from './cursor.ts'
import { Reach } from './key-requests.ts'
import { operation, type Operation } from './operation.ts'
import { cursor, limit } from './requests.ts'
import { strictly } from './strict.ts'

const name = z
  .string()
  .max(200)
  .regex(/^[^\p{Cc}\p{Cs}]+$/u, 'give a name without control characters')

const PersonBody = strictly(z.object({ name, role: Role, reach: Reach }))
const ChangeBody = strictly(
  z.object({ name: name.optional(), role: Role.optional(), disabled: z.boolean().optional() }),
).meta({ id: 'PersonChange' })
const SignInBody = strictly(
  z.object({
    /** How long the link works. */
    validMinutes: z.number().int().min(1).max(1440).default(15),
  }),
)
const PeopleQuery = z.strictObject({ limit, cursor })

const common = { tag: 'People', ids: { person: 'usr' } } as const
const one = { ...common, path: '/v1/people/{person}' } as const
const sessions = { ...common, path: '/v1/people/{person}/sessions' } as const

const OWN = 'For an admin, and for the person themselves.'

/** `/v1/people`: who answers, how they sign in, and where they are signed in. */
export const peopleOperations = (ctx: Context): readonly Operation[] => [
  operation({
    tag: common.tag,
    id: 'createPerson',
    method: 'post',
    path: '/v1/people',
    summary: 'Add somebody who answers customers',
    scope: 'admin',
    idempotencyKey: 'required',
    body: PersonBody,
    example: { name: 'Ada Agent', role: 'agent' },
    status: 201,
    answer: PersonAnswer,
    problems: ['idempotency_key_reused'],
    handle: ({ principal, idempotencyKey, body: { reach, ...body } }) =>
      createPerson(ctx, principal, idempotencyKey, { ...body, organisation: reach === 'organisation' }),
  }),
  operation({
    tag: common.tag,
    id: 'listPeople',
    method: 'get',
    path: '/v1/people',
    summary: 'List the people of the shop, newest first, then those of the organisation',
    query: PeopleQuery,
    status: 200,
    answer: pageOf(PersonAnswer),
    handle: async ({ principal, query: { cursor: given, limit: most } }) => {
      const cursors = cursorsOf(ctx.hash, ['people', principal.shop])
      const after = compact({ after: given === undefined ? undefined : cursors.read(given) })
      const { data, next } = await listPeople(ctx, principal, { limit: most, ...after })
      return { data, next: cursors.write(next) }
    },
  }),
  operation({
    ...one,
    id: 'getPerson',
    method: 'get',
    summary: 'Get a person',
    versioned: true,
    status: 200,
    answer: PersonAnswer,
    handle: ({ principal, params }) => getPerson(ctx, principal, params['person'] ?? ''),
  }),
  operation({
    ...one,
    id: 'changePerson',
    method: 'patch',
    summary: 'Rename a person, change their role, disable or enable them',
    description: 'A role counts from the next call on. Who is disabled is signed out everywhere at once.',
    scope: 'admin',
    versioned: true,
    body: ChangeBody,
    example: { role: 'admin' },
    status: 200,
    answer: PersonAnswer,
    handle: ({ principal, params, ifVersion, body }) =>
      changePerson(ctx, principal, params['person'] ?? '', compact({ ...body, ifVersion })),
  }),
  operation({
    ...common,
    id: 'createSignIn',
    method: 'post',
    path: '/v1/people/{person}/sign-ins',
    summary: 'Make a one-time link by which a person signs in; it is told this once',
    description: 'It works for 15 minutes, unless `validMinutes` says otherwise, and once.',
    scope: 'admin',
    idempotencyKey: 'none',
    body: SignInBody,
    bodyOptional: true,
    status: 201,
    answer: SignInAnswer,
    handle: ({ principal, params, body: { validMinutes } }) =>
      createSignIn(ctx, principal, params['person'] ?? '', { validMinutes, random: randomBytes(CODE_BYTES) }),
  }),
  operation({
    ...sessions,
    id: 'listSessions',
    method: 'get',
    summary: 'List where a person is signed in, newest first',
    description: OWN,
    status: 200,
    answer: pageOf(SessionAnswer),
    handle: async ({ c, principal, params }) => {
      const person = await findOwn(ctx, principal, params['person'] ?? '')
      return { data: await listSessions(ctx, person, c.get('session')), next: null }
    },
  }),
  operation({
    ...sessions,
    id: 'endSession',
    method: 'delete',
    path: '/v1/people/{person}/sessions/{session}',
    ids: { person: 'usr', session: 'ses' },
    summary: 'Sign a person out of one browser',
    description: OWN,
    status: 204,
    handle: async ({ principal, params }) =>
      endSession(ctx, (await findOwn(ctx, principal, params['person'] ?? '')).view.id, params['session'] ?? ''),
  }),
  operation({
    ...sessions,
    id: 'endSessions',
    method: 'delete',
    summary: 'Sign a person out everywhere; links that were not used yet end too',
    description: OWN,
    status: 204,
    handle: async ({ principal, params }) =>
      endSessions(ctx, (await findOwn(ctx, principal, params['person'] ?? '')).view.id),
  }),
]
