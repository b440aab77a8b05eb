import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { deploy } from '../../cli/deploy.ts'
import { keys } from '../../cli/keys.ts'
import type { World } from '../../cli/world.ts'
import { createCloudFormation, type FakeStack } from '../support/cloudformation.ts'
import { runCommand } from '../support/cli-world.ts'
import { createParameterStore } from '../support/parameter-store.ts'
import { ROOT } from '../support/tree.ts'

const server = setupServer()
let root: string
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'parley-deploy-'))
  writeFileSync(join(root, 'cdk.json'), '{}')
})
afterEach(() => {
  server.resetHandlers()
  rmSync(root, { recursive: true, force: true })
})
afterAll(() => server.close())

const CONFIG = join(ROOT, 'test/support/deploy.config.ts')
const env = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' }
const PATH = '/parley/shop'
const GIVEN = { [`${PATH}/APP_SECRET`]: 'a', [`${PATH}/ACCESS_TOKEN`]: 'b', [`${PATH}/VERIFY_TOKEN`]: 'c' }
const TABLE = (name: string) => ({
  Resources: {
    Table: {
      Type: 'AWS::DynamoDB::Table',
      Properties: { TableName: name },
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
    },
  },
})

/** An account with these stacks and secrets; what cdk is asked to do. */
const account = (stacks: Record<string, FakeStack>, secrets: Record<string, string> = { ...GIVEN }) => {
  const store = createParameterStore('eu-central-1', secrets)
  server.use(store.handler, createCloudFormation('eu-central-1', stacks))
  const asked: string[] = []
  const exec: World['exec'] = async (_program, [_cdk = '', command = '', ...rest], { env: given = {} }) => {
    asked.push(command)
    expect(given['AWS_REGION']).toBe('eu-central-1')
    if (command === 'synth') {
      mkdirSync(join(root, 'dist/cdk'), { recursive: true })
      writeFileSync(join(root, 'dist/cdk/shop.template.json'), JSON.stringify(TABLE('shop')))
    }
    if (command === 'bootstrap') stacks['CDKToolkit'] = {}
    if (command === 'deploy') {
      expect(rest).toContain('dist/cdk')
      stacks['shop'] = { outputs: { Url: 'https://gateway.example' } }
    }
    return { status: 0, output: '' }
  }
  const run = (args: readonly string[], overrides: Partial<World> = {}) =>
    runCommand(deploy, ['--config', CONFIG, ...args], { cwd: root, env, exec, ...overrides })
  return { store, asked, run }
}

test('a first deploy makes the toolkit and the gateway’s own keys, and tells the address and what to do next', async () => {
  const { store, asked, run } = account({})
  const { exitCode, printed } = await run(['--yes'])
  expect(exitCode).toBe(0)
  expect(asked).toEqual(['synth', 'diff', 'bootstrap', 'deploy'])
  expect(store.stored[`${PATH}/PARLEY_DEPLOY_KEY`]).toMatch(/^[0-9a-f]{64}$/)
  const words = printed.join('\n')
  expect(words).toContain('https://gateway.example/webhooks/whatsapp/main')
  expect(words).toContain('Keep a copy of PARLEY_DEPLOY_KEY')
  expect(words).not.toContain(store.stored[`${PATH}/PARLEY_DEPLOY_KEY`])
})

test('a further deploy leaves the keys alone', async () => {
  const { store, asked, run } = account({ CDKToolkit: {}, shop: { template: TABLE('shop') } })
  store.stored[`${PATH}/PARLEY_DEPLOY_KEY`] = 'kept'
  store.stored[`${PATH}/PARLEY_API_KEY`] = 'kept too'
  expect(await run(['--yes'])).toMatchObject({ exitCode: 0 })
  expect(asked).toEqual(['synth', 'diff', 'deploy'])
  expect(store.writes).toEqual([])
})

test('where the deploy key of a gateway that is there is missing, no other one takes its place', async () => {
  const { store, asked, run } = account({ CDKToolkit: {}, shop: { template: TABLE('shop') } })
  const { exitCode, told } = await run(['--yes'])
  expect({ exitCode, told: told.join('\n') }).toEqual({
    exitCode: 1,
    told: expect.stringContaining('from your backup'),
  })
  expect(asked).not.toContain('deploy')
  expect(store.writes).toEqual([])
})

test('without a secret that a provider gives nothing is deployed, and the commands to set them are told', async () => {
  const { asked, run } = account({ CDKToolkit: {} }, { [`${PATH}/VERIFY_TOKEN`]: 'c' })
  const { exitCode, told } = await run(['--yes'])
  expect(exitCode).toBe(2)
  expect(told.join('\n')).toMatch(/parley secrets set APP_SECRET\n {2}parley secrets set ACCESS_TOKEN/)
  expect(asked).not.toContain('deploy')
})

test('a change that would put an empty table in the place of the one there is, is refused', async () => {
  const { asked, run } = account({ CDKToolkit: {}, shop: { template: TABLE('another') } })
  const { exitCode, told } = await run(['--yes'])
  expect({ exitCode, told: told.join('\n') }).toEqual({ exitCode: 1, told: expect.stringContaining('would lose data') })
  expect(asked).toEqual(['synth'])
})

test('it asks before it changes anything, and without a person wants --yes', async () => {
  const { store, asked, run } = account({ CDKToolkit: {} })
  expect(await run([])).toMatchObject({ exitCode: 2, told: [expect.anything(), expect.stringContaining('--yes')] })
  expect(await run([], { ask: async () => 'n' })).toMatchObject({ exitCode: 1 })
  expect(await run(['--dry-run'])).toMatchObject({ exitCode: 0, printed: ['Nothing was changed.'] })
  expect(asked).not.toContain('deploy')
  expect(store.writes).toEqual([])
})

test('what cdk refuses ends it with 1', async () => {
  const { run } = account({ CDKToolkit: {} })
  const exec: World['exec'] = async () => ({ status: 1, output: '' })
  expect(await run(['--yes'], { exec })).toMatchObject({ exitCode: 1 })
})

test('outside of a clone it says where to deploy from', async () => {
  rmSync(join(root, 'cdk.json'))
  const { run } = account({})
  expect(await run(['--yes'])).toMatchObject({ exitCode: 2, told: [expect.stringContaining('clone of Parley')] })
})

test('commands find the deployed gateway and its key by the config', async () => {
  account({ shop: { outputs: { Url: 'https://gateway.example' } } }, { [`${PATH}/PARLEY_API_KEY`]: 'prl_deployed' })
  const seen: (string | null)[] = []
  const fetch = (async (request: Request) => {
    seen.push(request.url, request.headers.get('authorization'))
    return Response.json({ data: [], next: null })
  }) as typeof globalThis.fetch
  const args = ['list', '--deployed', '--config', CONFIG]
  expect(await runCommand(keys, args, { env, fetch })).toMatchObject({ exitCode: 0 })
  expect(seen).toEqual([expect.stringContaining('https://gateway.example/v1/api-keys'), 'Bearer prl_deployed'])
})
