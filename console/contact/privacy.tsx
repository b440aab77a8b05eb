import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { dataOf, type Contact } from '../../client/index.ts'
import type { components } from '../../client/schema.ts'
import { pause } from '../../client/pause.ts'
import { api } from '../state/session.ts'
import { nameOfContact } from '../state/names.ts'
import { common } from '../texts/common.ts'
import { privacy } from '../texts/contact.ts'
import { fileSize } from '../texts/format.ts'
import { t } from '../texts/text.ts'
import { Dialog } from '../ui/dialog.tsx'
import { attempt, notify } from '../ui/notices.tsx'

type Export = components['schemas']['Export']

const AGAIN_MS = 2000

/** Asks until the file is there, or will not be. */
const settled = async (begun: Export, signal: AbortSignal): Promise<Export> => {
  let known = begun
  while (known.state === 'pending' && !signal.aborted) {
    await pause(AGAIN_MS, signal)
    known = dataOf(await api().GET('/v1/exports/{export}', { params: { path: { export: begun.id } }, signal }))
  }
  return known
}

const Exporter = ({ contact: { id } }: { readonly contact: Contact }): JSX.Element => {
  const known = useSignal<Export | null>(null)
  const leaving = useMemo(() => new AbortController(), [])
  useEffect(() => () => leaving.abort(), [])

  const begin = async (): Promise<void> => {
    const params = { path: { contact: id }, header: { 'Idempotency-Key': crypto.randomUUID() } }
    await attempt(async () => {
      const begun = dataOf(await api().POST('/v1/contacts/{contact}/export', { params }))
      known.value = begun
      known.value = await settled(begun, leaving.signal).catch((error: unknown) => {
        if (leaving.signal.aborted) return begun
        known.value = null
        throw error
      })
    })
  }
  const { state, url = null, size = null } = known.value ?? { state: null }
  return (
    <>
      <button
        type="button"
        class="button button-small"
        aria-disabled={state === 'pending'}
        onClick={() => state !== 'pending' && void begin()}
      >
        {t(privacy.export)}
      </button>
      <p class="small" role="status">
        {state === 'pending' && t(privacy.exporting)}
        {(state === 'failed' || state === 'expired') && t(privacy.notMade)}
        {state === 'ready' && url !== null && (
          <a href={url} rel="noopener noreferrer" target="_blank" download>
            {t(privacy.ready, { size: fileSize(size ?? 0) })}
          </a>
        )}
      </p>
    </>
  )
}

const EraseDialog = ({
  contact,
  onClose,
}: {
  readonly contact: Contact
  readonly onClose: () => void
}): JSX.Element => {
  const { route } = useLocation()
  const typed = useSignal('')
  const busy = useSignal(false)
  const intent = useMemo(() => crypto.randomUUID(), [])
  const input = useRef<HTMLInputElement>(null)
  const name = nameOfContact(contact) ?? t(common.unknownName)
  const word = t(privacy.word)
  const isTyped = typed.value.trim() === word
  useEffect(() => input.current?.focus(), [])

  const erase = async (): Promise<void> => {
    busy.value = true
    const params = { path: { contact: contact.id }, header: { 'Idempotency-Key': intent } }
    const done = await attempt(async () => dataOf(await api().POST('/v1/contacts/{contact}/erase', { params })))
    busy.value = false
    if (!done) return
    notify(t(privacy.erased))
    onClose()
    route('/inbox')
  }
  return (
    <Dialog title={t(privacy.eraseTitle, { name })} onClose={onClose}>
      <p>{t(privacy.eraseExplain)}</p>
      <form
        class="choices"
        onSubmit={(event) => {
          event.preventDefault()
          if (isTyped) void erase()
        }}
      >
        <label class="field">
          <span>{t(privacy.typeName, { word })}</span>
          <input
            ref={input}
            class="input"
            dir="auto"
            autocomplete="off"
            value={typed.value}
            onInput={(event) => (typed.value = event.currentTarget.value)}
          />
        </label>
        <div class="dialog-actions">
          <button type="button" class="button" onClick={onClose}>
            {t(common.cancel)}
          </button>
          <button type="submit" class="button button-danger" disabled={!isTyped || busy.value}>
            {t(privacy.eraseNow)}
          </button>
        </div>
      </form>
    </Dialog>
  )
}

/** What an admin can do when a person asks for their data, or to be forgotten. */
export const Privacy = ({ contact }: { readonly contact: Contact }): JSX.Element => {
  const isErasing = useSignal(false)
  return (
    <>
      <Exporter contact={contact} />
      <button type="button" class="button button-small button-danger" onClick={() => (isErasing.value = true)}>
        {t(privacy.erase)}
      </button>
      {isErasing.value && <EraseDialog contact={contact} onClose={() => (isErasing.value = false)} />}
    </>
  )
}
