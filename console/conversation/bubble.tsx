import type { JSX } from 'preact'
import type { Message } from '../../client/index.ts'
import { quote } from '../state/quote.ts'
import { authors, bubble, conversation, mail } from '../texts/conversation.ts'
import { fullTime } from '../texts/format.ts'
import { t, type Text } from '../texts/text.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Icon } from '../ui/icons.tsx'
import { TimeOfDay } from '../ui/time.tsx'
import { Attachments } from './attachments.tsx'
import { authorName, pictureOf } from './author.ts'
import { Changes } from './changes.tsx'
import { ContentView } from './content.tsx'
import { MailBody, MailHead } from './mail.tsx'
import { entryId, Quote } from './quote.tsx'
import { Reactions } from './reactions.tsx'
import { Referral } from './referral.tsx'
import { writtenIn } from './said.ts'
import { StatusSign } from './status.tsx'
import { TroubleLine } from './trouble.tsx'
import { Written } from './written.tsx'

interface Of {
  readonly message: Message
}

export interface BubbleProps extends Of {
  readonly first: boolean
  readonly last: boolean
  readonly subject: string | null
  /** The shop's reaction to it. */
  readonly reaction: Message | undefined
}

const Marks = ({ message }: Of): JSX.Element => (
  <>
    {message.public && <p class="aside">{t(bubble.public)}</p>}
    {message.forwarded && (
      <p class="aside">{t(message.forwarded === 'many' ? bubble.forwardedMany : bubble.forwarded)}</p>
    )}
    {message.referral && <Referral referral={message.referral} />}
    {message.channel !== 'email' && <Quote message={message} />}
  </>
)

const Deleted = ({ message }: Of): JSX.Element => (
  <p class="aside deleted" title={message.deleted === null ? '' : fullTime(message.deleted.at)}>
    <Icon name="close" size={14} />
    {t(message.direction === 'in' ? bubble.deletedIn : bubble.deletedOut)}
  </p>
)

const reactionWords = (message: Message): string | undefined => {
  if (message.content?.type !== 'reaction') return undefined
  const { emoji } = message.content
  const who = authorName(message)
  return emoji === null ? t(bubble.unreacted, { who }) : t(bubble.reacted, { who, emoji })
}

const Words = ({ message }: Of): JSX.Element | null => {
  if (message.channel === 'email') return <MailBody message={message} />
  const written = reactionWords(message) ?? writtenIn(message)
  return written === '' ? null : <Written text={written} marks={message.channel === 'whatsapp'} />
}

const isGone = ({ deleted, text, attachments }: Message): boolean =>
  deleted !== null && text === '' && attachments.length === 0

const Body = ({ message }: Of): JSX.Element => (
  <>
    {message.deleted && <Deleted message={message} />}
    {!isGone(message) && (
      <>
        {message.channel === 'email' && <MailHead message={message} />}
        <Marks message={message} />
        <Attachments message={message} />
        <Words message={message} />
        {message.content && <ContentView content={message.content} written={writtenIn(message) !== ''} />}
      </>
    )}
  </>
)

const Foot = ({ message }: Of): JSX.Element => (
  <p class="bubble-foot">
    {message.edited && (
      <span title={t(bubble.editedAt, { time: fullTime(message.edited.at) })}>{t(bubble.edited)}</span>
    )}
    <TimeOfDay at={message.at} />
    {message.direction === 'out' && <StatusSign status={message.status} />}
  </p>
)

const BADGES: Partial<Record<Message['author']['kind'], Text>> = { bot: authors.isBot, echo: authors.echo }

const Author = ({ message, seen }: Of & { readonly seen: boolean }): JSX.Element => {
  const { kind, name } = message.author
  // Who has no name is called by what they are.
  const badge = name === undefined ? undefined : BADGES[kind]
  return (
    <p class={seen ? 'bubble-author' : 'sr-only'}>
      <bdi>{authorName(message)}</bdi>
      {badge && <span class="pill">{t(badge)}</span>}
    </p>
  )
}

/** One message: who said it, what, when, and what became of it. */
export const Bubble = ({ message, first, last, subject, reaction }: BubbleProps): JSX.Element => {
  const { id, direction, author, deleted } = message
  const own = direction === 'out'
  return (
    <li class="entry" data-side={own ? 'out' : 'in'} data-first={first} data-last={last}>
      {subject && (
        <h2 class="subject">
          <span class="sr-only">{t(mail.subject)}: </span>
          <bdi>{subject}</bdi>
        </h2>
      )}
      <article id={entryId(id)} tabIndex={-1} class="bubble-row" aria-label={authorName(message)}>
        {own && last && author.kind === 'agent' && (
          <Avatar name={authorName(message)} url={pictureOf(message)} seed={author.id ?? authorName(message)} />
        )}
        <div class="bubble" data-author={author.kind} data-status={message.status}>
          <Author message={message} seen={first} />
          <Body message={message} />
          <Foot message={message} />
          {own && <Changes message={message} />}
        </div>
        {deleted === null && (
          <button
            type="button"
            class="icon-button bubble-reply"
            aria-label={t(conversation.reply)}
            title={t(conversation.reply)}
            onClick={() => quote(message.conversation, message)}
          >
            <Icon name="reply" size={16} />
          </button>
        )}
      </article>
      <Reactions message={message} own={reaction} />
      <TroubleLine message={message} />
    </li>
  )
}
