import type { ComponentChildren, JSX } from 'preact'
import { useId, useRef, useState } from 'preact/hooks'
import { admin } from '../texts/admin.ts'
import { common } from '../texts/common.ts'
import { t } from '../texts/text.ts'
import { Dialog } from '../ui/dialog.tsx'
import { notify } from '../ui/notices.tsx'
import { Since } from '../ui/time.tsx'

/** How long ago something was, or that it never was. */
export const Ago = ({ at }: { readonly at: number | null }): JSX.Element => {
  if (at === null) return <span class="muted">{t(admin.never)}</span>
  const [before = '', after = ''] = t(admin.ago).split('{time}')
  return (
    <span>
      {before}
      <Since at={at} />
      {after}
    </span>
  )
}

export const Reach = ({ shop }: { readonly shop: string | null }): JSX.Element => (
  <span>{shop === null ? t(admin.organisation) : t(admin.shop)}</span>
)

/** Something secret that is told this once, to be copied. */
export const Once = ({
  title,
  label,
  value,
  explain = t(admin.once),
  onClose,
}: {
  readonly title: string
  readonly label: string
  readonly value: string
  readonly explain?: string
  readonly onClose: () => void
}): JSX.Element => {
  const field = useRef<HTMLInputElement>(null)
  const copy = async (): Promise<void> => {
    field.current?.select()
    try {
      await navigator.clipboard.writeText(value)
      notify(t(common.copied))
    } catch {
      // Without that permission it is selected, for the keys that copy.
    }
  }
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{explain}</p>
      <label class="field">
        <span>{label}</span>
        <input
          ref={field}
          class="input code"
          dir="ltr"
          readOnly
          value={value}
          onFocus={(event) => event.currentTarget.select()}
        />
      </label>
      <div class="dialog-actions">
        <button type="button" class="button" onClick={() => void copy()}>
          {t(common.copy)}
        </button>
        <button type="button" class="button button-primary" onClick={onClose}>
          {t(admin.done)}
        </button>
      </div>
    </Dialog>
  )
}

/** Asks before something that cannot be undone, or that others notice. */
export const Confirm = ({
  title,
  explain,
  label,
  danger = false,
  onConfirm,
  onClose,
}: {
  readonly title: string
  readonly explain: string
  readonly label: string
  readonly danger?: boolean
  readonly onConfirm: () => Promise<unknown>
  readonly onClose: () => void
}): JSX.Element => {
  const [busy, setBusy] = useState(false)
  const confirm = async (): Promise<void> => {
    setBusy(true)
    await onConfirm()
    onClose()
  }
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{explain}</p>
      <div class="dialog-actions">
        <button type="button" class="button" onClick={onClose}>
          {t(common.cancel)}
        </button>
        <button
          type="button"
          class={danger ? 'button button-danger' : 'button button-primary'}
          disabled={busy}
          onClick={() => void confirm()}
        >
          {label}
        </button>
      </div>
    </Dialog>
  )
}

export const Field = ({
  label,
  hint,
  children,
}: {
  readonly label: string
  readonly hint?: string
  /** One input, beside its label. */
  readonly children: (ids: { readonly id: string; readonly described: string | undefined }) => ComponentChildren
}): JSX.Element => {
  const id = useId()
  const described = hint === undefined ? undefined : `${id}-hint`
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children({ id, described })}
      {hint !== undefined && (
        <p id={described} class="muted small">
          {hint}
        </p>
      )}
    </div>
  )
}

interface Choice<V extends string> {
  readonly value: V
  readonly label: string
  readonly hint?: string
}

/** One of a few. */
export const Radios = <V extends string>({
  legend,
  choices,
  value,
  onChoose,
}: {
  readonly legend: string
  readonly choices: readonly Choice<V>[]
  readonly value: V
  readonly onChoose: (value: V) => void
}): JSX.Element => {
  const name = useId()
  return (
    <fieldset class="admin-choices">
      <legend class="label">{legend}</legend>
      {choices.map((choice) => (
        <label key={choice.value} class="choice">
          <input type="radio" name={name} checked={choice.value === value} onChange={() => onChoose(choice.value)} />
          <span>
            {choice.label}
            {choice.hint !== undefined && <span class="choice-hint">{choice.hint}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  )
}

/** Some of several. */
export const Checks = <V extends string>({
  legend,
  hint,
  choices,
  chosen,
  onChoose,
}: {
  readonly legend: string
  readonly hint: string
  readonly choices: readonly Choice<V>[]
  readonly chosen: readonly V[]
  readonly onChoose: (chosen: readonly V[]) => void
}): JSX.Element => (
  <fieldset class="admin-choices">
    <legend class="label">
      {legend} <span class="choice-hint">{hint}</span>
    </legend>
    <div class="checks">
      {choices.map(({ value, label }) => (
        <label key={value} class="choice">
          <input
            type="checkbox"
            checked={chosen.includes(value)}
            onChange={(event) =>
              onChoose(event.currentTarget.checked ? [...chosen, value] : chosen.filter((one) => one !== value))
            }
          />
          <span dir="auto">{label}</span>
        </label>
      ))}
    </div>
  </fieldset>
)

/** What something made here is called. */
export const NameField = ({
  value,
  onName,
}: {
  readonly value: string
  readonly onName: (name: string) => void
}): JSX.Element => (
  <Field label={t(admin.name)}>
    {({ id }) => (
      <input
        id={id}
        class="input"
        dir="auto"
        required
        maxLength={200}
        autocomplete="off"
        value={value}
        onInput={(event) => onName(event.currentTarget.value)}
      />
    )}
  </Field>
)
