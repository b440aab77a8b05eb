import type { RemoteFile } from '../schema/content.ts'
import type { Failure } from '../schema/failure.ts'
import type { Alias, Profile } from '../schema/identity.ts'

/** A file to be fetched from its provider into the object store. */
export interface FetchOrder {
  readonly channel: string
  readonly connection: string
  readonly account: string
  readonly remote: RemoteFile
  /** Name in the object store. */
  readonly object: string
  /** One byte more is refused as `content_too_large`. */
  readonly maxBytes: number
  /** As the message stated it; what the file comes with counts more. */
  readonly contentType?: string
  readonly filename?: string
  readonly timeoutMs: number
}

export type FetchOutcome =
  | { readonly kind: 'stored'; readonly size: number; readonly contentType: string; readonly sha256: string }
  /** The provider does not have it any more. */
  | { readonly kind: 'gone'; readonly reason: string }
  /** Not found, which early on may mean: not yet. */
  | { readonly kind: 'missing' }
  | { readonly kind: 'refused'; readonly failure: Failure }

export interface LookUpOrder {
  readonly channel: string
  readonly connection: string
  readonly account: string
  readonly peer: Alias
  readonly timeoutMs: number
}

export type LookUpOutcome =
  | { readonly kind: 'found'; readonly profile: Profile }
  | { readonly kind: 'none' }
  | { readonly kind: 'refused'; readonly failure: Failure }

/** What a job asks of the world. Neither throws for what a provider or the network does. */
export interface Worker {
  readonly fetch: (order: FetchOrder) => Promise<FetchOutcome>
  readonly lookUp: (order: LookUpOrder) => Promise<LookUpOutcome>
}
