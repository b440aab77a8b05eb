import type { Hono } from 'hono'
import * as z from 'zod'
import type { SandboxAccount } from '../sandbox.ts'

/** A customer who writes: an SMS, or an MMS when there is media. STOP and START work as with the provider. */
export const CustomerInput = z.strictObject({
  /** Whose message it is: a number, a short code or a name. */
  from: z.string().min(1).default('+14155550111'),
  /** Our number that is written to; the first one when left out. */
  account: z.string().optional(),
  text: z.string().max(1600).default(''),
  media: z
    .array(z.strictObject({ contentType: z.string().min(3), data: z.base64() }))
    .max(10)
    .default([]),
  /** Parameters of the provider's added to the webhook or put in the place of others; null takes one out. */
  params: z.record(z.string(), z.string().nullable()).default({}),
})
export type Said = z.infer<typeof CustomerInput>

/** One provider as it is played: its API, and a customer of an account that it serves. */
export interface PlayedProvider {
  readonly api: Hono
  customer(account: SandboxAccount, said: Said): Promise<{ readonly providerId: string; readonly status: number }>
}
