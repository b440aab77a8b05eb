import type { JSX } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { dataOf } from '../../../client/index.ts'
import { loadPeople, type Person } from '../../state/people.ts'
import { api, loadSession, me } from '../../state/session.ts'
import { staff } from '../../texts/admin-access.ts'
import { t } from '../../texts/text.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { attempt } from '../../ui/notices.tsx'
import { answered } from '../answered.ts'
import { avatarOf } from './avatar-file.ts'

export const Picture = ({
  person,
  onChanged,
}: {
  readonly person: Person
  readonly onChanged: () => Promise<unknown>
}): JSX.Element => {
  const input = useRef<HTMLInputElement>(null)
  const [problem, setProblem] = useState('')
  const params = { path: { person: person.id } }

  /** Whoever changed their own sees it at the head of the page too. */
  const refresh = async (): Promise<void> => {
    await Promise.all([onChanged(), loadPeople(), person.id === me.peek()?.person?.id ? loadSession() : undefined])
  }
  const give = async (file: File): Promise<void> => {
    const body = await avatarOf(file).catch(() => null)
    setProblem(body === null ? t(staff.noPicture) : '')
    if (body === null) return
    await attempt(async () => {
      dataOf(await api().PUT('/v1/people/{person}/avatar', { params, body }))
      await refresh()
    })
  }
  const remove = (): Promise<boolean> =>
    attempt(async () => {
      answered(await api().DELETE('/v1/people/{person}/avatar', { params }))
      await refresh()
    })

  return (
    <div class="picture">
      <h3>{t(staff.picture)}</h3>
      <div class="row-actions">
        <Avatar name={person.name} url={person.avatarUrl} seed={person.id} />
        <input
          ref={input}
          type="file"
          class="sr-only"
          tabIndex={-1}
          aria-label={t(staff.choosePicture)}
          accept="image/*"
          onChange={(event) => {
            const file = event.currentTarget.files?.[0]
            event.currentTarget.value = ''
            if (file) void give(file)
          }}
        />
        <button type="button" class="button" onClick={() => input.current?.click()}>
          {t(staff.choosePicture)}
        </button>
        {person.avatarUrl !== null && (
          <button type="button" class="button" onClick={() => void remove()}>
            {t(staff.removePicture)}
          </button>
        )}
      </div>
      <p role="alert" class="field-error">
        {problem}
      </p>
      <p class="muted small">{t(staff.pictureHint)}</p>
    </div>
  )
}
