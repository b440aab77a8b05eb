import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { useSignal } from '@preact/signals'
import type { ListedConversation } from '../../client/index.ts'
import { Composer } from '../composer/composer.tsx'
import { States } from '../conversation/states.tsx'
import { Timeline } from '../conversation/timeline.tsx'
import { contactPage } from '../texts/contact.ts'
import { t } from '../texts/text.ts'
import { ChannelIcon, channelName } from '../ui/channel.tsx'
import { Icon } from '../ui/icons.tsx'

/** One conversation beside the others: how it stands, what was said, and the way to answer. */
export const Column = ({
  conversation,
  answering,
  answer,
}: {
  readonly conversation: ListedConversation
  readonly answering: boolean
  readonly answer: () => void
}): JSX.Element => {
  const column = useRef<HTMLElement>(null)
  const seen = useSignal(false)
  const { id, channel, account } = conversation
  const name = channelName(channel)

  // Somebody may have many conversations: each is read once it comes into sight.
  useEffect(() => {
    const watch = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) seen.value = true
    })
    if (column.current) watch.observe(column.current)
    return () => watch.disconnect()
  }, [])
  useEffect(() => {
    if (!answering) return
    column.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    column.current?.querySelector('textarea')?.focus()
  }, [answering])

  return (
    <section ref={column} class="column" aria-labelledby={`column-${id}`} data-conversation={id}>
      <header class="column-head">
        <ChannelIcon channel={channel} named={false} size={20} />
        <div class="talk-who">
          <h2 id={`column-${id}`}>
            {name}{' '}
            <bdi class="muted small" dir="ltr">
              {account}
            </bdi>
          </h2>
        </div>
        <a
          class="icon-button"
          href={`/inbox/c/${id}`}
          aria-label={`${t(contactPage.open)}: ${name}`}
          title={t(contactPage.open)}
        >
          <Icon name="expand" />
        </a>
        <States conversation={conversation} assigned />
      </header>
      <div class="column-talk">{seen.value && <Timeline conversation={conversation} compact />}</div>
      {answering ? (
        <Composer conversation={conversation} />
      ) : (
        <div class="column-foot">
          <button type="button" class="button" aria-label={`${t(contactPage.answer)}: ${name}`} onClick={answer}>
            <Icon name="reply" />
            {t(contactPage.answer)}
          </button>
        </div>
      )}
    </section>
  )
}
