import type { Failure } from '../../core/schema/failure.ts'
import type { Alias, Profile } from '../../core/schema/identity.ts'
import type { PartContent, RemoteFile } from '../../core/schema/message.ts'
import type { ChannelAction, ChannelFactory, MediaSource, TemplatesOutcome, WebhookRequest } from '../adapter.ts'

/** A webhook call as the provider makes it, before it is signed. The suite adds the URL. */
export interface ExampleRequest {
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly query: readonly (readonly [string, string])[]
  readonly body: Uint8Array
}

/** What the provider answers to a send. An object is sent as JSON. */
export interface ProviderResponse {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string | object
}

/** One request the adapter made to the provider. */
export interface SentRequest {
  readonly method: string
  readonly url: string
  readonly headers: Headers
  readonly body: string
  readonly redirect: Request['redirect']
  readonly signal: AbortSignal
}

export interface FailureExample {
  readonly name: string
  readonly response: ProviderResponse
  readonly expected: Pick<Failure, 'code' | 'retry' | 'scope'>
}

/** How the provider authenticates its webhooks. */
export interface WebhookSubject {
  /** Name of the secret that signs. */
  readonly secret: string
  /** Signs as the provider does, with any secret, into headers or query. */
  sign(request: WebhookRequest, secret: string): WebhookRequest
  /** The provider's subscription check, where it makes one. */
  readonly handshake?: {
    readonly request: ExampleRequest
    readonly reply: { readonly status: number; readonly body: string }
    /** Requests that look like it and must not be answered with a success (another token, another mode). */
    readonly refused: Readonly<Record<string, ExampleRequest>>
  }
}

/** Deliveries the provider really makes. What a channel cannot have is left out and declared as a deviation. */
export interface Deliveries {
  /** One message of one customer to {@link Sends.account}. */
  readonly message: ExampleRequest
  /** Several items in one request, and how many facts they make. */
  readonly batch?: { readonly request: ExampleRequest; readonly facts: number }
  /** A type that nobody has heard of. */
  readonly unknown: ExampleRequest
  /** `bad` is `good` with one more item in it that cannot be read. */
  readonly poisoned?: { readonly good: ExampleRequest; readonly bad: ExampleRequest }
  /** Something the shop said from the provider's own app. */
  readonly echo?: ExampleRequest
  /** One event delivered twice, with every time and other changeable field different. */
  readonly redelivered: { readonly first: ExampleRequest; readonly again: ExampleRequest }
  /** Any others, by name: the more, the better the suite. */
  readonly others?: Readonly<Record<string, ExampleRequest>>
}

export interface Sends {
  readonly account: string
  readonly peer: Alias
  /** Example parts by name, at least one for each kind of content the capabilities declare. */
  readonly parts: Readonly<Record<string, { readonly content: PartContent; readonly replyTo?: string }>>
  /** The provider's answer to a send it took, with this id in it. */
  accepted(providerId: string): ProviderResponse
  /** An id as the provider makes them. */
  readonly providerId: string
  /** The provider's error codes and what each must become. */
  readonly failures: readonly FailureExample[]
  /** The delivery by which the provider later says what became of a send; for channels that give our key back. */
  receipt?(sent: SentRequest, providerId: string): ExampleRequest
}

/** What the channel shows that is no message, for adapters with the verb `act`. Other actions must be `unsupported`. */
export interface Acts {
  /** Actions the channel has, each with the message it names. */
  readonly shown: readonly Pick<ChannelAction, 'type' | 'message'>[]
  /** The provider's answer to an action it took. */
  readonly done: ProviderResponse
}

/** What the channel tells of {@link Sends.peer}, for adapters with the verb `profile`. */
export interface Profiles {
  readonly response: ProviderResponse
  readonly profile: Profile
  /** Answers by which the provider tells nothing of somebody, by name. */
  readonly none: Readonly<Record<string, ProviderResponse>>
}

/** A file as a message names it, and the provider's answer where the adapter has to ask for the link. */
export interface FileExample {
  readonly file: RemoteFile
  readonly response?: ProviderResponse
}

/** How files are found, for adapters with the verb `media`. */
export interface Files {
  readonly present: FileExample & { readonly source: Extract<MediaSource, { readonly kind: 'fetch' }> }
  /** Files the provider does not have any more, by name. */
  readonly gone: Readonly<Record<string, FileExample>>
}

/** One page of the templates of {@link Sends.account}, for adapters with the verb `templates`. */
export interface TemplatesExample {
  /** As the page before gave it; left out for the first one. */
  readonly cursor?: string
  readonly response: ProviderResponse
  readonly page: Omit<Extract<TemplatesOutcome, { readonly kind: 'page' }>, 'kind'>
}

/** One adapter, as the contract suite examines it. */
export interface ContractSubject {
  readonly factory: ChannelFactory<unknown>
  /** Input of the factory's config schema. */
  readonly config: unknown
  /** A value for every secret the factory names; unlike anything else in the examples. */
  readonly secrets: Readonly<Record<string, string>>
  /** Names among `secrets` that are not secret (an account id), each with the reason. */
  readonly identifiers?: Readonly<Record<string, string>>
  /** Left out by a channel without webhooks. */
  readonly webhook?: WebhookSubject
  readonly deliveries: Deliveries
  readonly sends: Sends
  readonly acts?: Acts
  readonly profiles?: Profiles
  readonly files?: Files
  /** Pages in their order: the first, one with a template, the last. */
  readonly templates?: readonly TemplatesExample[]
  /** Checks this channel cannot pass, by name, each with the reason. The suite shows that they really fail. */
  readonly deviations?: Readonly<Record<string, string>>
}

type Extras = Partial<Pick<ExampleRequest, 'headers' | 'query' | 'method'>>
const utf8 = new TextEncoder()

/** An example request with a JSON body (a string is taken as it is). */
export const json = (body: unknown, extras: Extras = {}): ExampleRequest => ({
  method: 'POST',
  query: [],
  body: utf8.encode(typeof body === 'string' ? body : JSON.stringify(body)),
  ...extras,
  headers: { 'content-type': 'application/json', ...extras.headers },
})

/** An example request with a form body. */
export const form = (params: Readonly<Record<string, string>>, extras: Extras = {}): ExampleRequest => ({
  method: 'POST',
  query: [],
  body: utf8.encode(new URLSearchParams(params).toString()),
  ...extras,
  headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8', ...extras.headers },
})

/** An example GET request. */
export const get = (query: Readonly<Record<string, string>>): ExampleRequest => ({
  method: 'GET',
  query: Object.entries(query),
  headers: {},
  body: new Uint8Array(),
})
