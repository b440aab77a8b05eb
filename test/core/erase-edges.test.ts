import { beforeEach, describe, expect, test } from 'vitest'
import { redrive } from '../../core/dead-letters/redrive.ts'
import type { InboundFact } from '../../core/schema/fact.ts'
import { createApiWorld, type ApiWorld } from '../support/api-world.ts'
import { finish, idle, tracesOf, work } from '../support/erasing.ts'
import { ACCOUNT, itemsOf, PRINCIPAL, textFact } from '../support/world.ts'

const ADA = { type: 'phone', value: '+15550001111' }
const BEN = { type: 'phone', value: '+15550002222' }
const WORDS = ['5550001111', 'zeppelin']

let world: ApiWorld
beforeEach(() => {
  world = createApiWorld()
})

const record = async (...facts: readonly InboundFact[]): Promise<void> => {
  await world.record(facts)
  await world.settle()
  await world.clock.advance(1000)
}
const about = (id: string) => ({ id, scope: ACCOUNT, account: ACCOUNT, at: null })

const contactOf = async ({ value }: { readonly value: string }): Promise<string> => {
  const { body } = await world.call({ url: `/v1/contacts?alias=phone:${encodeURIComponent(value)}` })
  return (body as { data: readonly { id: string }[] }).data[0]?.id ?? ''
}

/** Begins to erase somebody. */
const ask = async (person = ADA): Promise<void> => {
  const url = `/v1/contacts/${await contactOf(person)}/erase`
  const headers = { 'idempotency-key': person.value }
  expect(await world.call({ method: 'POST', url, headers })).toMatchObject({ status: 202 })
}
const erase = async (person = ADA): Promise<void> => {
  await ask(person)
  await finish(world)
}

test('in a thread with others what the person said goes, and what the others said stays', async () => {
  const thread = { type: 'x_post', value: '1' }
  const adas = textFact('my zeppelin', { peers: [ADA], thread, profile: { name: 'Ada' } })
  await record(adas)
  await record(textFact('my bike', { peers: [BEN], thread, profile: { name: 'Ben' } }))
  await record({
    ...about('e'),
    kind: 'edit',
    target: adas.id,
    direction: 'in',
    peers: [ADA],
    body: { text: 'zeppelin!', attachments: [] },
  })
  await erase()
  expect(await tracesOf(world, WORDS)).toEqual([])
  const { body } = await world.call({ url: '/v1/conversations' })
  const [one] = (body as { data: readonly { id: string }[] }).data
  const entries = await world.call({ url: `/v1/conversations/${one?.id}/entries` })
  expect(entries.body).toMatchObject({ data: [{ text: 'my bike' }] })
  await record(textFact('anybody there?', { peers: [BEN], thread }))
  expect((await world.call({ url: `/v1/conversations/${one?.id}/entries` })).body).toMatchObject({ data: [{}, {}] })
})

describe('a dead letter', () => {
  const NEW = '100000000000099'
  const configure = (): void => {
    const known = world.ctx.directory.account
    Object.assign(world.ctx.directory, {
      account: (channel: string, connection: string, account: string) =>
        account === NEW ? known(channel, connection, ACCOUNT) : known(channel, connection, account),
    })
  }
  const letters = (): readonly string[] => itemsOf(world, 'dl#').map(({ pk }) => pk.slice('dl#'.length))

  test('of the person goes, and a redrive does not bring it back', async () => {
    await record(textFact('hello', { peers: [ADA] }))
    await record(textFact('my zeppelin', { peers: [ADA], account: NEW }))
    const [id = ''] = letters()
    await erase()
    expect(letters()).toEqual([])
    configure()
    await expect(redrive(world.ctx, async () => undefined, PRINCIPAL, id)).rejects.toMatchObject({ type: 'not_found' })
    expect(await tracesOf(world, WORDS)).toEqual([])
  })

  test('that cannot be read goes where it names the person, and stays where it names somebody else', async () => {
    await record(textFact('hello', { peers: [ADA] }))
    await record({
      ...about('q1'),
      kind: 'quarantine',
      reason: 'no type',
      raw: { from: '15550001111', text: 'zeppelin' },
    })
    await record({ ...about('q2'), kind: 'quarantine', reason: 'no type', raw: { from: '15550002222', text: 'bike' } })
    expect(letters()).toHaveLength(2)
    await erase()
    expect(letters()).toHaveLength(1)
    expect(await tracesOf(world, WORDS)).toEqual([])
  })

  test('of what was said before and is redriven after is dropped', async () => {
    await record(textFact('hello', { peers: [ADA] }))
    const letter = textFact('my zeppelin', { peers: [ADA], account: NEW })
    await erase()
    // It was with the provider, or in the spill queue, while they were erased.
    await record({ ...letter, at: world.clock.now() - 24 * 3_600_000 })
    const [id = ''] = letters()
    configure()
    await redrive(world.ctx, async () => undefined, PRINCIPAL, id)
    await finish(world)
    expect((await world.call({ url: '/v1/conversations' })).body).toMatchObject({ data: [] })
    expect(await tracesOf(world, WORDS)).toEqual([])
  })
})

test('a file that is being fetched while its person is erased goes as well', async () => {
  const file = { id: 'a', kind: 'image', state: 'pending', remote: { id: 'zeppelin-1' } } as const
  await record(textFact('look', { peers: [ADA], body: { text: 'look', attachments: [file] } }))
  let fetched = ''
  const slow = {
    ...idle,
    fetch: async ({ object }: { readonly object: string }) => {
      await ask()
      await work(world)
      await world.objects.put(object, Buffer.from('zeppelin'), { contentType: 'image/png' })
      fetched = object
      return { kind: 'stored' as const, size: 8, contentType: 'image/png', sha256: 'x' }
    },
  }
  await work(world, { worker: slow })
  expect(fetched).not.toBe('')
  await finish(world)
  expect([...world.objects.stored.keys()]).toEqual([])
  expect(await tracesOf(world, WORDS)).toEqual([])
})

test('ids of other systems may name others afterwards', async () => {
  const hers = await world.hear('hello', { peers: [ADA] })
  const his = await world.hear('good morning', { peers: [BEN] })
  const name = (url: string) => world.call({ method: 'PATCH', url, body: { externalIds: { crm: '4711' } } })
  const caseOf = async (id: string) =>
    ((await world.call({ url: `/v1/conversations/${id}` })).body as { case: { id: string } }).case.id
  const urlsOf = async (conversation: string, person: typeof ADA): Promise<readonly string[]> => {
    const key = `say ${conversation}`
    const message = (await world.say(conversation, { text: 'hi' }, key)).body as { id: string }
    await world.settle()
    return [
      `/v1/contacts/${await contactOf(person)}`,
      `/v1/conversations/${conversation}`,
      `/v1/conversations/${conversation}/cases/${await caseOf(conversation)}`,
      `/v1/messages/${message.id}`,
    ]
  }
  for (const url of await urlsOf(hers, ADA)) expect(await name(url)).toMatchObject({ status: 200 })
  const others = await urlsOf(his, BEN)
  for (const url of others) expect(await name(url)).toMatchObject({ status: 409 })
  await erase()
  expect(itemsOf(world, 'ext#')).toEqual([])
  for (const url of others) expect(await name(url)).toMatchObject({ status: 200 })
})

test.each(['edit', 'reaction'] as const)(
  'what was said of a message that never came goes as well: %s',
  async (kind) => {
    await record(textFact('hello', { peers: [ADA] }))
    const what = kind === 'edit' ? { body: { text: 'zeppelin', attachments: [] } } : { emoji: 'zeppelin' }
    const fact = { ...about('late'), kind, target: 'never', direction: 'in', peers: [ADA], ...what } as InboundFact
    await record(fact)
    await erase()
    expect(await tracesOf(world, WORDS)).toEqual([])
    await record(fact)
    expect(await tracesOf(world, WORDS)).toEqual([])
  },
)

test('whoever comes back is looked up again', async () => {
  const looked: string[] = []
  Object.assign(world.ctx, { looksUp: () => true })
  const worker = {
    ...idle,
    lookUp: async ({ peer }: { readonly peer: { readonly value: string } }) => {
      looked.push(peer.value)
      return { kind: 'none' as const }
    },
  }
  const says = async (text: string): Promise<void> => {
    const { profile: _, ...fact } = textFact(text, { peers: [ADA] })
    await world.record([fact])
    await world.settle()
    await work(world, { worker })
    await world.clock.advance(1000)
  }
  await says('hello')
  await says('hello again')
  expect(looked).toEqual([ADA.value])
  await erase()
  await says('I am back')
  expect(looked).toEqual([ADA.value, ADA.value])
})
