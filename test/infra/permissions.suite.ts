import { expect, test } from 'vitest'
import { FUNCTIONS } from '../../functions/aws/shape.ts'
import { policyCharacters } from '../../adapters/deployment.ts'
import { allowedOf, grantsOf } from '../../infra/permissions.ts'
import { CONFIGS, type ConfigName, resourcesOf, templateOf } from './templates.ts'

const NAMES = Object.keys(CONFIGS) as ConfigName[]

interface Statement {
  readonly Action: readonly string[]
  readonly Resource: readonly unknown[]
}
const rolesOf = (name: ConfigName): readonly (readonly [string, readonly Statement[]])[] =>
  resourcesOf(templateOf(name).template, 'AWS::IAM::Role').map(([id, { Policies }]) => {
    const [policy] = Policies as readonly { PolicyDocument: { Statement: readonly Statement[] } }[]
    return [id, policy?.PolicyDocument.Statement ?? []]
  })

test.each(NAMES)('in the stack of %s no action is a wildcard, and every wide resource has a written reason', (name) => {
  const grants = grantsOf(templateOf(name).deployment)
  for (const [id, statements] of rolesOf(name)) {
    const fn = FUNCTIONS.find((one) => id.toLowerCase() === `${one}role`)
    expect(fn).toBeDefined()
    for (const [index, { Action, Resource }] of statements.entries()) {
      for (const action of Action) expect(action).toMatch(/^[a-z0-9-]+:[A-Za-z]+$/)
      const wide = Resource.filter((one) => JSON.stringify(one).includes('*'))
      expect(Resource).not.toContain('*')
      const reasoned = wide.length === 0 || Boolean(fn && grants[fn][index]?.wide)
      expect(reasoned, `${id} ${JSON.stringify(wide)}`).toBe(true)
    }
  }
})

test('roles have what the table of grants says and nothing else', () => {
  const { template, deployment } = templateOf('all channels')
  expect(rolesOf('all channels')).toHaveLength(FUNCTIONS.length)
  expect(resourcesOf(template, 'AWS::IAM::Policy')).toEqual([])
  expect(resourcesOf(template, 'AWS::IAM::ManagedPolicy')).toEqual([])
  for (const [id, statements] of rolesOf('all channels')) {
    const fn = FUNCTIONS.find((one) => id.toLowerCase() === `${one}role`) ?? 'api'
    expect(statements.map(({ Action }) => Action)).toEqual(grantsOf(deployment)[fn].map(({ actions }) => actions))
    for (const { Resource } of statements) expect(Resource.length).toBeGreaterThan(0)
  }
})

test('only deliver may send mail and SMS, and only where the config sends by AWS', () => {
  const sending = (name: ConfigName) =>
    Object.entries(allowedOf(templateOf(name).deployment)).flatMap(([fn, allowed]) =>
      allowed.filter(({ action }) => /^(?:ses|sms-voice):/.test(action)).map(({ action }) => `${fn} ${action}`),
    )
  expect(sending('one channel')).toEqual([])
  expect(sending('own domain')).toEqual(['deliver ses:SendEmail', 'deliver ses:SendRawEmail'])
  expect(sending('all channels')).toEqual([
    'deliver ses:SendEmail',
    'deliver ses:SendRawEmail',
    'deliver sms-voice:SendTextMessage',
  ])
})

test('mail is sent from the mailboxes and domains of the config, in the region they are verified in', () => {
  const [, statements = []] = rolesOf('own domain').find(([id]) => id === 'DeliverRole') ?? []
  const { Resource } = statements.find(({ Action }) => Action.includes('ses:SendEmail')) ?? { Resource: [] }
  const words = Resource.map((one) => JSON.stringify(one))
  for (const id of ['identity/shop.example', 'identity/support@shop.example', 'configuration-set/parley-mail'])
    expect(words.some((word) => word.includes(id) && word.includes('eu-west-1'))).toBe(true)
})

test('secrets are read by exactly their names, each with the one it replaces', () => {
  const { deployment } = templateOf('one channel')
  for (const [id, statements] of rolesOf('one channel')) {
    const { Resource } = statements.find(({ Action }) => Action.includes('ssm:GetParameters')) ?? { Resource: [] }
    const names = Resource.map((one) => /parameter(\/[\w/]+)/.exec(JSON.stringify(one))?.[1])
    expect(names, id).toEqual(
      deployment.secrets.flatMap((name) => [`/parley/one/${name}`, `/parley/one/${name}_PREVIOUS`]),
    )
  }
})

/** As AWS reads it; no name that AWS gives is longer than these. */
const written = (value: unknown): string => {
  if (typeof value === 'string') return value
  const {
    Ref,
    'Fn::GetAtt': attribute,
    'Fn::Join': join,
  } = value as {
    readonly Ref?: string
    readonly 'Fn::GetAtt'?: readonly string[]
    readonly 'Fn::Join'?: readonly [string, readonly unknown[]]
  }
  if (join !== undefined) return join[1].map(written).join(join[0])
  if (attribute !== undefined) return `arn:aws:service:eu-central-1:111122223333:${'n'.repeat(50)}`
  return { 'AWS::Partition': 'aws', 'AWS::Region': 'eu-central-1', 'AWS::AccountId': '111122223333' }[Ref ?? ''] ?? ''
}

test.each(NAMES)('no policy of %s is longer than the config was checked for', (name) => {
  for (const [id, statements] of rolesOf(name)) {
    const plain = statements.map((one) => ({ ...one, Resource: one.Resource.map(written) }))
    const { length } = JSON.stringify({ Version: '2012-10-17', Statement: plain })
    expect(length, id).toBeLessThanOrEqual(policyCharacters(templateOf(name).deployment))
  }
})
