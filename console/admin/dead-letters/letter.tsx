import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { dataOf, ParleyProblem } from '../../../client/index.ts'
import { api } from '../../state/session.ts'
import { deadLetters } from '../../texts/admin-delivery.ts'
import { admin } from '../../texts/admin.ts'
import { fullTime } from '../../texts/format.ts'
import { t } from '../../texts/text.ts'
import { channelName } from '../../ui/channel.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { attempt } from '../../ui/notices.tsx'
import type { DeadLetter } from './dead-letters-page.tsx'
import { kindName, reasonOf, remedyOf } from './reason.ts'

/** What was delivered, as text; null where it is not kept any more. */
const readRaw = async (letter: string): Promise<string | null> => {
  try {
    const { raw } = dataOf(await api().GET('/v1/dead-letters/{letter}/raw', { params: { path: { letter } } }))
    return typeof raw === 'string' ? raw : JSON.stringify(raw, null, 2)
  } catch (error) {
    if (error instanceof ParleyProblem && error.status === 404) return null
    throw error
  }
}

/** What customers wrote is shown when it is asked for, not to whoever looks over a shoulder. */
const Raw = ({ letter }: { readonly letter: string }): JSX.Element => {
  const [raw, setRaw] = useState<string | null | undefined>()
  if (raw === null) return <p role="status">{t(deadLetters.gone)}</p>
  if (raw !== undefined)
    return (
      // It scrolls, so that the keyboard has to reach it.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      <pre class="raw" dir="ltr" tabIndex={0} role="region" aria-label={t(deadLetters.raw)}>
        {raw}
      </pre>
    )
  return (
    <div class="raw-ask">
      <p class="muted small">{t(deadLetters.warning)}</p>
      <button type="button" class="button" onClick={() => void attempt(async () => setRaw(await readRaw(letter)))}>
        {t(deadLetters.show)}
      </button>
    </div>
  )
}

export const Letter = ({
  letter,
  onRedrive,
  onClose,
}: {
  readonly letter: DeadLetter
  readonly onRedrive: () => Promise<unknown>
  readonly onClose: () => void
}): JSX.Element => (
  <Dialog title={reasonOf(letter.reason)} onClose={onClose} wide>
    <p>{remedyOf(letter.reason)}</p>
    <dl class="facts">
      {(
        [
          [deadLetters.at, fullTime(letter.at)],
          [admin.channel, channelName(letter.channel)],
          [deadLetters.connection, letter.connection],
          [admin.account, letter.account ?? '–'],
          [deadLetters.kind, kindName(letter.kind)],
          [deadLetters.reason, letter.reason],
          [deadLetters.id, letter.id],
        ] as const
      ).map(([label, value]) => (
        <div key={label.en}>
          <dt>{t(label)}</dt>
          <dd>
            <bdi>{value}</bdi>
          </dd>
        </div>
      ))}
    </dl>
    {letter.reason === 'unknown_account' ? <p class="muted">{t(deadLetters.readable)}</p> : <Raw letter={letter.id} />}
    <div class="dialog-actions">
      <button type="button" class="button button-primary" onClick={() => void onRedrive()}>
        {t(deadLetters.redrive)}
      </button>
    </div>
  </Dialog>
)
