import * as z from 'zod'

/**
 * One way to reach or recognise a person. The value is written as the channel states it, except phones, which are
 * E.164 with a leading `+`, and emails, which are lower case. Short codes and alphanumeric senders keep their own
 * types: they are never rewritten as phone numbers.
 */
export type KnownAliasType =
  | 'phone'
  | 'wa_bsuid'
  | 'wa_parent_bsuid'
  | 'wa_group'
  | 'psid'
  | 'igsid'
  | 'x_user'
  /** A public conversation: the id of the post it began with. */
  | 'x_post'
  | 'email'
  /** A mail thread with one person. */
  | 'mail_thread'
  | 'short_code'
  | 'sender_id'

/** Open: a channel of somebody else's brings types of its own, named after it (`telegram_user`). */
export type AliasType = KnownAliasType | (string & {})
export const AliasType = z.string().regex(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/, 'give a type in lower_snake_case')

export const Alias = z.object({ type: AliasType, value: z.string().min(1).max(320) })
export type Alias = z.infer<typeof Alias>

/**
 * Whether an alias names a group: many people, none of whom is its contact. Every other thread is with one person, who
 * may have several (mail threads, public posts).
 */
export const isGroup = (alias: Pick<Alias, 'type'> | undefined): boolean => alias?.type.endsWith('_group') ?? false

/** Whether an alias names a conversation and no person. */
export const isThread = (alias: Pick<Alias, 'type'>): boolean => /_(?:group|thread|post)$/.test(alias.type)

/** An alias as bound to a contact: where it was learned and when (ms since epoch, first seen). */
export const BoundAlias = Alias.extend({
  channel: z.string(),
  account: z.string(),
  seenAt: z.number().int(),
})
export type BoundAlias = z.infer<typeof BoundAlias>

/** The name a channel states for a person. `username` is the public handle where the channel has one. */
export const Profile = z.object({
  name: z.string().optional(),
  username: z.string().optional(),
  avatarUrl: z.string().optional(),
  locale: z.string().optional(),
  country: z.string().optional(),
})
export type Profile = z.infer<typeof Profile>

/** A customer as the shop knows them. Never keyed on a phone number: the id is derived from the first alias seen. */
export const Contact = z.object({
  id: z.string().startsWith('ctc_'),
  shop: z.string(),
  name: z.string().nullable(),
  username: z.string().nullable(),
  avatarUrl: z.string().nullable(),
  locale: z.string().nullable(),
  timeZone: z.string().nullable(),
  aliases: z.array(BoundAlias),
  externalIds: z.record(z.string(), z.string()),
  metadata: z.record(z.string(), z.string()),
  mergedInto: z.string().nullable(),
  /** Contacts the shop merged into this one: each can be taken out again. */
  merged: z.array(z.string()),
  createdAt: z.number().int(),
  version: z.number().int(),
})
export type Contact = z.infer<typeof Contact>

/** Where a message goes: opaque to core. `thread` separates conversations of one peer (a group, a mail thread). */
export const Address = z.object({
  channel: z.string(),
  account: z.string(),
  peers: z.array(Alias).min(1),
  thread: Alias.optional(),
})
export type Address = z.infer<typeof Address>
