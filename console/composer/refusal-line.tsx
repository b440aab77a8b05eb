import { signal } from '@preact/signals'
import type { JSX } from 'preact'
import { composer, files, refusals, templates } from '../texts/composer.ts'
import { t, type Text } from '../texts/text.ts'
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

const FIELDS: Readonly<Record<string, Text>> = {
  text: templates.body,
  subject: composer.subject,
  cc: composer.cc,
  bcc: composer.bcc,
  attachments: files.title,
  content: composer.choicesTitle,
}

/** The field that a pointer leads to, as it is called here; of several, which one. */
const named = (pointer: string): string => {
  const [, field = '', place] = /^(?:\/message)?\/(\w+)(?:\/(\d+))?/.exec(pointer) ?? []
  const text = FIELDS[field]
  if (text === undefined) return pointer
  return place === undefined ? t(text) : `${t(text)} ${Number(place) + 1}`
}

/** What is wrong with which field, in the words of the gateway. */
export const fieldsOf = ({ detail }: Refusal): readonly string[] =>
  detail
    .split('\n')
    .slice(1)
    .map((line) => {
      const [pointer = '', ...words] = line.trim().split(': ')
      return [named(pointer), ...words].join(': ')
    })

export const RefusalLine = ({ refusal }: { readonly refusal: Refusal }): JSX.Element => {
  const fields = fieldsOf(refusal)
  return (
    <div class="composer-refusal">
      <p>{wordsOf(refusal)}</p>
      {fields.length > 0 && (
        <ul dir="auto">
          {fields.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
    </div>
  )
}
