/** Every way a request can be refused, by its stable type. The API turns them into RFC 9457 problem documents. */
export type ProblemType =
  | 'invalid_request'
  | 'unauthorized'
  | 'forbidden'
  | 'rate_limited'
  | 'precondition_failed'
  | 'idempotency_in_progress'
  | 'not_found'
  | 'method_not_allowed'
  | 'idempotency_key_required'
  | 'idempotency_key_reused'
  | 'window_closed'
  | 'content_unsupported'
  | 'content_too_large'
  | 'media_rejected'
  | 'template_invalid'
  | 'recipient_opted_out'
  | 'automated_sender'
  | 'not_unknown'
  | 'not_cancellable'
  | 'case_not_open'
  | 'case_not_closed'
  | 'conversation_moved'
  | 'not_in_control'
  | 'external_id_taken'
  | 'file_not_ready'
  | 'already_merged'
  | 'not_merged'
  | 'unsupported_media_type'
  | 'body_too_large'
  | 'cursor_expired'
  | 'endpoint_disabled'
  | 'internal'

/** A request that cannot be carried out, with the field to mend and how. Never carries message text or a secret. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly type: ProblemType
  readonly errors: readonly { readonly path: string; readonly message: string }[]
  readonly extra: Readonly<Record<string, unknown>>

  constructor(
    type: ProblemType,
    detail: string,
    errors: readonly { readonly path: string; readonly message: string }[] = [],
    extra: Readonly<Record<string, unknown>> = {},
  ) {
    super(detail)
    this.type = type
    this.errors = errors
    this.extra = extra
  }
}

/** The same problem, seen from what holds the part of the request that it speaks of. */
export const repoint = ({ type, message, errors, extra }: Problem, to: (path: string) => string): Problem =>
  new Problem(
    type,
    message,
    errors.map((error) => ({ ...error, path: to(error.path) })),
    extra,
  )
