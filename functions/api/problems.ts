import type { Context as Call } from 'hono'
import { Problem, type ProblemType } from '../../core/problem.ts'
import type { ApiEnv } from './env.ts'

type Status = 400 | 401 | 403 | 404 | 405 | 409 | 410 | 412 | 413 | 415 | 422 | 429 | 500

/** Status and title of every problem type. 409: in another state than this needs; 422: understood, and cannot be sent. */
export const PROBLEMS: Readonly<Record<ProblemType, readonly [status: Status, title: string]>> = {
  invalid_request: [400, 'The request is not right'],
  unauthorized: [401, 'Neither a valid API key nor a session'],
  forbidden: [403, 'The caller may not do this'],
  not_found: [404, 'Nothing is here'],
  method_not_allowed: [405, 'This path has no such method'],
  idempotency_key_required: [400, 'An Idempotency-Key is needed'],
  idempotency_key_reused: [409, 'The Idempotency-Key was used before'],
  idempotency_in_progress: [409, 'The first call is still being worked on'],
  window_closed: [422, 'The reply window is closed'],
  content_unsupported: [422, 'The channel cannot carry this content'],
  content_too_large: [422, 'The content is too large for the channel'],
  media_rejected: [422, 'The channel does not take this file'],
  template_invalid: [422, 'The template cannot be sent so'],
  recipient_opted_out: [422, 'The customer does not want this'],
  automated_sender: [422, 'A program is not answered by a program'],
  not_unknown: [409, 'The outcome is known'],
  not_cancellable: [409, 'The message is on its way'],
  case_not_open: [409, 'The case is closed'],
  case_not_closed: [409, 'The case is open'],
  conversation_moved: [409, 'The conversation has changed'],
  not_in_control: [409, 'Somebody else answers this conversation'],
  external_id_taken: [409, 'The external id names another one'],
  already_merged: [409, 'The contacts are one already'],
  not_merged: [409, 'The contact is not merged'],
  file_not_ready: [409, 'The file is not here'],
  precondition_failed: [412, 'It was changed meanwhile'],
  unsupported_media_type: [415, 'The body has another media type than JSON'],
  body_too_large: [413, 'The body is too large'],
  rate_limited: [429, 'Too many calls'],
  cursor_expired: [410, 'The cursor is too old'],
  endpoint_disabled: [409, 'Nothing is sent to this endpoint'],
  internal: [500, 'Something went wrong on our side'],
}

/**
 * The answer to a request that cannot be carried out, as an RFC 9457 problem document. `errors` names each field at
 * fault by a JSON pointer into the body (`/attachments/0/url`), or by the bare name of the parameter or header.
 */
export const problemAnswer = (
  c: Call<ApiEnv>,
  problem: Problem,
  headers: Readonly<Record<string, string>> = {},
): Response => {
  const [status, title] = PROBLEMS[problem.type]
  c.set('problem', problem.type)
  const document = {
    ...problem.extra,
    type: `urn:parley:problem:${problem.type}`,
    title,
    status,
    detail: problem.message,
    instance: `urn:parley:request:${c.get('requestId')}`,
    ...(problem.errors.length > 0 ? { errors: problem.errors } : {}),
  }
  return c.body(JSON.stringify(document), status, {
    'content-type': 'application/problem+json',
    ...(status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
    ...headers,
  })
}
