import type { JSX, Ref } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { ListedConversation } from '../../client/index.ts'
import { detailsOpen, hasRoom, PANEL, toggleDetails } from '../state/details.ts'
import { nameOfConversation } from '../state/names.ts'
import { narrow } from '../state/narrow.ts'
import '../styles/conversation-head.css'
import { head } from '../texts/actions.ts'
import { common } from '../texts/common.ts'
import { conversation as texts } from '../texts/conversation.ts'
import { t } from '../texts/text.ts'
import { Avatar } from '../ui/avatar.tsx'
import { ChannelIcon, channelName } from '../ui/channel.tsx'
import { Icon } from '../ui/icons.tsx'
import { ActionBar } from './actions/action-bar.tsx'
import { useListAddress } from './list-address.ts'
import { States } from './states.tsx'

/** Whoever opens a conversation from the list goes on in it, and has its name read out. */
const useArrival = (): Ref<HTMLHeadingElement> => {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    const from = document.activeElement
    // On a phone the list is gone, and the focus with it.
    const isFromList = from === document.body ? narrow.peek() : from?.closest('.inbox-list')
    if (isFromList) heading.current?.focus({ preventScroll: true })
  }, [])
  return heading
}

/** With whom, where and how it stands; and what can be done with it. */
export const ConversationHeader = ({ conversation }: { readonly conversation: ListedConversation }): JSX.Element => {
  const { contact, channel, account } = conversation
  const list = useListAddress()
  const heading = useArrival()
  const called = nameOfConversation(conversation)
  const name = called ?? t(common.unknownName)
  return (
    <header class="talk-head">
      {narrow.value && (
        <a class="icon-button" href={list} aria-label={t(texts.toList)}>
          <Icon name="back" />
        </a>
      )}
      <Avatar name={called} seed={contact.id ?? conversation.id} />
      <div class="talk-who">
        <h1 ref={heading} tabIndex={-1}>
          {contact.id === null ? (
            <span dir="auto">{name}</span>
          ) : (
            <a href={`/inbox/contacts/${contact.id}`} title={t(head.toContact, { name })} dir="auto">
              {name}
            </a>
          )}
        </h1>
        <p class="muted small talk-where">
          <ChannelIcon channel={channel} named={false} />
          <span>{channelName(channel)}</span>
          <span class="talk-account">
            <span aria-hidden="true">·</span> <bdi dir="ltr">{account}</bdi>
          </span>
        </p>
      </div>
      <ActionBar conversation={conversation} />
      <button
        type="button"
        class="icon-button talk-details"
        aria-label={t(head.showDetails)}
        title={t(head.showDetails)}
        aria-expanded={detailsOpen.value}
        aria-controls={hasRoom.value ? PANEL : undefined}
        onClick={toggleDetails}
      >
        <Icon name="columns" />
      </button>
      <States conversation={conversation} assigned={narrow.value} />
    </header>
  )
}
