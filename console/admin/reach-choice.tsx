import type { JSX } from 'preact'
import { me } from '../state/session.ts'
import { admin } from '../texts/admin.ts'
import { t } from '../texts/text.ts'
import { Radios } from './parts.tsx'

export type ReachName = 'shop' | 'organisation'

/** Asked of whoever is of the organisation: nobody else may give more than their shop. */
export const ReachChoice = ({
  value,
  onChoose,
}: {
  readonly value: ReachName
  readonly onChoose: (reach: ReachName) => void
}): JSX.Element | null =>
  me.value?.person?.shop === null ? (
    <Radios
      legend={t(admin.reach)}
      choices={[
        { value: 'shop', label: t(admin.shop) },
        { value: 'organisation', label: t(admin.organisation) },
      ]}
      value={value}
      onChoose={onChoose}
    />
  ) : null
