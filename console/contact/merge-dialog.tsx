import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import type { Contact } from '../../client/index.ts'
import { nameOfContact } from '../state/names.ts'
import { common } from '../texts/common.ts'
import { merging } from '../texts/contact.ts'
import { t } from '../texts/text.ts'
import { Avatar } from '../ui/avatar.tsx'
import { ChannelIcon } from '../ui/channel.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { attempt } from '../ui/notices.tsx'
import { handlesOf } from './handles.tsx'
import { MergeChoice } from './merge-choice.tsx'
import { findContacts, recentContacts } from './merge.ts'
import { Waiting, useFirstField } from './parts.tsx'
import { answersTo } from './search.ts'
import { useRead } from './use-read.ts'

const SHOWN = 8

const Found = ({ contact, choose }: { readonly contact: Contact; readonly choose: () => void }): JSX.Element => (
  <li>
    <button type="button" class="menu-item" onClick={choose}>
      <Avatar name={contact.name} url={contact.avatarUrl} seed={contact.id} />
      <span class="other-words">
        <bdi>{nameOfContact(contact) ?? t(common.unknownName)}</bdi>
        <span class="muted small other-preview">
          <bdi dir="ltr">{handlesOf(contact)[0]?.value}</bdi>
        </span>
      </span>
      {[...new Set(contact.aliases.map(({ channel }) => channel))].map((channel) => (
        <ChannelIcon key={channel} channel={channel} />
      ))}
    </button>
  </li>
)

const Finder = ({
  contact,
  choose,
}: {
  readonly contact: Contact
  readonly choose: (other: Contact) => void
}): JSX.Element => {
  const typed = useSignal('')
  const found = useSignal<readonly Contact[] | null>(null)
  const recent = useRead(recentContacts, [])
  const others = (all: readonly Contact[]): readonly Contact[] => all.filter(({ id }) => id !== contact.id)
  const form = useFirstField()
  const known = recent.value.value ?? []
  const named = known.filter((one) => answersTo(one, typed.value))
  const shown = others(found.value ?? named).slice(0, SHOWN)
  return (
    <>
      <form
        ref={form}
        class="field"
        role="search"
        onSubmit={(event) => {
          event.preventDefault()
          void attempt(async () => {
            found.value = await findContacts(typed.value, known)
          })
        }}
      >
        <label for="merge-find">{t(merging.find)}</label>
        <div class="field-row">
          <input
            id="merge-find"
            class="input"
            type="search"
            dir="auto"
            autocomplete="off"
            value={typed.value}
            onInput={(event) => {
              typed.value = event.currentTarget.value
              found.value = null
            }}
          />
          <button type="submit" class="button">
            {t(merging.search)}
          </button>
        </div>
      </form>
      <section class="choices" aria-labelledby="merge-found">
        <h3 id="merge-found" class="label">
          {t(typed.value === '' ? merging.recent : merging.found)}
        </h3>
        {recent.value.value === undefined && found.value === null ? (
          <Waiting of={recent} />
        ) : (
          <ul>
            {shown.map((one) => (
              <Found key={one.id} contact={one} choose={() => choose(one)} />
            ))}
          </ul>
        )}
        <p role="status" class="muted small">
          {found.value !== null && shown.length === 0 && t(merging.nobody)}
        </p>
      </section>
    </>
  )
}

/** Finds who this contact is as well, compares the two, and shows them as one. */
export const MergeDialog = ({
  contact,
  onClose,
}: {
  readonly contact: Contact
  readonly onClose: () => void
}): JSX.Element => {
  const other = useSignal<Contact | null>(null)
  const first = useMemo(() => contact, [])
  return (
    <Dialog title={t(merging.begin)} onClose={onClose} wide={other.value !== null}>
      {other.value === null ? (
        <Finder contact={first} choose={(one) => (other.value = one)} />
      ) : (
        <MergeChoice contact={first} other={other.value} back={() => (other.value = null)} onDone={onClose} />
      )}
    </Dialog>
  )
}
