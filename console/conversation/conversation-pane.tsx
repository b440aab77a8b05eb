import type { ComponentChildren, JSX } from 'preact'
import { Composer } from '../composer/composer.tsx'
import { ContactPanel } from '../contact/contact-panel.tsx'
import { conversations } from '../state/conversations.ts'
import '../styles/conversation.css'
import { common } from '../texts/common.ts'
import { conversation as texts } from '../texts/conversation.ts'
import { t } from '../texts/text.ts'
import { ConversationHeader } from './header.tsx'
import { useListAddress } from './list-address.ts'
import { useOpen, useRead } from './open.ts'
import { Timeline } from './timeline.tsx'

const Frame = ({ children }: { readonly children: ComponentChildren }): JSX.Element => (
  <section class="inbox-detail conversation" aria-label={t(texts.title)}>
    {children}
  </section>
)

const Instead = ({
  title,
  children,
}: {
  readonly title: string
  readonly children?: ComponentChildren
}): JSX.Element => {
  const list = useListAddress()
  return (
    <Frame>
      <div class="center">
        <h1>{title}</h1>
        {children}
        <a class="button" href={list}>
          {t(texts.toList)}
        </a>
      </div>
    </Frame>
  )
}

/** A conversation with all that can be done in it. */
export const ConversationPane = ({ id }: { readonly id: string }): JSX.Element => {
  const { state, again } = useOpen(id)
  const conversation = conversations.value.get(id)
  useRead(conversation)
  if (state.value === 'missing')
    return (
      <Instead title={t(texts.missing)}>
        <p class="muted">{t(texts.missingWhy)}</p>
      </Instead>
    )
  if (conversation === undefined && state.value === 'failed')
    return (
      <Instead title={t(texts.failed)}>
        <button type="button" class="button button-primary" onClick={again}>
          {t(common.retry)}
        </button>
      </Instead>
    )
  if (conversation === undefined)
    return (
      <Frame>
        <p class="center muted">{t(common.loading)}</p>
      </Frame>
    )
  return (
    <Frame>
      <ConversationHeader conversation={conversation} />
      <div class="conversation-body">
        <div class="conversation-main">
          <Timeline conversation={conversation} />
          <Composer conversation={conversation} />
        </div>
        <ContactPanel conversation={conversation} />
      </div>
    </Frame>
  )
}
