import * as z from 'zod'
import { compact } from '../../core/compact.ts'
import { listConsents, setConsent } from '../../core/contact/consent.ts'
import { describeContact } from '../../core/contact/describe.ts'
import { findByAlias, findByExternalId, listContacts } from '../../core/contact/list.ts'
import { getContact, mergeContacts, undoMerge } from '../../core/contact/merge.ts'
import type { Context } from '../../core/context.ts'
import type { Principal } from '../../core/reach.ts'
import type { Contact } from '../../core/schema/identity.ts'
import { Consent } from '../../core/schema/consent.ts'
import { ContactAnswer, pageOf } from './answers.ts'
import { cursorsOf } from './cursor.ts'
import { operation, type Operation } from './operation.ts'
import { cursor, limit, MergeBody } from './requests.ts'

const common = { tag: 'Contacts', ids: { contact: 'ctc' }, status: 200, answer: ContactAnswer } as const
const PATH = '/v1/contacts/{contact}'

const label = z.string().min(1).max(200)
const Entries = z.record(
  z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/, 'give a name of 1 to 64 letters, digits, ., _ and -'),
  z.string().min(1).max(1000).nullable(),
)
const ContactBody = z.strictObject({
  name: label.nullable().optional(),
  locale: z
    .string()
    .regex(/^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*$/, 'give a language tag, such as de or pt-BR')
    .nullable()
    .optional(),
  timeZone: z
    .string()
    .regex(/^[A-Za-z0-9_+/-]{1,64}$/, 'give a time zone, such as Europe/Berlin')
    .nullable()
    .optional(),
  metadata: Entries.optional(),
  externalIds: Entries.optional(),
})
const ConsentBody = z.strictObject({
  channel: z.string().min(1).max(64),
  sender: z.string().min(1).max(320).default('any'),
  purpose: z.enum(['service', 'marketing', 'any']),
  state: z.enum(['granted', 'revoked']),
  source: label,
  evidence: z.string().max(2000).default(''),
})
const ConsentsAnswer = z.object({ data: z.array(Consent.meta({ id: 'Consent' })) })
const PAIR = /^[^:\r\n\u2028\u2029]+:[^\r\n\u2028\u2029]+$/
const ContactsQuery = z.strictObject({
  alias: z.string().max(400).regex(PAIR, 'give an alias as type:value, such as phone:+4930123456').optional(),
  externalId: z.string().max(1100).regex(PAIR, 'give an external id as system:id').optional(),
  limit,
  cursor,
})

const split = (pair: string): readonly [string, string] => [
  pair.slice(0, pair.indexOf(':')),
  pair.slice(pair.indexOf(':') + 1),
]

/** Whoever is known by all that was given: one, or nobody. */
const find = async (
  ctx: Context,
  principal: Principal,
  { alias, externalId }: z.output<typeof ContactsQuery>,
): Promise<readonly Contact[]> => {
  const [type, value] = split(alias ?? '')
  const [system, id] = split(externalId ?? '')
  const known = alias === undefined ? undefined : await findByAlias(ctx, principal, { type, value })
  if (externalId === undefined) return known ?? []
  const kept = await findByExternalId(ctx, principal, { system, id })
  return known === undefined ? kept : kept.filter((one) => known.some((other) => other.id === one.id))
}

/** `/v1/contacts`: people as the shop knows them, and which of them are one. */
export const contactOperations = (ctx: Context): readonly Operation[] => [
  operation({
    id: 'listContacts',
    method: 'get',
    path: '/v1/contacts',
    tag: 'Contacts',
    summary: 'List contacts, or find one',
    query: ContactsQuery,
    status: 200,
    answer: pageOf(ContactAnswer),
    handle: async ({ principal, query }) => {
      if (query.alias ?? query.externalId) return { data: await find(ctx, principal, query), next: null }
      const cursors = cursorsOf(ctx.hash, ['contacts', principal.shop])
      const after = compact({ after: query.cursor === undefined ? undefined : cursors.read(query.cursor) })
      const { data, next } = await listContacts(ctx, principal, { limit: query.limit, ...after })
      return { data, next: cursors.write(next) }
    },
  }),
  operation({
    ...common,
    id: 'getContact',
    versioned: true,
    method: 'get',
    path: PATH,
    summary: 'Get a contact',
    handle: ({ principal, params }) => getContact(ctx, principal, params['contact'] ?? ''),
  }),
  operation({
    ...common,
    id: 'patchContact',
    method: 'patch',
    versioned: true,
    path: PATH,
    summary: 'Say what the shop knows of a contact',
    body: ContactBody,
    problems: ['external_id_taken'],
    handle: ({ principal, params, ifVersion, body }) =>
      describeContact(ctx, principal, params['contact'] ?? '', body, ifVersion),
  }),
  operation({
    ...common,
    id: 'listConsents',
    method: 'get',
    path: `${PATH}/consent`,
    summary: 'List what a contact allowed and forbade',
    answer: ConsentsAnswer,
    handle: ({ principal, params }) => listConsents(ctx, principal, params['contact'] ?? ''),
  }),
  operation({
    ...common,
    id: 'setConsent',
    method: 'put',
    path: `${PATH}/consent`,
    summary: 'Write down what a contact allowed or forbade',
    body: ConsentBody,
    answer: ConsentsAnswer,
    handle: ({ principal, params, body }) => setConsent(ctx, principal, params['contact'] ?? '', body),
  }),
  operation({
    ...common,
    id: 'mergeContact',
    method: 'post',
    path: `${PATH}/merge`,
    summary: 'Say that this contact is another one',
    idempotencyKey: 'required',
    body: MergeBody,
    problems: ['idempotency_key_reused', 'already_merged'],
    handle: ({ principal, params, idempotencyKey, body: { into } }) =>
      mergeContacts(ctx, principal, idempotencyKey, { from: params['contact'] ?? '', into }),
  }),
  operation({
    ...common,
    id: 'unmergeContact',
    method: 'post',
    path: `${PATH}/unmerge`,
    summary: 'Undo a merge',
    idempotencyKey: 'required',
    problems: ['idempotency_key_reused', 'not_merged'],
    handle: ({ principal, params, idempotencyKey }) =>
      undoMerge(ctx, principal, idempotencyKey, params['contact'] ?? ''),
  }),
]
