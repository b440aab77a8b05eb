import type { JSX } from 'preact'
import { useEffect, useId, useState } from 'preact/hooks'
import { api } from '../state/session.ts'
import { templates } from '../texts/composer.ts'
import { t } from '../texts/text.ts'
import { Icon } from '../ui/icons.tsx'
import type { MessageTemplate } from './template-list.ts'

type Variable = MessageTemplate['variables'][number]
type Values = Readonly<Record<string, string>>

const AFTER_MS = 300

interface Preview {
  readonly text: string
  readonly errors: readonly { readonly path: string; readonly message: string }[]
}

/** What the customer would see with these values, and what is wrong with them, by the gateway. */
const usePreview = (template: MessageTemplate, values: Values): Preview => {
  const [preview, setPreview] = useState<Preview>({ text: template.preview, errors: [] })
  useEffect(() => {
    const leaving = new AbortController()
    const show = async (): Promise<void> => {
      try {
        const { data } = await api().POST('/v1/templates/{template}/preview', {
          params: { path: { template: template.id } },
          body: { variables: values },
          signal: leaving.signal,
        })
        if (data && !leaving.signal.aborted) setPreview(data)
      } catch {
        // What is shown stays.
      }
    }
    const timer = setTimeout(() => void show(), AFTER_MS)
    return () => {
      clearTimeout(timer)
      leaving.abort()
    }
  }, [template, values])
  return preview
}

const whereOf = ({ where, button }: Variable): string =>
  where === 'button' ? t(templates.button, { n: (button ?? 0) + 1 }) : t(templates[where])

/** Only in the body there are several of a place. */
const labelOf = (variable: Variable): string => {
  const { where, name, type } = variable
  if (type !== 'text') return t(templates[type])
  return where === 'body' ? t(templates.variable, { where: whereOf(variable), name }) : whereOf(variable)
}

const errorOf = (errors: Preview['errors'], { name }: Variable): string | undefined =>
  errors.find(({ path }) => path.split('/').at(-1) === name)?.message

const Field = ({
  variable,
  value,
  error,
  onChange,
}: {
  readonly variable: Variable
  readonly value: string
  readonly error: string | undefined
  readonly onChange: (value: string) => void
}): JSX.Element => {
  const id = useId()
  const isText = variable.type === 'text'
  return (
    <div class="field">
      <label for={id}>{labelOf(variable)}</label>
      <input
        id={id}
        class="input"
        inputMode={isText ? 'text' : 'url'}
        dir={isText ? 'auto' : 'ltr'}
        maxLength={2048}
        required
        aria-describedby={`${id}-hint`}
        value={value}
        onInput={({ currentTarget }) => onChange(currentTarget.value)}
      />
      <p id={`${id}-hint`} class="small muted">
        {value !== '' && error !== undefined && <span class="field-error">{error} </span>}
        {variable.example !== null && t(templates.example, { example: variable.example })}
      </p>
    </div>
  )
}

/** What is filled into a template, beside what the customer will see of it. */
export const TemplateForm = ({
  template,
  onBack,
  onSend,
}: {
  readonly template: MessageTemplate
  readonly onBack: () => void
  readonly onSend: (variables: Values) => void
}): JSX.Element => {
  const [values, setValues] = useState<Values>({})
  const preview = usePreview(template, values)
  const isFilled = template.variables.every(({ name }) => (values[name] ?? '').trim() !== '')
  return (
    <form
      class="template-form"
      onSubmit={(event) => {
        event.preventDefault()
        onSend(values)
      }}
    >
      <h3 dir="ltr">
        {template.name} <span class="pill">{template.language}</span>
      </h3>
      {template.variables.map((variable) => (
        <Field
          key={variable.name}
          variable={variable}
          value={values[variable.name] ?? ''}
          error={errorOf(preview.errors, variable)}
          onChange={(value) => setValues({ ...values, [variable.name]: value })}
        />
      ))}
      <section aria-label={t(templates.preview)}>
        <p class="label">{t(templates.preview)}</p>
        <p class="template-preview" dir="auto" lang={template.language.replace('_', '-')}>
          {preview.text}
        </p>
      </section>
      <div class="dialog-actions">
        <button type="button" class="button" onClick={onBack}>
          {t(templates.other)}
        </button>
        <button type="submit" class="button button-primary" disabled={!isFilled || preview.errors.length > 0}>
          <Icon name="send" size={18} />
          {t(templates.send)}
        </button>
      </div>
    </form>
  )
}
