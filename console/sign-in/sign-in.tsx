import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { ParleyProblem } from '../../client/index.ts'
import { signInBy } from '../state/session.ts'
import { common, signIn } from '../texts/common.ts'
import { t } from '../texts/text.ts'
import { detailOf } from '../ui/notices.tsx'

/** The code of a link is behind its `#`, which no server sees. It is used when a person says so, not by whoever fetches links. */
const codeOfLink = (): string => decodeURIComponent(location.hash.slice(1))

export const SignIn = (): JSX.Element => {
  const [code, setCode] = useState(codeOfLink)
  const [problem, setProblem] = useState('')
  const [busy, setBusy] = useState(false)

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault()
    setBusy(true)
    try {
      await signInBy(code.trim())
    } catch (error) {
      const refused = error instanceof ParleyProblem && (error.status === 401 || error.status === 400)
      setProblem(refused ? t(signIn.refused) : detailOf(error))
      setBusy(false)
    }
  }

  return (
    <main class="center" id="main">
      <form class="sign-in" onSubmit={(event) => void submit(event)}>
        <h1>
          {t(signIn.title)} · {t(common.parley)}
        </h1>
        <p>{t(signIn.explain)}</p>
        <label class="field">
          <span>{t(signIn.code)}</span>
          <input
            class="input"
            name="code"
            dir="ltr"
            required
            autocomplete="one-time-code"
            autocapitalize="characters"
            spellcheck={false}
            value={code}
            onInput={(event) => setCode(event.currentTarget.value)}
          />
        </label>
        <p role="alert" class="field-error">
          {problem}
        </p>
        <button type="submit" class="button button-primary" disabled={busy}>
          {t(signIn.submit)}
        </button>
        <p class="muted small">{t(signIn.how)}</p>
      </form>
    </main>
  )
}
