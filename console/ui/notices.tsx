import { signal } from '@preact/signals'
import type { JSX } from 'preact'
import { ParleyProblem } from '../../client/index.ts'
import { common } from '../texts/common.ts'
import { t } from '../texts/text.ts'
import { Icon } from './icons.tsx'

interface Notice {
  readonly id: number
  readonly kind: 'info' | 'error'
  readonly text: string
  readonly action?: { readonly label: string; readonly run: () => void }
}

const notices = signal<readonly Notice[]>([])
let count = 0
const STAYS_MS = 8000

const drop = (id: number): void => {
  notices.value = notices.value.filter((one) => one.id !== id)
}

/** Says something at the foot of the page, read out by screen readers; errors and what can be undone stay until they are closed. */
export const notify = (
  text: string,
  options: Omit<Notice, 'id' | 'text' | 'kind'> & { readonly kind?: Notice['kind'] } = {},
): void => {
  const notice: Notice = { kind: 'info', ...options, id: ++count, text }
  notices.value = [...notices.value.slice(-2), notice]
  if (notice.kind === 'info') setTimeout(() => drop(notice.id), notice.action ? 3 * STAYS_MS : STAYS_MS)
}

/** What went wrong, in the words of the gateway. */
export const detailOf = (error: unknown): string =>
  error instanceof ParleyProblem ? error.message : t(common.unreachable)

export const notifyFailure = (error: unknown): void =>
  notify(t(common.failed, { detail: detailOf(error) }), { kind: 'error' })

/** Does something that may fail, and says so if it does. Answers whether it went well. */
export const attempt = async (work: () => Promise<unknown>): Promise<boolean> => {
  try {
    await work()
    return true
  } catch (error) {
    notifyFailure(error)
    return false
  }
}

/** The dialogs that are open, the last one over the others: what lies below it can neither be reached nor is it read out. */
const layers = signal<readonly symbol[]>([])

/** Has notices come over a dialog for as long as it is open. Answers what ends that. */
export const raiseNotices = (layer: symbol): (() => void) => {
  layers.value = [...layers.peek(), layer]
  return () => {
    layers.value = layers.peek().filter((one) => one !== layer)
  }
}

export const Notices = ({ layer }: { readonly layer?: symbol }): JSX.Element => (
  <div class="notices" role="status" aria-live="polite" aria-atomic="false">
    {(layers.value.at(-1) === layer ? notices.value : []).map(({ id, kind, text, action }) => (
      <p key={id} class="notice" data-kind={kind}>
        <span>{text}</span>
        {action && (
          <button
            type="button"
            class="link-button"
            onClick={() => {
              drop(id)
              action.run()
            }}
          >
            {action.label}
          </button>
        )}
        <button type="button" class="icon-button" aria-label={t(common.close)} onClick={() => drop(id)}>
          <Icon name="close" size={16} />
        </button>
      </p>
    ))}
  </div>
)
