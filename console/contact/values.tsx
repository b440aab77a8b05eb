import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useRef } from 'preact/hooks'
import { common } from '../texts/common.ts'
import { contact as texts } from '../texts/contact.ts'
import { t } from '../texts/text.ts'
import { typedIn } from '../ui/form.ts'
import { Icon } from '../ui/icons.tsx'
import { useFirstField } from './parts.tsx'

type Save = (name: string, value: string | null) => Promise<boolean>

const ValueForm = ({
  nameLabel,
  name,
  value,
  save,
  onDone,
}: {
  readonly nameLabel: string
  /** Of a value that is there. */
  readonly name?: string
  readonly value?: string
  readonly save: Save
  readonly onDone: () => void
}): JSX.Element => {
  const form = useFirstField()
  const submit = async (form: HTMLFormElement): Promise<void> => {
    const of = name ?? typedIn(form, 'name')
    if (of !== '' && (await save(of, typedIn(form, 'value') || null))) onDone()
  }
  return (
    <form
      ref={form}
      class="fields"
      onSubmit={(event) => {
        event.preventDefault()
        void submit(event.currentTarget)
      }}
    >
      {name === undefined && (
        <label class="field">
          <span>{nameLabel}</span>
          <input class="input" name="name" required dir="auto" autocomplete="off" />
        </label>
      )}
      <label class="field">
        <span dir="auto">{name ?? t(texts.value)}</span>
        <input
          class="input"
          name="value"
          required
          maxLength={500}
          dir="auto"
          autocomplete="off"
          defaultValue={value ?? ''}
        />
      </label>
      <div class="dialog-actions">
        <button type="button" class="button" onClick={onDone}>
          {t(common.cancel)}
        </button>
        <button type="submit" class="button button-primary">
          {t(common.save)}
        </button>
      </div>
    </form>
  )
}

/** Single values by name: seen, changed, taken away and added to. */
export const Values = ({
  values,
  nameLabel,
  save,
}: {
  readonly values: Readonly<Record<string, string>>
  readonly nameLabel: string
  readonly save: Save
}): JSX.Element => {
  /** Which is written; the empty name: a new one. */
  const editing = useSignal<string | null>(null)
  const add = useRef<HTMLButtonElement>(null)
  const names = Object.keys(values).sort()
  const done = (): void => {
    editing.value = null
    // The form goes, and the focus was in it.
    setTimeout(() => add.current?.focus())
  }
  const remove = async (name: string): Promise<void> => {
    if (await save(name, null)) done()
  }
  return (
    <>
      {names.length === 0 && editing.value === null && <p class="muted small">{t(texts.noneYet)}</p>}
      <dl class="values">
        {names.map((name) => (
          <div key={name} class="value">
            <dt class="muted small">
              <bdi>{name}</bdi>
            </dt>
            <dd>
              {editing.value === name ? (
                <ValueForm nameLabel={nameLabel} name={name} value={values[name] ?? ''} save={save} onDone={done} />
              ) : (
                <>
                  <span class="value-words">
                    <bdi>{values[name]}</bdi>
                  </span>
                  <button
                    type="button"
                    class="icon-button small-button"
                    aria-label={t(texts.editValue, { field: name })}
                    onClick={() => (editing.value = name)}
                  >
                    <Icon name="edit" size={16} />
                  </button>
                  <button
                    type="button"
                    class="icon-button small-button"
                    aria-label={t(texts.removeValue, { field: name })}
                    onClick={() => void remove(name)}
                  >
                    <Icon name="close" size={16} />
                  </button>
                </>
              )}
            </dd>
          </div>
        ))}
      </dl>
      {editing.value === '' ? (
        <ValueForm nameLabel={nameLabel} save={save} onDone={done} />
      ) : (
        <button ref={add} type="button" class="button button-small" onClick={() => (editing.value = '')}>
          <Icon name="plus" size={16} />
          {t(texts.addValue)}
        </button>
      )}
    </>
  )
}
