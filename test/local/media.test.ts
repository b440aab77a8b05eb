import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Message } from '../../core/schema/message.ts'
import { testGateway, type TestGateway } from '../support/gateway.ts'

let gateway: TestGateway
beforeAll(async () => {
  gateway = await testGateway()
})
afterAll(() => gateway.close())

const api = async <T>(path: string): Promise<T> => {
  const response = await fetch(`${gateway.url}${path}`, { headers: { authorization: `Bearer ${gateway.apiKey}` } })
  return (await response.json()) as T
}

/** The customer's latest message on a channel, once its file is no longer on its way. */
const fetched = (channel: string): Promise<Message> =>
  vi.waitFor(
    async () => {
      const { data } = await api<{ data: { id: string; channel: string }[] }>('/v1/conversations')
      const conversation = data.find((found) => found.channel === channel)?.id
      const timeline = await api<{ data: Message[] }>(`/v1/conversations/${conversation}/messages?order=newest`)
      const message = timeline.data.find(({ attachments }) => attachments?.length > 0)
      expect(message?.attachments[0]?.state).not.toBe('pending')
      return message as Message
    },
    { timeout: 20_000, interval: 50 },
  )

/** Waits, as a person would, until the message is there. */
const play = async (channel: string, action: object): Promise<void> => {
  const response = await fetch(`${gateway.url}/local/sandbox/${channel}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(action),
  })
  expect(response.status, await response.text()).toBe(200)
}

const CASES = [
  ['whatsapp', (data: string) => ({ type: 'image', contentType: 'image/png', data, from: '+15550004444' })],
  ['sms', (data: string) => ({ text: 'look', media: [{ contentType: 'image/png', data }], from: '+15550004444' })],
] as const

describe.each(CASES)('a picture that comes over %s', (channel, action) => {
  const bytes = Buffer.from(`a picture sent over ${channel}`)

  test('is fetched from the provider with its credentials, and handed out by one URL to whoever has a key', async () => {
    await play(channel, action(bytes.toString('base64')))
    const { id, attachments } = await fetched(channel)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const url = `${gateway.url}/v1/media/${id}/0`
    expect(attachments).toMatchObject([
      { kind: 'image', state: 'ready', contentType: 'image/png', size: bytes.length, sha256, url },
    ])
    expect((await fetch(url)).status).toBe(401)
    const response = await fetch(url, { headers: { authorization: `Bearer ${gateway.apiKey}` } })
    expect([response.status, response.redirected, response.headers.get('content-type')]).toEqual([
      200,
      true,
      'image/png',
    ])
    expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true)
  })

  test('leaves no failure behind, and nothing of it in the log', () => {
    expect(gateway.logs.filter(({ event }) => /failed/.test(event))).toEqual([])
    expect(JSON.stringify(gateway.logs)).not.toContain(bytes.toString())
  })
})
