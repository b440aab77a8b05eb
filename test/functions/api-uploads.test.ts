import { expect, test } from 'vitest'
import type { Message } from '../../core/schema/message.ts'
import type { Upload } from '../../core/schema/upload.ts'
import { createApiWorld, type ApiWorld } from '../support/api-world.ts'

const PNG = { filename: 'kettle.png', contentType: 'image/png', size: 5 }

const start = async (world: ApiWorld, body: object = PNG, key = 'u') =>
  world.call({ method: 'POST', url: '/v1/media', headers: { 'idempotency-key': key }, body })
/** As whoever has the link puts the file there. */
const put = (world: ApiWorld, { media }: Upload, body = 'bytes', contentType = 'image/png') =>
  world.objects.put(`uploads/${media}`, Buffer.from(body), { contentType })
const attach = (media: string, kind = 'image') => ({ attachments: [{ kind, media }] })

test('a file that was put there is sent by a link, and is shown under the URL of its message', async () => {
  const world = createApiWorld()
  const conversation = await world.hear('Which one?')
  const { body } = await start(world)
  const upload = body as Upload
  expect(upload).toMatchObject({ ...PNG, upload: { method: 'PUT', headers: { 'content-length': '5' } } })
  expect((await start(world)).body).toEqual(upload)
  await put(world, upload)
  const sent = await world.say(conversation, { text: 'This one', ...attach(upload.media) })
  const { id } = sent.body as Message
  const shown = { kind: 'image', filename: 'kettle.png', size: 5, url: `https://parley.test/v1/media/${id}/0` }
  expect(sent).toMatchObject({ status: 202, body: { attachments: [shown] } })
  await world.settle()
  expect(world.sent).toMatchObject([
    {
      content: {
        media: [{ kind: 'image', url: expect.stringContaining(`uploads/${upload.media}`) }],
        text: 'This one',
      },
    },
  ])
  expect(JSON.stringify(world.sent)).not.toContain('"media":"mda_')
  expect(await world.call({ url: `/v1/media/${id}/0` })).toMatchObject({ status: 302 })
})

test('what the channel takes is decided by the file as it was put there', async () => {
  const world = createApiWorld()
  const conversation = await world.hear('Which one?')
  const upload = (await start(world)).body as Upload
  await put(world, upload, 'bytes', 'image/svg+xml')
  const rejected = { status: 422, body: { type: 'urn:parley:problem:media_rejected' } }
  expect(await world.say(conversation, attach(upload.media))).toMatchObject(rejected)
  const plan = { conversation, message: attach(upload.media) }
  expect(await world.call({ method: 'POST', url: '/v1/plan', body: plan })).toMatchObject(rejected)
})

test('a file that is not there yet, of nobody or of another shop is not sent', async () => {
  const world = createApiWorld()
  const conversation = await world.hear('Which one?')
  const upload = (await start(world)).body as Upload
  expect(await world.say(conversation, attach(upload.media), 'a')).toMatchObject({
    status: 409,
    body: { type: 'urn:parley:problem:file_not_ready', errors: [{ path: '/attachments/0/media' }] },
  })
  const headers = { 'parley-shop': 'shp_other', 'idempotency-key': 'u' }
  const other = (await world.call({ method: 'POST', url: '/v1/media', headers, body: PNG })).body as Upload
  expect(other.media).not.toBe(upload.media)
  await put(world, other)
  for (const media of [other.media, `mda_${'x'.repeat(22)}`])
    expect(await world.say(conversation, attach(media), media)).toMatchObject({ status: 400 })
})

test('a file is of a size and a type, and its key is for it alone', async () => {
  const world = createApiWorld()
  await start(world)
  expect(await start(world, { ...PNG, size: 6 })).toMatchObject({
    status: 409,
    body: { type: 'urn:parley:problem:idempotency_key_reused' },
  })
  for (const wrong of [{ size: 0 }, { size: 100 * 1_048_576 + 1 }, { contentType: 'png' }, { filename: 'a/b' }])
    expect(await start(world, { ...PNG, ...wrong }, 'v')).toMatchObject({ status: 400 })
})

test('a file has one source', async () => {
  const world = createApiWorld()
  const conversation = await world.hear('Which one?')
  const media = `mda_${'x'.repeat(22)}`
  const attachments = [{ kind: 'image', media, url: 'https://files.test/a.png' }]
  expect(await world.say(conversation, { attachments })).toMatchObject({ status: 400 })
})
