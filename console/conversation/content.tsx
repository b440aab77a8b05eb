import type { JSX } from 'preact'
import type { Message } from '../../client/index.ts'
import { bubble } from '../texts/conversation.ts'
import { number } from '../texts/format.ts'
import { language, localeOf, t } from '../texts/text.ts'
import { Icon } from '../ui/icons.tsx'
import { CardList, OptionList } from './offer.tsx'
import { PersonCard } from './person-card.tsx'
import { safeHref } from './words.ts'
import { OutLink } from './written.tsx'

type Content = NonNullable<Message['content']>
type Of<T extends Content['type']> = Extract<Content, { readonly type: T }>

const Place = ({ latitude, longitude, name, address }: Of<'location'>): JSX.Element => {
  const at = `${latitude},${longitude}`
  const map = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=17/${latitude}/${longitude}`
  return (
    <div class="card-line">
      <Icon name="place" />
      <div>
        <p dir="auto">
          <strong>{name ?? t(bubble.location)}</strong>
        </p>
        {address && <p dir="auto">{address}</p>}
        <p class="small">
          <bdi dir="ltr">{at}</bdi> · <OutLink href={map}>{t(bubble.openMap)}</OutLink>
        </p>
      </div>
    </div>
  )
}

/** A currency that is none is shown as it was sent. */
const money = (amount: number, currency: string | undefined): string =>
  currency !== undefined && /^[A-Z]{3}$/.test(currency)
    ? new Intl.NumberFormat(localeOf(language.value), { style: 'currency', currency }).format(amount)
    : [number(amount), currency].filter(Boolean).join(' ')

const totalOf = (items: Of<'order'>['items']): string | undefined => {
  const [first] = items
  if (first === undefined || items.some(({ price, currency }) => price === undefined || currency !== first.currency))
    return undefined
  return money(
    items.reduce((sum, { price = 0, quantity = 1 }) => sum + price * quantity, 0),
    first.currency,
  )
}

const Order = ({ items, note }: Of<'order'>): JSX.Element => {
  const total = totalOf(items)
  return (
    <section class="panel" aria-label={t(bubble.order)}>
      <p class="panel-title">{t(bubble.order)}</p>
      <ul>
        {items.map(({ productId, name = productId, quantity = 1, price, currency }, index) => (
          <li key={index} class="pair">
            <bdi>{t(bubble.quantity, { n: number(quantity), name })}</bdi>
            {price !== undefined && <bdi dir="ltr">{money(price, currency)}</bdi>}
          </li>
        ))}
      </ul>
      {total && (
        <p class="pair panel-total">
          <span>{t(bubble.total)}</span> <bdi dir="ltr">{total}</bdi>
        </p>
      )}
      {note && <p dir="auto">{note}</p>}
    </section>
  )
}

/** Answers come as the provider sent them: anything. */
const said = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))

const Form = ({ name, fields }: Of<'form_response'>): JSX.Element => (
  <section class="panel" aria-label={t(bubble.form)}>
    <p class="panel-title">
      {t(bubble.form)} <bdi>{name}</bdi>
    </p>
    <dl class="answers">
      {Object.entries(fields).map(([field, value]) => (
        <div key={field} class="pair">
          <dt dir="auto">{field}</dt>
          <dd dir="auto">{said(value)}</dd>
        </div>
      ))}
    </dl>
  </section>
)

const Picked = ({ title, description }: Of<'selection'>): JSX.Element => (
  <p class="picked">
    <Icon name="check" size={16} />
    <span class="sr-only">{t(bubble.picked)}: </span>
    <bdi>{title}</bdi>
    {description && <bdi class="small"> {description}</bdi>}
  </p>
)

type Parameter = Of<'template'>['body'][number]
const filledIn = (parameter: Parameter): string => {
  switch (parameter.type) {
    case 'text':
      return parameter.text
    case 'currency':
    case 'date_time':
      return parameter.fallback
    case 'payload':
      return parameter.payload
    case 'image':
    case 'video':
    case 'document':
      return parameter.filename ?? parameter.type
  }
}

/** `written`: whether its words stand above; else what was filled in is all there is to show. */
const Template = ({ name, header, body, written }: Of<'template'> & { readonly written: boolean }): JSX.Element => (
  <div class="template-line">
    <p class="small">
      <Icon name="template" size={15} /> {t(bubble.template, { name: '' })}
      <code dir="ltr">{name}</code>
    </p>
    {!written &&
      [...header, ...body].map((parameter, index) => (
        <p key={index} dir="auto">
          {filledIn(parameter)}
        </p>
      ))}
  </div>
)

const Story = ({ relation, url }: Of<'story'>): JSX.Element => {
  const href = safeHref(url)
  return (
    <p class="aside">
      {t(relation === 'mention' ? bubble.storyMention : bubble.storyReply)}{' '}
      {href && <OutLink href={href}>{t(bubble.openStory)}</OutLink>}
    </p>
  )
}

const Unsupported = ({ kind, reason }: Of<'unsupported'>): JSX.Element => (
  <div class="card-line">
    <Icon name="question" />
    <div>
      <p>
        {t(bubble.unsupported)} <code dir="ltr">{kind}</code>
      </p>
      <p class="small" dir="auto">
        {reason}
      </p>
    </div>
  </div>
)

const Choice = ({ header, footer, sections }: Of<'choice'>): JSX.Element => (
  <div class="offer">
    {header && (
      <p dir="auto">
        <strong>{header}</strong>
      </p>
    )}
    {sections.map(({ title, options }, index) => (
      <OptionList key={index} title={title} options={options} />
    ))}
    {footer && (
      <p class="small" dir="auto">
        {footer}
      </p>
    )}
  </div>
)

/** What a message holds beside words and files; `written`: whether there are words above it. */
export const ContentView = ({
  content,
  written,
}: {
  readonly content: Content
  readonly written: boolean
}): JSX.Element | null => {
  switch (content.type) {
    case 'location':
      return <Place {...content} />
    case 'contacts':
      return (
        <ul class="people-cards">
          {content.contacts.map((person, index) => (
            <PersonCard key={index} person={person} />
          ))}
        </ul>
      )
    case 'choice':
      return <Choice {...content} />
    case 'cards':
      return <CardList cards={content.cards} />
    case 'selection':
      return <Picked {...content} />
    case 'template':
      return <Template {...content} written={written} />
    case 'order':
      return <Order {...content} />
    case 'form_response':
      return <Form {...content} />
    case 'story':
      return <Story {...content} />
    case 'unsupported':
      return <Unsupported {...content} />
    case 'reaction':
      return null
    default:
      // Of a later gateway: the words say enough.
      return null
  }
}
