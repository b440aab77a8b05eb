import type { JSX } from 'preact'
import { conversations } from '../state/conversations.ts'
import { isAdmin } from '../state/session.ts'
import { empty, filters } from '../texts/list.ts'
import { t } from '../texts/text.ts'
import { activeFields, type Filter } from './filter.ts'
import type { Choose } from './filters.tsx'

const isThisMachine = (): boolean => /^(localhost|127\.0\.0\.1)$/.test(location.hostname)

/** Before anybody has ever written. */
const First = (): JSX.Element => (
  <>
    <p>{t(empty.first)}</p>
    {isAdmin.value && (
      <a class="button" href="/inbox/admin/channels">
        {t(empty.toChannels)}
      </a>
    )}
    {isThisMachine() && (
      <>
        <p>{t(empty.sandbox)}</p>
        <pre class="list-code" dir="ltr">
          {`curl ${location.origin}/local/sandbox/sms \\\n  -d '{ "from": "+15550142201", "text": "Hello!" }'`}
        </pre>
      </>
    )}
  </>
)

/** Why there is nothing in the list, and what to do. */
export const Empty = ({ filter, onChoose }: { readonly filter: Filter; readonly onChoose: Choose }): JSX.Element => {
  const isFiltered = activeFields(filter).length > 0
  if (!isFiltered && filter.view === 'open' && conversations.value.size === 0)
    return (
      <div class="list-empty">
        <First />
      </div>
    )
  return (
    <div class="list-empty">
      <p>{t(isFiltered ? empty.filtered : empty[filter.view])}</p>
      {isFiltered && (
        <button type="button" class="button" onClick={() => onChoose({ view: filter.view })}>
          {t(filters.clear)}
        </button>
      )}
    </div>
  )
}
