import * as z from 'zod'

/** `agent`: reads, answers and closes, as the scope `write` does. `admin`: everything, as the scope `admin` does. */
export const Role = z.enum(['agent', 'admin'])
export type Role = z.infer<typeof Role>

/** Somebody of the shop, who signs in. */
export const Person = z.object({
  id: z.string().startsWith('usr_'),
  name: z.string(),
  role: Role,
  /** The only shop they act for; null: every shop of the organisation. */
  shop: z.string().nullable(),
  /** Their picture, for who is signed in or has a key. */
  avatarUrl: z.string().nullable(),
  createdAt: z.number().int(),
  /** To one hour. */
  lastSeenAt: z.number().int().nullable(),
  /** Since then they do not get in. */
  disabledAt: z.number().int().nullable(),
  version: z.number().int(),
})
export type Person = z.infer<typeof Person>

/** A one-time link, and the code in it for typing by hand. Told this once: only a keyed hash is kept. */
export const SignIn = z.object({ url: z.string(), code: z.string(), expiresAt: z.number().int() })
export type SignIn = z.infer<typeof SignIn>

/** A browser in which somebody is signed in. */
export const Session = z.object({
  id: z.string().startsWith('ses_'),
  person: z.string().startsWith('usr_'),
  createdAt: z.number().int(),
  /** To one hour. */
  lastUsedAt: z.number().int(),
  expiresAt: z.number().int(),
  /** Whether it is the one of this call. */
  current: z.boolean(),
})
export type Session = z.infer<typeof Session>
