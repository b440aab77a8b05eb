import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { ListedConversation } from '../../client/index.ts'
import { closeDetails, detailsOpen, hasRoom, PANEL } from '../state/details.ts'
import '../styles/contact.css'
import { common } from '../texts/common.ts'
import { contact as texts } from '../texts/contact.ts'
import { t } from '../texts/text.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Icon } from '../ui/icons.tsx'
import { Cases } from './cases.tsx'
import { ContactDetails } from './details.tsx'
import { Fold } from './parts.tsx'

/** A group has members, and no contact. */
const GroupDetails = ({ conversation }: { readonly conversation: ListedConversation }): JSX.Element => (
  <div class="contact-details">
    <p class="muted small">{t(texts.groupExplain)}</p>
    <ul class="handles">
      {conversation.participants.map(({ id, name }, index) => (
        <li key={id ?? index} class="handle">
          <Avatar name={name} seed={id ?? ''} />
          <span dir="auto">{name ?? t(common.unknownName)}</span>
        </li>
      ))}
    </ul>
    <Fold title={t(texts.cases)} open>
      <Cases conversation={conversation} />
    </Fold>
  </div>
)

/** What is known of whom a conversation is with, while it is asked for: beside it where there is room, else over it. */
export const ContactPanel = ({ conversation }: { readonly conversation: ListedConversation }): JSX.Element | null => {
  // What covers a conversation does not go on to cover the next.
  useEffect(
    () => () => {
      if (!hasRoom.peek()) closeDetails()
    },
    [conversation.id],
  )
  if (!detailsOpen.value) return null
  const { id, name } = conversation.contact
  const title = id === null ? t(texts.group) : t(texts.about, { name: name ?? t(common.unknownName) })
  const details =
    id === null ? (
      <GroupDetails conversation={conversation} />
    ) : (
      <ContactDetails key={id} id={id} conversation={conversation} />
    )
  if (!hasRoom.value)
    return (
      <Dialog title={title} onClose={closeDetails}>
        {details}
      </Dialog>
    )
  return (
    <aside id={PANEL} class="contact-panel" aria-label={title}>
      <header class="dialog-head">
        <h2>{title}</h2>
        <button type="button" class="icon-button" aria-label={t(common.close)} onClick={closeDetails}>
          <Icon name="close" />
        </button>
      </header>
      {details}
    </aside>
  )
}
