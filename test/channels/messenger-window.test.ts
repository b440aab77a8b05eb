import { expect, test } from 'vitest'
import type { ParleyConfig } from '../../adapters/config.ts'
import { messenger } from '../../adapters/messenger/index.ts'
import { listConversations } from '../../core/read.ts'
import { acceptMessage } from '../../core/send/accept.ts'
import { createWorld, PRINCIPAL } from '../support/world.ts'

const HOUR = 3_600_000
const PAGE = '770055001199'

const config = (humanAgent: boolean): ParleyConfig => ({
  connections: [
    {
      adapter: messenger,
      name: 'main',
      config: { humanAgent },
      secrets: { appSecret: 'APP_SECRET', verifyToken: 'VERIFY_TOKEN', accessToken: 'ACCESS_TOKEN' },
      accounts: [{ id: PAGE }],
    },
  ],
})

/** A customer wrote so many hours ago, and is answered now. */
const answeredAfter = async (hours: number, humanAgent: boolean) => {
  const world = createWorld({ config: config(humanAgent) })
  const wrote = world.clock.now()
  await world.record(
    [
      {
        kind: 'message',
        scope: PAGE,
        account: PAGE,
        at: wrote,
        id: 'm_hello',
        direction: 'in',
        author: { kind: 'customer' },
        peers: [{ type: 'psid', value: '5550142201000001' }],
        body: { text: 'Hello', attachments: [] },
      },
    ],
    'messenger',
  )
  await world.settle()
  await world.clock.advance(hours * HOUR)
  const { data } = await listConversations(world.ctx, PRINCIPAL, { status: 'open', order: 'recent', limit: 1 })
  const accepted = acceptMessage(world.ctx, PRINCIPAL, 'key', {
    conversation: data[0]?.id ?? '',
    message: { text: 'Sorry for the wait', attachments: [] },
    author: { kind: 'agent' },
    purpose: 'service',
  })
  return { world, wrote, accepted, window: data[0]?.window }
}

test('without Human Agent nothing is taken after 24 hours', async () => {
  const { accepted, window } = await answeredAfter(25, false)
  expect(window).toMatchObject({ open: false })
  await expect(accepted).rejects.toMatchObject({ type: 'window_closed' })
})

test('with Human Agent a person’s answer goes to the adapter with the time the customer last wrote', async () => {
  const { world, wrote, accepted, window } = await answeredAfter(25, true)
  expect(window).toMatchObject({ open: true, closesAt: wrote + 168 * HOUR })
  await accepted
  await world.settle()
  expect(world.sent).toMatchObject([{ lastInboundAt: wrote, author: 'agent' }])
})

test('with Human Agent nothing is taken after 7 days', async () => {
  const { accepted } = await answeredAfter(168, true)
  await expect(accepted).rejects.toMatchObject({ type: 'window_closed' })
})
