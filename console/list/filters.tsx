import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useId } from 'preact/hooks'
import { channelList, loadChannels } from '../state/channels.ts'
import { conversations } from '../state/conversations.ts'
import { generation } from '../state/feed.ts'
import { nameOfPerson, people } from '../state/people.ts'
import { me } from '../state/session.ts'
import { number } from '../texts/format.ts'
import { filters } from '../texts/list.ts'
import { t, tn } from '../texts/text.ts'
import { channelName } from '../ui/channel.tsx'
import { Icon } from '../ui/icons.tsx'
import { activeFields, type Field, type Filter } from './filter.ts'
import { tagsOf } from './rows.ts'

export type Choose = (filter: Filter) => void

/** The filter without one of its fields. */
const without = (filter: Filter, field: Field): Filter => {
  const { [field]: _, ...rest } = filter
  return rest
}

const shownAs = (field: Field, value: string): string => {
  if (field === 'channel') return channelName(value)
  return field === 'assignee' ? (nameOfPerson(value) ?? value) : value
}

/** A choice of one, with what was chosen in it even where nobody knows it (yet). */
const Choice = ({
  label,
  value,
  options,
  onChoose,
}: {
  readonly label: string
  readonly value: string | undefined
  readonly options: readonly (readonly [value: string, label: string])[]
  readonly onChoose: (value: string) => void
}): JSX.Element => (
  <label class="field">
    <span>{label}</span>
    <select class="input" value={value ?? ''} onChange={({ currentTarget }) => onChoose(currentTarget.value)}>
      <option value="">{t(filters.any)}</option>
      {value !== undefined && !options.some(([one]) => one === value) && <option value={value}>{value}</option>}
      {options.map(([one, name]) => (
        <option key={one} value={one}>
          {name}
        </option>
      ))}
    </select>
  </label>
)

const Fields = ({ filter, onChoose }: { readonly filter: Filter; readonly onChoose: Choose }): JSX.Element => {
  const tags = useId()
  const self = me.value?.person
  const set = (field: Field, value: string): void =>
    onChoose(value.trim() === '' ? without(filter, field) : { ...filter, [field]: value.trim() })
  const colleagues = people.value.filter(({ id, disabledAt }) => id !== self?.id && disabledAt === null)
  return (
    <form class="list-fields" onSubmit={(event) => event.preventDefault()}>
      <Choice
        label={t(filters.channel)}
        value={filter.channel}
        options={channelList.value.map(({ channel }) => [channel, channelName(channel)])}
        onChoose={(value) => set('channel', value)}
      />
      <Choice
        label={t(filters.assignee)}
        value={filter.assignee}
        options={[
          ...(self ? [[self.id, t(filters.me, { name: self.name })] as const] : []),
          ...colleagues.map(({ id, name }) => [id, name] as const),
        ]}
        onChoose={(value) => set('assignee', value)}
      />
      <label class="field list-tag">
        <span>{t(filters.tag)}</span>
        <input
          class="input"
          list={tags}
          value={filter.tag ?? ''}
          maxLength={64}
          dir="auto"
          autocomplete="off"
          onChange={({ currentTarget }) => set('tag', currentTarget.value)}
        />
        <datalist id={tags}>
          {tagsOf(conversations.value.values()).map((tag) => (
            <option key={tag} value={tag}>
              {tag}
            </option>
          ))}
        </datalist>
      </label>
    </form>
  )
}

/** The button that unfolds the filters; says how many there are. */
const Fold = ({
  count,
  open,
  controls,
  onPress,
}: {
  readonly count: number
  readonly open: boolean
  readonly controls: string
  readonly onPress: () => void
}): JSX.Element => (
  <button type="button" class="button list-fold" aria-expanded={open} aria-controls={controls} onClick={onPress}>
    {t(filters.show)}
    {count > 0 && (
      <span class="badge">
        <span aria-hidden="true">{number(count)}</span>
        <span class="sr-only">{tn(filters.active, count)}</span>
      </span>
    )}
  </button>
)

/** What narrows the list down: folded until it is asked for, and each filter that is set as a button that removes it. */
export const Filters = ({
  filter,
  onChoose,
  children,
}: {
  readonly filter: Filter
  readonly onChoose: Choose
  /** Stands beside the button. */
  readonly children: JSX.Element
}): JSX.Element => {
  const open = useSignal(false)
  const id = useId()
  const active = activeFields(filter)
  useEffect(() => {
    if (generation.value > 0) void loadChannels()
  }, [generation.value])
  return (
    <>
      <div class="list-tools">
        {children}
        <Fold
          count={active.length}
          open={open.value}
          controls={id}
          onPress={() => {
            open.value = !open.value
          }}
        />
      </div>
      <div id={id} hidden={!open.value}>
        {open.value && <Fields filter={filter} onChoose={onChoose} />}
      </div>
      {active.length > 0 && (
        <div class="list-active">
          {active.map((field) => {
            const name = shownAs(field, filter[field] ?? '')
            return (
              <button
                key={field}
                type="button"
                class="pill list-chip"
                aria-label={t(filters.remove, { name: `${t(filters[field])}: ${name}` })}
                onClick={() => onChoose(without(filter, field))}
              >
                <span class="row-pill-text" dir="auto">
                  {name}
                </span>
                <Icon name="close" size={12} />
              </button>
            )
          })}
          <button type="button" class="link-button small" onClick={() => onChoose({ view: filter.view })}>
            {t(filters.clear)}
          </button>
        </div>
      )}
    </>
  )
}
