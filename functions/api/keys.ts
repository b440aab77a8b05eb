import { randomBytes } from 'node:crypto'
import { compact } from '../../core/compact.ts'
import type { Context } from '../../core/context.ts'
import { createKey, getKey, listKeys, revokeKey } from '../../core/keys/keys.ts'
import { ApiKeyAnswer, ApiKeyMadeAnswer, pageOf } from './answers.ts'
import { cursorsOf } from './cursor.ts'
import { ApiKeyBody, ApiKeysQuery } from './key-requests.ts'
import { operation, type Operation } from './operation.ts'

const common = { tag: 'API keys', scope: 'admin' } as const
const one = {
  ...common,
  path: '/v1/api-keys/{apiKey}',
  ids: { apiKey: 'key' },
  status: 200,
  answer: ApiKeyAnswer,
} as const

const SECRET_BYTES = 24

/** `/v1/api-keys`: who may call, for which shop and accounts, and what they may do. */
export const keyOperations = (ctx: Context): readonly Operation[] => [
  operation({
    ...common,
    id: 'createApiKey',
    method: 'post',
    path: '/v1/api-keys',
    summary: 'Make an API key; its `token` is told this once',
    idempotencyKey: 'required',
    body: ApiKeyBody,
    status: 201,
    answer: ApiKeyMadeAnswer,
    problems: ['idempotency_key_reused'],
    handle: async ({ principal, idempotencyKey, body: { name, scopes, reach, accounts, connector } }) => {
      const request = { name, scopes, organisation: reach === 'organisation', ...compact({ accounts, connector }) }
      const secret = randomBytes(SECRET_BYTES).toString('base64url')
      const { key, token } = await createKey(ctx, principal, idempotencyKey, request, secret)
      return { ...key, token }
    },
  }),
  operation({
    ...common,
    id: 'listApiKeys',
    method: 'get',
    path: '/v1/api-keys',
    summary: 'List API keys, newest first',
    query: ApiKeysQuery,
    status: 200,
    answer: pageOf(ApiKeyAnswer),
    handle: async ({ principal, query: { cursor, reach, limit } }) => {
      const cursors = cursorsOf(ctx.hash, ['api-keys', principal.shop, reach])
      const after = compact({ after: cursor === undefined ? undefined : cursors.read(cursor) })
      const query = { organisation: reach === 'organisation', limit, ...after }
      const { data, next } = await listKeys(ctx, principal, query)
      return { data, next: cursors.write(next) }
    },
  }),
  operation({
    ...one,
    id: 'getApiKey',
    method: 'get',
    summary: 'Get an API key, without its secret',
    handle: ({ principal, params }) => getKey(ctx, principal, params['apiKey'] ?? ''),
  }),
  operation({
    ...one,
    id: 'revokeApiKey',
    method: 'delete',
    summary: 'Revoke an API key',
    handle: ({ principal, params }) => revokeKey(ctx, principal, params['apiKey'] ?? ''),
  }),
]
