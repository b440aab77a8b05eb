import { afterAll, beforeAll, expect, test } from 'vitest'
import { contactProblems, problemsOf, settledTimeline } from '../../local/demo/check.ts'
import type { Client } from '../../local/demo/client.ts'
import type { Played } from '../../local/demo/play.ts'
import type { ListedConversation as Conversation } from '../../client/index.ts'
import type { Message } from '../../client/index.ts'
import { run, testGateway, type TestGateway } from '../support/gateway.ts'

let gateway: TestGateway
beforeAll(async () => {
  gateway = await testGateway()
})
afterAll(() => gateway.close())

test('plays a customer and an agent on every channel of a running gateway and shows every conversation', async () => {
  const demo = run('demo', ['--url', gateway.url])
  expect(await demo.ended, demo.output()).toBe(0)
  const shown = demo.output().split(/^.* on (?=[A-Z]\w* +cnv_)/m)
  const scene = (name: string) => shown.find((text) => text.startsWith(name)) ?? ''
  const whatsapp = scene('WhatsApp')
  for (const said of ['My bike grinds', '[image, image/png]', 'Alexanderplatz', '[voice message', '👍', '✓✓ read'])
    expect(whatsapp).toContain(said)
  expect(whatsapp).toContain('> This is the chain')
  expect(whatsapp).toContain('( Tomorrow at 9 ) ( Thursday at 14 )')
  const sms = scene('SMS')
  expect(sms).toMatch(/1\. Mend it\n +2\. New one\n/)
  expect(sms).toContain('(picked: New one)')
  expect(scene('Messenger')).toContain('( Friday ) ( Saturday )')
  expect(scene('Instagram')).toContain('> Which saddle is that?')
  expect(demo.output()).toContain('Nadia Brandt on X ')
  expect(scene('X')).toContain('Do you take old bikes in exchange?')
  const email = scene('Email')
  for (const said of ['[document, application/pdf]', 'Subject: Re: Invoice 4711', '✗ failed'])
    expect(email).toContain(said)
  expect(shown).toHaveLength(1 + new Set(gateway.accounts.map(({ channel }) => channel)).size)
})

test('a second run at the same gateway is a customer of its own', async () => {
  const demo = run('demo', ['--url', gateway.url])
  expect(await demo.ended, demo.output()).toBe(0)
})

test('where a customer cannot send a picture, they ask without one', async () => {
  const demo = run('demo', ['--config', 'test/local/sms-aws.config.ts'])
  expect(await demo.ended, demo.output()).toBe(0)
  expect(demo.output()).toContain('Can you fix this saddle too?')
  expect(demo.output()).not.toContain('[image')
})

test('without a gateway that runs it starts one for the time being', async () => {
  const demo = run('demo', [])
  expect(await demo.ended, demo.output()).toBe(0)
  expect(demo.output()).toContain('Everything arrived')
})

test('a gateway that was named and does not answer is told, and ends with 1', async () => {
  const demo = run('demo', ['--url', 'http://127.0.0.1:1'])
  expect(await demo.ended).toBe(1)
  expect(demo.output()).toContain('No local gateway answers at http://127.0.0.1:1')
})

test('a config that is not there is told, and ends with 1', async () => {
  const demo = run('demo', ['--config', 'nowhere/parley.config.ts'])
  expect(await demo.ended).toBe(1)
  expect(demo.output()).toMatch(/There is no \S+nowhere\/parley\.config\.ts/)
})

test('a gateway that runs has its config: naming both is refused', async () => {
  expect(await run('demo', ['--url', gateway.url, '--config', 'parley.config.ts']).ended).toBe(2)
})

test('a wrong option ends with 2, --help does not', async () => {
  const wrong = run('demo', ['--url', 'nowhere'])
  expect(await wrong.ended).toBe(2)
  expect(wrong.output()).toContain('Usage: parley demo')
  expect(await run('demo', ['--help']).ended).toBe(0)
})

const message = (id: string, change: Partial<Message> = {}): Message =>
  ({ id, type: 'message', direction: 'in', providerId: `p-${id}`, status: 'received', parts: [], ...change }) as Message
const played: Played = {
  channel: 'whatsapp',
  conversation: 'cnv_1',
  since: 0,
  reaches: 'read',
  lines: [
    { what: 'a question', id: 'p-1' },
    { what: 'an answer', id: '2', holds: ({ text }) => text !== 'garbled' },
    { what: 'thanks', id: 'p-3' },
  ],
}
const answer = (change: Partial<Message> = {}) =>
  message('2', { direction: 'out', status: 'read', parts: [{} as Message['parts'][number]], ...change })
const whole = [message('1'), answer(), message('3')]
const taken = (requests: number) =>
  ({ taken: async () => Array.from({ length: requests }, () => ({})) }) as unknown as Client

test('finds nothing wrong with a conversation that is right', async () => {
  expect(await problemsOf(taken(1), played, whole, '1555')).toEqual([])
})

test.each([
  ['what did not arrive', [whole[0], whole[1]], 1, 'thanks did not arrive'],
  ['what arrived twice', [...whole, message('3')], 1, 'thanks is there 2 times'],
  ['what is out of order', [whole[2], whole[1], whole[0]], 1, 'stands too late'],
  ['what nobody wrote', [...whole, message('4')], 1, '1 messages nobody wrote'],
  ['what is there but changed', [whole[0], answer({ text: 'garbled' }), whole[2]], 1, 'not as it was said'],
  ['what was not read', [whole[0], answer({ status: 'sent' }), whole[2]], 1, 'an answer is sent and not read'],
  [
    'what got no further than half',
    [whole[0], answer({ status: 'delivered' }), whole[2]],
    1,
    'is delivered and not read',
  ],
  ['what was sent twice', whole, 2, '1 requests should have reached the provider, 2 did'],
])('names %s', async (_, timeline, requests, words) => {
  expect((await problemsOf(taken(requests), played, timeline as Message[], '1555')).join('\n')).toContain(words)
})

test('what was said before it began is not its own', async () => {
  const earlier = { ...message('0'), firstSeenAt: 999 }
  const timeline = [earlier, ...whole.map((entry) => ({ ...entry, firstSeenAt: 1000 }))]
  const client = { timeline: async () => timeline } as unknown as Client
  const settled = await settledTimeline(client, { ...played, since: 1000 })
  expect(settled.map(({ id }) => id)).toEqual(['1', '2', '3'])
})

test('an answer that was to come back must have failed', async () => {
  const [first, , last] = whole
  const lines = played.lines.map((line) => (line.id === '2' ? { ...line, ends: 'failed' as const } : line))
  const problems = async (status: Message['status']) =>
    problemsOf(taken(1), { ...played, lines }, [first, answer({ status }), last] as Message[], '1555')
  expect(await problems('failed')).toEqual([])
  expect(await problems('read')).toEqual(['whatsapp: an answer is read and not failed'])
})

test('names two conversations that are not of one contact', () => {
  const of = (id: string | null) => ({ contact: { id } }) as Conversation
  expect(contactProblems([of('ctc_1'), of('ctc_1')])).toEqual([])
  expect(contactProblems([of('ctc_1'), of('ctc_2')])).toHaveLength(1)
  expect(contactProblems([of(null), of(null)])).toHaveLength(1)
})
