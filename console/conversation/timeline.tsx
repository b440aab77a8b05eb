import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import type { Entry, ListedConversation, Message } from '../../client/index.ts'
import { generation, onEvent } from '../state/feed.ts'
import { me } from '../state/session.ts'
import { loadOlder, loadTimeline, timelineOf } from '../state/timelines.ts'
import '../styles/contents.css'
import '../styles/conversation.css'
import { common } from '../texts/common.ts'
import { conversation as texts } from '../texts/conversation.ts'
import { t } from '../texts/text.ts'
import { attempt } from '../ui/notices.tsx'
import { authorName } from './author.ts'
import { Bubble } from './bubble.tsx'
import { useFoot } from './foot.ts'
import { itemsOf, ownReactions, type Item } from './items.ts'
import { ActivityLine, DayLine, NoteLine } from './lines.tsx'

const Line = ({
  item,
  reactions,
}: {
  readonly item: Item
  readonly reactions: ReadonlyMap<string, Message>
}): JSX.Element => {
  if (item.kind === 'day') return <DayLine at={item.at} />
  const { entry, first, last, subject } = item
  if (entry.type === 'activity') return <ActivityLine activity={entry} />
  if (entry.type === 'note') return <NoteLine note={entry} />
  return <Bubble message={entry} first={first} last={last} subject={subject} reaction={reactions.get(entry.id)} />
}

/** So many of the latest arrivals are kept to be read out, each with so many of its letters. */
const READ_OUT = { most: 3, letters: 200 }

/** What arrives while somebody looks is read out: each message once, and not the whole list. */
const Arrivals = ({ entries }: { readonly entries: readonly Entry[] }): JSX.Element => {
  const opened = useRef(Date.now())
  const arrived = entries.flatMap((entry) => (entry.type === 'message' && entry.direction === 'in' ? [entry] : []))
  const fresh = arrived.filter(({ firstSeenAt }) => firstSeenAt > opened.current).slice(-READ_OUT.most)
  return (
    <div class="sr-only" role="status" aria-atomic="false">
      {fresh.map((entry) => (
        <p key={entry.id}>
          {t(texts.arrived, { author: authorName(entry), text: entry.text.slice(0, READ_OUT.letters) })}
        </p>
      ))}
    </div>
  )
}

const Older = ({ id }: { readonly id: string }): JSX.Element => {
  const busy = useSignal(false)
  const load = async (): Promise<void> => {
    busy.value = true
    await attempt(() => loadOlder(id))
    busy.value = false
  }
  return (
    <button type="button" class="button timeline-older" disabled={busy.value} onClick={() => void load()}>
      {t(busy.value ? common.loading : texts.older)}
    </button>
  )
}

/** Read when it is opened and when the feed begins anew; and when what is no message happened, which is told as that alone. */
const useTimeline = (id: string): void => {
  const age = generation.value
  useEffect(() => {
    if (age > 0) void loadTimeline(id)
  }, [id, age])
  useEffect(
    () =>
      onEvent(({ type, subject }) => {
        if (type === 'conversation.updated' && subject === id) void loadTimeline(id)
      }),
    [id],
  )
}

const isMine = (entry: Entry | undefined): boolean =>
  entry !== undefined &&
  entry.type !== 'activity' &&
  entry.author.id !== undefined &&
  entry.author.id === me.value?.person?.id

/** What was said in a conversation, newest at the foot. */
export const Timeline = ({
  conversation: { id },
  compact = false,
}: {
  readonly conversation: ListedConversation
  readonly compact?: boolean
}): JSX.Element => {
  useTimeline(id)
  const { entries, older, state } = timelineOf(id).value
  const items = useMemo(() => itemsOf(entries), [entries])
  const reactions = useMemo(() => ownReactions(entries), [entries])
  const newest = entries.at(-1)
  const { scroller, content, unseen, atFoot, toFoot } = useFoot(entries[0]?.id, newest?.id, isMine(newest))
  return (
    <div class={compact ? 'timeline timeline-compact' : 'timeline'}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls can be scrolled by keys */}
      <div
        ref={scroller}
        class="timeline-scroll"
        // Of several side by side none is a landmark: they would all have one name.
        role={compact ? 'group' : 'region'}
        aria-label={t(texts.messages)}
        tabIndex={0}
      >
        {older !== null && <Older id={id} />}
        {state === 'loading' && entries.length === 0 && <p class="timeline-note">{t(common.loading)}</p>}
        {state === 'ready' && entries.length === 0 && <p class="timeline-note">{t(texts.empty)}</p>}
        {state === 'failed' && (
          <p class="timeline-note">
            {t(texts.failed)}{' '}
            <button type="button" class="link-button" onClick={() => void loadTimeline(id)}>
              {t(common.retry)}
            </button>
          </p>
        )}
        <ol ref={content} class="entries">
          {items.map((item) => (
            <Line key={item.key} item={item} reactions={reactions} />
          ))}
        </ol>
      </div>
      <Arrivals entries={entries} />
      {!atFoot.value && (
        <button type="button" class="button timeline-foot" data-new={unseen.value} onClick={toFoot}>
          {t(unseen.value ? texts.newer : texts.toFoot)} <span aria-hidden="true">↓</span>
        </button>
      )}
    </div>
  )
}
