import type { JSX } from 'preact'
import type { ListedConversation } from '../../client/index.ts'
import { now } from '../state/clock.ts'
import { nameOfConversation } from '../state/names.ts'
import { nameOfPerson } from '../state/people.ts'
import { me } from '../state/session.ts'
import { common } from '../texts/common.ts'
import { duration, fullTime, isoTime, number, shortTime } from '../texts/format.ts'
import { row, views } from '../texts/list.ts'
import { t, tn } from '../texts/text.ts'
import { Avatar } from '../ui/avatar.tsx'
import { ChannelIcon, channelName } from '../ui/channel.tsx'
import { Icon } from '../ui/icons.tsx'
import { statusOf } from './filter.ts'
import { urgencyOf } from './rows.ts'

/** Who had the last word, where it was not the customer. */
const Speaker = ({ author }: { readonly author: string }): JSX.Element | null => {
  if (author === 'customer') return null
  const said = author === 'bot' ? row.bot : author === 'system' ? row.system : row.ours
  return (
    <span class="row-speaker">
      <Icon name={author === 'system' ? 'clock' : 'reply'} size={14} />
      <span class="sr-only">{t(said)}</span>
    </span>
  )
}

const Waits = ({ since }: { readonly since: number }): JSX.Element => {
  const waited = now.value - since
  return (
    <span class="pill row-waits" data-kind={urgencyOf(waited)} title={fullTime(since)}>
      <Icon name="clock" size={12} />
      {t(row.waits, { time: duration(waited) })}
    </span>
  )
}

const assigneeName = (id: string): string =>
  me.value?.person?.id === id ? t(row.me) : (nameOfPerson(id) ?? t(row.somebody))

const Assignee = ({ id }: { readonly id: string }): JSX.Element => {
  const name = assigneeName(id)
  return (
    <span class="pill" title={t(row.assignee, { name })}>
      <Icon name="person" size={12} />
      <span class="sr-only">{t(row.assignee, { name: '' })}</span>
      <span class="row-pill-text" dir="auto">
        {name}
      </span>
    </span>
  )
}

const TAGS_SHOWN = 2

const Tags = ({ tags }: { readonly tags: readonly string[] }): JSX.Element => (
  <>
    {tags.slice(0, TAGS_SHOWN).map((tag) => (
      <span key={tag} class="pill" title={t(row.tag, { tag })}>
        <Icon name="tag" size={12} />
        <span class="row-pill-text" dir="auto">
          {tag}
        </span>
      </span>
    ))}
    {tags.length > TAGS_SHOWN && (
      <span class="pill" title={tags.slice(TAGS_SHOWN).join(', ')}>
        <span aria-hidden="true">+{number(tags.length - TAGS_SHOWN)}</span>
        <span class="sr-only">{tn(row.moreTags, tags.length - TAGS_SHOWN)}</span>
      </span>
    )}
  </>
)

/** What stands below the last words: how long somebody waits, whose it is, and what it was marked with. */
const Marks = ({ conversation }: { readonly conversation: ListedConversation }): JSX.Element | null => {
  const current = conversation.case
  if (!current) return null
  const status = statusOf(conversation)
  const { waitingSince, assignee, tags, snoozedUntil } = current
  const marked = waitingSince !== null || assignee !== null || tags.length > 0 || status !== 'open'
  if (!marked) return null
  return (
    <span class="row-marks">
      {status === 'open' && waitingSince !== null && <Waits since={waitingSince} />}
      {status !== 'open' && (
        <span class="pill">
          <Icon name={status === 'closed' ? 'check' : 'snooze'} size={12} />
          {t(views[status])}
          {status === 'snoozed' && snoozedUntil !== null && ` ${t(row.snoozedUntil, { time: fullTime(snoozedUntil) })}`}
        </span>
      )}
      {assignee !== null && <Assignee id={assignee} />}
      <Tags tags={tags} />
    </span>
  )
}

/** One conversation of a list, as one link. */
export const ConversationRow = ({
  conversation,
  search,
  current,
}: {
  readonly conversation: ListedConversation
  /** Of the address, which is kept. */
  readonly search: string
  readonly current: boolean
}): JSX.Element => {
  const { id, channel, contact, participants, unread, preview, lastEntryAt } = conversation
  const name = nameOfConversation(conversation) ?? t(common.unknownName)
  const picture = participants.find(({ kind }) => kind === 'customer')?.avatarUrl
  return (
    <li>
      <a
        class="row"
        href={`/inbox/c/${id}${search}`}
        aria-current={current ? 'true' : undefined}
        data-unread={unread > 0 ? '' : undefined}
      >
        <span class="row-face">
          <Avatar name={name} url={picture} seed={contact.id ?? id} />
          <ChannelIcon channel={channel} named={false} size={14} />
        </span>
        <span class="row-name" dir="auto">
          {name}
        </span>
        <span class="sr-only">{channelName(channel)}</span>
        <time class="row-time" dateTime={isoTime(lastEntryAt)} title={fullTime(lastEntryAt)}>
          {shortTime(lastEntryAt, now.value)}
        </time>
        <span class="row-said">
          {preview && <Speaker author={preview.author} />}
          <span class="row-preview" dir="auto">
            {preview?.text || t(row.noText)}
          </span>
        </span>
        {unread > 0 && (
          <span class="badge row-unread">
            <span aria-hidden="true">{number(unread)}</span>
            <span class="sr-only">{tn(row.unread, unread)}</span>
          </span>
        )}
        <Marks conversation={conversation} />
      </a>
    </li>
  )
}
