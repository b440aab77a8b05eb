import { beforeAll, expect, test } from 'vitest'
import { FILTERS, MOST_UNITS, openLists } from '../support/list-units.ts'

/** `npm run bench` reads the lists of 100,000: what a page costs is the same. */
const CONVERSATIONS = 5000

let lists: ReturnType<typeof openLists>
beforeAll(() => {
  lists = openLists(CONVERSATIONS)
})

test.each(FILTERS.map((filter) => [JSON.stringify(filter), filter] as const))(
  'no page of %s costs more than 10 read units, and all pages show each match once',
  async (_, filter) => {
    const { ids, most } = await lists.readAll(filter)
    const matching = lists.matching(filter)
    expect(matching.length).toBeGreaterThan(0)
    expect(ids.toSorted()).toEqual(matching.toSorted())
    expect(most).toBeLessThanOrEqual(MOST_UNITS)
  },
)

test.each([
  {},
  { channel: 'sms' },
  { assignee: 'usr_7', channel: 'sms' },
  { tag: 'tag-3' },
  { order: 'waiting' as const },
])('a page of %j with the metadata of each conversation costs no more', async (filter) => {
  const { data, next, units } = await lists.page({ ...filter, include: 'metadata' })
  expect(units).toBeLessThanOrEqual(MOST_UNITS)
  expect(data.length > 0 || next !== null).toBe(true)
  for (const { metadata } of data) expect(metadata).toEqual({ order: expect.any(String) })
})

test('what is kept beside a conversation is neither read nor shown where nobody asks for it', async () => {
  const { data } = await lists.page({})
  expect(data).toHaveLength(50)
  for (const one of data) expect(one).not.toHaveProperty('metadata')
})
