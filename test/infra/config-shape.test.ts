import { expect, test } from 'vitest'
import { ConfigError, type ParleyConfig } from '../../adapters/config.ts'
import { checkWhole, describeDeployment } from '../../adapters/deployment.ts'
import { email } from '../../adapters/email/index.ts'
import { sms } from '../../adapters/sms/index.ts'
import { whatsapp } from '../../adapters/whatsapp/index.ts'

const secrets = { appSecret: 'APP_SECRET', verifyToken: 'VERIFY_TOKEN', accessToken: 'ACCESS_TOKEN' }
const connection = { adapter: whatsapp, name: 'main', secrets, accounts: [{ id: '100000000000001' }] }
const { secrets: _, ...without } = connection
const config = (change: object) => ({ connections: [{ ...connection, ...change }] })
const mail = (change: object) => ({
  adapter: email,
  name: 'main',
  config: { receive: { by: 'none' }, send: { by: 'ses', ...change } },
  secrets: {},
  accounts: [{ id: 'hello@shop.example' }],
})

const problemsOf = (written: unknown): readonly string[] => {
  try {
    checkWhole(written as ParleyConfig)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
}

const NO_SETTING = 'there is no such setting; correct its name, or take it out'

test.each<readonly [what: string, written: unknown, problem: string]>([
  ['a misspelt part', { ...config({}), deply: {} }, `deply: ${NO_SETTING}`],
  ['a misspelt setting of a connection', config({ conifg: {} }), `connections[0].conifg: ${NO_SETTING}`],
  [
    'a misspelt setting of an account',
    config({ accounts: [{ id: '1', onUnkown: 'hold' }] }),
    `connections[0].accounts[0].onUnkown: ${NO_SETTING}`,
  ],
  [
    'a misspelt setting of a shop',
    { ...config({}), shops: [{ id: 'shp_default', name: 'a', nmae: 'b' }] },
    `shops[0].nmae: ${NO_SETTING}`,
  ],
  [
    'a misspelt setting of a channel',
    config({ config: { grahpVersion: 'v1' } }),
    'connections[0].config: Unrecognized key: "grahpVersion"',
  ],
  [
    'a misspelt setting of the way out',
    { connections: [mail({ configSet: 'a' })] },
    'connections[0].config.send: Unrecognized key: "configSet"',
  ],
  [
    'a misspelt setting of a provider',
    { connections: [{ ...connection, adapter: sms, config: { provider: 'aws', regoin: 'a' }, secrets: {} }] },
    'connections[0].config: Unrecognized key: "regoin"',
  ],
  [
    'a misspelt setting of the deployment',
    { ...config({}), deploy: { region: 'eu-central-1', alarmMail: 'a' } },
    `deploy.alarmMail: ${NO_SETTING}`,
  ],
  [
    'a secret that the channel has not',
    config({ secrets: { ...secrets, acessToken: 'A_TOKEN' } }),
    'connections[0].secrets.acessToken: whatsapp has no such secret; it has appSecret, verifyToken, accessToken',
  ],
  [
    'a key of the gateway as a secret of a channel',
    config({ secrets: { ...secrets, verifyToken: 'PARLEY_DEPLOY_KEY' } }),
    'connections[0].secrets.verifyToken: this is a key of the gateway itself; give another name',
  ],
  [
    'an access key where a name is to stand',
    config({ secrets: { ...secrets, verifyToken: 'AKIAABCDEFGHIJKLMNOP' } }),
    'connections[0].secrets.verifyToken: this is an access key, not a name; keep it out of the config',
  ],
  [
    'a name that a rotation makes use of',
    config({ secrets: { ...secrets, verifyToken: 'APP_SECRET_PREVIOUS' } }),
    'connections[0].secrets.verifyToken: a name with _PREVIOUS is kept for rotations; give another one',
  ],
  [
    'no secrets',
    { connections: [without] },
    "connections[0].secrets: give the names of the secrets, such as { appSecret: 'APP_SECRET' }",
  ],
  [
    'an adapter in quotes',
    config({ adapter: 'whatsapp' }),
    "connections[0].adapter: give the adapter itself, imported above and without quotes, such as whatsapp from './adapters/whatsapp/index.ts'",
  ],
  ['no connections', {}, 'connections: give a list of connections: [{ adapter, name, secrets, accounts }]'],
  [
    'an empty list of connections',
    { connections: [] },
    'connections: name at least one connection; parley init writes them',
  ],
  [
    'something else in the list of connections',
    { connections: ['whatsapp'] },
    'connections[0]: give a connection: { adapter, name, secrets, accounts }',
  ],
  [
    'an id that is a number',
    config({ accounts: [{ id: 100000000000001 }] }),
    'connections[0].accounts[0].id: give the id as text in quotes, as the provider states it',
  ],
  [
    'two shops with one id',
    {
      ...config({}),
      shops: [
        { id: 'shp_default', name: 'a' },
        { id: 'shp_default', name: 'b' },
      ],
    },
    'shops: two shops have one id',
  ],
])('refuses %s, and says where and what to do', (_what, written, problem) => {
  expect(problemsOf(written)).toEqual([problem])
})

const many = (count: number): ParleyConfig => ({
  deploy: { region: 'eu-central-1' },
  connections: Array.from({ length: count }, (__, index) => ({
    ...connection,
    name: `shop-${index}`,
    secrets: {
      appSecret: `WHATSAPP_APP_SECRET_${index}`,
      verifyToken: `WHATSAPP_VERIFY_TOKEN_${index}`,
      accessToken: `WHATSAPP_ACCESS_TOKEN_${index}`,
    },
    accounts: [{ id: `1000${index}` }],
  })),
})

test('refuses more secrets than the rights of a function have room for', () => {
  expect(describeDeployment(many(10)).secrets).toHaveLength(32)
  expect(problemsOf(many(17))).toEqual([
    expect.stringMatching(
      /^connections: the names of 53 secrets and what else functions may use make .* too long for IAM; let connections of one app share their secrets, or deploy some with another deploy\.name$/,
    ),
  ])
})
