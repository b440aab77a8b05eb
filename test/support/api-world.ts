import { expect } from 'vitest'
import * as z from 'zod'
import { Activity, Case, Conversation, ListedConversation, Note, Window } from '../../core/schema/conversation.ts'
import { ApiKey } from '../../core/schema/key.ts'
import { Person, Session, SignIn } from '../../core/schema/person.ts'
import { Consent } from '../../core/schema/consent.ts'
import { Upload } from '../../core/schema/upload.ts'
import { DeadLetter } from '../../core/schema/dead-letter.ts'
import { Resync } from '../../core/schema/resync.ts'
import { Erasure } from '../../core/schema/erasure.ts'
import { Export } from '../../core/schema/export.ts'
import { Contact } from '../../core/schema/identity.ts'
import { Failure } from '../../core/schema/failure.ts'
import { ResponseTimes } from '../../core/schema/figures.ts'
import { Message, Plan } from '../../core/schema/message.ts'
import { ParleyEvent } from '../../core/schema/event.ts'
import { MessageTemplate } from '../../core/schema/template.ts'
import { createApi } from '../../functions/api.ts'
import { AccountAnswer, ChannelAnswer, ShopAnswer } from '../../functions/api/account-answers.ts'
import { MeAnswer } from '../../functions/api/answers.ts'
import { TemplatePreviewAnswer } from '../../functions/api/templates.ts'
import { AttemptAnswer, EndpointAnswer, EndpointSecretAnswer } from '../../functions/api/webhooks.ts'
import { httpEvent, type HttpCall } from './http-event.ts'
import { readContract, type Contract } from './document.ts'
import type { Operation } from './memory-table.ts'
import { createWorld, ENVIRONMENT, textFact, type World, type WorldOptions } from './world.ts'

export const KEY = ENVIRONMENT.PARLEY_API_KEY

const page = (item: z.ZodType) => z.strictObject({ data: z.array(item), next: z.string().nullable() })

const ACTED = { sent: z.boolean(), reason: z.string().nullable() }

/** What each route answers when all goes well. */
const ANSWERS: readonly (readonly [route: RegExp, status: number, schema: z.ZodType])[] = [
  [/^GET \/v1\/conversations$/, 200, page(ListedConversation)],
  [/^GET \/v1\/conversations\/[^/]+$/, 200, Conversation],
  [/^PATCH \/v1\/conversations\/[^/]+$/, 200, Conversation],
  [/^POST \/v1\/conversations\/[^/]+\/(?:close|reopen|snooze|control)$/, 200, Conversation],
  [/^GET \/v1\/conversations\/[^/]+\/cases$/, 200, z.strictObject({ data: z.array(Case) })],
  [/^PATCH \/v1\/conversations\/[^/]+\/cases\/[^/]+$/, 200, Case],
  [/^GET \/v1\/cases$/, 200, z.strictObject({ data: z.array(Case) })],
  [/^POST \/v1\/conversations\/[^/]+\/notes$/, 201, Note],
  [/^GET \/v1\/contacts\/[^/]+\/conversations$/, 200, page(ListedConversation)],
  [/^POST \/v1\/conversations\/[^/]+\/read$/, 200, z.strictObject({ ...ACTED, conversation: Conversation })],
  [/^POST \/v1\/conversations\/[^/]+\/typing$/, 200, z.strictObject(ACTED)],
  [
    /^GET \/v1\/conversations\/[^/]+\/(?:messages|entries)$/,
    200,
    page(z.discriminatedUnion('type', [Message, Activity, Note])),
  ],
  [/^POST \/v1\/conversations\/[^/]+\/messages$/, 202, Message],
  [/^GET \/v1\/contacts$/, 200, page(Contact)],
  [/^(?:GET|PUT) \/v1\/contacts\/[^/]+\/consent$/, 200, z.strictObject({ data: z.array(Consent) })],
  [/^(?:GET|PATCH) \/v1\/contacts\/[^/]+$/, 200, Contact],
  [/^POST \/v1\/contacts\/[^/]+\/(?:un)?merge$/, 200, Contact],
  [/^GET \/v1\/messages$/, 200, z.strictObject({ data: z.array(Message) })],
  [/^POST \/v1\/contacts\/[^/]+\/erase$/, 202, Erasure],
  [/^GET \/v1\/erasures\/[^/]+$/, 200, Erasure],
  [/^POST \/v1\/contacts\/[^/]+\/export$/, 202, Export],
  [/^GET \/v1\/exports\/[^/]+$/, 200, Export],
  [/^POST \/v1\/resync$/, 202, Resync],
  [/^GET \/v1\/resync$/, 200, Resync],
  [/^(?:GET|PATCH) \/v1\/messages\/[^/]+$/, 200, Message],
  [/^POST \/v1\/messages\/[^/]+\/cancel$/, 200, Message],
  [/^POST \/v1\/messages\/[^/]+\/resolve$/, 200, Message],
  [/^GET \/v1\/shops$/, 200, page(ShopAnswer)],
  [/^GET \/v1\/channels$/, 200, page(ChannelAnswer)],
  [/^GET \/v1\/accounts$/, 200, page(AccountAnswer)],
  [/^GET \/v1\/accounts\/[^/]+\/[^/]+\/[^/]+$/, 200, AccountAnswer],
  [/^GET \/v1\/templates$/, 200, page(MessageTemplate)],
  [/^GET \/v1\/templates\/[^/]+$/, 200, MessageTemplate],
  [/^POST \/v1\/templates\/[^/]+\/preview$/, 200, TemplatePreviewAnswer],
  [/^POST \/v1\/api-keys$/, 201, ApiKey.extend({ token: z.string().nullable() })],
  [/^GET \/v1\/api-keys$/, 200, page(ApiKey)],
  [/^(?:GET|DELETE) \/v1\/api-keys\/[^/]+$/, 200, ApiKey],
  [/^POST \/v1\/people$/, 201, Person],
  [/^GET \/v1\/people$/, 200, page(Person)],
  [/^(?:GET|PATCH) \/v1\/people\/[^/]+$/, 200, Person],
  [/^(?:PUT|DELETE) \/v1\/people\/[^/]+\/avatar$/, 200, Person],
  [/^POST \/v1\/people\/[^/]+\/sign-ins$/, 201, SignIn],
  [/^GET \/v1\/people\/[^/]+\/sessions$/, 200, page(Session)],
  [/^DELETE \/v1\/people\/[^/]+\/sessions(?:\/[^/]+)?$/, 204, z.undefined()],
  [/^(?:GET|POST) \/v1\/session$/, 200, MeAnswer],
  [/^DELETE \/v1\/session$/, 204, z.undefined()],
  [/^POST \/v1\/conversations$/, 202, z.strictObject({ conversation: Conversation, message: Message })],
  [
    /^POST \/v1\/conversations\/[^/]+\/import$/,
    202,
    z.strictObject({ imported: z.number(), duplicates: z.number(), messages: z.array(z.string()) }),
  ],
  [/^POST \/v1\/media$/, 201, Upload],
  [/^GET \/v1\/dead-letters$/, 200, page(DeadLetter)],
  [
    /^POST \/v1\/dead-letters\/redrive$/,
    200,
    z.strictObject({ redriven: z.number(), open: z.number(), next: z.string().nullable() }),
  ],
  [/^GET \/v1\/dead-letters\/[^/]+\/raw$/, 200, z.strictObject({ raw: z.unknown() })],
  [/^(?:GET|POST) \/v1\/dead-letters\/[^/]+(?:\/redrive)?$/, 200, DeadLetter],
  [/^GET \/v1\/events$/, 200, z.strictObject({ data: z.array(ParleyEvent), next: z.string(), more: z.boolean() })],
  [/^GET \/v1\/events\/[^/]+$/, 200, ParleyEvent],
  [/^GET \/v1\/figures\/response-times$/, 200, ResponseTimes],
  [/^GET \/v1\/webhook-endpoints$/, 200, page(EndpointAnswer)],
  [/^POST \/v1\/webhook-endpoints$/, 201, EndpointSecretAnswer],
  [/^(?:GET|PATCH) \/v1\/webhook-endpoints\/[^/]+$/, 200, EndpointAnswer],
  [/^DELETE \/v1\/webhook-endpoints\/[^/]+$/, 204, z.undefined()],
  [/^POST \/v1\/webhook-endpoints\/[^/]+\/rotate-secret$/, 200, EndpointSecretAnswer],
  [/^POST \/v1\/webhook-endpoints\/[^/]+\/test$/, 200, AttemptAnswer],
  [/^POST \/v1\/webhook-endpoints\/[^/]+\/replay$/, 202, z.strictObject({ endpoint: z.string() })],
  [/^GET \/v1\/webhook-endpoints\/[^/]+\/attempts$/, 200, page(AttemptAnswer)],
  [
    /^POST \/v1\/plan$/,
    200,
    z.strictObject({ plan: Plan, window: Window, fallback: Plan.optional(), reason: Failure.optional() }),
  ],
]

const Problem = z.looseObject({
  type: z.string().startsWith('urn:parley:problem:'),
  title: z.string().min(1),
  status: z.number(),
  detail: z.string().min(1),
  instance: z.string().startsWith('urn:parley:request:'),
  errors: z
    .array(z.strictObject({ path: z.string(), message: z.string().min(5) }))
    .min(1)
    .optional(),
})

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
  /** What the browser is told to keep. */
  readonly cookies?: readonly string[]
}

export interface Call extends Omit<HttpCall, 'body'> {
  /** Sent as JSON, unless it is text. */
  readonly body?: unknown
  /** The API key; null: none. */
  readonly key?: string | null
}

/** Holds an answer against its schema, nothing missing, nothing more, and against what the OpenAPI document says of it. */
const check = (route: string, { status, headers, body }: Answer, contract: Contract): void => {
  const [method = '', path = ''] = route.split(' ')
  expect(contract.answerFaults(method, path, status, body)).toBeUndefined()
  expect(headers['x-request-id']).toBe('request-1=')
  if (status === 302) {
    // The one answer that may be used again, by whoever asked: the link it leads to works longer than that.
    expect(route).toMatch(/^GET \/v1\/media\/msg_[\w-]{22}\/\w+$/)
    expect(headers).toMatchObject({
      'cache-control': 'private, max-age=240',
      location: expect.stringMatching(/^https:/),
    })
    expect(body).toBeUndefined()
    return
  }
  if (headers['content-type']?.startsWith('image/')) {
    expect(route).toMatch(/^GET \/v1\/people\/usr_[\w-]{22}\/avatar$/)
    expect(headers['cache-control']).toBe('private, max-age=86400')
    return
  }
  expect(headers['cache-control']).toBe('no-store')
  if (status >= 400) {
    expect(headers['content-type']).toBe('application/problem+json')
    expect(Problem.parse(body).status).toBe(status)
    return
  }
  const answer = ANSWERS.find(([pattern]) => pattern.test(route))
  if (answer === undefined) throw new Error(`${route} answered ${status}, and no test knows what it should look like`)
  expect(status).toBe(answer[1])
  if (status !== 204) expect(headers['content-type']).toBe('application/json')
  expect(answer[2].parse(body)).toStrictEqual(body)
}

export interface Conversations {
  readonly data: readonly ListedConversation[]
  readonly next: string | null
}
export interface Timeline {
  readonly data: readonly (Message | Activity)[]
  readonly next: string | null
}

/** The table refuses to look for a key that no item could have, as DynamoDB does. */
const refuseLongKeys = (operation: Operation): void => {
  const { pk } = operation.kind === 'query' ? operation.range : operation.key
  if (Buffer.byteLength(pk) > 2048) throw new Error('ValidationException')
}

export interface ApiWorld extends World {
  call(call: Call): Promise<Answer>
  /** A customer writes, and it is projected: the id of the conversation. */
  hear(text: string, change?: Parameters<typeof textFact>[1]): Promise<string>
  say(conversation: string, message: object, key?: string): Promise<Answer>
}

/** One for all worlds of a file: what the API is like is not configured. */
let described: Promise<Contract> | undefined

/** The API over a world in memory, called as the gateway calls it. Every answer is held against the schemas. */
export const createApiWorld = (options: WorldOptions & { readonly apiKeys?: readonly string[] } = {}): ApiWorld => {
  const world = createWorld({ ...options, memory: { before: refuseLongKeys, ...options.memory } })
  const api = createApi({ ...world.wired, apiKeys: options.apiKeys ?? world.wired.apiKeys })
  const contract = (): Promise<Contract> => (described ??= readContract(world.wired))
  const call = async ({ key = KEY, body, headers, ...rest }: Call): Promise<Answer> => {
    const event = httpEvent({
      ...rest,
      headers: {
        ...(key === null ? {} : { authorization: `Bearer ${key}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const result = await api(event)
    const answer: Answer = {
      status: result.statusCode ?? 0,
      headers: result.headers as Record<string, string>,
      body: result.isBase64Encoded ? result.body : result.body ? (JSON.parse(result.body) as unknown) : undefined,
      ...(result.cookies === undefined ? {} : { cookies: result.cookies }),
    }
    if (rest.method !== 'HEAD') check(`${rest.method ?? 'GET'} ${event.rawPath}`, answer, await contract())
    return answer
  }
  return {
    ...world,
    call,
    hear: async (text, change) => {
      const fact = textFact(text, change)
      await world.record([fact])
      await world.settle()
      const shop = world.ctx.directory.account('whatsapp', 'main', fact.account)?.shop ?? ''
      const { body } = await call({ url: '/v1/conversations?limit=100', headers: { 'parley-shop': shop } })
      return (body as Conversations).data.find(({ preview }) => preview?.text === text)?.id ?? ''
    },
    say: (conversation, message, key = 'key-1') =>
      call({
        method: 'POST',
        url: `/v1/conversations/${conversation}/messages`,
        headers: { 'idempotency-key': key },
        body: message,
      }),
  }
}
