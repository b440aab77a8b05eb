import type { JSX } from 'preact'
import { useEffect, useId, useRef, useState } from 'preact/hooks'
import type { ListedConversation } from '../../client/index.ts'
import { loadChannels } from '../state/channels.ts'
import { setDraft, type Draft } from '../state/drafts.ts'
import { generation } from '../state/feed.ts'
import { chosen } from '../state/quote.ts'
import { composer, files as fileTexts, outbox } from '../texts/composer.ts'
import { t } from '../texts/text.ts'
import { channelName } from '../ui/channel.tsx'
import { notify } from '../ui/notices.tsx'
import { Above } from './above.tsx'
import { addFiles } from './attachments.ts'
import { ChoiceFields } from './choice-fields.tsx'
import { composingIn, editAgain, isUntouched, sendDraft, type Composing } from './composing.ts'
import { ControlLine } from './control-line.tsx'
import { useDrop } from './drop.ts'
import { MAX_FILES } from './files.ts'
import { Foot } from './foot.tsx'
import { ModeSwitch } from './mode-switch.tsx'
import { OutboxList } from './outbox-list.tsx'
import { arrived, intentsOf, isStuck } from './outbox.ts'
import { PlanLine } from './plan-line.tsx'
import { usePlan } from './plan.ts'
import { RefusalLine, refusalOf, showRefusal } from './refusal-line.tsx'
import { TemplateDialog } from './template-dialog.tsx'
import { tellTyping } from './typing.ts'
import { insertAt, Writing } from './writing.tsx'
import '../styles/composer-items.css'
import '../styles/composer.css'

/** Brings what was refused back to where it was written, as long as nothing else was begun there. */
const useRefused = (conversation: string): void => {
  const refused = intentsOf(conversation).find(({ state, draft }) => state === 'refused' && draft !== undefined)
  useEffect(() => {
    if (refused && isUntouched(conversation)) editAgain(refused)
  }, [conversation, refused?.key])
}

/** Who chose to answer a message goes on by writing. */
const useFocusOnQuote = (conversation: string, focus: () => void): void => {
  const isHere = chosen.value?.conversation === conversation
  useEffect(() => {
    if (!isHere) return
    chosen.value = null
    focus()
  }, [isHere])
}

/** What is told of what is written before it is sent: what was refused, or what would become of it. */
const Told = ({ id, composing }: { readonly id: string; readonly composing: Composing }): JSX.Element | null => {
  const { isFree, message } = composing
  const planned = usePlan(id, isFree ? message : undefined)
  const refusal = refusalOf(id)
  if (refusal) return <RefusalLine refusal={refusal} />
  return isFree ? <PlanLine planned={planned} /> : null
}

const Desk = ({ conversation }: { readonly conversation: ListedConversation }): JSX.Element => {
  const { id, channel } = conversation
  const composing = composingIn(conversation)
  const { draft, capabilities, isNote, isClosed, isFree, takesFiles, mostChoices } = composing
  const field = useRef<HTMLTextAreaElement>(null)
  const uid = useId()
  const [choosing, setChoosing] = useState(false)
  useRefused(id)
  useFocusOnQuote(id, () => field.current?.focus())

  const change = (told: Partial<Omit<Draft, 'at'>>): void => {
    showRefusal(id, null)
    setDraft(id, told)
  }
  const write = (text: string): void => {
    change({ text })
    if (isFree && text !== '') tellTyping(id)
  }
  const send = (): void => {
    if (sendDraft(conversation)) field.current?.focus()
  }
  const take = (added: readonly File[]): void => {
    if (!takesFiles) notify(t(fileTexts.none), { kind: 'error' })
    else if (!addFiles(id, added, capabilities)) notify(t(fileTexts.tooMany, { max: MAX_FILES }), { kind: 'error' })
  }
  const { isOver, handlers } = useDrop(take)
  const openTemplates = (): void => setChoosing(true)

  return (
    <section class="composer" aria-label={t(composer.title)} data-mode={draft.mode} data-over={isOver} {...handlers}>
      <ControlLine conversation={conversation} />
      <OutboxList conversation={conversation} onEdit={editAgain} />
      <form
        onSubmit={(event) => {
          event.preventDefault()
          send()
        }}
      >
        <ModeSwitch mode={draft.mode} name={`${uid}-mode`} onChange={(mode) => change({ mode })} />
        {!isNote && <Above conversation={conversation} composing={composing} onTemplates={openTemplates} />}
        {(!isClosed || draft.text !== '') && (
          <Writing
            field={field}
            id={`${uid}-text`}
            label={isNote ? t(composer.noteFor) : t(composer.replyTo, { channel: channelName(channel) })}
            hint={isNote ? t(composer.noteHint) : t(composer.replyHint)}
            described={`${uid}-told`}
            value={draft.text}
            readOnly={isClosed}
            onChange={write}
            onSend={send}
            onFiles={take}
          />
        )}
        {isFree && draft.choices.length > 0 && (
          <ChoiceFields
            conversation={id}
            choices={draft.choices}
            most={mostChoices}
            longest={capabilities?.buttons?.title.max ?? 20}
          />
        )}
        <div id={`${uid}-told`} class="composer-told" role="status">
          <Told id={id} composing={composing} />
        </div>
        {!isClosed && (
          <Foot
            composing={composing}
            onFiles={take}
            onEmoji={(emoji) => write(insertAt(field.current, draft.text, emoji))}
            onTemplates={openTemplates}
            onChoices={() => change({ choices: ['', ''] })}
          />
        )}
      </form>
      {choosing && <TemplateDialog conversation={conversation} onClose={() => setChoosing(false)} />}
    </section>
  )
}

/** Reads out that something arrived, or that it has to be tried again. */
const Spoken = (): JSX.Element => {
  const { count, kind } = arrived.value
  return (
    <p class="sr-only" role="status">
      {isStuck.value && <span>{t(outbox.waiting)}</span>}
      {!isStuck.value && count > 0 && <span key={count}>{t(kind === 'note' ? composer.noteKept : composer.sent)}</span>}
    </p>
  )
}

/** Where an answer to a conversation is written. */
export const Composer = ({ conversation }: { readonly conversation: ListedConversation }): JSX.Element => {
  const known = generation.value
  useEffect(() => {
    void loadChannels()
  }, [known])
  return (
    <>
      <Desk key={conversation.id} conversation={conversation} />
      <Spoken />
    </>
  )
}
