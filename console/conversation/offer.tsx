import type { JSX } from 'preact'
import type { Message } from '../../client/index.ts'
import { bubble } from '../texts/conversation.ts'
import { t } from '../texts/text.ts'
import { Icon } from '../ui/icons.tsx'
import { safeHref } from './words.ts'
import { OutLink } from './written.tsx'

type Content = NonNullable<Message['content']>
type Option = Extract<Content, { readonly type: 'choice' }>['sections'][number]['options'][number]
type Card = Extract<Content, { readonly type: 'cards' }>['cards'][number]

const OptionView = ({ option }: { readonly option: Option }): JSX.Element => {
  const { kind, title, description } = option
  const href = safeHref(option.url)
  return (
    <li class="option" data-kind={kind}>
      {kind === 'location' && <Icon name="place" size={15} />}
      {kind === 'url' && <Icon name="link" size={15} />}
      <span>
        {href ? <OutLink href={href}>{title}</OutLink> : <bdi>{title}</bdi>}
        {kind === 'location' && <span class="small"> ({t(bubble.asksLocation)})</span>}
        {description && (
          <span class="option-more small" dir="auto">
            {description}
          </span>
        )}
      </span>
    </li>
  )
}

/** What the customer may pick. */
export const OptionList = ({
  title,
  options,
}: {
  readonly title?: string | undefined
  readonly options: readonly Option[]
}): JSX.Element => (
  <>
    {title && (
      <p class="small" dir="auto">
        {title}
      </p>
    )}
    <ul class="options" aria-label={title ?? t(bubble.offered)}>
      {options.map((option) => (
        <OptionView key={option.id} option={option} />
      ))}
    </ul>
  </>
)

/** Its picture is wherever the shop has it, and is not loaded from there. */
const CardView = ({ card }: { readonly card: Card }): JSX.Element => {
  const [href, picture] = [safeHref(card.url), safeHref(card.imageUrl)]
  return (
    <li class="panel">
      <p class="panel-title" dir="auto">
        {card.title}
      </p>
      {card.subtitle && <p dir="auto">{card.subtitle}</p>}
      {(href ?? picture) && (
        <p class="small">
          <OutLink href={href ?? picture ?? ''}>{t(bubble.openLink)}</OutLink>
        </p>
      )}
      {card.buttons.length > 0 && <OptionList options={card.buttons} />}
    </li>
  )
}

export const CardList = ({ cards }: { readonly cards: readonly Card[] }): JSX.Element => (
  <ul class="cards" aria-label={t(bubble.cards)}>
    {cards.map((card, index) => (
      <CardView key={index} card={card} />
    ))}
  </ul>
)
