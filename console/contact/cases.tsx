import type { JSX } from 'preact'
import { dataOf, type ListedConversation } from '../../client/index.ts'
import { api } from '../state/session.ts'
import { contact as texts } from '../texts/contact.ts'
import { duration, fullTime } from '../texts/format.ts'
import { t } from '../texts/text.ts'
import { TimeOf } from './time-of.tsx'
import { Waiting } from './parts.tsx'
import { useRead } from './use-read.ts'

/** The episodes of a conversation, the current one first: when each was opened, first answered and closed. */
export const Cases = ({ conversation }: { readonly conversation: ListedConversation }): JSX.Element => {
  const { id, case: current } = conversation
  const read = useRead(
    async () =>
      dataOf(await api().GET('/v1/conversations/{conversation}/cases', { params: { path: { conversation: id } } }))
        .data,
    [id, current?.id, current?.status, current?.firstResponseAt],
  )
  const cases = read.value.value
  if (cases === undefined) return <Waiting of={read} />
  if (cases.length === 0) return <p class="muted small">{t(texts.noneYet)}</p>
  return (
    <ol class="cases">
      {cases.map(({ id, openedAt, firstResponseAt, closedAt }) => (
        <li key={id}>
          <dl class="case small">
            <dt class="muted">{t(texts.opened)}</dt>
            <dd>
              <TimeOf at={openedAt} />
            </dd>
            <dt class="muted">{t(texts.firstAnswer)}</dt>
            <dd title={firstResponseAt === null ? undefined : fullTime(firstResponseAt)}>
              {firstResponseAt === null
                ? t(texts.noAnswer)
                : t(texts.after, { time: duration(firstResponseAt - openedAt) })}
            </dd>
            {closedAt !== null && (
              <>
                <dt class="muted">{t(texts.closedAt)}</dt>
                <dd>
                  <TimeOf at={closedAt} />
                </dd>
              </>
            )}
          </dl>
        </li>
      ))}
    </ol>
  )
}
