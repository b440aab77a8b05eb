import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { webhooks } from '../../texts/admin-delivery.ts'
import { t } from '../../texts/text.ts'
import { FormDialog } from '../form-dialog.tsx'
import { Field, Radios } from '../parts.tsx'

export type Replay = { readonly event: string } | { readonly from: string; readonly to?: string }

const isoOf = (local: string): string => new Date(local).toISOString()

export const ReplayForm = ({
  onReplay,
  onClose,
}: {
  readonly onReplay: (replay: Replay) => Promise<unknown>
  readonly onClose: () => void
}): JSX.Element => {
  const [by, setBy] = useState<'event' | 'time'>('event')
  const [event, setEvent] = useState('')
  const [from, setFrom] = useState('')
  const [to, setTo] = useState('')
  const replay = (): Promise<unknown> =>
    onReplay(by === 'event' ? { event: event.trim() } : { from: isoOf(from), ...(to === '' ? {} : { to: isoOf(to) }) })

  return (
    <FormDialog title={t(webhooks.replay)} submit={t(webhooks.replayOne)} onSubmit={replay} onClose={onClose}>
      <p class="muted">{t(webhooks.replayHint)}</p>
      <Radios
        legend={t(webhooks.replay)}
        choices={[
          { value: 'event', label: t(webhooks.byEvent) },
          { value: 'time', label: t(webhooks.byTime) },
        ]}
        value={by}
        onChoose={setBy}
      />
      {by === 'event' ? (
        <Field label={t(webhooks.eventId)}>
          {({ id }) => (
            <input
              id={id}
              class="input code"
              dir="ltr"
              required
              autocomplete="off"
              spellcheck={false}
              placeholder="evt_…"
              value={event}
              onInput={({ currentTarget }) => setEvent(currentTarget.value)}
            />
          )}
        </Field>
      ) : (
        <>
          <Field label={t(webhooks.from)}>
            {({ id }) => (
              <input
                id={id}
                class="input"
                type="datetime-local"
                required
                value={from}
                onInput={({ currentTarget }) => setFrom(currentTarget.value)}
              />
            )}
          </Field>
          <Field label={t(webhooks.to)} hint={t(webhooks.untilNow)}>
            {({ id, described }) => (
              <input
                id={id}
                aria-describedby={described}
                class="input"
                type="datetime-local"
                value={to}
                onInput={({ currentTarget }) => setTo(currentTarget.value)}
              />
            )}
          </Field>
        </>
      )}
    </FormDialog>
  )
}
