import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { adviceOf } from '../../console/admin/channels/health-advice.ts'
import { middleOf, base64Of } from '../../console/admin/people/avatar-file.ts'
import { EVENT_TYPES } from '../../console/admin/webhooks/event-types.ts'
import { reasonOf, remedyOf } from '../../console/admin/dead-letters/reason.ts'
import { outcomeOf } from '../../console/admin/webhooks/status.tsx'
import { EventType } from '../../core/schema/event.ts'
import { ROOT } from '../support/tree.ts'

const CHANNELS = ['whatsapp', 'messenger', 'instagram', 'x', 'sms', 'email', 'telegram']
const of = (channel: string, status: string) => adviceOf({ channel, connection: 'main', health: { status } })

test.each(CHANNELS)(
  'an account of %s that needs credentials is told to ask the doctor and to store new ones',
  (channel) => {
    const { kind, means, steps } = of(channel, 'reauth_required')
    expect(kind).toBe('danger')
    expect(means.en).toContain('waits')
    expect(steps.map(({ command }) => command?.split(' ').slice(0, 3).join(' '))).toEqual([
      'npx parley doctor',
      'npx parley secrets',
    ])
  },
)

test.each(CHANNELS)('an impaired account of %s still sends, and is told where to look', (channel) => {
  const { kind, steps } = of(channel, 'degraded')
  expect(kind).toBe('warning')
  expect(steps.at(-1)?.command).toBe(`npx parley register --only ${channel}/main`)
})

test('nothing has to be done about a healthy account', () => {
  expect(of('whatsapp', 'healthy')).toMatchObject({ kind: 'good', steps: [] })
})

test('a status that is added later is a warning', () => {
  expect(of('whatsapp', 'hibernating').kind).toBe('warning')
})

test('the guides that are named are there', () => {
  const guides = CHANNELS.map((channel) => of(channel, 'degraded').guide).filter((guide) => guide !== null)
  expect(guides).toHaveLength(6)
  expect(guides.filter((guide) => !existsSync(join(ROOT, guide)))).toEqual([])
})

test('an endpoint can be asked to be told of every type of event but the test', () => {
  expect([...EVENT_TYPES, 'webhook.test'].sort()).toEqual([...EventType.options].sort())
})

test('a reason that is known is told in words, and another one as the gateway says it', () => {
  expect(reasonOf('unknown_account')).toBe('The account is not configured')
  expect(remedyOf('unknown_account')).toContain('parley.config.ts')
  expect(reasonOf('no type')).toBe('no type')
})

test('an attempt is told by its status, or by why there was no answer', () => {
  expect(outcomeOf({ status: 204, error: null })).toBe('204')
  expect(outcomeOf({ status: 302, error: 'redirect' })).toBe('302')
  expect(outcomeOf({ status: null, error: 'timeout' })).toBe('no answer in time')
})

test('of a picture the middle is taken, as a square', () => {
  expect(middleOf({ width: 400, height: 100 })).toEqual({ x: 150, y: 0, side: 100 })
  expect(middleOf({ width: 100, height: 400 })).toEqual({ x: 0, y: 150, side: 100 })
  expect(base64Of(new Uint8Array([0, 255, 128]))).toBe('AP+A')
})
