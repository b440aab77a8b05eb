import type { JSX } from 'preact'
import type { Message } from '../../client/index.ts'
import { Avatar } from '../ui/avatar.tsx'
import { safeHref } from './words.ts'
import { OutLink } from './written.tsx'

type Person = Extract<NonNullable<Message['content']>, { readonly type: 'contacts' }>['contacts'][number]

/** What has no digits cannot be called, whatever a card says. */
const telephone = (phone: string): string | undefined => {
  const number = phone.replaceAll(/[^\d+]/g, '')
  return /\d/.test(number) ? `tel:${number}` : undefined
}

const placeOf = ({ street, zip, city, state, country }: Person['addresses'][number]): string =>
  [street, [zip, city].filter(Boolean).join(' '), state, country].filter(Boolean).join(', ')

const Line = ({ href, text }: { readonly href: string | undefined; readonly text: string }): JSX.Element => (
  <p class="card-way small">{href ? <OutLink href={href}>{<bdi>{text}</bdi>}</OutLink> : <bdi>{text}</bdi>}</p>
)

/** Somebody the customer told of. */
export const PersonCard = ({ person }: { readonly person: Person }): JSX.Element => {
  const { name, org, birthday, phones, emails, urls, addresses } = person
  const work = [org?.title, org?.department, org?.company].filter(Boolean).join(', ')
  return (
    <li class="card-line">
      <Avatar name={name.formatted} />
      <div>
        <p dir="auto">
          <strong>{name.formatted}</strong>
        </p>
        {work && (
          <p class="small" dir="auto">
            {work}
          </p>
        )}
        {phones.map(({ phone }) => (
          <Line key={phone} href={safeHref(telephone(phone))} text={phone} />
        ))}
        {emails.map(({ email }) => (
          <Line key={email} href={safeHref(`mailto:${email}`)} text={email} />
        ))}
        {urls.map(({ url }) => (
          <Line key={url} href={safeHref(url)} text={url} />
        ))}
        {addresses.map((address, index) => (
          <Line key={index} href={undefined} text={placeOf(address)} />
        ))}
        {birthday && <Line href={undefined} text={birthday} />}
      </div>
    </li>
  )
}
