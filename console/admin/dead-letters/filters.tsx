import type { JSX } from 'preact'
import { useId, useState } from 'preact/hooks'
import { channelList, loadChannels } from '../../state/channels.ts'
import { deadLetterKinds, deadLetters } from '../../texts/admin-delivery.ts'
import { admin } from '../../texts/admin.ts'
import { t } from '../../texts/text.ts'
import { channelName } from '../../ui/channel.tsx'
import { useLoaded } from '../loaded.tsx'
import { Field } from '../parts.tsx'
import { kindName } from './reason.ts'

export interface Filter {
  readonly channel?: string
  readonly kind?: string
  readonly reason?: string
}

/** What a dead letter may have been. The API takes others, which may be added. */
const KINDS = Object.keys(deadLetterKinds)

const filterOf = (channel: string, kind: string, reason: string): Filter => ({
  ...(channel === '' ? {} : { channel }),
  ...(kind === '' ? {} : { kind }),
  ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
})

export const Filters = ({
  filter,
  onFilter,
  reasons,
}: {
  readonly filter: Filter
  readonly onFilter: (filter: Filter) => void
  /** Those that are seen, as proposals. */
  readonly reasons: readonly string[]
}): JSX.Element => {
  const [channel, setChannel] = useState('')
  const [kind, setKind] = useState('')
  const [reason, setReason] = useState('')
  const known = useId()
  useLoaded(loadChannels)

  const apply = (event: Event): void => {
    event.preventDefault()
    onFilter(filterOf(channel, kind, reason))
  }
  const clear = (): void => {
    setChannel('')
    setKind('')
    setReason('')
    onFilter({})
  }

  return (
    <form class="filters" aria-label={t(deadLetters.filter)} onSubmit={apply}>
      <Field label={t(admin.channel)}>
        {({ id }) => (
          <select id={id} class="input" value={channel} onChange={(event) => setChannel(event.currentTarget.value)}>
            <option value="">{t(admin.all)}</option>
            {channelList.value.map((one) => (
              <option key={one.channel} value={one.channel}>
                {channelName(one.channel)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={t(deadLetters.kind)}>
        {({ id }) => (
          <select id={id} class="input" value={kind} onChange={(event) => setKind(event.currentTarget.value)}>
            <option value="">{t(admin.all)}</option>
            {KINDS.map((one) => (
              <option key={one} value={one}>
                {kindName(one)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={t(deadLetters.reason)}>
        {({ id }) => (
          <>
            <input
              id={id}
              class="input"
              dir="ltr"
              list={known}
              autocomplete="off"
              spellcheck={false}
              value={reason}
              onInput={(event) => setReason(event.currentTarget.value)}
            />
            <datalist id={known}>
              {reasons.map((one) => (
                <option key={one} value={one}>
                  {one}
                </option>
              ))}
            </datalist>
          </>
        )}
      </Field>
      <div class="row-actions">
        <button type="submit" class="button">
          {t(deadLetters.apply)}
        </button>
        {Object.keys(filter).length > 0 && (
          <button type="button" class="button" onClick={clear}>
            {t(deadLetters.clear)}
          </button>
        )}
      </div>
    </form>
  )
}
