import createFetchClient, { type Client as FetchClient } from 'openapi-fetch'
import type { components, paths } from './schema.ts'

export { events, type FeedEvent, type FollowOptions } from './events.ts'
export { dataOf, ParleyProblem } from './problem.ts'

type Schemas = components['schemas']
export type Conversation = Schemas['Conversation']
/** In lists and beside events: without what is kept beside it, unless that was asked for. */
export type ListedConversation = Schemas['ListedConversation']
export type Message = Schemas['Message']
export type Entry = Schemas['Entry']
export type Contact = Schemas['Contact']
export type SentMessage = Schemas['SentMessage']
export type Problem = Schemas['Problem']
export type Event = Schemas['Event']
export type Account = Schemas['Account']

/** Calls by path, as the OpenAPI document has them: `client.GET('/v1/conversations', { params: { query: { limit: 20 } } })`. */
export type Client = FetchClient<paths>

export interface ClientOptions {
  /** Where the gateway is, without a path; empty in a page of the gateway's own. */
  readonly url: string
  /** Left out where a person is signed in, whose browser sends their session by itself. */
  readonly apiKey?: string
  /** The shop the calls are for, where the key acts for several. */
  readonly shop?: string
  /** In place of the global one. */
  readonly fetch?: (request: Request) => Promise<Response>
}

/** A client of the API of a gateway. Calls do not throw on a problem: each answers `data` or `error`. */
export const createClient = ({ url, apiKey, shop, fetch }: ClientOptions): Client =>
  createFetchClient<paths>({
    baseUrl: url.replace(/\/+$/, ''),
    headers: {
      ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
      ...(shop === undefined ? {} : { 'parley-shop': shop }),
    },
    ...(fetch === undefined ? {} : { fetch }),
  })
