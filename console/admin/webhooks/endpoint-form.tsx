import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { channelList, loadChannels } from '../../state/channels.ts'
import { webhooks } from '../../texts/admin-delivery.ts'
import { admin } from '../../texts/admin.ts'
import { t } from '../../texts/text.ts'
import { channelName } from '../../ui/channel.tsx'
import { FormDialog } from '../form-dialog.tsx'
import { useLoaded } from '../loaded.tsx'
import { Checks, Field } from '../parts.tsx'
import { ReachChoice, type ReachName } from '../reach-choice.tsx'
import { EVENT_TYPES, type EventType } from './event-types.ts'
import type { Endpoint } from './status.tsx'

export interface Wish {
  readonly url: string
  readonly description: string
  readonly reach: ReachName
  readonly types: readonly EventType[]
  readonly channels: readonly string[]
}

const wishOf = (endpoint: Endpoint | undefined): Wish => ({
  url: endpoint?.url ?? '',
  description: endpoint?.description ?? '',
  reach: 'shop',
  types: EVENT_TYPES.filter((type) => endpoint?.types?.includes(type)),
  channels: endpoint?.channels ?? [],
})

/** Of a new endpoint, or of one that is changed: its reach stays as it is. */
export const EndpointForm = ({
  endpoint,
  title,
  submit,
  onSubmit,
  onClose,
}: {
  readonly endpoint?: Endpoint
  readonly title: string
  readonly submit: string
  readonly onSubmit: (wish: Wish) => Promise<unknown>
  readonly onClose: () => void
}): JSX.Element => {
  const [wish, setWish] = useState(() => wishOf(endpoint))
  useLoaded(loadChannels)
  const channels = [...new Set([...channelList.value.map(({ channel }) => channel), ...wish.channels])]

  return (
    <FormDialog title={title} submit={submit} onSubmit={() => onSubmit(wish)} onClose={onClose}>
      <Field label={t(webhooks.url)} hint={t(webhooks.urlHint)}>
        {({ id, described }) => (
          <input
            id={id}
            aria-describedby={described}
            class="input"
            type="url"
            dir="ltr"
            required
            autocomplete="off"
            value={wish.url}
            onInput={(event) => setWish({ ...wish, url: event.currentTarget.value })}
          />
        )}
      </Field>
      <Field label={t(admin.optional, { label: t(webhooks.description) })}>
        {({ id }) => (
          <input
            id={id}
            class="input"
            dir="auto"
            autocomplete="off"
            value={wish.description}
            onInput={(event) => setWish({ ...wish, description: event.currentTarget.value })}
          />
        )}
      </Field>
      {endpoint === undefined && <ReachChoice value={wish.reach} onChoose={(reach) => setWish({ ...wish, reach })} />}
      <Checks
        legend={t(webhooks.types)}
        hint={t(webhooks.noneChosen)}
        choices={EVENT_TYPES.map((value) => ({ value, label: value }))}
        chosen={wish.types}
        onChoose={(types) => setWish({ ...wish, types })}
      />
      <Checks
        legend={t(webhooks.channels)}
        hint={t(webhooks.noneChosen)}
        choices={channels.map((value) => ({ value, label: channelName(value) }))}
        chosen={wish.channels}
        onChoose={(chosen) => setWish({ ...wish, channels: chosen })}
      />
    </FormDialog>
  )
}
