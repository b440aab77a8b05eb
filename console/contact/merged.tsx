import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { Contact } from '../../client/index.ts'
import { merging } from '../texts/contact.ts'
import { t } from '../texts/text.ts'
import { Icon } from '../ui/icons.tsx'
import { MergeDialog } from './merge-dialog.tsx'
import { formerName, takeApart } from './merge.ts'

/** Who else this contact is: said here, and taken back here. */
export const Merged = ({ contact }: { readonly contact: Contact }): JSX.Element => {
  const isMerging = useSignal(false)
  return (
    <>
      {contact.merged.length > 0 && (
        <>
          <p class="muted small">{t(merging.merged)}</p>
          <ul>
            {contact.merged.map((id) => (
              <li key={id} class="merged">
                <bdi class="merged-name">{formerName(id)}</bdi>
                <button
                  type="button"
                  class="button button-small"
                  aria-label={t(merging.takeApartWho, { name: formerName(id) })}
                  onClick={() => void takeApart(id)}
                >
                  {t(merging.takeApart)}
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
      <button type="button" class="button button-small" onClick={() => (isMerging.value = true)}>
        <Icon name="merge" size={16} />
        {t(merging.begin)}
      </button>
      {isMerging.value && <MergeDialog contact={contact} onClose={() => (isMerging.value = false)} />}
    </>
  )
}
