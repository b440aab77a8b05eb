import { beforeEach, describe, expect, test } from 'vitest'
import type { EmailInfo } from '../../core/schema/email.ts'
import type { Message } from '../../core/schema/message.ts'
import type { Attachment } from '../../core/schema/content.ts'
import { messageFact, messageId } from '../../core/store/keys.ts'
import { createApiWorld, type ApiWorld, type Timeline } from '../support/api-world.ts'
import { textFact } from '../support/world.ts'

let world: ApiWorld
let links: [name: string, seconds: number, info: unknown][]
beforeEach(() => {
  links = []
  world = createApiWorld()
  const { link } = world.objects
  Object.assign(world.objects, {
    link: (...asked: Parameters<typeof link>) => {
      links.push([asked[0], asked[1], asked[2]])
      return link(...asked)
    },
  })
})

const READY: Attachment = {
  id: '0',
  kind: 'image',
  state: 'ready',
  contentType: 'image/png',
  filename: 'cat.png',
  object: 'media/secret-name',
}

/** A message with these attachments: its id. */
const hear = async (attachments: readonly Attachment[], email?: Partial<EmailInfo>): Promise<string> => {
  const body = { text: 'look', attachments: [...attachments], ...(email ? { email: email as EmailInfo } : {}) }
  const fact = textFact('look', { body })
  await world.record([fact])
  await world.settle()
  return messageId(messageFact(world.ctx.hash, 'whatsapp', fact.scope, fact.id))
}
const get = (path: string, more: object = {}) => world.call({ url: `/v1/media/${path}`, ...more })

describe('a file that is here', () => {
  test('is a redirect to a link that works for five minutes, with its own type and name', async () => {
    const id = await hear([READY])
    const { status, headers } = await get(`${id}/0`)
    expect([status, headers['location']]).toEqual([302, 'https://files.test/media/secret-name?expires=300'])
    expect(links).toEqual([['media/secret-name', 300, { contentType: 'image/png', filename: 'cat.png' }]])
  })

  test('is named by one URL wherever its message is shown, and by nothing else', async () => {
    const id = await hear([READY, { ...READY, id: '1', object: 'media/other' }])
    const message = (await world.call({ url: `/v1/messages/${id}` })).body as Message
    const { body } = await world.call({ url: `/v1/conversations/${message.conversation}/messages` })
    const [entry] = (body as Timeline).data
    const urls = [0, 1].map((index) => `https://parley.test/v1/media/${id}/${index}`)
    expect(message.attachments.map(({ url }) => url)).toEqual(urls)
    expect(entry).toMatchObject({ attachments: urls.map((url) => ({ url })) })
    expect(JSON.stringify([message, entry])).not.toMatch(/"object"|"remote"|secret-name/)
  })

  test('of a mail may be the mail itself, and bodies that were too long for the message', async () => {
    const id = await hear([], { inReplyTo: [], references: [], original: 'mail/raw', htmlFile: 'mail/html' })
    const message = (await world.call({ url: `/v1/messages/${id}` })).body as Message
    expect(message.email).toMatchObject({
      original: `https://parley.test/v1/media/${id}/original`,
      htmlFile: `https://parley.test/v1/media/${id}/html`,
    })
    expect((await get(`${id}/original`)).headers['location']).toContain('/mail/raw?')
    expect((await get(`${id}/html`)).headers['location']).toContain('/mail/html?')
    expect((await get(`${id}/text`)).status).toBe(404)
    expect(links.map(([, , info]) => info)).toEqual([
      { contentType: 'message/rfc822' },
      { contentType: 'text/html; charset=utf-8' },
    ])
  })
})

describe('a file that is not here', () => {
  test.each([
    [{ state: 'pending', remote: { id: '1' } }, 'pending'],
    [{ state: 'failed', reason: 'content_too_large' }, 'failed'],
    [{ state: 'expired' }, 'expired'],
    [{ state: 'withheld' }, 'withheld'],
  ] as const)('is a problem that names its state: %o', async (change, attachmentState) => {
    const id = await hear([{ id: '0', kind: 'image', ...change }])
    const { status, body } = await get(`${id}/0`)
    expect([status, body]).toMatchObject([409, { type: 'urn:parley:problem:file_not_ready', attachmentState }])
    expect(links).toEqual([])
  })

  test("of another shop's message is not found, in the same words as one that does not exist", async () => {
    const id = await hear([READY])
    const other = await get(`${id}/0`, { headers: { 'parley-shop': 'shp_other' } })
    const nothing = await get(`msg_${'a'.repeat(22)}/0`, { headers: { 'parley-shop': 'shp_other' } })
    const words = ({ body }: typeof other) => (body as { detail: string }).detail.replaceAll(/msg_[\w-]+/g, '')
    expect([other.status, nothing.status, words(other)]).toEqual([404, 404, words(nothing)])
    expect(links).toEqual([])
  })

  test.each(['1', '-1', '00', '1e0', 'x', 'constructor', 'original', '0/0', ''])(
    'of no such place is not found: %s',
    async (file) => {
      const id = await hear([READY])
      expect((await get(`${id}/${file}`)).status).toBe(404)
      expect(links).toEqual([])
    },
  )

  test('because it was sent by a link from elsewhere is not found', async () => {
    const conversation = await world.hear('Hello')
    const attachments = [{ kind: 'image', url: 'https://files.example/a.jpg' }]
    const { body } = await world.say(conversation, { attachments })
    const sent = body as Message
    expect(sent.attachments).toMatchObject([{ url: 'https://files.example/a.jpg' }])
    expect((await get(`${sent.id}/0`)).status).toBe(404)
  })

  test('for whoever has no key', async () => {
    const id = await hear([READY])
    expect((await get(`${id}/0`, { key: null })).status).toBe(401)
    expect(links).toEqual([])
  })
})
