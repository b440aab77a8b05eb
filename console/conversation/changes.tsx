import type { JSX } from 'preact'
import type { Message } from '../../client/index.ts'
import { trouble as texts } from '../texts/conversation.ts'
import { degradations } from '../texts/degradations.ts'
import { t, type Text } from '../texts/text.ts'
import { ProviderWords } from './trouble.tsx'
import { reasonOf } from './trouble.ts'

const KNOWN: Readonly<Record<string, Text>> = degradations

/** What had to be changed for the channel, or went in place of what was written: quiet, for whoever wonders. */
export const Changes = ({ message }: { readonly message: Message }): JSX.Element | null => {
  const { degradations: changes, fallback } = message
  const rules = [...new Set(changes.map(({ rule }) => rule))]
  const used = fallback?.used ? fallback : undefined
  if (rules.length === 0 && used === undefined) return null
  return (
    <div class="changes">
      {used && (
        <>
          <p>{t(texts.fallback, { reason: t(reasonOf(used.reason.code).what) })}</p>
          <ProviderWords failure={used.reason} />
          {used.insteadOf.text !== '' && (
            <details>
              <summary>{t(texts.fallbackOf)}</summary>
              <p class="written" dir="auto">
                {used.insteadOf.text}
              </p>
            </details>
          )}
        </>
      )}
      {rules.length > 0 && (
        <details>
          <summary>{t(texts.changed)}</summary>
          <ul>
            {rules.map((rule) => (
              <li key={rule}>{t(KNOWN[rule] ?? degradations.other)}</li>
            ))}
          </ul>
        </details>
      )}
    </div>
  )
}
