import { type Failure, type FailureTable, row } from 'parley/adapter'
import * as z from 'zod'

/**
 * Codes of the Bot API. They are HTTP's, and what is more stands in words only, which may change: 403 is a person who
 * blocked the bot, never began it, or left.
 * https://core.telegram.org/bots/api#making-requests
 */
export const FAILURES: FailureTable = {
  '400': row('provider_rejected'),
  '401': row('credentials_invalid'),
  '403': row('recipient_unreachable'),
  // A token of the wrong form is no address of the API.
  '404': row('credentials_invalid'),
  '413': row('content_too_large'),
  '429': row('rate_limited'),
}

const Refusal = z.object({
  ok: z.literal(false),
  error_code: z.number().int(),
  description: z.string().catch(''),
  parameters: z.object({ retry_after: z.number().nonnegative().optional() }).catch({}).default({}),
})

/** What the API's own error means; undefined where it states none, or says only that it is broken. */
export const refusalOf = (json: unknown): Failure | undefined => {
  const read = Refusal.safeParse(json)
  if (!read.success) return undefined
  const { error_code: status, description, parameters } = read.data
  const known = FAILURES[String(status)] ?? (status >= 400 && status < 500 ? row('provider_rejected') : undefined)
  if (known === undefined) return undefined
  const after = known.code === 'rate_limited' ? parameters.retry_after : undefined
  return {
    ...known,
    ...(after === undefined ? {} : { retry: { afterSeconds: after } }),
    provider: { code: String(status), detail: description },
  }
}
