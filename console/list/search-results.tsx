import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { dataOf, type Contact } from '../../client/index.ts'
import { conversationsWith, loadConversationsOf } from '../state/contacts.ts'
import { conversations } from '../state/conversations.ts'
import { nameOfConversation } from '../state/names.ts'
import { api } from '../state/session.ts'
import { common } from '../texts/common.ts'
import { search as texts } from '../texts/list.ts'
import { t, tn } from '../texts/text.ts'
import { Avatar } from '../ui/avatar.tsx'
import { detailOf } from '../ui/notices.tsx'
import { ConversationRow } from './row.tsx'
import { aliasesOf, foundIn } from './search.ts'

/** Whoever has one of the aliases now. */
const lookUp = async (aliases: readonly string[]): Promise<readonly Contact[]> => {
  const found = new Map<string, Contact>()
  for (const alias of aliases) {
    const { data } = dataOf(await api().GET('/v1/contacts', { params: { query: { alias } } }))
    for (const contact of data) found.set(contact.id, contact)
    if (found.size > 0) break
  }
  for (const id of found.keys()) await loadConversationsOf(id)
  return [...found.values()]
}

type Looked = 'no' | 'looking' | readonly Contact[] | { readonly failed: string }

const FoundContacts = ({ looked }: { readonly looked: Looked }): JSX.Element | null => {
  if (looked === 'no') return null
  if (looked === 'looking') return <p class="list-hint">{t(texts.looking)}</p>
  if ('failed' in looked) return <p class="list-hint">{t(common.failed, { detail: looked.failed })}</p>
  if (looked.length === 0) return <p class="list-hint">{t(texts.nobody)}</p>
  return (
    <ul>
      {looked.map(({ id, name, aliases }) => {
        const shown = name ?? aliases[0]?.value ?? t(common.unknownName)
        return (
          <li key={id}>
            <a class="row" href={`/inbox/contacts/${id}`}>
              <span class="row-face">
                <Avatar name={shown} seed={id} />
              </span>
              <span class="row-name" dir="auto">
                {shown}
              </span>
              {name !== null && (
                <span class="row-said row-preview" dir="ltr">
                  {aliases[0]?.value}
                </span>
              )}
            </a>
          </li>
        )
      })}
    </ul>
  )
}

/** What was found: conversations by name as one types, contacts by a whole address when one asks for it. */
export const SearchResults = ({
  sought,
  asked,
  search,
  open,
}: {
  readonly sought: string
  /** Raised each time somebody presses Enter. */
  readonly asked: number
  readonly search: string
  readonly open: string | undefined
}): JSX.Element => {
  const looked = useSignal<Looked>('no')
  const turn = useRef(0)
  const named = foundIn(conversations.value.values(), sought, nameOfConversation)
  const theirs = Array.isArray(looked.value) ? looked.value.flatMap(({ id }) => conversationsWith(id)) : []
  const found = [...new Set([...named, ...theirs])]
  const aliases = aliasesOf(sought)
  const look = (): void => {
    const mine = ++turn.current
    const settle = (to: Looked): void => {
      if (mine === turn.current) looked.value = to
    }
    looked.value = 'looking'
    lookUp(aliases).then(settle, (error: unknown) => settle({ failed: detailOf(error) }))
  }
  useEffect(() => {
    turn.current++
    looked.value = 'no'
  }, [sought])
  useEffect(() => {
    if (asked > 0 && aliases.length > 0) look()
  }, [asked])
  return (
    <div class="list-scroll">
      <p class="sr-only" role="status">
        {tn(texts.count, found.length)}
      </p>
      <h2 class="list-part">{t(texts.results)}</h2>
      {found.length === 0 ? (
        <p class="list-hint">{aliases.length === 0 ? t(texts.none) : tn(texts.count, 0)}</p>
      ) : (
        <ul>
          {found.map((conversation) => (
            <ConversationRow
              key={conversation.id}
              conversation={conversation}
              search={search}
              current={conversation.id === open}
            />
          ))}
        </ul>
      )}
      {aliases.length > 0 && (
        <>
          <h2 class="list-part">{t(texts.contacts)}</h2>
          {looked.value === 'no' && (
            <button type="button" class="button list-more" onClick={look}>
              {t(texts.lookUp, { sought: sought.trim() })}
            </button>
          )}
          <div role="status">
            <FoundContacts looked={looked.value} />
          </div>
        </>
      )}
    </div>
  )
}
