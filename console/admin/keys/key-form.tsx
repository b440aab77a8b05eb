import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { Account } from '../../../client/index.ts'
import { dataOf } from '../../../client/index.ts'
import type { components } from '../../../client/schema.ts'
import { api } from '../../state/session.ts'
import { keys } from '../../texts/admin-access.ts'
import { admin } from '../../texts/admin.ts'
import { t } from '../../texts/text.ts'
import { channelName } from '../../ui/channel.tsx'
import { readAccounts } from '../channels/channels-page.tsx'
import { FormDialog } from '../form-dialog.tsx'
import { useIntent } from '../intent.ts'
import { useLoaded } from '../loaded.tsx'
import { Checks, Field, NameField, Radios } from '../parts.tsx'
import { ReachChoice, type ReachName } from '../reach-choice.tsx'

type Made = components['schemas']['ApiKeyMade']
const SCOPES = ['read', 'write', 'admin'] as const
type Scope = (typeof SCOPES)[number]
const HINTS = { read: keys.readHint, write: keys.writeHint, admin: keys.adminHint } as const

const nameOf = ({ channel, name, id }: Account): string => `${channelName(channel)}: ${name ?? id}`
const refOf = ({ channel, id }: Account): string => `${channel} ${id}`

export const KeyForm = ({
  onMade,
  onClose,
}: {
  readonly onMade: (key: Made) => void
  readonly onClose: () => void
}): JSX.Element => {
  const known = useLoaded(readAccounts)
  const [name, setName] = useState('')
  const [scope, setScope] = useState<Scope>('write')
  const [reach, setReach] = useState<ReachName>('shop')
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [connector, setConnector] = useState('')
  const intent = useIntent()
  const all = known.state === 'ready' ? known.data : []

  const make = async (): Promise<void> => {
    const accounts = all
      .filter((one) => chosen.includes(refOf(one)))
      .map(({ channel, id }) => ({ channel, account: id }))
    const body = {
      name: name.trim(),
      scopes: [scope],
      reach,
      ...(accounts.length > 0 ? { accounts } : {}),
      ...(connector.trim() === '' ? {} : { connector: connector.trim() }),
    }
    const params = { header: { 'Idempotency-Key': intent(body) } }
    onMade(dataOf(await api().POST('/v1/api-keys', { params, body })))
  }

  return (
    <FormDialog title={t(keys.make)} submit={t(keys.make)} onSubmit={make} onClose={onClose}>
      <NameField value={name} onName={setName} />
      <Radios
        legend={t(keys.scope)}
        choices={SCOPES.map((value) => ({ value, label: t(keys[value]), hint: t(HINTS[value]) }))}
        value={scope}
        onChoose={setScope}
      />
      <ReachChoice value={reach} onChoose={setReach} />
      {all.length > 0 && (
        <Checks
          legend={t(keys.accounts)}
          hint={t(keys.allAccounts)}
          choices={all.map((one) => ({ value: refOf(one), label: nameOf(one) }))}
          chosen={chosen}
          onChoose={setChosen}
        />
      )}
      <Field label={t(admin.optional, { label: t(keys.connector) })} hint={t(keys.connectorHint)}>
        {({ id, described }) => (
          <input
            id={id}
            aria-describedby={described}
            class="input"
            dir="auto"
            autocomplete="off"
            value={connector}
            onInput={(event) => setConnector(event.currentTarget.value)}
          />
        )}
      </Field>
    </FormDialog>
  )
}
