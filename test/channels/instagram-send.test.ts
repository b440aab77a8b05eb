import { expect, test } from 'vitest'
import { INSTAGRAM } from '../../adapters/_messaging/platform.ts'
import { instagram } from '../../adapters/instagram/index.ts'
import { plan } from '../../core/plan/plan.ts'
import { OutboundMessage } from '../../core/schema/message.ts'
import { fixturesOf } from './messaging.fixtures.ts'
import { sending, sendingWith } from './messaging.send.ts'

sending(INSTAGRAM, instagram)

const part = fixturesOf(INSTAGRAM).partOf('text')

test('sends over Instagram’s host by the account, or over Facebook’s by the token of the Page', async () => {
  const own = await sendingWith(instagram, {})(part)
  expect(own.sent[0]?.url).toBe('https://graph.instagram.com/v26.0/17841400055001199/messages')
  const page = await sendingWith(instagram, { api: 'facebook' })(part)
  expect(page.sent[0]?.url).toBe('https://graph.facebook.com/v26.0/me/messages')
})

test('a text is cut at 1000 bytes, not at 1000 characters', () => {
  const message = OutboundMessage.parse({ text: 'ü'.repeat(600) })
  const planned = plan(message, instagram.capabilities, { open: true, closesAt: null })
  if (!planned.ok) throw new Error('refused')
  const sizes = planned.plan.parts.map((piece) => (piece.type === 'text' ? Buffer.byteLength(piece.text) : 0))
  expect(sizes).toHaveLength(2)
  expect(Math.max(...sizes)).toBeLessThanOrEqual(1000)
  expect(sizes.reduce((sum, size) => sum + size)).toBe(1200)
})
