import type { JSX } from 'preact'
import { composer } from '../texts/composer.ts'
import { t } from '../texts/text.ts'
import { Icon } from '../ui/icons.tsx'
import type { Composing } from './composing.ts'
import { countOf } from './count.ts'
import { CountLine } from './plan-line.tsx'
import { Toolbar } from './toolbar.tsx'

/** What can be put into what is written, how long it is, and the way off. */
export const Foot = ({
  composing,
  onFiles,
  onEmoji,
  onTemplates,
  onChoices,
}: {
  readonly composing: Composing
  readonly onFiles: (files: readonly File[]) => void
  readonly onEmoji: (emoji: string) => void
  readonly onTemplates: () => void
  readonly onChoices: () => void
}): JSX.Element => {
  const { draft, capabilities, attachments, isNote, isFree, hasTemplates, takesFiles, mostChoices, canSend } = composing
  // Files go otherwise than text, which is not counted then.
  const isCounted = isFree && attachments.length === 0
  const offersChoices = isFree && mostChoices > 0 && draft.choices.length === 0
  return (
    <Toolbar
      onFiles={takesFiles ? onFiles : undefined}
      onEmoji={onEmoji}
      onTemplates={isFree && hasTemplates ? onTemplates : undefined}
      onChoices={offersChoices ? onChoices : undefined}
    >
      <span class="composer-count">
        {isCounted && capabilities && <CountLine count={countOf(draft.text.trim(), capabilities.text)} />}
      </span>
      <button type="submit" class="button button-primary composer-send" disabled={!canSend}>
        <Icon name={isNote ? 'note' : 'send'} size={18} />
        <span>{t(isNote ? composer.keepNote : composer.send)}</span>
      </button>
    </Toolbar>
  )
}
