import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useRoute } from 'preact-iso'
import type { Contact, ListedConversation } from '../../client/index.ts'
import { conversationsWith } from '../state/contacts.ts'
import { narrow } from '../state/narrow.ts'
import '../styles/contact.css'
import { nameOfContact } from '../state/names.ts'
import { common } from '../texts/common.ts'
import { contact as texts, contactPage } from '../texts/contact.ts'
import { t } from '../texts/text.ts'
import { Avatar } from '../ui/avatar.tsx'
import { ChannelIcon, channelName } from '../ui/channel.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Icon } from '../ui/icons.tsx'
import { Column } from './column.tsx'
import { lastUsed, inOrder } from './columns.ts'
import { ContactDetails, useContact } from './details.tsx'
import { handlesOf } from './handles.tsx'

const Head = ({
  contact,
  last,
  answer,
}: {
  readonly contact: Contact
  readonly last: ListedConversation | undefined
  readonly answer: (id: string) => void
}): JSX.Element => {
  const isOpen = useSignal(false)
  const name = nameOfContact(contact) ?? t(common.unknownName)
  return (
    <header class="talk-head">
      <a class="icon-button" href={last ? `/inbox/c/${last.id}` : '/inbox'} aria-label={t(common.back)}>
        <Icon name="back" />
      </a>
      <Avatar name={contact.name} url={contact.avatarUrl} seed={contact.id} />
      <div class="talk-who">
        <h1>
          <bdi>{name}</bdi>
        </h1>
        <p class="muted small talk-where">
          <bdi dir="ltr">{handlesOf(contact)[0]?.value}</bdi>
        </p>
      </div>
      {last && (
        <button type="button" class="action" title={t(contactPage.last)} onClick={() => answer(last.id)}>
          <Icon name="reply" />
          <span class="action-word">{t(contactPage.answerLast, { channel: channelName(last.channel) })}</span>
        </button>
      )}
      <button type="button" class="action" onClick={() => (isOpen.value = true)}>
        <Icon name="person" />
        <span class="action-word">{t(contactPage.details)}</span>
      </button>
      {isOpen.value && (
        <Dialog title={t(texts.about, { name })} onClose={() => (isOpen.value = false)}>
          <ContactDetails id={contact.id} />
        </Dialog>
      )}
    </header>
  )
}

/** On a phone, one conversation at a time. */
const Chooser = ({
  conversations,
  chosen,
  choose,
}: {
  readonly conversations: readonly ListedConversation[]
  readonly chosen: string | undefined
  readonly choose: (id: string) => void
}): JSX.Element => (
  <div class="segments" role="group" aria-label={t(contactPage.choose)}>
    {conversations.map(({ id, channel, unread }) => (
      <button key={id} type="button" class="segment" aria-pressed={id === chosen} onClick={() => choose(id)}>
        <ChannelIcon channel={channel} named={false} />
        {channelName(channel)}
        {unread > 0 && <span class="badge">{unread}</span>}
      </button>
    ))}
  </div>
)

const Columns = ({ contact }: { readonly contact: Contact }): JSX.Element => {
  const answering = useSignal<string | null>(null)
  const chosen = useSignal<string | null>(null)
  const found = inOrder(conversationsWith(contact.id))
  const last = lastUsed(found)
  const answer = (id: string): void => {
    answering.value = id
    chosen.value = id
  }
  const shown = found.find(({ id }) => id === chosen.value) ?? last
  const columns = narrow.value ? found.filter((one) => one === shown) : found
  return (
    <div class="contact-page">
      <Head contact={contact} last={last} answer={answer} />
      {narrow.value && found.length > 1 && (
        <Chooser conversations={found} chosen={shown?.id} choose={(id) => (chosen.value = id)} />
      )}
      {found.length === 0 ? (
        <p class="center muted">{t(contactPage.none)}</p>
      ) : (
        <div class="columns" role="region" aria-label={t(contactPage.columns)}>
          {columns.map((conversation) => (
            <Column
              key={conversation.id}
              conversation={conversation}
              answering={answering.value === conversation.id}
              answer={() => answer(conversation.id)}
            />
          ))}
        </div>
      )}
    </div>
  )
}

const Found = ({ id }: { readonly id: string }): JSX.Element => {
  const contact = useContact(id)
  if (contact === undefined)
    return (
      <div class="center" role="status">
        <h1 class="sr-only">{t(texts.title)}</h1>
        <p>{t(contactPage.loading)}</p>
      </div>
    )
  if (contact === null)
    return (
      <div class="center">
        <h1>{t(texts.gone)}</h1>
        <a class="button" href="/inbox">
          {t(common.back)}
        </a>
      </div>
    )
  return <Columns contact={contact} />
}

/** All conversations with one contact side by side, on every channel. */
export const ContactPage = (): JSX.Element => {
  const id = useRoute().params['contact'] ?? ''
  return <Found key={id} id={id} />
}
