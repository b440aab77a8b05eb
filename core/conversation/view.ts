import type { Capabilities } from '../capabilities.ts'
import type { Case, Conversation } from '../schema/conversation.ts'
import { windowOf } from '../window.ts'
import { DEFAULT_CONTROL } from '../control.ts'
import type { HeadState, Mark } from './head.ts'
import { withSaid } from './said.ts'

/** What never changes about a conversation. */
export interface HeadIdentity {
  readonly id: string
  readonly shop: string
  readonly channel: string
  readonly connection: string
  readonly account: string
}

export interface Head extends HeadIdentity {
  readonly version: number
  readonly state: HeadState
  /** Set once it proved to be the same conversation as another: that one carries on. */
  readonly linkedTo?: string
  /** When it was erased; nothing but that is kept. */
  readonly erased?: number
}

/** Derives the id of a case from the close before it, or `first`. */
export type CaseId = (conversation: string, after: string) => string

/** A case of which nothing more is known yet. */
export const CASE_DEFAULTS = {
  assignee: null,
  tags: [],
  closedAt: null,
  waitingSince: null,
  firstResponseAt: null,
  lastResponseAt: null,
  snoozedUntil: null,
  externalIds: {},
}
const answeredUntil = (state: HeadState): number =>
  state.answers.reduce((latest, answer) => (answer.failed ? latest : Math.max(latest, answer.seen)), 0)

const openCase = (head: Head, caseId: CaseId, first: Mark): Case => {
  const { state } = head
  const openedAt = state.close === null ? first.seen : (state.open[0] ?? state.lastInbound ?? first).seen
  const answers = state.answers.filter((answer) => !answer.failed && answer.seen >= openedAt)
  const waiting = state.open.filter((mark) => mark.seen > answeredUntil(state))
  return {
    ...CASE_DEFAULTS,
    id: caseId(head.id, state.close?.by ?? 'first'),
    conversation: head.id,
    status: 'open',
    openedAt,
    waitingSince: waiting.length > 0 ? Math.min(...waiting.map((mark) => mark.at)) : null,
    firstResponseAt: answers[0]?.seen ?? null,
    lastResponseAt: answers.at(-1)?.seen ?? null,
    version: head.version,
  }
}

/** A case that was closed and opened again, with what came after. */
const reopenedCase = (state: HeadState, before: Case): Case => {
  const answers = state.answers.filter((answer) => !answer.failed)
  const waiting = state.open.filter((mark) => mark.seen > answeredUntil(state)).map((mark) => mark.at)
  const waited = answers.length === 0 && before.waitingSince !== null ? [before.waitingSince] : []
  const since = [...waited, ...waiting]
  return {
    ...before,
    status: 'open',
    snoozedUntil: null,
    closedAt: null,
    waitingSince: since.length > 0 ? Math.min(...since) : null,
    firstResponseAt: before.firstResponseAt ?? answers[0]?.seen ?? null,
    lastResponseAt: answers.at(-1)?.seen ?? before.lastResponseAt,
  }
}

/** Whether the last close was taken back before a message of the customer had begun the next case. */
export const isReopened = ({ close, open }: HeadState): boolean =>
  close?.reopenedAt !== undefined && (open[0]?.seen ?? Infinity) > close.reopenedAt

export const closedCase = (view: Case, closedAt: number): Case => ({
  ...view,
  status: 'closed',
  closedAt,
  waitingSince: null,
  snoozedUntil: null,
})

/** The current case: open while the customer's latest message is newer than the last close, compared by first-seen time. */
export const currentCase = (head: Head, caseId: CaseId): Case | null => {
  const { first, close, lastInbound, said } = head.state
  const lastSeen = lastInbound?.seen ?? 0
  if (first === null) return null
  if (close !== null && isReopened(head.state))
    return withSaid({ ...reopenedCase(head.state, close.view), version: head.version }, said, lastSeen)
  if (close === null || lastSeen > close.at) return withSaid(openCase(head, caseId, first), said, lastSeen)
  return { ...closedCase(close.view, close.at), version: head.version }
}

/** `unread` says so many for so many or more. */
const MAX_UNREAD = 50

const unread = (state: HeadState): number => {
  const known = Math.max(state.readMark, answeredUntil(state))
  return Math.min(MAX_UNREAD, state.open.filter((mark) => mark.seen > known).length)
}

/** A conversation without its window, which depends on the hour. */
export type Shown = Omit<Conversation, 'window'>

const contactOf = ({ contact }: HeadState): Shown['contact'] => ({
  id: contact?.id ?? null,
  name: contact?.name ?? null,
})

/** What the shop said of the conversation itself. */
const saidOf = ({ said }: HeadState): Pick<Shown, 'control' | 'language'> => ({
  control: said.control?.value ?? DEFAULT_CONTROL,
  language: said.language?.value ?? null,
})

/** The conversation as the API shows it, apart from its window, which depends on the hour. */
export const conversationView = (head: Head, caseId: CaseId): Shown => {
  const { state } = head
  return {
    id: head.id,
    shop: head.shop,
    channel: head.channel,
    connection: head.connection,
    account: head.account,
    contact: contactOf(state),
    thread: state.thread ?? null,
    participants: state.participants.map(({ seen: _, ...author }) => author),
    case: currentCase(head, caseId),
    unread: unread(state),
    ...saidOf(state),
    preview: state.last && { text: state.last.text, author: state.last.by, at: state.last.at },
    lastInboundAt: state.lastInbound === null ? null : state.lastInboundAt,
    lastEntryAt: state.last?.at ?? 0,
    createdAt: state.first?.seen ?? 0,
    linkedTo: head.linkedTo ?? null,
    externalIds: {},
    metadata: {},
    version: head.version,
  }
}

export const withWindow = (
  view: Shown,
  lastInboundSeen: number | null,
  capabilities: Capabilities | undefined,
  now: number,
): Conversation => ({
  ...view,
  window: capabilities ? windowOf(lastInboundSeen, capabilities, now) : { open: true, closesAt: null },
})
