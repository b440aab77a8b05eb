import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import type { Contact } from '../../client/index.ts'
import { conversationsWith, loadConversationsOf } from '../state/contacts.ts'
import { nameOfContact } from '../state/names.ts'
import { common } from '../texts/common.ts'
import { merging } from '../texts/contact.ts'
import { t, tn } from '../texts/text.ts'
import { Avatar } from '../ui/avatar.tsx'
import { notifyFailure } from '../ui/notices.tsx'
import { HandleLine, handlesOf } from './handles.tsx'
import { merge } from './merge.ts'
import { TimeOf } from './time-of.tsx'

const Side = ({
  contact,
  chosen,
  choose,
}: {
  readonly contact: Contact
  readonly chosen: boolean
  readonly choose: () => void
}): JSX.Element => {
  useEffect(() => {
    loadConversationsOf(contact.id).catch(notifyFailure)
  }, [contact.id])
  return (
    <li class="side" data-chosen={chosen}>
      <label class="side-name">
        <input type="radio" name="carries-on" checked={chosen} onChange={choose} />
        <Avatar name={contact.name} url={contact.avatarUrl} seed={contact.id} />
        <span dir="auto">{nameOfContact(contact) ?? t(common.unknownName)}</span>
      </label>
      <ul class="handles">
        {handlesOf(contact).map((handle) => (
          <li key={`${handle.channel} ${handle.type} ${handle.value}`} class="handle">
            <HandleLine {...handle} />
          </li>
        ))}
      </ul>
      <p class="muted small">{tn(merging.talks, conversationsWith(contact.id).length)}</p>
      <p class="muted small">
        {t(merging.known)} <TimeOf at={contact.createdAt} />
      </p>
    </li>
  )
}

/** Both side by side, before they are shown as one; and under which name that is. */
export const MergeChoice = ({
  contact,
  other,
  back,
  onDone,
}: {
  readonly contact: Contact
  readonly other: Contact
  readonly back: () => void
  readonly onDone: () => void
}): JSX.Element => {
  const into = useSignal(other)
  const busy = useSignal(false)
  const legend = useRef<HTMLLegendElement>(null)
  // One for each direction: the same wish, repeated, is carried out once.
  const intents = useMemo(() => new Map([contact, other].map(({ id }) => [id, crypto.randomUUID()])), [])
  useEffect(() => legend.current?.focus(), [])
  const from = into.value.id === other.id ? contact : other

  const confirm = async (): Promise<void> => {
    busy.value = true
    const done = await merge(from, into.value, intents.get(into.value.id) ?? crypto.randomUUID())
    busy.value = false
    if (done) onDone()
  }
  return (
    <form
      class="choices"
      onSubmit={(event) => {
        event.preventDefault()
        void confirm()
      }}
    >
      <fieldset>
        <legend ref={legend} tabIndex={-1}>
          <strong>{t(merging.compare)}</strong> <span class="muted">{t(merging.keep)}</span>
        </legend>
        <ul class="sides">
          {[contact, other].map((one) => (
            <Side key={one.id} contact={one} chosen={one.id === into.value.id} choose={() => (into.value = one)} />
          ))}
        </ul>
      </fieldset>
      <p class="small">{t(merging.explain)}</p>
      <div class="dialog-actions">
        <button type="button" class="button" onClick={back}>
          {t(merging.other)}
        </button>
        <button type="submit" class="button button-primary" disabled={busy.value}>
          {t(merging.confirm)}
        </button>
      </div>
    </form>
  )
}
