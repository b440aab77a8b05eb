import type { ListedConversation, SentMessage } from '../../client/index.ts'
import { now } from '../state/clock.ts'
import { capabilitiesOf, type Capabilities } from '../state/channels.ts'
import { draftOf, EMPTY, setDraft, type Draft } from '../state/drafts.ts'
import { unquote } from '../state/quote.ts'
import { attachmentsOf, clearFiles, restoreFiles, type Attachment } from './attachments.ts'
import { messageOf, type ReadyFile } from './message.ts'
import { forget, post, type Sent } from './outbox.ts'
import { showRefusal } from './refusal-line.tsx'
import { windowState, type WindowState } from './window.ts'

/** What is being written in a conversation, as it stands. */
export interface Composing {
  readonly draft: Draft
  readonly capabilities: Capabilities | undefined
  readonly attachments: readonly Attachment[]
  readonly window: WindowState
  readonly isNote: boolean
  /** Nothing but a template may be sent; notes always may be written. */
  readonly isClosed: boolean
  /** An answer may be written in one's own words. */
  readonly isFree: boolean
  readonly isMail: boolean
  readonly hasTemplates: boolean
  readonly takesFiles: boolean
  /** Choices that may be offered; 0: none. */
  readonly mostChoices: number
  /** What would be sent; undefined: nothing yet. */
  readonly message: SentMessage | undefined
  /** Nothing stands in the way. */
  readonly canSend: boolean
}

const readyOf = (attachments: readonly Attachment[]): readonly ReadyFile[] =>
  attachments.flatMap(({ kind, media, name }) => (media === null ? [] : [{ kind, media, filename: name }]))

const MOST_CHOICES = 10

const meansOf = (capabilities: Capabilities | undefined) => ({
  isMail: capabilities?.mail !== undefined,
  hasTemplates: capabilities?.templates ?? false,
  hasFiles: Object.keys(capabilities?.media ?? {}).length > 0,
  mostChoices: Math.min(MOST_CHOICES, capabilities?.buttons?.max ?? 0),
})

export const composingIn = (conversation: ListedConversation): Composing => {
  const draft = draftOf(conversation.id) ?? EMPTY
  const capabilities = capabilitiesOf(conversation)
  const attachments = attachmentsOf(conversation.id)
  const window = windowState(conversation.window, now.value)
  const isNote = draft.mode === 'note'
  const isClosed = !isNote && window.state === 'closed'
  const isFree = !isNote && !isClosed
  const { hasFiles, ...means } = meansOf(capabilities)
  const message = messageOf(draft, readyOf(attachments), means.isMail)
  const hasAll = attachments.every(({ state }) => state === 'ready')
  const isOurs = conversation.control.by === 'human'
  const canSend = isNote ? draft.text.trim() !== '' : message !== undefined && isFree && isOurs && hasAll
  const takesFiles = isFree && hasFiles
  return { draft, capabilities, attachments, window, isNote, isClosed, isFree, ...means, takesFiles, message, canSend }
}

/** Hands what is written over to be sent, and makes room for what is written next. */
export const sendDraft = (conversation: ListedConversation): boolean => {
  const { draft, isNote, message, canSend } = composingIn(conversation)
  if (!canSend) return false
  const { id } = conversation
  showRefusal(id, null)
  if (isNote) {
    post(conversation, 'note', { text: draft.text.trim() }, draft)
    setDraft(id, { text: '' })
    return true
  }
  if (message === undefined) return false
  post(conversation, 'message', message, draft)
  unquote(id)
  clearFiles(id)
  const { at: _at, ...empty } = EMPTY
  setDraft(id, empty)
  return true
}

/** Takes back what was refused, to be written otherwise; after what stands there by now. */
export const editAgain = (intent: Sent): void => {
  const { key, conversation, draft, refusal, body } = intent
  if (draft === undefined) return
  const written = draftOf(conversation)?.text ?? ''
  const { at: _at, ...before } = draft
  setDraft(conversation, { ...before, text: [written, draft.text].filter((one) => one !== '').join('\n') })
  restoreFiles(conversation, body)
  if (refusal) showRefusal(conversation, refusal)
  forget(key)
}

/** Whether nothing new was begun since: then what was refused comes back by itself. */
export const isUntouched = (conversation: string): boolean =>
  (draftOf(conversation)?.text ?? '') === '' && attachmentsOf(conversation).length === 0
