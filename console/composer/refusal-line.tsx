import { signal } from '@preact/signals'
import type { JSX } from 'preact'
import { refusals } from '../texts/composer.ts'
import { t } from '../texts/text.ts'
import type { Refusal } from './intent.ts'

/** Why what stands in the composer was not taken, by conversation; until it is changed. */
const shown = signal<ReadonlyMap<string, Refusal>>(new Map())

export const refusalOf = (conversation: string): Refusal | undefined => shown.value.get(conversation)

export const showRefusal = (conversation: string, refusal: Refusal | null): void => {
  if (refusal === null && !shown.peek().has(conversation)) return
  const rest = new Map(shown.peek())
  if (refusal === null) rest.delete(conversation)
  else rest.set(conversation, refusal)
  shown.value = rest
}

/** In the words of the page, by the type of the problem. */
export const wordsOf = ({ type }: Refusal): string =>
  t(type in refusals ? refusals[type as keyof typeof refusals] : refusals.other)

/** What is wrong with which field, in the words of the gateway. */
export const fieldsOf = ({ detail }: Refusal): readonly string[] =>
  detail
    .split('\n')
    .slice(1)
    .map((line) => line.trim())

export const RefusalLine = ({ refusal }: { readonly refusal: Refusal }): JSX.Element => {
  const fields = fieldsOf(refusal)
  return (
    <div class="composer-refusal">
      <p>{wordsOf(refusal)}</p>
      {fields.length > 0 && (
        <ul lang="en" dir="ltr">
          {fields.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
    </div>
  )
}
