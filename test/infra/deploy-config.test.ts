import { describe, expect, test } from 'vitest'
import { ConfigError, defineConfig, type ParleyConfig } from '../../adapters/config.ts'
import { checkWhole, describeDeployment } from '../../adapters/deployment.ts'
import { email } from '../../adapters/email/index.ts'
import oneChannel from './one-channel.config.ts'

const problemsOf = (run: () => unknown): readonly string[] => {
  try {
    run()
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
}
const withDeploy = (deploy: unknown): ParleyConfig => ({ ...oneChannel, deploy }) as ParleyConfig
const wrong = (deploy: unknown) => problemsOf(() => checkWhole(withDeploy(deploy)))

const REGION = 'eu-central-1'
const certificate = (region: string) => `arn:aws:acm:${region}:111122223333:certificate/0f1e2d3c`

test('a region is enough, and the rest has its default', () => {
  expect(describeDeployment(withDeploy({ region: REGION }))).toMatchObject({
    name: 'parley',
    region: REGION,
    retention: { rawDays: 7, spillDays: 30, failedDays: 90 },
    logDays: 30,
    throttle: { perSecond: 200, burst: 400 },
    webhookConcurrency: 50,
  })
})

test('one machine needs no deployment, and a deploy says that it does', () => {
  const { deploy: _, ...local } = oneChannel
  expect(problemsOf(() => checkWhole(local))).toEqual([])
  expect(problemsOf(() => describeDeployment(local))).toEqual([
    "deploy: missing; say at least where to, such as deploy: { region: 'eu-central-1' }",
  ])
})

describe('what is wrong is said by its field, with what to give', () => {
  test.each([
    [{}, 'deploy.region: give the AWS region to deploy to, such as eu-central-1'],
    [{ region: 'Frankfurt' }, 'deploy.region: give a region like eu-central-1'],
    [{ region: REGION, name: 'My Shop' }, 'deploy.name: give 2 to 30 small letters'],
    [{ region: REGION, alarmEmail: 'me' }, 'deploy.alarmEmail: give an email address that people read'],
    [{ region: REGION, retention: { rawDays: 0 } }, 'deploy.retention.rawDays: give at least 1 day'],
    [{ region: REGION, logDays: 31 }, 'deploy.logDays: give one of 1, 3, 5'],
    [{ region: REGION, webhookConcurrency: 0 }, 'deploy.webhookConcurrency: give 1 to 900, or false'],
    [{ region: REGION, throttle: { perSecond: 0 } }, 'deploy.throttle.perSecond: give at least 1'],
    [{ region: REGION, alarmMail: 'a@b.example' }, 'deploy.alarmMail: there is no such setting'],
    [
      { region: REGION, domain: { name: 'https://chat.shop.example', certificateArn: certificate(REGION) } },
      'deploy.domain.name: give a host name in small letters without https://',
    ],
    [
      { region: REGION, domain: { name: 'chat.shop.example', certificateArn: certificate('us-east-1') } },
      'deploy.domain.certificateArn: the certificate is in another region',
    ],
  ])('%j', (deploy, says) => {
    expect(wrong(deploy)).toEqual([expect.stringContaining(says)])
  })
})

test('a configuration set whose events would go to two connections is refused', () => {
  const mail = (name: string) => ({
    adapter: email,
    name,
    config: { receive: { by: 'none' }, send: { by: 'ses', configurationSet: 'shared' } },
    secrets: {},
    accounts: [{ id: `${name}@shop.example` }],
  })
  const config = defineConfig({ connections: [mail('one'), mail('two')], deploy: { region: REGION } })
  expect(problemsOf(() => describeDeployment(config))).toEqual([expect.stringContaining('configuration set shared')])
})

test('what is wrong elsewhere is said along with it', () => {
  const config = withDeploy({ region: 'nowhere' })
  expect(
    problemsOf(() => checkWhole({ ...config, connections: [{ ...oneChannel.connections[0]!, accounts: [] }] })),
  ).toEqual([expect.stringContaining('connections[0].accounts'), expect.stringContaining('deploy.region')])
})
