import { describe, expect, test } from 'vitest'
import { ACCOUNT, codeOf, PHONE, secrets, text, world } from './whatsapp.world.ts'

/** What the real one refuses, as the bare request, and the code of its answer. */
const body = (type: string, object: unknown, more: object = {}) => ({
  messaging_product: 'whatsapp',
  to: PHONE,
  type,
  [type]: object,
  ...more,
})
const buttons = (...titles: string[]) => ({
  buttons: titles.map((title, i) => ({ type: 'reply', reply: { id: `b${i}`, title } })),
})
const interactive = (type: string, action: object, more: object = {}) =>
  body('interactive', { type, body: { text: 'Which?' }, action, ...more })
const rows = (count: number) => Array.from({ length: count }, (_, i) => ({ id: `r${i}`, title: `Row ${i}` }))
const long = (length: number) => 'x'.repeat(length)
const button = (id: string, title: string) => ({ type: 'reply', reply: { id, title } })
const section = (more: object) => ({ button: 'Open', sections: [{ rows: [{ id: 'a', title: 'A', ...more }] }] })

const REFUSED: readonly (readonly [what: string, code: number, body: unknown])[] = [
  ['a body without messaging_product', 100, { to: PHONE, type: 'text', text: { body: 'Hi' } }],
  ['a body that is no JSON', 100, 'nonsense'],
  ['no recipient', 131_008, { messaging_product: 'whatsapp', type: 'text', text: { body: 'Hi' } }],
  ['a recipient that is no number', 131_009, body('text', { body: 'Hi' }, { to: 'Nadia' })],
  ['a recipient that is no user id', 131_009, body('text', { body: 'Hi' }, { to: undefined, recipient: 'Nadia' })],
  ['another recipient type', 100, body('text', { body: 'Hi' }, { recipient_type: 'everybody' })],
  ['ourselves as the recipient', 131_021, body('text', { body: 'Hi' }, { to: '+15550199000' })],
  ['a type that does not exist', 131_051, body('hologram', {})],
  ['no text', 131_008, body('text', {})],
  ['a text of 4097 characters', 100, body('text', { body: long(4097) })],
  ['our key of 513 characters', 100, body('text', { body: 'Hi' }, { biz_opaque_callback_data: long(513) })],
  ['a quote of no message', 131_009, body('text', { body: 'Hi' }, { context: { message_id: 'msg_1' } })],
  ['a link that is none', 100, body('image', { link: 'files/a.jpg' })],
  ['a file by id and link', 100, body('image', { id: '1', link: 'https://files.example/a.jpg' })],
  ['a webp picture as an image', 131_053, body('image', { link: 'https://files.example/a.webp' })],
  ['a caption of 1025 characters', 100, body('video', { id: '1', caption: long(1025) })],
  ['a caption on audio', 100, body('audio', { id: '1', caption: 'Hear' })],
  ['four buttons', 131_009, interactive('button', buttons('A', 'B', 'C', 'D'))],
  ['no buttons', 131_009, interactive('button', buttons())],
  ['a button title of 21 characters', 131_009, interactive('button', buttons(long(21)))],
  ['a button without a title', 131_008, interactive('button', buttons(''))],
  ['two buttons of one title', 131_009, interactive('button', buttons('A', 'A'))],
  ['two buttons of one id', 131_009, interactive('button', { buttons: [button('a', 'A'), button('a', 'B')] })],
  ['a button id of 257 characters', 131_009, interactive('button', { buttons: [button(long(257), 'A')] })],
  ['eleven rows', 131_009, interactive('list', { button: 'Open', sections: [{ rows: rows(11) }] })],
  ['no rows', 131_009, interactive('list', { button: 'Open', sections: [{ rows: [] }] })],
  ['a list without its button', 131_008, interactive('list', { sections: [{ rows: rows(1) }] })],
  [
    'sections without titles',
    131_008,
    interactive('list', { button: 'Open', sections: [{ rows: rows(1) }, { rows: [] }] }),
  ],
  ['a row title of 25 characters', 131_009, interactive('list', section({ title: long(25) }))],
  ['a row description of 73 characters', 131_009, interactive('list', section({ description: long(73) }))],
  ['a row id of 201 characters', 131_009, interactive('list', section({ id: long(201) }))],
  [
    'an interactive body of 1025 characters',
    131_009,
    interactive('button', buttons('A'), { body: { text: long(1025) } }),
  ],
  [
    'a header of 61 characters',
    131_009,
    interactive('button', buttons('A'), { header: { type: 'text', text: long(61) } }),
  ],
  ['a footer of 61 characters', 131_009, interactive('button', buttons('A'), { footer: { text: long(61) } })],
  ['an interactive type that does not exist', 131_009, interactive('wave', {})],
  [
    'a link button without a link',
    131_009,
    interactive('cta_url', { parameters: { display_text: 'Open', url: 'shop' } }),
  ],
  ['a location without a longitude', 131_009, body('location', { latitude: 52 })],
  [
    'six contacts',
    131_009,
    body(
      'contacts',
      Array.from({ length: 6 }, () => ({ name: { formatted_name: 'A', first_name: 'A' } })),
    ),
  ],
  ['a contact with a formatted name alone', 131_008, body('contacts', [{ name: { formatted_name: 'A' } }])],
  ['a reaction that is no emoji', 131_009, body('reaction', { message_id: 'wamid.1', emoji: 'ok' })],
  ['a reaction to no message', 131_009, body('reaction', { message_id: 'msg_1', emoji: '👍' })],
  ['a template without a name', 131_008, body('template', { language: { code: 'de' } })],
  ['a template without a language', 131_008, body('template', { name: 'order_shipped' })],
  ['a template that cannot exist', 132_001, body('template', { name: 'Order Shipped', language: { code: 'de' } })],
  [
    'an empty parameter',
    132_012,
    body('template', {
      name: 'order_shipped',
      language: { code: 'de' },
      components: [{ type: 'body', parameters: [{ type: 'text', text: '' }] }],
    }),
  ],
]

describe('Graph', () => {
  const post = async (given: unknown, account = ACCOUNT, token: string | undefined = secrets.accessToken) => {
    const { sandbox, deliveries, clock } = world()
    const response = await sandbox.api.request(`/v26.0/${account}/messages`, {
      method: 'POST',
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      body: typeof given === 'string' ? given : JSON.stringify(given),
    })
    await clock.drain()
    const answer = (await response.json()) as { readonly error?: { readonly code: number } }
    return { status: response.status, code: answer.error?.code, answer, deliveries }
  }

  test.each(REFUSED)('refuses %s', async (_, code, given) => {
    const { status, code: answered, deliveries } = await post(given)
    expect({ status, code: answered }).toEqual({ status: 400, code })
    expect(deliveries).toEqual([])
  })

  test('refuses a request without a token, with another, and for a number that is not ours', async () => {
    const good = body('text', { body: 'Hi' })
    expect(await post(good)).toMatchObject({ status: 200, code: undefined })
    expect(await post(good, ACCOUNT, '')).toMatchObject({ status: 401, code: 190 })
    expect(await post(good, ACCOUNT, 'other')).toMatchObject({ status: 401, code: 190 })
    expect(await post(good, '1')).toMatchObject({ status: 400, code: 100 })
  })

  test('takes a read mark without making a message of it', async () => {
    const { status, answer, deliveries } = await post({
      messaging_product: 'whatsapp',
      status: 'read',
      message_id: 'wamid.1',
    })
    expect({ status, answer }).toEqual({ status: 200, answer: { success: true } })
    expect(deliveries).toEqual([])
  })

  test('refuses free text a day after the customer wrote, and takes a template', async () => {
    const { sandbox, clock, send } = world()
    await sandbox.customer({ type: 'text', text: 'Hello', from: PHONE, userId: 'DE.48120093317264' })
    await clock.advance(24 * 3_600_000 - 1)
    expect(codeOf(await send(text))).toBe('accepted')
    await clock.advance(1)
    expect(codeOf(await send(text))).toBe('131047')
    const peers = [{ type: 'wa_bsuid' as const, value: 'DE.48120093317264' }]
    expect(codeOf(await send(text, { address: { channel: 'whatsapp', account: ACCOUNT, peers } }))).toBe('131047')
    expect(codeOf(await send({ type: 'template', name: 'we_are_open', language: 'de' }))).toBe('accepted')
    await sandbox.customer({ type: 'text', text: 'Hello again', from: PHONE })
    expect(codeOf(await send(text))).toBe('accepted')
  })

  test('gives a file for its id in two steps, and to nobody without the token', async () => {
    const { sandbox, facts } = world()
    await sandbox.customer({ type: 'voice', data: Buffer.from('hear me').toString('base64') })
    const [said] = facts.flatMap((fact) => (fact.kind === 'message' ? fact.body.attachments : []))
    const headers = { authorization: `Bearer ${secrets.accessToken}` }
    const found = await sandbox.api.request(`http://host.example/v26.0/${said?.remote?.id}`, { headers })
    const media = (await found.json()) as { readonly url: string; readonly sha256: string }
    expect(media).toMatchObject({ mime_type: 'audio/ogg; codecs=opus', file_size: 7, sha256: said?.sha256 })
    expect(await (await sandbox.api.request(media.url, { headers })).text()).toBe('hear me')
    expect((await sandbox.api.request(media.url)).status).toBe(401)
    expect((await sandbox.api.request(`http://host.example/v26.0/${said?.remote?.id}`)).status).toBe(401)
    expect((await sandbox.api.request('http://host.example/v26.0/77', { headers })).status).toBe(400)
  })
})
