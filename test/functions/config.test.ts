import * as z from 'zod'
import { describe, expect, test } from 'vitest'
import type { ChannelFactory } from '../../adapters/adapter.ts'
import { checkConfig, ConfigError, type ConnectionConfig } from '../../adapters/config.ts'
import { sms } from '../../adapters/sms/index.ts'
import { whatsapp } from '../../adapters/whatsapp/index.ts'

const Post = z.object({ by: z.enum(['pigeon', 'horse']) })
/** A channel whose secrets depend on its config. */
const post: ChannelFactory<z.infer<typeof Post>> = {
  channel: 'post',
  config: Post,
  secrets: ['feather', 'spur', 'seal'],
  webhookSecrets: ['seal'],
  secretsFor: ({ by }) => [by === 'pigeon' ? 'feather' : 'spur', 'seal'],
  capabilities: whatsapp.capabilities,
  create: () => {
    throw new Error('a config is checked without making anything')
  },
}

const connection = (change: Partial<ConnectionConfig> = {}): ConnectionConfig => ({
  adapter: post,
  name: 'main',
  config: { by: 'pigeon' },
  secrets: { feather: 'POST_FEATHER', seal: 'POST_SEAL' },
  accounts: [{ id: 'loft' }],
  ...change,
})

const problemsOf = (...connections: readonly ConnectionConfig[]): readonly string[] => {
  try {
    checkConfig({ connections })
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
}

describe('secrets', () => {
  test('those that a channel always has are all needed', () => {
    const wrong = connection({ adapter: whatsapp, config: {}, secrets: { appSecret: 'APP_SECRET' } })
    expect(problemsOf(wrong)).toEqual([
      'connections[0].secrets.verifyToken: missing; give the name under which the secret is stored',
      'connections[0].secrets.accessToken: missing; give the name under which the secret is stored',
    ])
  })

  test('of those that depend on the config only the needed ones are needed', () => {
    expect(problemsOf(connection())).toEqual([])
    expect(problemsOf(connection({ config: { by: 'horse' } }))).toEqual([
      'connections[0].secrets.spur: missing; give the name under which the secret is stored',
    ])
  })

  test('while the config is wrong nobody knows which are needed, and none is missed', () => {
    expect(problemsOf(connection({ config: { by: 'ship' }, secrets: {} }))).toEqual([
      expect.stringMatching(/^connections\[0\]\.config\.by: /),
    ])
  })

  test('are names and never the secrets themselves', () => {
    expect(problemsOf(connection({ secrets: { feather: 'goose-quill-17', seal: 'POST_SEAL' } }))).toEqual([
      'connections[0].secrets.feather: give a name in CAPITALS_AND_UNDERSCORES, never the secret itself',
    ])
  })
})

test('defaults of a channel’s config and of its accounts are filled in', () => {
  const given = connection({
    adapter: sms,
    config: { provider: 'twilio' },
    secrets: { accountSid: 'A_SID', authToken: 'A_TOKEN' },
  })
  const [checked] = checkConfig({ connections: [given] }).connections
  expect(checked?.accounts).toEqual([{ id: 'loft', shop: 'shp_default', mode: 'live', onUnknown: 'hold' }])
  expect(checked?.config).toMatchObject({ provider: 'twilio' })
})

test('everything that is wrong is said at once', () => {
  const twice = connection({ accounts: [{ id: 'loft', shop: 'shp_elsewhere' }] })
  expect(problemsOf(twice, connection(), connection({ name: 'No Name', accounts: [] }))).toEqual([
    'connections[0].accounts: loft names the shop shp_elsewhere, which is not in shops',
    expect.stringMatching(/^connections\[2\]\.name: /),
    'connections[2].accounts: name at least one account',
    'connections: the connection post/main is named twice',
    'connections: the account post loft is named twice',
  ])
})
