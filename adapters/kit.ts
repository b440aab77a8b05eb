/**
 * `parley/adapter`: the contract of a channel, and what every adapter is written with. Of the schema it names the types;
 * the schemas themselves are `parley/schema`, the sandbox's contract is `parley/sandbox`.
 */
export type * from './adapter.ts'
export type * from './coverage.ts'
export * from './http.ts'
export { readJson } from './json.ts'
export { SetupError, type Change, type ChannelSetup, type Finding, type SetupAt, type Variant } from './setup.ts'
export * from './signature.ts'
export type * from '../core/capabilities.ts'
export { compact } from '../core/compact.ts'
export * from '../core/failures.ts'
export type * from '../core/schema/fact.ts'
export type * from '../core/schema/failure.ts'
export type * from '../core/schema/identity.ts'
export type * from '../core/schema/message.ts'
export type * from '../core/schema/template.ts'
export { measure } from '../core/text/measure.ts'
export { split } from '../core/text/split.ts'
export { storable } from '../core/text/storable.ts'
