import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { ParleyProblem } from '../../client/index.ts'
import { generation } from '../state/feed.ts'
import { common } from '../texts/common.ts'
import { t } from '../texts/text.ts'
import { detailOf } from '../ui/notices.tsx'

type State<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly detail: string; readonly status: number | null }
  | { readonly state: 'ready'; readonly data: T }

export type Loaded<T> = State<T> & {
  /** Reads it anew; what is shown stays until that is there. */
  readonly reload: () => Promise<void>
  /** In place of what was read, as a write answered it. */
  readonly keep: (data: T) => void
}

/** What a page shows, read when the page opens, when `key` changes, and when the page may have missed events. */
export const useLoaded = <T,>(load: () => Promise<T>, key = ''): Loaded<T> => {
  const [state, setState] = useState<State<T>>({ state: 'loading' })
  const turn = useRef(0)
  const current = generation.value

  const reload = async (): Promise<void> => {
    const mine = ++turn.current
    try {
      const data = await load()
      if (mine === turn.current) setState({ state: 'ready', data })
    } catch (error) {
      const status = error instanceof ParleyProblem ? error.status : null
      if (mine === turn.current) setState({ state: 'failed', detail: detailOf(error), status })
    }
  }
  useEffect(() => {
    if (current > 0) void reload()
  }, [current, key])
  useEffect(
    () => () => {
      turn.current++
    },
    [],
  )
  const keep = (data: T): void => {
    turn.current++
    setState({ state: 'ready', data })
  }
  return { ...state, reload, keep }
}

/** Shows what was read, or how far it is. */
export const Show = <T,>({
  of,
  children,
  missing,
}: {
  readonly of: Loaded<T>
  readonly children: (data: T) => ComponentChildren
  /** What is said where there is no such thing. */
  readonly missing?: string
}): JSX.Element => {
  if (of.state === 'ready') return <>{children(of.data)}</>
  if (of.state === 'loading')
    return (
      <p role="status" class="muted">
        {t(common.loading)}
      </p>
    )
  if (of.status === 404 && missing !== undefined) return <p class="admin-empty">{missing}</p>
  return (
    <div class="admin-failed">
      <p role="alert">{t(common.failed, { detail: of.detail })}</p>
      <button type="button" class="button" onClick={() => void of.reload()}>
        {t(common.retry)}
      </button>
    </div>
  )
}
