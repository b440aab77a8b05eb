import { expect, test } from 'vitest'
import { listEvents } from '../../core/events.ts'
import { getConversation } from '../../core/read.ts'
import type { ApiKey } from '../../core/schema/key.ts'
import type { Message } from '../../core/schema/message.ts'
import { createApp } from '../../functions/api.ts'
import { PROBLEMS } from '../../functions/api/problems.ts'
import { createApiWorld, KEY, type ApiWorld, type Call } from '../support/api-world.ts'
import { messageFact, messageId } from '../../core/store/keys.ts'
import type { Session } from '../../core/schema/person.ts'
import { addPerson, browserOf, linkFor } from '../support/people.ts'
import { keepTemplates, templateOf } from '../support/templates.ts'
import { ACCOUNT, itemsOf, PRINCIPAL, textFact } from '../support/world.ts'
import { read } from '../support/tree.ts'

const PAGE = read('docs/api.md')

/** The curl commands of the page, as calls. */
const examples = (variables: Readonly<Record<string, string>>): Call[] =>
  [...PAGE.matchAll(/^curl (.*(?:\\?\n[^`\n].*)*)/gm)].map(([, command = '']) => {
    const given = command.replaceAll('\\"', '\0').replaceAll(/\$([A-Z]+)/g, (_, name: string) => variables[name] ?? '')
    const headers = [...given.matchAll(/-H "([^:]+): ([^"]+)"/g)].map(([, name = '', value = '']) => [name, value])
    const body = /-d (['"])([^]*?)\1\s*$/.exec(given)?.[2]?.replaceAll('\0', '"')
    return {
      url: /"(\/v1[^"]*)"/.exec(given)?.[1] ?? '',
      method: /-X (\w+)/.exec(given)?.[1] ?? (body === undefined ? 'GET' : 'POST'),
      key: null,
      headers: Object.fromEntries(headers) as Record<string, string>,
      ...(body === undefined ? {} : { body }),
    }
  })

const run = async (world: ApiWorld, ids: Readonly<Record<string, string>>): Promise<string[]> => {
  const done: string[] = []
  for (const call of examples({ PARLEY: '', KEY, ...ids })) {
    const { status } = await world.call(call)
    done.push(
      `${call.method} ${call.url.replace(/\?.*/, '').replaceAll(/(cnv|cas|msg|ctc|key|dl|mda|evt|whk|tpl|ers|exp|usr|ses)_[\w-]{22}/g, '{id}')} ${status}`,
    )
  }
  return done
}

test('every example of the documentation works as it is written, and every route has one', async () => {
  const world = createApiWorld({
    fetchPublic: async () => new Response(null, { status: 204 }),
    environment: { PARLEY_API_BURST: '1000' },
  })
  const conversation = await world.hear('Where is my parcel?')
  world.outcomes.push({ kind: 'unknown', detail: 'the connection broke' })
  const { body } = await world.say(conversation, { text: 'Let me look' })
  await world.settle()
  const { contact } = body as Message
  const again = await world.hear('It is me, from my office', { peers: [{ type: 'phone', value: '+15550002222' }] })
  const { contact: same } = await getConversation(world.ctx, PRINCIPAL, again)
  const leave = async (phone: string): Promise<string> => {
    const left = await world.hear(`Forget me, ${phone}`, { peers: [{ type: 'phone', value: phone }] })
    return (await getConversation(world.ctx, PRINCIPAL, left)).contact.id ?? ''
  }
  const leaving = await leave('+15550005555')
  const erased = await world.call({
    method: 'POST',
    url: `/v1/contacts/${await leave('+15550004444')}/erase`,
    headers: { 'idempotency-key': 'gone' },
  })
  const exported = await world.call({
    method: 'POST',
    url: `/v1/contacts/${contact}/export`,
    headers: { 'idempotency-key': 'export' },
  })
  const file = textFact('look', {
    body: { text: 'look', attachments: [{ id: '0', kind: 'image', state: 'ready', object: 'a' }] },
  })
  await world.record([file])
  await world.settle()
  const about = { scope: ACCOUNT, account: ACCOUNT, at: null }
  await world.record([{ ...about, kind: 'quarantine', id: 'q', reason: 'an item without a type', raw: { entry: 1 } }])
  await world.settle()
  const components = { header: null, body: '{{guests}} guests on {{day}}', footer: null, buttons: [] }
  await keepTemplates(world, [templateOf('order_sent'), templateOf('reservation', { components })])
  const templates = (await world.call({ url: '/v1/templates?name=reservation' })).body as { data: { id: string }[] }
  const queued = (await world.say(conversation, { text: 'One moment' }, 'queued')).body as Message
  const [letter] = itemsOf(world, 'dl#')
  const FILE = messageId(messageFact(world.ctx.hash, 'whatsapp', file.scope, file.id))
  const made = await world.call({
    method: 'POST',
    url: '/v1/api-keys',
    headers: { 'idempotency-key': 'key' },
    body: { name: 'Helpdesk', scopes: ['write'] },
  })
  const endpoint = async (key: string) => {
    const url = '/v1/webhook-endpoints'
    const body = { url: 'https://helpdesk.example/' }
    const answer = await world.call({ method: 'POST', url, headers: { 'idempotency-key': key }, body })
    return (answer.body as { readonly id: string }).id
  }
  const [event] = (await listEvents(world.ctx, PRINCIPAL, { after: undefined, limit: 1 })).data
  const browser = await browserOf(world, (await addPerson(world)).body)
  const sessions = await browser.call({ url: `/v1/people/${browser.person.id}/sessions` })
  const link = await linkFor(world, (await addPerson(world)).body.id)
  const ids = {
    PERSON: browser.person.id,
    SESSION: (sessions.body as { readonly data: readonly Session[] }).data[0]?.id ?? '',
    CODE: link.code,
    EVENT: event?.id ?? '',
    ENDPOINT: await endpoint('one'),
    SPARE: await endpoint('two'),
    ACCOUNT,
    TEMPLATE: templates.data[0]?.id ?? '',
    APIKEY: (made.body as ApiKey).id,
    FILE,
    CONVERSATION: conversation,
    CASE: (await getConversation(world.ctx, PRINCIPAL, conversation)).case?.id ?? '',
    MESSAGE: (body as Message).id,
    CONTACT: contact ?? '',
    LEAVING: leaving,
    ERASURE: (erased.body as { readonly id: string }).id,
    EXPORT: (exported.body as { readonly id: string }).id,
    SAME: same.id ?? '',
    QUEUED: queued.id,
    LETTER: letter?.pk.slice('dl#'.length) ?? '',
  }
  expect(await run(world, ids)).toEqual([
    'GET /v1/conversations 200',
    'POST /v1/conversations 202',
    'GET /v1/conversations/{id} 200',
    'PATCH /v1/conversations/{id} 200',
    'GET /v1/conversations/{id}/entries 200',
    'POST /v1/conversations/{id}/notes 201',
    'GET /v1/conversations/{id}/messages 200',
    'POST /v1/conversations/{id}/messages 202',
    'POST /v1/conversations/{id}/messages 202',
    'POST /v1/conversations/{id}/messages 202',
    'POST /v1/conversations/{id}/import 202',
    'POST /v1/conversations/{id}/read 200',
    'POST /v1/conversations/{id}/typing 200',
    'POST /v1/conversations/{id}/close 200',
    'POST /v1/conversations/{id}/reopen 200',
    'POST /v1/conversations/{id}/snooze 200',
    'POST /v1/conversations/{id}/control 200',
    'GET /v1/conversations/{id}/cases 200',
    'PATCH /v1/conversations/{id}/cases/{id} 200',
    'GET /v1/cases 200',
    'GET /v1/contacts 200',
    'GET /v1/contacts 200',
    'GET /v1/contacts/{id}/conversations 200',
    'GET /v1/contacts/{id} 200',
    'PATCH /v1/contacts/{id} 200',
    'GET /v1/contacts/{id}/consent 200',
    'PUT /v1/contacts/{id}/consent 200',
    'POST /v1/contacts/{id}/merge 200',
    'POST /v1/contacts/{id}/unmerge 200',
    'POST /v1/contacts/{id}/export 202',
    'GET /v1/exports/{id} 200',
    'POST /v1/contacts/{id}/erase 202',
    'GET /v1/erasures/{id} 200',
    'GET /v1/messages/{id} 200',
    'PATCH /v1/messages/{id} 200',
    'GET /v1/messages 200',
    'POST /v1/messages/{id}/resolve 200',
    'POST /v1/messages/{id}/cancel 200',
    'POST /v1/media 201',
    'GET /v1/media/{id}/0 302',
    'GET /v1/dead-letters 200',
    'GET /v1/dead-letters/{id} 200',
    'GET /v1/dead-letters/{id}/raw 200',
    'POST /v1/dead-letters/{id}/redrive 200',
    'POST /v1/dead-letters/redrive 200',
    'POST /v1/resync 202',
    'GET /v1/resync 200',
    'POST /v1/plan 200',
    'GET /v1/shops 200',
    'GET /v1/channels 200',
    'GET /v1/accounts 200',
    `GET /v1/accounts/whatsapp/main/${ACCOUNT} 200`,
    'GET /v1/templates 200',
    'GET /v1/templates/{id} 200',
    'POST /v1/templates/{id}/preview 200',
    'POST /v1/api-keys 201',
    'POST /v1/api-keys 201',
    'GET /v1/api-keys 200',
    'GET /v1/api-keys/{id} 200',
    'DELETE /v1/api-keys/{id} 200',
    'POST /v1/people 201',
    'GET /v1/people 200',
    'GET /v1/people/{id} 200',
    'PATCH /v1/people/{id} 200',
    'POST /v1/people/{id}/sign-ins 201',
    'GET /v1/people/{id}/sessions 200',
    'DELETE /v1/people/{id}/sessions/{id} 204',
    'DELETE /v1/people/{id}/sessions 204',
    'PUT /v1/people/{id}/avatar 200',
    'GET /v1/people/{id}/avatar 200',
    'DELETE /v1/people/{id}/avatar 200',
    'POST /v1/session 200',
    'GET /v1/session 200',
    'DELETE /v1/session 204',
    'GET /v1/events 200',
    'GET /v1/events/{id} 200',
    'GET /v1/figures/response-times 200',
    'POST /v1/webhook-endpoints 201',
    'POST /v1/webhook-endpoints 201',
    'GET /v1/webhook-endpoints 200',
    'GET /v1/webhook-endpoints/{id} 200',
    'PATCH /v1/webhook-endpoints/{id} 200',
    'POST /v1/webhook-endpoints/{id}/rotate-secret 200',
    'POST /v1/webhook-endpoints/{id}/test 200',
    'GET /v1/webhook-endpoints/{id}/attempts 200',
    'POST /v1/webhook-endpoints/{id}/replay 202',
    'DELETE /v1/webhook-endpoints/{id} 204',
  ])
})

test('the documentation has a section for every route and for no other', () => {
  const routes = createApp(createApiWorld().wired)
    .routes.filter(({ method, path }) => method !== 'ALL' && path.startsWith('/v1'))
    .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`)
  const sections = [...PAGE.matchAll(/^### ([A-Z]+ \/.*)$/gm)].map(([, title]) => title)
  expect(routes.length).toBeGreaterThan(5)
  expect(new Set(sections)).toEqual(new Set(routes))
})

test('the documentation names every problem with its status and no other', () => {
  const rows = [...PAGE.matchAll(/^\| `(\w+)` +\| (\d{3}) /gm)].map(([, type, status]) => [type, Number(status)])
  const problems = Object.entries(PROBLEMS).map(([type, [status]]) => [type, status])
  expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(problems))
})
