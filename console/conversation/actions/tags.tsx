import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useId, useRef } from 'preact/hooks'
import type { ListedConversation } from '../../../client/index.ts'
import { conversations } from '../../state/conversations.ts'
import { actions } from '../../texts/actions.ts'
import { t, type Text } from '../../texts/text.ts'
import { Icon } from '../../ui/icons.tsx'
import { changeTags } from './change.ts'
import { LONGEST_TAG, MOST_TAGS, suggestedTags, tagOf, tagProblem, type TagProblem } from './tag-rules.ts'

const SAID: Readonly<Record<TagProblem, readonly [Text, number]>> = {
  known: [actions.tagKnown, 0],
  tooLong: [actions.tagTooLong, LONGEST_TAG],
  tooMany: [actions.tagTooMany, MOST_TAGS],
}

/** The tags of a conversation, to be taken away and added to. */
export const TagEditor = ({ conversation }: { readonly conversation: ListedConversation }): JSX.Element => {
  const typed = useSignal('')
  const problem = useSignal<TagProblem | undefined>(undefined)
  const input = useRef<HTMLInputElement>(null)
  const id = useId()
  const tags = conversation.case?.tags ?? []
  const suggested = suggestedTags(conversations.value.values(), { tags, typed: typed.value })

  const add = async (tag: string): Promise<void> => {
    input.current?.focus()
    if (tag === '') return
    problem.value = tagProblem(tags, tag)
    if (problem.value !== undefined) return
    const was = typed.peek()
    const went = await changeTags(conversation, (known) => (known.includes(tag) ? known : [...known, tag]))
    // What did not go can be sent again; what was typed meanwhile stays.
    if (went && typed.peek() === was) typed.value = ''
  }
  const remove = (tag: string): void => {
    input.current?.focus()
    problem.value = undefined
    void changeTags(conversation, (known) => known.filter((one) => one !== tag))
  }

  return (
    <div class="choices">
      {tags.length > 0 && (
        <ul class="chips" aria-label={t(actions.tag)}>
          {tags.map((tag) => (
            <li key={tag} class="chip">
              <span dir="auto">{tag}</span>
              <button
                type="button"
                class="chip-button"
                aria-label={t(actions.removeTag, { tag })}
                onClick={() => remove(tag)}
              >
                <Icon name="close" size={14} />
              </button>
            </li>
          ))}
        </ul>
      )}
      <form
        class="field"
        onSubmit={(event) => {
          event.preventDefault()
          void add(tagOf(typed.value))
        }}
      >
        <label for={id}>{t(actions.newTag)}</label>
        <div class="field-row">
          <input
            ref={input}
            id={id}
            class="input"
            dir="auto"
            autocomplete="off"
            value={typed.value}
            aria-invalid={problem.value !== undefined}
            aria-describedby={`${id}-problem`}
            onInput={(event) => {
              typed.value = event.currentTarget.value
              problem.value = undefined
            }}
          />
          <button type="submit" class="button">
            {t(actions.addTag)}
          </button>
        </div>
        <p id={`${id}-problem`} class="field-error" role="status">
          {problem.value && t(SAID[problem.value][0], { most: SAID[problem.value][1] })}
        </p>
      </form>
      {suggested.length > 0 && (
        <section class="choices" aria-labelledby={`${id}-used`}>
          <p id={`${id}-used`} class="label">
            {t(actions.usedTags)}
          </p>
          <ul class="chips">
            {suggested.map((tag) => (
              <li key={tag}>
                <button type="button" class="chip chip-choice" dir="auto" onClick={() => void add(tag)}>
                  {tag}
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}
