import type { JSX } from 'preact'
import type { Contact } from '../../client/index.ts'
import { common } from '../texts/common.ts'
import { aliasTypes, contact as texts } from '../texts/contact.ts'
import { t } from '../texts/text.ts'
import { ChannelIcon } from '../ui/channel.tsx'
import { Icon } from '../ui/icons.tsx'
import { attempt, notify } from '../ui/notices.tsx'

type Handle = Pick<Contact['aliases'][number], 'type' | 'value' | 'channel'>

const aliasTypeName = (type: string): string =>
  type in aliasTypes ? t(aliasTypes[type as keyof typeof aliasTypes]) : type

/** One line for each number, address and user id, whichever accounts it was learned on. */
export const handlesOf = ({ aliases }: Pick<Contact, 'aliases'>): readonly Handle[] => [
  ...new Map(aliases.map((alias) => [`${alias.channel} ${alias.type} ${alias.value}`, alias])).values(),
]

/** A number, address or user id, and on which channel it is theirs. */
export const HandleLine = ({ channel, type, value }: Handle): JSX.Element => (
  <>
    <ChannelIcon channel={channel} />
    <span class="handle-words">
      <span class="handle-value">
        <bdi dir="ltr">{value}</bdi>
      </span>
      <span class="muted tiny">{aliasTypeName(type)}</span>
    </span>
  </>
)

const copy = (value: string): Promise<boolean> =>
  attempt(async () => {
    await navigator.clipboard.writeText(value)
    notify(t(common.copied))
  })

export const Handles = ({ contact }: { readonly contact: Contact }): JSX.Element => (
  <ul class="handles">
    {handlesOf(contact).map((handle) => (
      <li key={`${handle.channel} ${handle.type} ${handle.value}`} class="handle">
        <HandleLine {...handle} />
        <button
          type="button"
          class="icon-button"
          aria-label={t(texts.copyValue, { value: handle.value })}
          title={t(common.copy)}
          onClick={() => void copy(handle.value)}
        >
          <Icon name="copy" size={16} />
        </button>
      </li>
    ))}
  </ul>
)
