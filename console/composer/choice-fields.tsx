import type { JSX } from 'preact'
import { setDraft } from '../state/drafts.ts'
import { composer } from '../texts/composer.ts'
import { t } from '../texts/text.ts'
import { Icon } from '../ui/icons.tsx'

/** Titles of the choices that go with the text. */
export const ChoiceFields = ({
  conversation,
  choices,
  most,
  longest,
}: {
  readonly conversation: string
  readonly choices: readonly string[]
  readonly most: number
  readonly longest: number
}): JSX.Element => {
  const change = (next: readonly string[]): void => setDraft(conversation, { choices: next })
  return (
    <fieldset class="composer-choices">
      <legend>{t(composer.choicesTitle)}</legend>
      {choices.map((title, index) => (
        <input
          // The place is what a choice is.
          key={index}
          class="input"
          dir="auto"
          aria-label={t(composer.choice, { n: index + 1 })}
          placeholder={t(composer.choice, { n: index + 1 })}
          maxLength={longest}
          value={title}
          onInput={({ currentTarget }) =>
            change(choices.map((one, place) => (place === index ? currentTarget.value : one)))
          }
        />
      ))}
      <div class="composer-choice-buttons">
        {choices.length < most && (
          <button type="button" class="link-button" onClick={() => change([...choices, ''])}>
            {t(composer.addChoice)}
          </button>
        )}
        <button type="button" class="link-button" onClick={() => change([])}>
          <Icon name="close" size={14} /> {t(composer.noChoices)}
        </button>
      </div>
    </fieldset>
  )
}
