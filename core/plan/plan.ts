import type { Capabilities } from '../capabilities.ts'
import type { Window } from '../schema/conversation.ts'
import type { OutboundMessage, PartContent, Plan } from '../schema/message.ts'
import { measure } from '../text/measure.ts'
import { contentParts } from './content.ts'
import { degraded, draft, inOrder, refuse, type Draft, type Refusal } from './draft.ts'
import { mailParts, withoutMail } from './mail.ts'
import { attachmentParts } from './media.ts'
import { isBlank } from './text.ts'

export type PlanResult = { readonly ok: true; readonly plan: Plan } | Refusal

/** Provider requests a message may come to. More is no message any more, and would fill the account's pace for minutes. */
const MAX_PARTS = 20

/** Outside of the window only a template may go: the first thing that is none. */
const outsideWindow = ({ text, html, attachments, content }: OutboundMessage): string | undefined => {
  if (!isBlank(text)) return '/text'
  if (!isBlank(html)) return '/html'
  if (attachments.length > 0) return '/attachments'
  return content?.type === 'template' ? undefined : '/content'
}

/** Attachments, then text, then content; a choice keeps the text for its body. A mail takes all at once. */
const draftOf = (given: OutboundMessage, capabilities: Capabilities): Draft | Refusal => {
  const { content, replyTo } = given
  const unquoted = replyTo !== undefined && !capabilities.replyTo
  const quoting = draft([], unquoted ? [degraded('/replyTo', 'reply_to.dropped', 'dropped')] : [])
  if (capabilities.mail !== undefined) return inOrder([quoting, mailParts(given, capabilities, capabilities.mail)])
  const { message, degradations } = withoutMail(given)
  return inOrder([
    quoting,
    draft([], degradations),
    attachmentParts(message, content?.type === 'choice' ? '' : message.text, capabilities),
    ...(content === undefined ? [] : [contentParts(content, message, capabilities)]),
  ])
}

/** Files go as MMS, which is not counted in segments. */
const segmentsOf = (parts: readonly PartContent[]): number =>
  parts.reduce((sum, part) => sum + (part.type === 'text' ? measure(part.text, 'segments') : 0), 0)

/**
 * The exact provider requests a message becomes on a channel, and every change that was made for it; or why it cannot
 * be sent. Pure: the same input gives the same plan, which the API shows as a dry run and stores with the message.
 * Text is cut at its best boundaries and never shortened; formatting marks are left as they were written.
 *
 * Failures: `window_closed` (only a template may go outside of the window), `content_unsupported`, `media_rejected`, and
 * `content_too_large`, also for more than 20 parts. `path` is a JSON pointer to the part of the message at fault.
 */
export const plan = (message: OutboundMessage, capabilities: Capabilities, window: Window): PlanResult => {
  const outside = window.open ? undefined : outsideWindow(message)
  if (outside !== undefined) return refuse('window_closed', outside, 'only a template may be sent now')
  const drafted = draftOf(message, capabilities)
  if (!drafted.ok) return drafted
  const { parts, degradations, numbered } = drafted
  if (parts.length === 0) return refuse('content_unsupported', '/text', 'the message says nothing')
  if (parts.length > MAX_PARTS) return refuse('content_too_large', '', `the message takes ${parts.length} parts`)
  return {
    ok: true,
    plan: {
      parts: [...parts],
      degradations: [...degradations],
      ...(capabilities.text.unit === 'segments' ? { segments: segmentsOf(parts) } : {}),
      ...(numbered === undefined ? {} : { numbered }),
    },
  }
}
