import type { JSX } from 'preact'
import type { Draft } from '../state/drafts.ts'
import { composer } from '../texts/composer.ts'
import { t } from '../texts/text.ts'
import { Icon, type IconName } from '../ui/icons.tsx'

const MODES: readonly { readonly mode: Draft['mode']; readonly icon: IconName }[] = [
  { mode: 'reply', icon: 'reply' },
  { mode: 'note', icon: 'note' },
]

/** To the customer, or to colleagues: it never changes by itself. */
export const ModeSwitch = ({
  mode,
  name,
  onChange,
}: {
  readonly mode: Draft['mode']
  readonly name: string
  readonly onChange: (mode: Draft['mode']) => void
}): JSX.Element => (
  <fieldset class="composer-modes">
    <legend class="sr-only">{t(composer.kind)}</legend>
    {MODES.map((one) => (
      <label key={one.mode} data-mode={one.mode}>
        <input
          type="radio"
          class="sr-only"
          name={name}
          checked={mode === one.mode}
          onChange={() => onChange(one.mode)}
        />
        <Icon name={one.icon} size={16} />
        {t(composer[one.mode])}
      </label>
    ))}
  </fieldset>
)
