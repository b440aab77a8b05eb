import type { JSX } from 'preact'
import { composer } from '../texts/composer.ts'
import { degradations } from '../texts/degradations.ts'
import { number } from '../texts/format.ts'
import { t, tn } from '../texts/text.ts'
import type { Count } from './count.ts'
import type { Planned } from './plan.ts'
import { RefusalLine } from './refusal-line.tsx'

/** Said in a line of their own already. */
const SAID_ELSEWHERE: ReadonlySet<string> = new Set(['reply_to.dropped'])

const ruleWords = (rule: string): string =>
  t(rule in degradations ? degradations[rule as keyof typeof degradations] : degradations.other)

/** How long the text is, by the channel's own measure: known at once, and without a connection. */
export const CountLine = ({ count }: { readonly count: Count | null }): JSX.Element | null => {
  if (count === null) return null
  if (count.kind === 'left') return <span>{tn(composer.left, count.left)}</span>
  if (count.kind === 'over') return <span class="composer-warning">{tn(composer.over, count.over)}</span>
  return (
    <span class={count.isOver ? 'composer-warning' : ''}>
      {tn(composer.segments, count.segments)} · {tn(composer.left, count.left)}
      {count.encoding === 'ucs2' && ` · ${t(composer.unicode)}`}
    </span>
  )
}

/** What the customer will see otherwise than it is written, before it is sent. */
export const PlanLine = ({ planned }: { readonly planned: Planned | null }): JSX.Element | null => {
  if (planned === null) return null
  if (planned.refusal) return <RefusalLine refusal={planned.refusal} />
  const rules = planned.rules.filter((rule) => !SAID_ELSEWHERE.has(rule))
  if (planned.parts <= 1 && rules.length === 0) return null
  return (
    <ul class="composer-plan">
      {planned.parts > 1 && <li>{tn(composer.parts, planned.parts, { n: number(planned.parts) })}</li>}
      {rules.map((rule) => (
        <li key={rule}>{ruleWords(rule)}</li>
      ))}
    </ul>
  )
}
