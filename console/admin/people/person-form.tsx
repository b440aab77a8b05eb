import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { dataOf } from '../../../client/index.ts'
import { api } from '../../state/session.ts'
import type { Person } from '../../state/people.ts'
import { staff } from '../../texts/admin-access.ts'
import { t } from '../../texts/text.ts'
import { FormDialog } from '../form-dialog.tsx'
import { useIntent } from '../intent.ts'
import { NameField, Radios } from '../parts.tsx'
import { ReachChoice, type ReachName } from '../reach-choice.tsx'

export type Role = Person['role']
const ROLES: readonly Role[] = ['agent', 'admin']
const HINTS = { agent: staff.agentHint, admin: staff.adminHint } as const

export const RoleChoice = ({
  value,
  onChoose,
}: {
  readonly value: Role
  readonly onChoose: (role: Role) => void
}): JSX.Element => (
  <Radios
    legend={t(staff.role)}
    choices={ROLES.map((role) => ({ value: role, label: t(staff[role]), hint: t(HINTS[role]) }))}
    value={value}
    onChoose={onChoose}
  />
)

export const PersonForm = ({
  onAdded,
  onClose,
}: {
  readonly onAdded: (person: Person) => Promise<unknown>
  readonly onClose: () => void
}): JSX.Element => {
  const [name, setName] = useState('')
  const [role, setRole] = useState<Role>('agent')
  const [reach, setReach] = useState<ReachName>('shop')
  const intent = useIntent()

  const add = async (): Promise<void> => {
    const body = { name: name.trim(), role, reach }
    const params = { header: { 'Idempotency-Key': intent(body) } }
    await onAdded(dataOf(await api().POST('/v1/people', { params, body })))
  }

  return (
    <FormDialog title={t(staff.add)} submit={t(staff.addSubmit)} onSubmit={add} onClose={onClose}>
      <NameField value={name} onName={setName} />
      <RoleChoice value={role} onChoose={setRole} />
      <ReachChoice value={reach} onChoose={setReach} />
    </FormDialog>
  )
}
