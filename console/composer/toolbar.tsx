import type { ComponentChildren, JSX } from 'preact'
import { useRef } from 'preact/hooks'
import { composer, files, templates } from '../texts/composer.ts'
import { t } from '../texts/text.ts'
import { Icon, type IconName } from '../ui/icons.tsx'
import { Menu } from '../ui/menu.tsx'
import { EmojiMenu } from './emoji.tsx'
import { enterSends, isTouch, setEnterSends } from './habits.ts'

const Tool = ({
  icon,
  label,
  onClick,
}: {
  readonly icon: IconName
  readonly label: string
  readonly onClick: () => void
}): JSX.Element => (
  <button type="button" class="icon-button" aria-label={label} title={label} onClick={onClick}>
    <Icon name={icon} />
  </button>
)

const FileTool = ({ onFiles }: { readonly onFiles: (files: readonly File[]) => void }): JSX.Element => {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <Tool icon="attach" label={t(files.attach)} onClick={() => input.current?.click()} />
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={t(files.attach)}
        onChange={({ currentTarget }) => {
          onFiles([...(currentTarget.files ?? [])])
          // The same file may be chosen again.
          currentTarget.value = ''
        }}
      />
    </>
  )
}

const Habits = (): JSX.Element => (
  <Menu label={t(composer.options)} button={<Icon name="more" />} class="composer-menu composer-habits">
    <label class="composer-habit">
      <input
        type="checkbox"
        checked={enterSends.value}
        onChange={({ currentTarget }) => setEnterSends(currentTarget.checked)}
      />
      <span>
        {t(composer.enterSends)}
        <span class="muted small">{t(composer.enterExplains)}</span>
      </span>
    </label>
  </Menu>
)

/** What can be put into an answer; what is missing cannot be done here. */
export const Toolbar = ({
  onFiles,
  onEmoji,
  onTemplates,
  onChoices,
  children,
}: {
  readonly onFiles: ((files: readonly File[]) => void) | undefined
  readonly onEmoji: (emoji: string) => void
  readonly onTemplates: (() => void) | undefined
  readonly onChoices: (() => void) | undefined
  readonly children: ComponentChildren
}): JSX.Element => (
  <div class="composer-tools">
    {onFiles && <FileTool onFiles={onFiles} />}
    <EmojiMenu onPick={onEmoji} />
    {onTemplates && <Tool icon="template" label={t(templates.open)} onClick={onTemplates} />}
    {onChoices && <Tool icon="checks" label={t(composer.choices)} onClick={onChoices} />}
    {!isTouch && <Habits />}
    {children}
  </div>
)
