import { expect, test } from 'vitest'
import { MESSENGER } from '../../adapters/_messaging/platform.ts'
import { messenger } from '../../adapters/messenger/index.ts'
import { fixturesOf } from './messaging.fixtures.ts'
import { sending, sendingWith } from './messaging.send.ts'

sending(MESSENGER, messenger)

test('sends over Facebook’s host unless told otherwise', async () => {
  const { sent } = await sendingWith(messenger, {})(fixturesOf(MESSENGER).partOf('text'))
  expect(sent[0]?.url).toBe('https://graph.facebook.com/v26.0/770055001199/messages')
})
