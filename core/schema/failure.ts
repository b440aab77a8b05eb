import * as z from 'zod'

/** Why something did not happen. A closed list; clients must tolerate codes added later. */
export const FailureCode = z.enum([
  'credentials_invalid',
  'billing_required',
  'recipient_unreachable',
  'recipient_opted_out',
  'window_closed',
  'template_rejected',
  'media_rejected',
  'content_unsupported',
  'content_too_large',
  'policy_blocked',
  'provider_rejected',
  'expired',
  'rate_limited',
  'provider_unavailable',
  'outcome_unknown',
])
export type FailureCode = z.infer<typeof FailureCode>

/**
 * What may be tried again. `no`: never. `backoff`: exponentially until the message expires. `{ max }`: with backoff,
 * at most so many further attempts. `{ afterSeconds }`: not before.
 */
export const Retry = z.union([
  z.literal('no'),
  z.literal('backoff'),
  z.object({ max: z.number().int().positive() }),
  z.object({ afterSeconds: z.number().nonnegative() }),
])
export type Retry = z.infer<typeof Retry>

/** How far a failure reaches: this message, everything to this recipient, or everything from this account. */
export const FailureScope = z.enum(['message', 'recipient', 'account'])
export type FailureScope = z.infer<typeof FailureScope>

/** A failure with what the provider said. `detail` is the provider's text: for people, never to classify on. */
export const Failure = z.object({
  code: FailureCode,
  retry: Retry,
  scope: FailureScope,
  provider: z
    .object({
      code: z.string(),
      subcode: z.string().optional(),
      detail: z.string().optional(),
      href: z.string().optional(),
      httpStatus: z.number().int().optional(),
    })
    .optional(),
})
export type Failure = z.infer<typeof Failure>
