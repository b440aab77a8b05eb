import { signal } from '@preact/signals'
import type { Message } from '../../client/index.ts'
import { setDraft } from './drafts.ts'

/** The message that is about to be answered, by conversation. The draft keeps its id. */
export const quoted = signal<ReadonlyMap<string, Message>>(new Map())

/** The one that was chosen just now, by a person: whoever lets them write goes there. */
export const chosen = signal<Message | null>(null)

/** Answers this message with what is written next. */
export const quote = (conversation: string, message: Message): void => {
  quoted.value = new Map([...quoted.peek(), [conversation, message]])
  setDraft(conversation, { mode: 'reply', quote: message.id })
  chosen.value = message
}

export const unquote = (conversation: string): void => {
  const rest = new Map(quoted.peek())
  rest.delete(conversation)
  quoted.value = rest
  setDraft(conversation, { quote: null })
}
