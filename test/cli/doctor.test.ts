import { setupServer } from 'msw/node'
import { SMTPServer } from 'smtp-server'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { doctor } from '../../cli/doctor.ts'
import type { Found } from '../../cli/doctor/check.ts'
import { runChecks } from '../../cli/doctor/check.ts'
import { runCommand } from '../support/cli-world.ts'
import { createParameterStore } from '../support/parameter-store.ts'
import { AWS, GATEWAYS } from '../support/faults/aws.ts'
import { MAIL } from '../support/faults/mail.ts'
import { META, token } from '../support/faults/meta.ts'
import { OTHERS } from '../support/faults/others.ts'
import { GATEWAY } from '../support/stand-ins/aws.ts'
import { CONFIG, healthyShop, shopHandlers, worldOf, type Shop } from '../support/stand-ins/shop.ts'

const server = setupServer()
const mail = new SMTPServer({
  hideSTARTTLS: true,
  allowInsecureAuth: true,
  onAuth: ({ username, password }, _, done) =>
    username === 'support' && password === 'smtp-password' ? done(null, { user: username }) : done(new Error('no')),
})
beforeAll(async () => {
  server.listen({ onUnhandledFrame: 'error' })
  await new Promise<void>((resolve) => mail.listen(0, '127.0.0.1', resolve))
  process.env['DOCTOR_SMTP_PORT'] = String((mail.server.address() as AddressInfo).port)
})
afterEach(() => server.resetHandlers())
afterAll(() => {
  server.close()
  mail.close()
})

const examine = async (seed: (shop: Shop) => void, args: readonly string[] = []) => {
  const shop = healthyShop()
  seed(shop)
  server.use(...shopHandlers(shop))
  const ran = await runCommand(doctor, ['--config', CONFIG, '--json', ...args], worldOf(shop))
  const [answer] = ran.json() as [{ readonly healthy: boolean; readonly findings: readonly Found[] }]
  return { ...ran, ...answer, secrets: Object.values(shop.secrets) }
}

test('of a shop that is well in all of its parts there is no finding', async () => {
  const { exitCode, findings, healthy } = await examine(() => {})
  expect(findings).toEqual([])
  expect({ exitCode, healthy }).toEqual({ exitCode: 0, healthy: true })
})

test.each([...AWS, ...MAIL, ...GATEWAYS, ...META, ...OTHERS])(
  '%s: one finding, with what to do',
  async (_, where, code, level, seed) => {
    const { exitCode, findings, printed, secrets } = await examine(seed)
    expect(findings.map((finding) => [finding.where, finding.code, finding.level])).toEqual([[where, code, level]])
    expect(findings[0]?.message).toMatch(/\.|→/)
    expect(findings[0]?.fix.length).toBeGreaterThan(10)
    expect(exitCode).toBe(level === 'error' ? 1 : 0)
    expect(secrets.filter((one) => one.length > 9 && printed.join().includes(one))).toEqual([])
  },
)

const wheres = (findings: readonly Found[], code: string): readonly string[] =>
  findings.filter((finding) => finding.code === code).map(({ where }) => where)

test('what several connections have in common is found at each of them: the app’s secret, the verify token, the Page', async () => {
  const secretOf = await examine((shop) => void (shop.meta.appSecret = 'newer'))
  expect(wheres(secretOf.findings, 'app_secret_wrong')).toEqual(['whatsapp/main', 'messenger/main', 'instagram/page'])
  const verify = await examine((shop) => void (shop.gateway.verifyToken = 'older'))
  expect(wheres(verify.findings, 'verify_token_wrong')).toHaveLength(4)
  const page = await examine((shop) => void (shop.meta.pageFields = undefined))
  expect(wheres(page.findings, 'page_not_subscribed')).toEqual(['messenger/main', 'instagram/page'])
  const person = await examine((shop) => token(shop, 'page-token', { profile_id: undefined }))
  expect(wheres(person.findings, 'token_of_no_page')).toEqual(['messenger/main', 'instagram/page'])
})

test('a provider that is not well leaves a finding that nobody could look, beside what else was found', async () => {
  const { findings, exitCode } = await examine((shop) => {
    shop.meta.down = 503
    shop.providers.twilio.type = 'Trial'
  })
  expect(findings.map(({ where, code }) => `${where} ${code}`)).toEqual([
    'whatsapp/main not_checked',
    'messenger/main not_checked',
    'instagram/page not_checked',
    'sms/main account_trial',
  ])
  expect(findings[0]?.message).toContain('graph.facebook.com answers 503')
  expect(exitCode).toBe(1)
})

test('a look that takes too long is given up, and told of', async () => {
  const world = { progress: () => {}, signal: new AbortController().signal }
  const never = { where: 'x/main', what: 'X', run: () => new Promise<never>(() => {}) }
  expect(await runChecks(world, [never], 1)).toEqual([
    expect.objectContaining({
      where: 'x/main',
      code: 'not_checked',
      message: expect.stringContaining('in time') as string,
    }),
  ])
})

test('AWS that lets nobody in ends it with 3', async () => {
  const shop = healthyShop()
  server.use(...shopHandlers(shop))
  const store = createParameterStore('eu-central-1')
  store.refuse('ExpiredTokenException')
  server.use(store.handler)
  const { exitCode, told } = await runCommand(doctor, ['--config', CONFIG], worldOf(shop))
  expect(exitCode).toBe(3)
  expect(told.join()).toContain('sign in')
})

test('people read the worst first, each with what to do', async () => {
  const shop = healthyShop()
  shop.providers.twilio.type = 'Trial'
  shop.aws.dead = 2
  server.use(...shopHandlers(shop))
  const { printed } = await runCommand(doctor, ['--config', CONFIG], worldOf(shop))
  expect(printed).toEqual([
    expect.stringMatching(/^ERROR {4}aws: 2 in shop-deliver-dead\.fifo/),
    expect.stringMatching(/^ {9}→ docs\/runbook\.md#/),
    expect.stringMatching(/^warning {2}sms\/main: /),
    expect.stringMatching(/^ {9}→ Twilio Console/),
    '1 error, 1 warning.',
  ])
})

test('on one machine the environment is looked at, and AWS is not asked', async () => {
  const local = (env: Record<string, string>) =>
    runCommand(doctor, ['--config', CONFIG, '--local', '--json'], { env, fetch: globalThis.fetch })
  const unset = await local({})
  const [{ findings }] = unset.json() as [{ readonly findings: readonly Found[] }]
  expect(new Set(findings.map(({ code }) => code))).toEqual(new Set(['secret_missing', 'public_url_missing']))
  expect(findings.map(({ message }) => message)).toContain('TWILIO_TOKEN is not set.')
  expect(findings.map(({ message }) => message)).not.toContain('PARLEY_DEPLOY_KEY is not set.')

  const shop = healthyShop()
  server.use(...shopHandlers(shop))
  const names = Object.entries(shop.secrets).map(([path, value]) => [path.slice('/parley/shop/'.length), value])
  const set = await local({ ...shop.env, ...Object.fromEntries(names), PARLEY_PUBLIC_URL: `${GATEWAY}/` })
  const [after] = set.json() as [{ readonly findings: readonly Found[] }]
  // Of AWS's own SMS nothing can be asked without AWS.
  expect(after.findings.map(({ where, code }) => `${where} ${code}`)).toEqual(Array(3).fill('sms/aws not_checked'))
})
