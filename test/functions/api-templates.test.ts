import { beforeEach, describe, expect, test } from 'vitest'
import type { ChannelTemplate, MessageTemplate } from '../../core/schema/template.ts'
import { createApiWorld, type Answer, type ApiWorld } from '../support/api-world.ts'
import { keepTemplates, templateOf } from '../support/templates.ts'
import type { Operation } from '../support/memory-table.ts'
import { ACCOUNT } from '../support/world.ts'

const SECOND = '100000000000003'
const OTHER_SHOP = '100000000000002'

const reservation = templateOf('reservation', {
  components: {
    header: { format: 'text', text: 'At {{place}}' },
    body: '{{guests}} guests on {{day}}',
    footer: null,
    buttons: [],
  },
  examples: { 'header.text': 'The Kettle', guests: '4', day: 'Monday' },
})
const sent = templateOf('order_sent', {
  components: {
    header: { format: 'document' },
    body: 'Dear {{1}}, {{2}} is on its way.',
    footer: null,
    buttons: [
      { kind: 'quick_reply', title: 'Help' },
      { kind: 'url', title: 'Track', url: 'https://a.example/{{1}}' },
    ],
  },
})
const paused = templateOf('tea_of_the_day', { status: 'paused' })
const open = templateOf('we_are_open')

let world: ApiWorld
let conversation: string
const operations: Operation[] = []
beforeEach(async () => {
  world = createApiWorld({ memory: { before: (operation) => void operations.push(operation) } })
  conversation = await world.hear('Hello')
})

const keep = (...templates: ChannelTemplate[]) => keepTemplates(world, templates)
const listed = async (query = '', more: object = {}) => {
  const { status, body } = await world.call({ url: `/v1/templates${query}`, ...more })
  expect(status).toBe(200)
  return body as { readonly data: readonly MessageTemplate[]; readonly next: string | null }
}
const names = async (query = ''): Promise<string[]> => (await listed(query)).data.map(({ name }) => name)
const idOf = async (name: string): Promise<string> => (await listed(`?name=${name}`)).data[0]?.id ?? ''

describe('templates', () => {
  test('are listed with their variables and what a customer sees, and each is found by its id', async () => {
    await keep(reservation, open, paused)
    const { data, next } = await listed()
    expect(next).toBeNull()
    expect(data.map(({ name }) => name)).toEqual(['reservation', 'tea_of_the_day', 'we_are_open'])
    expect(data[0]).toMatchObject({
      id: expect.stringMatching(/^tpl_[\w-]{22}$/),
      channel: 'whatsapp',
      connection: 'main',
      account: ACCOUNT,
      status: 'approved',
      preview: 'At The Kettle\n\n4 guests on Monday',
      variables: [
        { name: 'header.text', where: 'header', type: 'text', example: 'The Kettle' },
        { name: 'guests', where: 'body', button: null },
        { name: 'day' },
      ],
    })
    expect((await world.call({ url: `/v1/templates/${data[0]?.id}` })).body).toEqual(data[0])
  })

  test('are listed by channel, account, name and status, page by page', async () => {
    await keep(open, paused, templateOf('we_are_open', { language: 'de' }), templateOf('we_are_open_2'))
    await keepTemplates(world, [templateOf('another')], SECOND)
    expect(await names('?channel=sms')).toEqual([])
    expect(await names(`?account=${SECOND}`)).toEqual(['another'])
    expect(await names('?status=paused')).toEqual(['tea_of_the_day'])
    expect((await listed('?name=we_are_open')).data.map(({ language }) => language)).toEqual(['de', 'en'])
    const all: string[] = []
    let query: string | null = '?limit=2'
    while (query !== null) {
      const { data, next } = await listed(query)
      expect(data.length).toBeLessThanOrEqual(2)
      all.push(...data.map(({ name, language }) => `${name} ${language}`))
      query = next === null ? null : `?limit=2&cursor=${next}`
    }
    expect(all).toEqual(['tea_of_the_day en', 'we_are_open de', 'we_are_open en', 'we_are_open_2 en', 'another en'])
  })

  test('of a page cost what it shows: one query for each account, and never more items than it may hold', async () => {
    await keep(
      ...Array.from({ length: 30 }, (_, i) => templateOf(`t${i}`, { status: i === 29 ? 'paused' : 'approved' })),
    )
    operations.length = 0
    const { data, next } = await listed('?status=paused&limit=10')
    expect(data).toEqual([])
    expect(next).not.toBeNull()
    const queries = operations.filter(({ kind }) => kind === 'query')
    expect(queries).toHaveLength(1)
    expect(queries[0]).toMatchObject({ range: { limit: 10 } })
  })

  test('of another shop, or out of the reach of a key, are not there', async () => {
    await keep(open)
    await keepTemplates(world, [templateOf('theirs')], OTHER_SHOP)
    expect(await names()).toEqual(['we_are_open'])
    const id = await idOf('we_are_open')
    const other = { headers: { 'parley-shop': 'shp_other' } }
    expect((await listed('', other)).data.map(({ name }) => name)).toEqual(['theirs'])
    const { body } = await world.call({
      method: 'POST',
      url: '/v1/api-keys',
      headers: { 'idempotency-key': '1' },
      body: { name: 'Second', scopes: ['read'], accounts: [{ channel: 'whatsapp', account: SECOND }] },
    })
    const { token } = body as { readonly token: string }
    expect((await listed('', { key: token })).data).toEqual([])
    for (const limits of [other, { key: token }]) {
      expect((await world.call({ url: `/v1/templates/${id}`, ...limits })).status).toBe(404)
      const preview = await world.call({ method: 'POST', url: `/v1/templates/${id}/preview`, body: {}, ...limits })
      expect(preview.status).toBe(404)
    }
  })

  test('are not there once the provider has them no more, and neither is one of another id', async () => {
    await keep(open)
    const id = await idOf('we_are_open')
    await world.clock.advance(1000)
    await keep()
    expect(await names()).toEqual([])
    expect((await world.call({ url: `/v1/templates/${id}` })).status).toBe(404)
    expect((await world.call({ url: `/v1/templates/tpl_${'a'.repeat(22)}` })).status).toBe(404)
    expect((await world.call({ url: '/v1/templates/nonsense' })).status).toBe(404)
  })

  test('are shown with what is filled in', async () => {
    await keep(reservation, sent)
    const preview = async (name: string, body: object) =>
      world.call({ method: 'POST', url: `/v1/templates/${await idOf(name)}/preview`, body })
    const variables = { 'header.text': 'Home', guests: '2', day: 'Sunday' }
    expect((await preview('reservation', { variables })).body).toEqual({
      text: 'At Home\n\n2 guests on Sunday',
      errors: [],
    })
    expect(await preview('reservation', { variables: { guests: '2', nights: '3', day: ' ' } })).toMatchObject({
      status: 200,
      body: {
        text: 'At {{place}}\n\n2 guests on  ',
        errors: [
          { path: '/variables/header.text' },
          { path: '/variables/day' },
          { path: '/variables/nights', message: 'the template has no such variable; it has header.text, guests, day' },
        ],
      },
    })
    const file = { 'header.document': 'invoice', 1: 'Ada', 2: '4711', 'button.1': 'x' }
    expect(await preview('order_sent', { variables: file })).toMatchObject({
      status: 200,
      body: { errors: [{ path: '/variables/header.document', message: 'give the http(s) link of the document' }] },
    })
  })
})

describe('a send of a template', () => {
  let count = 0
  const send = (name: string, more: object = {}): Promise<Answer> =>
    world.say(conversation, { content: { type: 'template', name, language: 'en', ...more } }, `key ${(count += 1)}`)
  const text = (...words: string[]) => words.map((word) => ({ type: 'text', text: word }))
  const refused = async (name: string, more: object): Promise<unknown> => {
    const { status, body } = await send(name, more)
    expect({ status, type: (body as { type: string }).type }).toEqual({
      status: 422,
      type: 'urn:parley:problem:template_invalid',
    })
    return (body as { readonly errors: readonly { readonly path: string }[] }).errors.map(({ path }) => path)
  }

  test('is left to the provider while nothing is known of the templates, unless its variables have to be placed', async () => {
    expect((await send('nobody_knows')).status).toBe(202)
    await world.settle()
    expect(world.sent).toMatchObject([{ content: { type: 'template', name: 'nobody_knows' } }])
    expect(await refused('nobody_knows', { variables: { 1: 'a' } })).toEqual(['/content/variables'])
  })

  test('is filled in by the names of its variables, and shown in words', async () => {
    await keep(reservation, sent)
    const { status, body } = await send('reservation', {
      variables: { 'header.text': 'Home', guests: '2', day: 'Sunday' },
    })
    expect(status).toBe(202)
    expect(body).toMatchObject({ text: 'At Home\n\n2 guests on Sunday', content: { name: 'reservation' } })
    await world.settle()
    expect(world.sent).toMatchObject([
      {
        content: {
          type: 'template',
          header: [{ type: 'text', text: 'Home', name: 'place' }],
          body: [
            { type: 'text', text: '2', name: 'guests' },
            { type: 'text', text: 'Sunday', name: 'day' },
          ],
          buttons: [],
        },
      },
    ])
    const { body: timeline } = await world.call({ url: `/v1/conversations/${conversation}/messages` })
    expect((timeline as { data: object[] }).data).toContainEqual(
      expect.objectContaining({ direction: 'out', text: 'At Home\n\n2 guests on Sunday' }),
    )
  })

  test('is taken with its parameters in their places', async () => {
    await keep(sent)
    const header = [{ type: 'document', url: 'https://a.example/a.pdf' }]
    const buttons = [{ index: 1, kind: 'url', parameters: text('4711') }]
    const { status, body } = await send('order_sent', { header, body: text('Ada', '4711'), buttons })
    expect(status).toBe(202)
    expect(body).toMatchObject({
      text: '[document]\n\nDear Ada, 4711 is on its way.\n\nHelp\nTrack: https://a.example/4711',
    })
  })

  test('that is not there, not approved, or not filled in right is refused with the field to mend', async () => {
    await keep(reservation, sent, paused, open)
    expect(await refused('nobody_knows', {})).toEqual(['/content/name'])
    expect(await refused('we_are_open', { language: 'de' })).toEqual(['/content/name'])
    expect(await refused('tea_of_the_day', {})).toEqual(['/content/name'])
    expect(await refused('we_are_open', { body: text('a') })).toEqual(['/content/body'])
    expect(await refused('we_are_open', { header: text('a') })).toEqual(['/content/header'])
    expect(await refused('we_are_open', { variables: { a: 'b' } })).toEqual(['/content/variables/a'])
    expect(await refused('reservation', { variables: { guests: '2' } })).toEqual([
      '/content/variables/header.text',
      '/content/variables/day',
    ])
    expect(await refused('reservation', { variables: {}, body: text('a') })).toEqual(['/content/variables'])
    const named = [{ type: 'text', text: '2', name: 'guests' }]
    expect(await refused('reservation', { header: text('Home'), body: [...named, ...text('Sunday')] })).toEqual([
      '/content/body',
      '/content/body/1/name',
    ])
    expect(await refused('order_sent', { body: text('Ada') })).toEqual([
      '/content/header',
      '/content/body',
      '/content/buttons',
    ])
    const header = [{ type: 'image', url: 'https://a.example/a.jpg' }]
    const wrong = (...buttons: object[]) => ({ header, body: text('Ada', '1'), buttons })
    expect(
      await refused(
        'order_sent',
        wrong({ index: 1, kind: 'quick_reply', parameters: [] }, { index: 7, kind: 'url', parameters: [] }),
      ),
    ).toEqual(['/content/header/0', '/content/buttons/0/kind', '/content/buttons/1/index'])
    expect(await refused('order_sent', wrong({ index: 1, kind: 'url', parameters: [] }))).toEqual([
      '/content/header/0',
      '/content/buttons/0/parameters',
    ])
    expect(world.sent).toEqual([])
  })

  test('that is refused says which there are', async () => {
    await keep(paused, open)
    expect((await send('nobody_knows')).body).toMatchObject({ templates: [{ name: 'we_are_open', language: 'en' }] })
  })

  test('is checked by a plan too, and where a conversation begins', async () => {
    await keep(reservation)
    const message = { content: { type: 'template', name: 'reservation', language: 'en', variables: { day: 'Sunday' } } }
    const plan = await world.call({ method: 'POST', url: '/v1/plan', body: { conversation, message } })
    expect(plan).toMatchObject({
      status: 422,
      body: { errors: [{ path: '/message/content/variables/header.text' }, {}] },
    })
    const begun = await world.call({
      method: 'POST',
      url: '/v1/conversations',
      headers: { 'idempotency-key': 'begin' },
      body: {
        channel: 'whatsapp',
        account: ACCOUNT,
        to: { alias: { type: 'phone', value: '+15550007777' } },
        purpose: 'service',
        message,
      },
    })
    expect(begun).toMatchObject({
      status: 422,
      body: { errors: [{ path: '/message/content/variables/header.text' }, {}] },
    })
  })
})

test('what is refused because the window is closed says which templates could be sent, for one more query', async () => {
  await keep(paused, open, reservation)
  await world.clock.advance(25 * 3_600_000)
  operations.length = 0
  const answer = await world.say(conversation, { text: 'Hello?' })
  expect(answer).toMatchObject({
    status: 422,
    body: {
      type: 'urn:parley:problem:window_closed',
      templates: [
        { name: 'reservation', language: 'en' },
        { name: 'we_are_open', language: 'en' },
      ],
    },
  })
  const reads = operations.filter((one) => one.kind === 'query' && one.range.pk.startsWith('tpl#'))
  expect(reads).toHaveLength(1)
})
