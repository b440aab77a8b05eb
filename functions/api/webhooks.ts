import * as z from 'zod'
import { compact } from '../../core/compact.ts'
import type { Context } from '../../core/context.ts'
import { Problem } from '../../core/problem.ts'
import { EventType } from '../../core/schema/event.ts'
import { attemptsPage } from '../../core/webhooks/attempts.ts'
import type { Endpoint, EndpointSettings } from '../../core/webhooks/endpoint.ts'
import {
  changeEndpoint,
  createEndpoint,
  deleteEndpoint,
  findEndpoint,
  listEndpoints,
  rotateSecret,
} from '../../core/webhooks/manage.ts'
import { replay, sendTest } from '../../core/webhooks/replay.ts'
import type { Endpoints } from '../outgoing/endpoints.ts'
import { pageOf } from './answers.ts'
import { cursorsOf } from './cursor.ts'
import { Reach } from './key-requests.ts'
import { operation, type Operation } from './operation.ts'
import { cursor, limit } from './requests.ts'
import { strictly } from './strict.ts'

const AccountRef = z.object({ channel: z.string().min(1).max(64), account: z.string().min(1).max(256) })
const filters = {
  types: z.array(EventType).min(1).max(50),
  channels: z.array(z.string().min(1).max(64)).min(1).max(50),
  accounts: z.array(AccountRef).min(1).max(100),
  /** Of an endpoint of the organisation alone. */
  shops: z.array(z.string().min(1).max(64)).min(1).max(100),
}
/** What is taken wherever the gateway runs; in development also an endpoint on the same machine. */
const HTTPS_URL = '^https://([A-Za-z0-9]+[.-])*[A-Za-z]+(:443)?([/?][!-~]*)?$'
const url = z
  .url({ protocol: /^https?$/ })
  .max(2048)
  .meta({ format: undefined, pattern: HTTPS_URL })
const description = z.string().max(500)

const CreateBody = strictly(
  z.object({ url, description: description.optional(), reach: Reach, ...z.object(filters).partial().shape }).meta({
    allOf: [
      {
        anyOf: [
          { properties: { reach: { const: 'organisation' } }, required: ['reach'] },
          { properties: { shops: false } },
        ],
      },
    ],
  }),
)
/** What is null is taken away. */
const ChangeBody = strictly(
  z
    .object({
      url,
      description: description.nullable(),
      types: filters.types.nullable(),
      channels: filters.channels.nullable(),
      accounts: filters.accounts.nullable(),
      shops: filters.shops.nullable(),
      enabled: z.boolean(),
    })
    .partial(),
)
const Time = z.iso.datetime({ offset: true })
const ReplayBody = strictly(
  z
    .object({
      event: z
        .string()
        .regex(/^evt_[A-Za-z0-9_-]{22}$/, 'give the id of an event (evt_…)')
        .optional(),
      from: Time.optional(),
      to: Time.optional(),
    })
    .refine(
      ({ event, from, to }) =>
        (event === undefined) === (from !== undefined) && (to === undefined || event === undefined),
      {
        path: ['event'],
        message: 'give an event, or `from` and perhaps `to`',
      },
    )
    .meta({
      allOf: [{ oneOf: [{ required: ['event'] }, { required: ['from'] }] }],
      dependentRequired: { to: ['from'] },
    }),
)

export const EndpointAnswer = z
  .object({
    id: z.string().startsWith('whk_'),
    /** The shop whose events it is sent; null: it is the organisation's. */
    shop: z.string().nullable(),
    url: z.string(),
    description: z.string().nullable(),
    types: z.array(z.string()).nullable(),
    channels: z.array(z.string()).nullable(),
    accounts: z.array(AccountRef).nullable(),
    /** Of the organisation: the shops whose events it is sent; null: of all, also of those that are added later. */
    shops: z.array(z.string()).nullable(),
    /** `parked`: it fails, and one event at a time is tried. `paused` by the shop, `disabled` by what it answered. */
    status: z.enum(['active', 'parked', 'paused', 'disabled']),
    /** Why it is disabled: `gone` (it answered 410), or `failing` for five days. */
    reason: z.enum(['gone', 'failing']).nullable(),
    failures: z.number().int(),
    failingSince: z.number().int().nullable(),
    nextAttemptAt: z.number().int().nullable(),
    /** Until when the secret before the last rotation signs too. */
    previousSecretUntil: z.number().int().nullable(),
    createdAt: z.number().int(),
    /** Rises with each change that is asked for, and is its ETag; what deliveries come to does not count. */
    version: z.number().int(),
  })
  .meta({ id: 'WebhookEndpoint' })
export const EndpointSecretAnswer = EndpointAnswer.extend({ secret: z.string().startsWith('whsec_') }).meta({
  id: 'WebhookEndpointSecret',
})
export const AttemptAnswer = z
  .object({
    event: z.string(),
    type: z.string(),
    at: z.number().int(),
    succeeded: z.boolean(),
    status: z.number().int().nullable(),
    error: z.enum(['timeout', 'unreachable', 'forbidden_url', 'redirect']).nullable(),
    ms: z.number().int(),
  })
  .meta({ id: 'WebhookAttempt' })

const statusOf = ({ off, parked }: Endpoint): z.infer<typeof EndpointAnswer>['status'] => {
  if (off !== undefined) return off === 'paused' ? 'paused' : 'disabled'
  return parked === undefined ? 'active' : 'parked'
}

const show = (ctx: Context, endpoint: Endpoint): z.infer<typeof EndpointAnswer> => {
  const { id, shop, settings, failures, failingSince, parked, off, createdAt, version, previousUntil } = endpoint
  return {
    id,
    shop,
    url: settings.url,
    description: settings.description ?? null,
    types: settings.types ? [...settings.types] : null,
    channels: settings.channels ? [...settings.channels] : null,
    accounts: settings.accounts ? [...settings.accounts] : null,
    shops: settings.shops ? [...settings.shops] : null,
    status: statusOf(endpoint),
    reason: off === 'gone' || off === 'failing' ? off : null,
    failures,
    failingSince: failingSince ?? null,
    nextAttemptAt: parked?.at ?? null,
    previousSecretUntil: previousUntil > ctx.now() ? previousUntil : null,
    createdAt,
    version,
  }
}

type Change = Omit<z.infer<typeof ChangeBody>, 'enabled'>

/** What is absent stays, what is null goes. */
const changed = (before: EndpointSettings, change: Change): EndpointSettings => {
  const given = compact(change)
  const { url: to, ...rest } = { ...before, ...given }
  const kept = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null))
  return { url: to, ...kept }
}

const common = { tag: 'Webhook endpoints', ids: { endpoint: 'whk' }, status: 200 } as const
const COLLECTION = '/v1/webhook-endpoints'
const PATH = `${COLLECTION}/{endpoint}`

/** `/v1/webhook-endpoints`: where events are sent, signed, and how that goes. */
export const webhookOperations = (ctx: Context, endpoints: Endpoints): readonly Operation[] => {
  const check = async (to: string | undefined): Promise<void> => {
    const message = to === undefined ? undefined : await endpoints.refusalOf(to)
    if (message !== undefined)
      throw new Problem('invalid_request', 'Events cannot be sent to this URL.', [{ path: '/url', message }])
  }
  const withSecret = (endpoint: Endpoint): z.infer<typeof EndpointSecretAnswer> => ({
    ...show(ctx, endpoint),
    secret: endpoints.secretOf(endpoint.id, endpoint.generation),
  })
  return [
    operation({
      id: 'listWebhookEndpoints',
      method: 'get',
      path: COLLECTION,
      tag: common.tag,
      summary: 'List webhook endpoints',
      query: z.strictObject({ reach: Reach }),
      status: 200,
      answer: pageOf(EndpointAnswer),
      handle: async ({ principal, query: { reach } }) => ({
        data: (await listEndpoints(ctx, principal, { organisation: reach === 'organisation' })).map((one) =>
          show(ctx, one),
        ),
        next: null,
      }),
    }),
    operation({
      id: 'createWebhookEndpoint',
      method: 'post',
      path: COLLECTION,
      tag: common.tag,
      summary: 'Have events sent somewhere',
      scope: 'admin',
      idempotencyKey: 'required',
      body: CreateBody,
      status: 201,
      answer: EndpointSecretAnswer,
      problems: ['idempotency_key_reused'],
      example: { url: 'https://helpdesk.example/parley', types: ['message.created'] },
      handle: async ({ principal, idempotencyKey, body: { reach, ...body } }) => {
        await check(body.url)
        const settings = changed({ url: body.url }, body)
        const whose = { organisation: reach === 'organisation' }
        return withSecret(await createEndpoint(ctx, principal, idempotencyKey, settings, whose))
      },
    }),
    operation({
      ...common,
      id: 'getWebhookEndpoint',
      method: 'get',
      path: PATH,
      summary: 'Get a webhook endpoint',
      versioned: true,
      answer: EndpointAnswer,
      handle: async ({ principal, params }) => show(ctx, await findEndpoint(ctx, principal, params['endpoint'] ?? '')),
    }),
    operation({
      ...common,
      id: 'changeWebhookEndpoint',
      method: 'patch',
      path: PATH,
      summary: 'Change, pause or enable a webhook endpoint',
      scope: 'admin',
      versioned: true,
      body: ChangeBody,
      answer: EndpointAnswer,
      example: { enabled: true },
      handle: async ({ principal, params, ifVersion, body: { enabled, ...change } }) => {
        await check(change.url)
        const settings = (before: EndpointSettings) => changed(before, change)
        const id = params['endpoint'] ?? ''
        return show(ctx, await changeEndpoint(ctx, principal, id, { settings, ...compact({ enabled, ifVersion }) }))
      },
    }),
    operation({
      ...common,
      id: 'deleteWebhookEndpoint',
      method: 'delete',
      path: PATH,
      summary: 'Delete a webhook endpoint',
      scope: 'admin',
      status: 204,
      handle: ({ principal, params }) => deleteEndpoint(ctx, principal, params['endpoint'] ?? ''),
    }),
    operation({
      ...common,
      id: 'rotateWebhookSecret',
      method: 'post',
      path: `${PATH}/rotate-secret`,
      summary: 'Sign with a new secret, and for a day with the old one too',
      scope: 'admin',
      idempotencyKey: 'required',
      answer: EndpointSecretAnswer,
      handle: async ({ principal, params, idempotencyKey }) =>
        withSecret(await rotateSecret(ctx, principal, idempotencyKey, params['endpoint'] ?? '')),
    }),
    operation({
      ...common,
      id: 'testWebhookEndpoint',
      method: 'post',
      path: `${PATH}/test`,
      summary: 'Send a test event now',
      scope: 'admin',
      answer: AttemptAnswer,
      handle: ({ principal, params }) => sendTest(ctx, endpoints.post, principal, params['endpoint'] ?? ''),
    }),
    operation({
      ...common,
      id: 'listWebhookAttempts',
      method: 'get',
      path: `${PATH}/attempts`,
      summary: 'List how deliveries went',
      query: z.strictObject({ limit, cursor }),
      answer: pageOf(AttemptAnswer),
      handle: async ({ principal, params, query }) => {
        const { id } = await findEndpoint(ctx, principal, params['endpoint'] ?? '')
        const cursors = cursorsOf(ctx.hash, ['attempts', principal.shop, id])
        const after = query.cursor === undefined ? undefined : cursors.read(query.cursor)
        const { data, next } = await attemptsPage(ctx, id, query.limit, after)
        return { data, next: cursors.write(next) }
      },
    }),
    operation({
      ...common,
      id: 'replayEvents',
      method: 'post',
      path: `${PATH}/replay`,
      summary: 'Have events sent again',
      scope: 'admin',
      body: ReplayBody,
      status: 202,
      answer: z.object({ endpoint: z.string() }),
      problems: ['endpoint_disabled'],
      example: { from: '2026-01-01T00:00:00Z' },
      handle: async ({ principal, params, body: { event, from = '', to } }) => {
        const id = params['endpoint'] ?? ''
        const range = { from: Date.parse(from), to: to === undefined ? ctx.now() : Date.parse(to) }
        await replay(ctx, principal, id, event === undefined ? range : { event })
        return { endpoint: id }
      },
    }),
  ]
}
