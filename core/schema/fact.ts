import * as z from 'zod'
import { Failure } from './failure.ts'
import { Alias, Profile } from './identity.ts'
import { Author, MessageBody, Pricing } from './message.ts'

/** The way home to our own message where the provider echoes a key we gave it with the send. */
export const OwnKey = z.object({ message: z.string(), part: z.number().int().nonnegative() })
export type OwnKey = z.infer<typeof OwnKey>

const base = {
  /** What every delivery of this event names (WhatsApp phone_number_id, Twilio AccountSid). Part of the key. */
  scope: z.string(),
  /** The account as the payload states it; found in the directory by `project`. */
  account: z.string(),
  /** Provider time in ms since epoch. It may differ between deliveries, so it is never part of a key. */
  at: z.number().int().nullable(),
}

/** Something said: by a customer (`in`), or by the shop from the provider's own app (`out`, author `echo`). */
export const MessageFact = z.object({
  ...base,
  kind: z.literal('message'),
  /** Provider message id, or a hash of the canonical slice where the provider sends none. */
  id: z.string().min(1),
  direction: z.enum(['in', 'out']),
  author: Author,
  /** The customer's identities as stated, phone before BSUID. Empty only when the payload named nobody. */
  peers: z.array(Alias),
  /** Set when the conversation is not with one person (a group). */
  thread: Alias.optional(),
  profile: Profile.optional(),
  body: MessageBody,
  /** What it is called in other systems, where a shop brought it in itself. */
  externalIds: z.record(z.string(), z.string()).optional(),
  /** An echo of something we sent through the API. */
  ours: OwnKey.optional(),
  /** The provider's own slice, for what our schema could not express (`unsupported`); kept apart, with a TTL. */
  raw: z.unknown().optional(),
})
export type MessageFact = z.infer<typeof MessageFact>

/** What became of a message we sent. Upserted into the target's state, also when the target is not known yet. */
export const ReceiptFact = z.object({
  ...base,
  kind: z.literal('receipt'),
  target: z.string().min(1),
  state: z.enum(['sent', 'delivered', 'read', 'played', 'failed', 'deleted']),
  failure: Failure.optional(),
  pricing: Pricing.optional(),
  /** The recipient's identities as stated; may bring a BSUID for a phone. */
  peers: z.array(Alias),
  thread: Alias.optional(),
  /** In a group: whose receipt this is. */
  participant: z.array(Alias).optional(),
  ours: OwnKey.optional(),
  extra: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
})
export type ReceiptFact = z.infer<typeof ReceiptFact>

/** Everything we sent up to a time was delivered or read. Stored once for a conversation and applied when it is read. */
export const WatermarkFact = z.object({
  ...base,
  kind: z.literal('watermark'),
  state: z.enum(['delivered', 'read']),
  /** Provider time in ms since epoch, inclusive. */
  upTo: z.number().int(),
  peers: z.array(Alias).min(1),
  thread: Alias.optional(),
})
export type WatermarkFact = z.infer<typeof WatermarkFact>

const onTarget = {
  ...base,
  id: z.string().min(1),
  /** Provider id of the message concerned. */
  target: z.string().min(1),
  direction: z.enum(['in', 'out']),
  peers: z.array(Alias),
  thread: Alias.optional(),
  profile: Profile.optional(),
}
/** A reaction set (`emoji`) or taken back (null). */
export const ReactionFact = z.object({ ...onTarget, kind: z.literal('reaction'), emoji: z.string().min(1).nullable() })
export type ReactionFact = z.infer<typeof ReactionFact>
/** New words for a message already said. */
export const EditFact = z.object({ ...onTarget, kind: z.literal('edit'), body: MessageBody })
export type EditFact = z.infer<typeof EditFact>
/** A message taken back by its author. */
export const RevokeFact = z.object({ ...onTarget, kind: z.literal('revoke') })
export type RevokeFact = z.infer<typeof RevokeFact>

/** One person's identities changed: `from` and `to` are the same person. `to` is empty when only a key changed. */
export const IdentityFact = z.object({
  ...base,
  kind: z.literal('identity'),
  id: z.string().min(1),
  change: z.enum(['number_changed', 'user_id_changed', 'security_code_changed']),
  from: z.array(Alias).min(1),
  to: z.array(Alias),
  profile: Profile.optional(),
  text: z.string(),
})
export type IdentityFact = z.infer<typeof IdentityFact>

/** The customer allowed or forbade something, in so many words or by the channel's own switch. */
export const ConsentFact = z.object({
  ...base,
  kind: z.literal('consent'),
  id: z.string().min(1),
  peers: z.array(Alias).min(1),
  profile: Profile.optional(),
  /** Our number or sender the consent speaks of; `any` for all of the shop's senders on the channel. */
  sender: z.string(),
  purpose: z.enum(['service', 'marketing', 'any']),
  state: z.enum(['granted', 'revoked']),
  source: z.string(),
  evidence: z.string(),
})
export type ConsentFact = z.infer<typeof ConsentFact>

/** What the channel tells of a person when it is asked: name, picture, language. */
export const ProfileFact = z.object({
  ...base,
  kind: z.literal('profile'),
  id: z.string().min(1),
  peers: z.array(Alias).min(1),
  profile: Profile,
})
export type ProfileFact = z.infer<typeof ProfileFact>

/** News about a template: its status, quality, category or components. */
export const TemplateFact = z.object({
  ...base,
  kind: z.literal('template'),
  id: z.string().min(1),
  change: z.enum(['status', 'quality', 'category', 'components']),
  templateId: z.string().optional(),
  name: z.string(),
  language: z.string(),
  value: z.string(),
  detail: z.record(z.string(), z.unknown()),
})
export type TemplateFact = z.infer<typeof TemplateFact>

/** News about an account or connection: reviews, restrictions, settings. `health` when the provider's word implies one. */
export const AccountFact = z.object({
  ...base,
  kind: z.literal('account'),
  id: z.string().min(1),
  event: z.string(),
  health: z.enum(['healthy', 'degraded', 'reauth_required']).optional(),
  text: z.string(),
  detail: z.record(z.string(), z.unknown()),
})
export type AccountFact = z.infer<typeof AccountFact>

/** Something that happened in a conversation and is not a message: a call, a group's life, a permission. */
export const ActivityFact = z.object({
  ...base,
  kind: z.literal('activity'),
  id: z.string().min(1),
  event: z.string(),
  peers: z.array(Alias),
  thread: Alias.optional(),
  profile: Profile.optional(),
  text: z.string(),
  detail: z.record(z.string(), z.unknown()),
})
export type ActivityFact = z.infer<typeof ActivityFact>

/** Signed by the provider, but not to be read: kept whole as a dead letter, acknowledged. */
export const QuarantineFact = z.object({
  ...base,
  kind: z.literal('quarantine'),
  id: z.string().min(1),
  reason: z.string(),
  raw: z.unknown(),
})
export type QuarantineFact = z.infer<typeof QuarantineFact>

/** All an adapter's `parse` may return. */
export const InboundFact = z.discriminatedUnion('kind', [
  MessageFact,
  ReceiptFact,
  WatermarkFact,
  ReactionFact,
  EditFact,
  RevokeFact,
  IdentityFact,
  ConsentFact,
  ProfileFact,
  TemplateFact,
  AccountFact,
  ActivityFact,
  QuarantineFact,
])
export type InboundFact = z.infer<typeof InboundFact>
export type FactKind = InboundFact['kind']
/** Facts that are items of their own; receipts and watermarks are merged into the state of what they concern. */
export type KeyedFact = Exclude<InboundFact, ReceiptFact | WatermarkFact>
