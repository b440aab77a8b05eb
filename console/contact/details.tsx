import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { ListedConversation } from '../../client/index.ts'
import { contacts, loadContact, loadConversationsOf } from '../state/contacts.ts'
import { generation } from '../state/feed.ts'
import { isAdmin } from '../state/session.ts'
import { common } from '../texts/common.ts'
import { consent, contact as texts, merging, privacy } from '../texts/contact.ts'
import { t } from '../texts/text.ts'
import { Icon } from '../ui/icons.tsx'
import { notifyFailure } from '../ui/notices.tsx'
import { Cases } from './cases.tsx'
import { changeContact } from './change.ts'
import { ConsentList } from './consent.tsx'
import { Handles } from './handles.tsx'
import { Merged } from './merged.tsx'
import { OtherConversations } from './others.tsx'
import { Fold } from './parts.tsx'
import { Privacy } from './privacy.tsx'
import { Profile } from './profile.tsx'
import { Values } from './values.tsx'

/** Reads a contact, and their conversations, when they are first shown and anew with each generation. */
export const useContact = (id: string) => {
  useEffect(() => {
    if (generation.value === 0) return
    loadContact(id).catch(notifyFailure)
    loadConversationsOf(id).catch(() => undefined)
  }, [id, generation.value])
  return contacts.value.get(id)
}

/** All that is known of a contact, beside one of their conversations or by itself. */
export const ContactDetails = ({
  id,
  conversation,
}: {
  readonly id: string
  readonly conversation?: ListedConversation
}): JSX.Element => {
  const contact = useContact(id)
  if (contact === undefined) return <p class="muted">{t(common.loading)}</p>
  if (contact === null) return <p class="muted">{t(texts.gone)}</p>
  return (
    <div class="contact-details">
      <Profile key={contact.id} contact={contact} />
      {conversation && (
        <a class="button button-small" href={`/inbox/contacts/${contact.id}`}>
          <Icon name="columns" size={16} />
          {t(texts.allTalks)}
        </a>
      )}
      <Fold title={t(texts.handles)} open>
        <Handles contact={contact} />
      </Fold>
      <Fold title={t(conversation ? texts.others : texts.allTalks)} open={conversation !== undefined}>
        <OtherConversations contact={contact.id} open={conversation?.id} />
      </Fold>
      <Fold title={t(consent.title)} open>
        <ConsentList contact={contact} />
      </Fold>
      {conversation && (
        <Fold title={t(texts.cases)} open>
          <Cases conversation={conversation} />
        </Fold>
      )}
      <Fold title={t(texts.data)} open={Object.keys(contact.metadata).length > 0}>
        <Values
          values={contact.metadata}
          nameLabel={t(texts.field)}
          save={(name, value) => changeContact(contact, { metadata: { [name]: value } })}
        />
      </Fold>
      <Fold title={t(texts.ids)} open={Object.keys(contact.externalIds).length > 0}>
        <Values
          values={contact.externalIds}
          nameLabel={t(texts.system)}
          save={(name, value) => changeContact(contact, { externalIds: { [name]: value } })}
        />
      </Fold>
      <Fold title={t(merging.title)} open>
        <Merged contact={contact} />
      </Fold>
      {isAdmin.value && (
        <Fold title={t(privacy.title)}>
          <Privacy contact={contact} />
        </Fold>
      )}
    </div>
  )
}
