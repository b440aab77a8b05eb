import type { JSX } from 'preact'
import type { ListedConversation } from '../../client/index.ts'
import { unquote } from '../state/quote.ts'
import { timelineOf } from '../state/timelines.ts'
import { AttachmentList } from './attachment-list.tsx'
import type { Composing } from './composing.ts'
import { MailFields } from './mail-fields.tsx'
import { QuoteLine, useQuote } from './quote-line.tsx'
import { WindowLine } from './window-line.tsx'

/** What mails in the conversation are called by now. */
const subjectIn = (conversation: string): string | undefined =>
  timelineOf(conversation)
    .value.entries.flatMap((entry) => ('subject' in entry ? (entry.subject ?? []) : []))
    .at(-1)

/** What an answer goes with: the window it is sent in, what it answers, to whom else, and its files. */
export const Above = ({
  conversation,
  composing,
  onTemplates,
}: {
  readonly conversation: ListedConversation
  readonly composing: Composing
  readonly onTemplates: () => void
}): JSX.Element => {
  const { id, channel } = conversation
  const { draft, capabilities, attachments, window, hasTemplates, isFree, isMail } = composing
  const quote = useQuote(id, draft.quote)
  return (
    <>
      <WindowLine conversation={conversation} window={window} hasTemplates={hasTemplates} onTemplates={onTemplates} />
      {quote && (
        <QuoteLine
          message={quote}
          conversation={conversation}
          canQuote={capabilities?.replyTo ?? true}
          onRemove={() => unquote(id)}
        />
      )}
      {isFree && isMail && <MailFields conversation={id} draft={draft} subject={subjectIn(id)} />}
      {attachments.length > 0 && <AttachmentList conversation={id} channel={channel} attachments={attachments} />}
    </>
  )
}
