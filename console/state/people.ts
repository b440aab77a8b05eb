import { effect, signal } from '@preact/signals'
import { dataOf } from '../../client/index.ts'
import type { components } from '../../client/schema.ts'
import { generation } from './feed.ts'
import { allPages } from './pages.ts'
import { api, me } from './session.ts'

export type Person = components['schemas']['Person']

/** Those who answer customers, as they were last read. */
export const people = signal<readonly Person[]>([])

let reading: Promise<void> | undefined

const readPeople = async (): Promise<void> => {
  people.value = await allPages(async (cursor) =>
    dataOf(await api().GET('/v1/people', { params: { query: { limit: 100, ...(cursor ? { cursor } : {}) } } })),
  )
}

/** Reads them all; whoever asks meanwhile waits for the same. */
export const loadPeople = (): Promise<void> => {
  reading ??= readPeople().finally(() => {
    reading = undefined
  })
  return reading
}

/** Asked for once: an id that still has no name is of another system. */
const unknown = new Set<string>()

const lookFor = (id: string): void => {
  if (unknown.has(id) || generation.peek() === 0) return
  unknown.add(id)
  // The next id nobody knows, or the next generation, tries again.
  loadPeople().catch(() => unknown.delete(id))
}

/** What somebody is called; null where nobody of this id is known (yet). */
export const nameOfPerson = (id: string | null): string | null => {
  if (id === null) return null
  const own = me.value?.person
  if (own?.id === id) return own.name
  const found = people.value.find((person) => person.id === id)
  if (found === undefined) lookFor(id)
  return found?.name ?? null
}

effect(() => {
  if (generation.value > 0) loadPeople().catch(() => unknown.clear())
})
