import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { dataOf, type Contact } from '../../client/index.ts'
import type { components } from '../../client/schema.ts'
import { onEvent } from '../state/feed.ts'
import { api } from '../state/session.ts'
import { consent as texts } from '../texts/contact.ts'
import { fullTime } from '../texts/format.ts'
import { t, type Text } from '../texts/text.ts'
import { channelName } from '../ui/channel.tsx'
import { Waiting } from './parts.tsx'
import { useRead } from './use-read.ts'

type Consent = components['schemas']['Consent']

const SAID: Readonly<Record<Consent['state'], Readonly<Record<Consent['purpose'], Text>>>> = {
  revoked: { marketing: texts.revokedMarketing, service: texts.revokedService, any: texts.revokedAny },
  granted: { marketing: texts.grantedMarketing, service: texts.grantedService, any: texts.grantedAny },
}

const whereOf = ({ channel, sender }: Consent): string =>
  sender === 'any'
    ? t(texts.where, { channel: channelName(channel) })
    : t(texts.whereFrom, { channel: channelName(channel), sender })

/** What the contact allowed and forbade, what is forbidden before all else. */
export const ConsentList = ({ contact: { id } }: { readonly contact: Pick<Contact, 'id'> }): JSX.Element => {
  const read = useRead(
    async () => dataOf(await api().GET('/v1/contacts/{contact}/consent', { params: { path: { contact: id } } })).data,
    [id],
  )
  useEffect(() => onEvent(({ type }) => type === 'consent.changed' && read.again()), [id])
  const said = read.value.value
  if (said === undefined) return <Waiting of={read} />
  if (said.length === 0) return <p class="muted small">{t(texts.none)}</p>
  const ordered = said.toSorted((a, b) => Number(a.state === 'granted') - Number(b.state === 'granted') || b.at - a.at)
  return (
    <ul class="consents">
      {ordered.map((one) => (
        <li key={`${one.alias.type} ${one.alias.value} ${one.channel} ${one.sender} ${one.purpose}`}>
          <p>
            <span class="pill" data-kind={one.state === 'revoked' ? 'danger' : 'good'}>
              {t(SAID[one.state][one.purpose])}
            </span>
          </p>
          <p class="muted tiny">
            {whereOf(one)} <bdi dir="ltr">{one.alias.value}</bdi>
          </p>
          <p class="muted tiny" title={one.evidence}>
            {t(texts.learned, { source: `\u2068${one.source}\u2069`, at: fullTime(one.at) })}
          </p>
        </li>
      ))}
    </ul>
  )
}
