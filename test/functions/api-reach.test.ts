import { expect, test } from 'vitest'
import { operationsOf } from '../../functions/api/app.ts'
import type { Operation } from '../../functions/api/operation.ts'
import { createApiWorld, type Answer, type ApiWorld } from '../support/api-world.ts'
import { addPerson, browserOf } from '../support/people.ts'
import { keepTemplates, templateOf } from '../support/templates.ts'
import { ACCOUNT, itemsOf } from '../support/world.ts'

const TO_COME = '2026-02-01T00:00:00Z'
const ABOUT = { scope: ACCOUNT, account: ACCOUNT, at: null }

const PICTURE = { contentType: 'image/jpeg', data: '/9j/4AAQ' }

type Ids = Readonly<Record<string, string>>

/** What each operation is called with that takes a body: all that it refers to is the one shop's. */
const bodiesOf = (ids: Ids): Readonly<Record<string, object>> => ({
  updateConversation: { assignee: 'ada' },
  updateCase: { externalIds: { jira: 'ABC-1' } },
  sendMessage: { text: 'Hi' },
  snoozeConversation: { until: TO_COME },
  passControl: { by: 'bot' },
  addNote: { text: 'A note' },
  updateMessage: { externalIds: { erp: '9' } },
  resolveMessage: { outcome: 'sent' },
  planMessage: { conversation: ids['conversation'], message: { text: 'Hi' } },
  startConversation: {
    channel: 'whatsapp',
    account: ACCOUNT,
    to: { contact: ids['contact'] },
    purpose: 'service',
    message: { text: 'Hi' },
  },
  importMessages: { messages: [{ externalId: '1', direction: 'in', text: 'Hi', at: '2025-12-01T00:00:00Z' }] },
  previewTemplate: {},
  startUpload: { contentType: 'image/png', size: 10 },
  patchContact: { name: 'Ada L.' },
  setConsent: { channel: 'whatsapp', purpose: 'marketing', state: 'revoked', source: 'a call' },
  mergeContact: { into: ids['other'] },
  redriveDeadLetters: {},
  createApiKey: { name: 'Helpdesk', scopes: ['read'], accounts: [{ channel: 'whatsapp', account: ids['own'] }] },
  createPerson: { name: 'Ada Agent', role: 'agent' },
  changePerson: { name: 'Ada L.' },
  setAvatar: PICTURE,
  createWebhookEndpoint: {
    url: 'https://helpdesk.example/',
    accounts: [{ channel: 'whatsapp', account: ids['own'] }],
  },
  changeWebhookEndpoint: { enabled: true },
  replayEvents: { from: '2026-01-01T00:00:00Z' },
})

/** What has to be asked for, where something has to. */
const QUERIES: Readonly<Record<string, string>> = {
  findCases: '?externalId=jira:1',
  findMessages: '?externalId=erp:1',
}

const post = async (
  world: ApiWorld,
  url: string,
  body: object | undefined,
  headers = {},
): Promise<Record<string, string>> => {
  const call = { method: 'POST', url, headers: { 'idempotency-key': `${url} 1`, ...headers } }
  const answer = await world.call({ ...call, ...(body ? { body } : {}) })
  expect(answer.status).toBeLessThan(300)
  return answer.body as Record<string, string>
}

/** A shop in which there is one of everything. */
const furnish = async (world: ApiWorld): Promise<Ids> => {
  const conversation = await world.hear('Where is my parcel?')
  const other = await world.hear('Me again', { peers: [{ type: 'phone', value: '+15550002222' }] })
  world.outcomes.push({ kind: 'unknown', detail: 'the connection broke' })
  const sent = (await world.say(conversation, { text: 'Let me look' })).body as { id: string; contact: string }
  await world.settle()
  await world.record([{ ...ABOUT, kind: 'quarantine', id: 'q', reason: 'an item without a type', raw: { entry: 1 } }])
  await world.settle()
  await world.call({ method: 'PATCH', url: `/v1/contacts/${sent.contact}`, body: { externalIds: { crm: '1' } } })
  const first = (await world.call({ url: `/v1/conversations/${conversation}` })).body as { case: { id: string } }
  const name = (url: string, externalIds: object) => world.call({ method: 'PATCH', url, body: { externalIds } })
  await name(`/v1/conversations/${conversation}/cases/${first.case.id}`, { jira: '1' })
  await name(`/v1/messages/${sent.id}`, { erp: '1' })
  const second = (await world.call({ url: `/v1/conversations/${other}` })).body as { contact: { id: string } }
  await keepTemplates(world, [templateOf('we_are_open')])
  const templates = (await world.call({ url: '/v1/templates' })).body as { data: { id: string }[] }
  const left = await world.hear('Forget me', { peers: [{ type: 'phone', value: '+15550003333' }] })
  const leaving = (await world.call({ url: `/v1/conversations/${left}` })).body as { contact: { id: string } }
  const erasure = await world.call({
    method: 'POST',
    url: `/v1/contacts/${leaving.contact.id}/erase`,
    headers: { 'idempotency-key': 'erase' },
  })
  const exported = await post(world, `/v1/contacts/${sent.contact}/export`, undefined)
  const events = (await world.call({ url: '/v1/events?limit=1' })).body as { data: { id: string }[] }
  const endpoint = await post(world, '/v1/webhook-endpoints', { url: 'https://helpdesk.example/' })
  const key = await post(world, '/v1/api-keys', { name: 'Theirs', scopes: ['read'] })
  const { call, person } = await browserOf(world, (await addPerson(world)).body)
  await call({ method: 'PUT', url: `/v1/people/${person.id}/avatar`, body: PICTURE })
  const sessions = (await call({ url: `/v1/people/${person.id}/sessions` })).body as { data: { id: string }[] }
  return {
    person: person.id,
    session: sessions.data[0]?.id ?? '',
    conversation,
    case: first.case.id,
    message: sent.id,
    contact: sent.contact,
    other: second.contact.id,
    erasure: (erasure.body as { readonly id: string }).id,
    export: exported['id'] ?? '',
    file: '0',
    letter: itemsOf(world, 'dl#')[0]?.pk.slice('dl#'.length) ?? '',
    template: templates.data[0]?.id ?? '',
    event: events.data[0]?.id ?? '',
    endpoint: endpoint['id'] ?? '',
    apiKey: key['id'] ?? '',
    channel: 'whatsapp',
    connection: 'main',
    account: ACCOUNT,
  }
}

const tokenFor = async (world: ApiWorld, limits: object, headers: object): Promise<string> =>
  (
    await post(
      world,
      '/v1/api-keys',
      { name: 'Outsider', scopes: ['admin'], ...limits },
      { 'idempotency-key': 'outsider', ...headers },
    )
  )['token'] ?? ''

const callAs = (world: ApiWorld, key: string, { id, method, path, idempotencyKey }: Operation, ids: Ids) => {
  const body = bodiesOf(ids)[id]
  return world.call({
    key,
    method: method.toUpperCase(),
    url: `${path.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? `no ${name}`)}${QUERIES[id] ?? ''}`,
    ...(idempotencyKey === 'required' ? { headers: { 'idempotency-key': `${id} by ${key.slice(0, 26)}` } } : {}),
    ...(body === undefined ? {} : { body }),
  })
}

/** Names that only who reaches the shop's things can know. */
const tellsOf = ({ body }: Answer, ids: Ids): readonly string[] => {
  const { channel: _, connection: __, file: ___, own: ____, ...names } = ids
  const text = JSON.stringify(body ?? '')
  return [...Object.values(names), 'Where is my parcel', 'Me again'].filter((name) => text.includes(name))
}

/** Whether it is about things of the shop: what its path names, or its body. */
const refersToThings = ({ id, path }: Operation): boolean => path.includes('{') || id === 'planMessage'
/** About all shops at once: for keys of the organisation alone. */
const isOfAllShops = ({ path }: Operation): boolean => path === '/v1/resync'
/** Not for anyone at all, before they are somebody. */
const isForCallers = ({ open }: Operation): boolean => !open
/** People know of all accounts. */
const isOfAllAccounts = ({ id }: Operation): boolean => id === 'createPerson'
/** An account that is not there is a wrong field of the body. */
const isMissing = ({ id }: Operation, { status }: Answer): boolean =>
  status === (id === 'startConversation' ? 400 : 404)

test.each([
  ['of another shop', {}, { 'parley-shop': 'shp_other' }, '100000000000002'],
  [
    'limited to another account',
    { accounts: [{ channel: 'whatsapp', account: '100000000000003' }] },
    {},
    '100000000000003',
  ],
])('a key %s finds nothing by any operation, and changes nothing', async (_, limits, headers, own) => {
  const world = createApiWorld({ environment: { PARLEY_API_BURST: '1000' } })
  const ids: Ids = { ...(await furnish(world)), own }
  expect(Object.entries(ids).filter(([, id]) => id === '')).toEqual([])
  const outsider = await tokenFor(world, limits, headers)
  const facts = itemsOf(world, 'f#').length
  const found: string[] = []
  for (const operation of operationsOf(world.wired).filter(isForCallers)) {
    const answer = await callAs(world, outsider, operation, ids)
    const refers = refersToThings(operation) || operation.id === 'startConversation'
    const told = refers ? [] : tellsOf(answer, ids)
    const forbidden = isOfAllShops(operation) || ('accounts' in limits && isOfAllAccounts(operation))
    const isRight = forbidden ? answer.status === 403 : answer.status < 300
    const expected = refers ? isMissing(operation, answer) : isRight
    if (!expected || told.length > 0)
      found.push(`${operation.id}: ${answer.status} ${told.join()} ${JSON.stringify(answer.body)}`)
  }
  expect(found).toEqual([])
  for (const url of [
    `/v1/conversations?contact=${ids['contact']}`,
    '/v1/contacts?alias=phone:%2B15550001111',
    '/v1/contacts?externalId=crm:1',
    `/v1/conversations?account=${ACCOUNT}`,
    '/v1/events?limit=100',
  ]) {
    const answer = await world.call({ url, key: outsider })
    expect(answer.status === 404 || tellsOf(answer, ids).length === 0).toBe(true)
  }
  expect(itemsOf(world, 'f#')).toHaveLength(facts)
})

test('the key of the shop finds all of it, by the same calls', async () => {
  const world = createApiWorld({ environment: { PARLEY_API_BURST: '1000' } })
  const ids: Ids = { ...(await furnish(world)), own: ACCOUNT }
  const insider = await tokenFor(world, {}, {})
  const missed: string[] = []
  const isDelete = ({ id, method }: Operation): number =>
    Number(method === 'delete') + 2 * Number(id === 'eraseContact')
  for (const operation of operationsOf(world.wired)
    .filter(isForCallers)
    .sort((a, b) => isDelete(a) - isDelete(b))) {
    // No message here has a file.
    if (operation.id === 'getFile') continue
    const { status, body } = await callAs(world, insider, operation, ids)
    if (status === 400 || status === 404 || status >= 500)
      missed.push(`${operation.id}: ${status} ${JSON.stringify(body)}`)
  }
  expect(missed).toEqual([])
})
