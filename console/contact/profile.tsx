import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { Contact } from '../../client/index.ts'
import { now } from '../state/clock.ts'
import { common } from '../texts/common.ts'
import { contact as texts } from '../texts/contact.ts'
import { language, localeOf, t, type Text } from '../texts/text.ts'
import { typedIn } from '../ui/form.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Icon } from '../ui/icons.tsx'
import { changeContact } from './change.ts'
import { useFirstField } from './parts.tsx'

const languageName = (tag: string): string => {
  try {
    return new Intl.DisplayNames(localeOf(language.value), { type: 'language' }).of(tag) ?? tag
  } catch {
    return tag
  }
}

/** What the clock shows where they are; undefined where the zone is none that this browser knows. */
const timeThere = (timeZone: string, at: number): string | undefined => {
  try {
    const format = { timeZone, weekday: 'short', hour: 'numeric', minute: '2-digit' } as const
    return new Intl.DateTimeFormat(localeOf(language.value), format).format(at)
  } catch {
    return undefined
  }
}

const FIELDS = {
  name: { label: texts.name, hint: texts.nameHint, direction: 'auto' },
  locale: { label: texts.locale, hint: texts.localeHint, direction: 'ltr' },
  timeZone: { label: texts.timeZone, hint: texts.timeZoneHint, direction: 'ltr' },
} as const satisfies Record<string, { label: Text; hint: Text; direction: 'auto' | 'ltr' }>
type Field = keyof typeof FIELDS
const ALL: readonly Field[] = ['name', 'locale', 'timeZone']

const Editor = ({ contact, onDone }: { readonly contact: Contact; readonly onDone: () => void }): JSX.Element => {
  const form = useFirstField()
  const save = async (form: HTMLFormElement): Promise<void> => {
    const said = ALL.map((field) => [field, typedIn(form, field) || null] as const)
    const changed = said.filter(([field, value]) => value !== contact[field])
    if (changed.length === 0 || (await changeContact(contact, Object.fromEntries(changed)))) onDone()
  }
  return (
    <form
      ref={form}
      class="fields"
      onSubmit={(event) => {
        event.preventDefault()
        void save(event.currentTarget)
      }}
    >
      {ALL.map((field) => (
        <label key={field} class="field">
          <span>{t(FIELDS[field].label)}</span>
          <input
            class="input"
            name={field}
            dir={FIELDS[field].direction}
            autocomplete="off"
            defaultValue={contact[field] ?? ''}
          />
          <span class="hint">{t(FIELDS[field].hint)}</span>
        </label>
      ))}
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

/** Who it is: as the channels tell, or as the shop says. */
export const Profile = ({ contact }: { readonly contact: Contact }): JSX.Element => {
  const editing = useSignal(false)
  const { name, username, locale, timeZone, avatarUrl, id } = contact
  const there = timeZone === null ? undefined : timeThere(timeZone, now.value)
  if (editing.value) return <Editor contact={contact} onDone={() => (editing.value = false)} />
  return (
    <div class="profile">
      <Avatar name={name} url={avatarUrl} seed={id} />
      <div class="profile-words">
        <p class="profile-name">
          <bdi>{name ?? t(common.unknownName)}</bdi>
        </p>
        {username !== null && (
          <p class="muted small">
            <bdi dir="ltr">@{username}</bdi>
          </p>
        )}
        {locale !== null && <p class="muted small">{languageName(locale)}</p>}
        {timeZone !== null && (
          <p class="muted small">
            <bdi>{timeZone}</bdi>
            {there !== undefined && `, ${t(texts.theirTime, { time: there })}`}
          </p>
        )}
      </div>
      <button
        type="button"
        class="icon-button"
        aria-label={t(texts.edit)}
        title={t(texts.edit)}
        onClick={() => (editing.value = true)}
      >
        <Icon name="edit" />
      </button>
    </div>
  )
}
