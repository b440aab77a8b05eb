import { join } from 'node:path'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { secrets } from '../../cli/secrets.ts'
import { runCommand } from '../support/cli-world.ts'
import { createParameterStore } from '../support/parameter-store.ts'
import { ROOT } from '../support/tree.ts'

const server = setupServer()
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
afterEach(() => server.resetHandlers())
afterAll(() => server.close())

const env = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' }
const PATH = '/parley/shop'

const storeWith = (stored: Record<string, string> = {}) => {
  const store = createParameterStore('eu-central-1', stored)
  server.use(store.handler)
  return store
}
const run = (args: readonly string[], input = '') =>
  runCommand(secrets, [...args, '--config', join(ROOT, 'test/support/deploy.config.ts')], {
    env,
    input: async () => input,
  })

test('a secret is stored encrypted under its name, and never printed', async () => {
  const store = storeWith()
  const { exitCode, printed } = await run(['set', 'APP_SECRET'], 'the-secret\n')
  expect(exitCode).toBe(0)
  expect(store.stored).toEqual({ [`${PATH}/APP_SECRET`]: 'the-secret' })
  expect(store.writes).toEqual([{ name: `${PATH}/APP_SECRET`, type: 'SecureString' }])
  expect(printed.join('\n')).not.toContain('the-secret')
})

test('a person is asked for it without seeing it', async () => {
  const store = storeWith()
  const asked: unknown[] = []
  const config = ['--config', join(ROOT, 'test/support/deploy.config.ts')]
  const ask = async (question: string, options?: object): Promise<string> => {
    asked.push([question, options])
    return 'typed'
  }
  await runCommand(secrets, ['set', 'APP_SECRET', ...config], { env, ask })
  expect(asked).toEqual([['APP_SECRET:', { hidden: true }]])
  expect(store.stored[`${PATH}/APP_SECRET`]).toBe('typed')
})

test('one that is set is not overwritten by mistake', async () => {
  const store = storeWith({ [`${PATH}/APP_SECRET`]: 'old' })
  expect(await run(['set', 'APP_SECRET'], 'new')).toMatchObject({
    exitCode: 1,
    told: [expect.stringContaining('Rotate it')],
  })
  expect(store.stored[`${PATH}/APP_SECRET`]).toBe('old')
  expect(await run(['set', 'APP_SECRET', '--overwrite'], 'new')).toMatchObject({ exitCode: 0 })
  expect(store.stored[`${PATH}/APP_SECRET`]).toBe('new')
})

test('while it is rotated both values count, until the rotation is finished', async () => {
  const store = storeWith({ [`${PATH}/APP_SECRET`]: 'old' })
  expect(await run(['rotate', 'APP_SECRET'], 'new')).toMatchObject({ exitCode: 0 })
  expect(store.stored).toEqual({ [`${PATH}/APP_SECRET`]: 'new', [`${PATH}/APP_SECRET_PREVIOUS`]: 'old' })
  expect(await run(['rotate', 'APP_SECRET'], 'newer')).toMatchObject({ exitCode: 1 })
  expect(store.stored[`${PATH}/APP_SECRET_PREVIOUS`]).toBe('old')
  expect(await run(['finish', 'APP_SECRET'])).toMatchObject({ exitCode: 0 })
  expect(store.stored).toEqual({ [`${PATH}/APP_SECRET`]: 'new' })
})

test('a rotation that ended in between can be begun again', async () => {
  const store = storeWith({ [`${PATH}/APP_SECRET`]: 'old', [`${PATH}/APP_SECRET_PREVIOUS`]: 'old' })
  expect(await run(['rotate', 'APP_SECRET'], 'new')).toMatchObject({ exitCode: 0 })
  expect(store.stored).toEqual({ [`${PATH}/APP_SECRET`]: 'new', [`${PATH}/APP_SECRET_PREVIOUS`]: 'old' })
})

test('the deploy key is set once, and neither overwritten nor rotated', async () => {
  const store = storeWith()
  expect(await run(['set', 'PARLEY_DEPLOY_KEY', '--generate'])).toMatchObject({ exitCode: 0 })
  const made = store.stored[`${PATH}/PARLEY_DEPLOY_KEY`]
  expect(made).toMatch(/^[0-9a-f]{64}$/)
  for (const args of [
    ['set', 'PARLEY_DEPLOY_KEY', '--overwrite', '--generate'],
    ['rotate', 'PARLEY_DEPLOY_KEY'],
  ])
    expect(await run(args, 'other')).toMatchObject({ exitCode: 2, told: [expect.stringContaining('permanent')] })
  expect(store.stored[`${PATH}/PARLEY_DEPLOY_KEY`]).toBe(made)
})

test('the list tells what is set, rotating and missing, and no value', async () => {
  storeWith({ [`${PATH}/APP_SECRET`]: 'new', [`${PATH}/APP_SECRET_PREVIOUS`]: 'old', [`${PATH}/VERIFY_TOKEN`]: 'v' })
  const { exitCode, json } = await run(['list', '--json'])
  expect(exitCode).toBe(1)
  expect(json()).toEqual([
    [
      { name: 'PARLEY_DEPLOY_KEY', state: 'missing' },
      { name: 'PARLEY_API_KEY', state: 'missing' },
      { name: 'APP_SECRET', state: 'rotating' },
      { name: 'VERIFY_TOKEN', state: 'set' },
      { name: 'ACCESS_TOKEN', state: 'missing' },
    ],
  ])
})

test('a name that the config does not have, and an empty value, are refused', async () => {
  const store = storeWith()
  expect(await run(['set', 'APP_SECRETS'], 'x')).toMatchObject({
    exitCode: 2,
    told: [expect.stringContaining('APP_SECRET,')],
  })
  expect(await run(['set', 'APP_SECRET'], ' \n')).toMatchObject({ exitCode: 2 })
  expect(store.stored).toEqual({})
})

test.each([
  ['AccessDeniedException', 'does not allow you to read secrets'],
  ['ExpiredTokenException', 'sign in'],
])('%s of AWS ends it with 3 and what to do', async (type, words) => {
  storeWith().refuse(type)
  expect(await run(['list'])).toMatchObject({ exitCode: 3, told: [expect.stringContaining(words)] })
})
