import type { JSX } from 'preact'
import type { Entry } from '../../client/index.ts'
import { now } from '../state/clock.ts'
import { authors } from '../texts/conversation.ts'
import { dayOf } from '../texts/format.ts'
import { t } from '../texts/text.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Icon } from '../ui/icons.tsx'
import { TimeOfDay } from '../ui/time.tsx'
import { authorName, pictureOf } from './author.ts'
import { entryId } from './quote.tsx'
import { Written } from './written.tsx'

type Of<T extends Entry['type']> = Extract<Entry, { readonly type: T }>

export const DayLine = ({ at }: { readonly at: number }): JSX.Element => (
  <li class="day">
    <span>{dayOf(at, now.value)}</span>
  </li>
)

/** What people of the shop wrote down for each other. */
export const NoteLine = ({ note }: { readonly note: Of<'note'> }): JSX.Element => {
  const name = authorName(note)
  return (
    <li class="entry" data-side="out" data-first="true" data-last="true">
      <article id={entryId(note.id)} tabIndex={-1} class="bubble-row" aria-label={name}>
        <Avatar name={name} url={pictureOf(note)} seed={note.author.id ?? name} />
        <div class="bubble" data-author="note">
          <p class="bubble-author">
            <Icon name="note" size={15} />
            <bdi>{name}</bdi>
            <span class="sr-only">{t(authors.note)}</span>
          </p>
          <Written text={note.text} />
          <p class="bubble-foot">
            <TimeOfDay at={note.at} />
          </p>
        </div>
      </article>
    </li>
  )
}

/** Something that happened. */
export const ActivityLine = ({ activity }: { readonly activity: Of<'activity'> }): JSX.Element => (
  <li class="activity" id={entryId(activity.id)} tabIndex={-1}>
    <span dir="auto">{activity.text}</span> <TimeOfDay at={activity.at} />
  </li>
)
