import type { Account } from '../../../client/index.ts'
import { accounts } from '../../texts/admin.ts'
import { list, number } from '../../texts/format.ts'
import { t, tn, type Text } from '../../texts/text.ts'

type Capabilities = NonNullable<Account['capabilities']>

const named = (name: string): string => (name in accounts ? t(accounts[name as keyof typeof accounts] as Text) : name)

const listed = (names: readonly string[]): string =>
  names.length === 0 ? t(accounts.nothing) : list(names.map((name) => named(name)))

/** What somebody who answers should know of a channel: its limits, in a few lines. */
export const carriesOf = ({
  windowHours,
  text,
  media,
  receipts,
}: Capabilities): readonly (readonly [Text, string])[] => [
  [accounts.window, windowHours === undefined ? t(accounts.always) : tn(accounts.windowHours, windowHours)],
  [accounts.text, t(accounts[text.unit], { n: number(text.max) })],
  [accounts.files, listed(Object.keys(media))],
  [accounts.receipts, listed(receipts)],
]
