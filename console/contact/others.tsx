import type { JSX } from 'preact'
import type { ListedConversation } from '../../client/index.ts'
import { conversationsWith } from '../state/contacts.ts'
import { now } from '../state/clock.ts'
import { contact as texts } from '../texts/contact.ts'
import { nearTime } from '../texts/format.ts'
import { t } from '../texts/text.ts'
import { ChannelIcon, channelName } from '../ui/channel.tsx'

const Line = ({ conversation }: { readonly conversation: ListedConversation }): JSX.Element => (
  <a class="menu-item" href={`/inbox/c/${conversation.id}`}>
    <ChannelIcon channel={conversation.channel} named={false} />
    <span class="other-words">
      <span class="other-first">
        {channelName(conversation.channel)}
        <span class="muted tiny">{nearTime(conversation.lastEntryAt, now.value)}</span>
      </span>
      <span class="muted small other-preview" dir="auto">
        {conversation.preview?.text ?? ''}
      </span>
    </span>
    {conversation.unread > 0 && <span class="badge">{conversation.unread}</span>}
  </a>
)

/** The contact's conversations but the one that is open. */
export const OtherConversations = ({
  contact,
  open,
}: {
  readonly contact: string
  readonly open: string | undefined
}): JSX.Element => {
  const others = conversationsWith(contact).filter(({ id }) => id !== open)
  if (others.length === 0) return <p class="muted small">{t(texts.noOthers)}</p>
  return (
    <ul>
      {others.map((conversation) => (
        <li key={conversation.id}>
          <Line conversation={conversation} />
        </li>
      ))}
    </ul>
  )
}
