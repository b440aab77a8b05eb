import { signal, type ReadonlySignal, type Signal } from '@preact/signals'
import { dataOf, type Entry, type Event, type Message } from '../../client/index.ts'
import { afterNewest, merged, withAttachment, type Known } from './entries.ts'
import { onEvent } from './feed.ts'
import { api } from './session.ts'

export type { Entry } from '../../client/index.ts'

export interface Timeline extends Known {
  readonly state: 'loading' | 'ready' | 'failed'
}

const EMPTY: Timeline = { entries: [], older: null, state: 'loading' }
const PAGE = 40

const timelines = new Map<string, Signal<Timeline>>()

const keptOf = (id: string): Signal<Timeline> => {
  const kept = timelines.get(id) ?? signal(EMPTY)
  timelines.set(id, kept)
  return kept
}

/** What was said in a conversation, as far as it was read. */
export const timelineOf = (id: string): ReadonlySignal<Timeline> => keptOf(id)

/** A page may hold nothing while there is more: then the next one is read too. */
const readPage = async (conversation: string, from: string | null) => {
  let cursor = from
  for (;;) {
    const query = { order: 'newest' as const, limit: PAGE, ...(cursor === null ? {} : { cursor }) }
    const page = dataOf(
      await api().GET('/v1/conversations/{conversation}/entries', { params: { path: { conversation }, query } }),
    )
    if (page.data.length > 0 || page.next === null) return page
    cursor = page.next
  }
}

/** Reads the newest entries, and keeps what is known of older ones. */
export const loadTimeline = async (id: string): Promise<void> => {
  const kept = keptOf(id)
  try {
    const { data, next } = await readPage(id, null)
    const known = kept.peek()
    kept.value = { ...afterNewest({ ...known, read: known.state === 'ready' }, data, next), state: 'ready' }
  } catch {
    // What was shown before is still true, only not new.
    if (kept.peek().state !== 'ready') kept.value = { ...kept.peek(), state: 'failed' }
  }
}

/** Reads what was before. Throws when it cannot. */
export const loadOlder = async (id: string): Promise<void> => {
  const kept = keptOf(id)
  const { older } = kept.peek()
  if (older === null) return
  const { data, next } = await readPage(id, older)
  const now = kept.peek()
  // Another call was faster, or the timeline began anew.
  if (now.older !== older) return
  kept.value = { ...now, entries: merged(now.entries, data), older: next }
}

/** Keeps what was told or answered, by the higher version. */
export const keepEntries = (conversation: string, entries: readonly Entry[]): void => {
  const kept = keptOf(conversation)
  kept.value = { ...kept.peek(), entries: merged(kept.peek().entries, entries) }
}

const forget = (conversation: string, id: string): void => {
  const kept = keptOf(conversation)
  kept.value = { ...kept.peek(), entries: kept.peek().entries.filter((entry) => entry.id !== id) }
}

type Told = Readonly<Record<string, unknown>>

const isEntry = (data: object): data is Entry => 'version' in data && 'at' in data && 'type' in data

/** What is too large for an event is read by itself. */
const messageOf = async (id: string): Promise<Message> =>
  dataOf(await api().GET('/v1/messages/{message}', { params: { path: { message: id } } }))

const heardMessage = async (data: Told, conversation: string): Promise<void> => {
  const id = String(data['id'])
  if (data['erased'] === true) return forget(conversation, id)
  const entry = isEntry(data) ? data : await messageOf(id)
  keepEntries(conversation, [entry])
}

const heardFile = (data: Told, conversation: string): void => {
  const { message, index, conversation: _, version: __, ...file } = data
  const known = keptOf(conversation)
    .peek()
    .entries.find((entry) => entry.id === message)
  if (known?.type === 'message')
    keepEntries(conversation, [withAttachment(known, Number(index), file as Message['attachments'][number])])
}

/** Where an event happened, if that is a timeline that was asked for. */
const placeOf = ({ data, conversation }: Event): string | undefined => {
  const id = 'conversation' in data ? data.conversation : conversation?.id
  return typeof id === 'string' && timelines.has(id) ? id : undefined
}

const heard = (event: Event): void => {
  const place = placeOf(event)
  if (place === undefined) return
  const data = event.data as Told
  if (event.type === 'attachment.updated') heardFile(data, place)
  // What could not be read now is read with the timeline, the next time it is opened.
  else if (event.type.startsWith('message.')) heardMessage(data, place).catch(() => undefined)
}

onEvent(heard)
