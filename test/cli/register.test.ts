import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { doctor } from '../../cli/doctor.ts'
import type { Found } from '../../cli/doctor/check.ts'
import { register } from '../../cli/register.ts'
import { runCommand } from '../support/cli-world.ts'
import { CONFIG, healthyShop, shopHandlers, worldOf, type Shop } from '../support/stand-ins/shop.ts'

const server = setupServer()
let shop: Shop
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
beforeEach(() => {
  shop = healthyShop()
})
afterEach(() => server.resetHandlers())
afterAll(() => server.close())

interface Outcome {
  readonly where: string
  readonly what: string
  readonly state: string
  readonly problem?: string
}
const run = async (args: readonly string[], overrides: object = {}) => {
  server.use(...shopHandlers(shop))
  const ran = await runCommand(register, ['--config', CONFIG, '--json', ...args], { ...worldOf(shop), ...overrides })
  return { ...ran, outcomes: (ran.exitCode === 2 ? [] : ran.json()[0]) as readonly Outcome[] }
}
const states = (outcomes: readonly Outcome[]): ReadonlySet<string> => new Set(outcomes.map(({ state }) => state))

/** What doctor finds beside the mail server, which is not of this test. */
const findings = async (): Promise<readonly string[]> => {
  server.use(...shopHandlers(shop))
  const ran = await runCommand(doctor, ['--config', CONFIG, '--json'], worldOf(shop))
  const [answer] = ran.json() as [{ readonly findings: readonly Found[] }]
  return answer.findings.map(({ where, code }) => `${where} ${code}`).filter((one) => !one.startsWith('email/smtp'))
}

const unsubscribe = (): void => {
  shop.meta.subscriptions = {}
  shop.meta.wabaApps = []
  shop.meta.pageFields = undefined
  shop.meta.instagramFields = []
  shop.providers.x.webhooks = []
  shop.providers.x.subscriptions = []
  for (const number of shop.providers.twilio.numbers) number.sms_url = ''
  shop.providers.postmark.InboundHookUrl = ''
  shop.providers.mailgun.routes = []
  shop.providers.sendgrid.hosts = []
  shop.aws.activeRules = undefined
}

test('what is subscribed nowhere is subscribed everywhere, and doctor then finds nothing', async () => {
  unsubscribe()
  expect([...(await findings())].sort()).toEqual([
    'aws receipt_rules_inactive',
    'email/mailgun route_missing',
    'email/postmark webhook_missing',
    'email/sendgrid inbound_parse_missing',
    'instagram/main account_not_subscribed',
    'instagram/page page_not_subscribed',
    'instagram/page webhook_missing',
    'messenger/main page_not_subscribed',
    'messenger/main webhook_missing',
    'sms/main webhook_missing',
    'whatsapp/main account_not_subscribed',
    'whatsapp/main webhook_missing',
    'x/main webhook_missing',
  ])
  const first = await run(['--yes'])
  expect(first.exitCode).toBe(0)
  expect(states(first.outcomes)).toEqual(new Set(['done']))
  expect(await findings()).toEqual([])

  const again = await run(['--yes'])
  expect(again.exitCode).toBe(0)
  expect(states(again.outcomes)).toEqual(new Set(['already']))
  expect(shop.providers.mailgun.routes).toHaveLength(1)
})

test('the answer of a customer, to the address with its label, takes the route as well', async () => {
  shop.providers.mailgun.routes = []
  await run(['--yes', '--only', 'email/mailgun'])
  const pattern = /"(.*)"/.exec(shop.providers.mailgun.routes[0]?.expression ?? '')?.[1] ?? ''
  expect('support+p1.abc@mailgun.example').toMatch(new RegExp(`^${pattern}$`))
  expect('supporter@mailgun.example').not.toMatch(new RegExp(`^${pattern}$`))
})

test('a person sees what would be changed, and nothing is changed without a yes', async () => {
  unsubscribe()
  const asked: string[] = []
  const ask = async (question: string): Promise<string> => {
    asked.push(question)
    return 'n'
  }
  const { exitCode, told } = await run(['--only', 'whatsapp/main'], { ask })
  expect(exitCode).toBe(1)
  expect(asked).toEqual(['Change these 2? [y/N]'])
  expect(told).toContain('  whatsapp/main: The app is told of the WhatsApp account 300000000000001')
  expect(shop.meta.subscriptions).toEqual({})
  expect(await run(['--only', 'whatsapp/main'])).toMatchObject({ exitCode: 2 })
  expect(shop.meta.subscriptions).toEqual({})
})

test('only what is named is changed', async () => {
  unsubscribe()
  const { outcomes } = await run(['--yes', '--only', 'sms/main'])
  expect(outcomes.map(({ where, state }) => [where, state])).toEqual([['sms/main', 'done']])
  expect(shop.meta.subscriptions).toEqual({})
  expect(await run(['--yes', '--only', 'sms/other'])).toMatchObject({ exitCode: 2 })
})

test('an address that leads elsewhere is named before it is changed, and fields besides are kept', async () => {
  const webhook = shop.meta.subscriptions['page']
  if (webhook === undefined) throw new Error('no webhook of the Page')
  webhook.callback_url = 'https://older.example/hook'
  webhook.fields.push('messaging_optins')
  const { outcomes } = await run(['--yes', '--only', 'messenger/main'])
  expect(outcomes[0]?.what).toContain('no longer to https://older.example/hook')
  expect(shop.meta.subscriptions['page']?.callback_url).toBe('https://gateway.example/webhooks/messenger/main')
  expect(shop.meta.subscriptions['page']?.fields).toContain('messaging_optins')
})

test('a Messaging Service that takes the messages of a number is led here in its place', async () => {
  shop.providers.twilio.services = [
    { sid: 'MG1', inbound_request_url: 'https://older.example', use_inbound_webhook_on_number: false },
  ]
  expect(await run(['--yes', '--only', 'sms/main'])).toMatchObject({ exitCode: 0 })
  expect(shop.providers.twilio.services[0]?.inbound_request_url).toBe('https://gateway.example/webhooks/sms/main')
})

test('another active set of receipt rules is left as it is, and said to be there', async () => {
  shop.aws.activeRules = 'of-somebody'
  const { exitCode, outcomes } = await run(['--yes', '--only', 'email/ses'])
  expect(exitCode).toBe(1)
  expect(outcomes).toMatchObject([
    { where: 'aws', state: 'failed', problem: expect.stringContaining('of-somebody') as string },
  ])
  expect(shop.aws.activeRules).toBe('of-somebody')
})

test('what a provider refuses is told in its words, what needed it is not tried, and others go on', async () => {
  unsubscribe()
  // Meta asks the gateway, which does not know the token yet.
  shop.gateway.verifyToken = 'older'
  const { exitCode, outcomes } = await run(['--yes'])
  expect(exitCode).toBe(1)
  const of = (where: string) => outcomes.filter((outcome) => outcome.where === where).map(({ state }) => state)
  expect(of('whatsapp/main')).toEqual(['failed', 'left'])
  expect(outcomes.find(({ state }) => state === 'failed')?.problem).toContain('Callback verification failed')
  expect(of('sms/main')).toEqual(['done'])
})

test('without a key of the provider it is said which one is needed', async () => {
  delete shop.env['POSTMARK_SERVER_TOKEN']
  const { exitCode, outcomes } = await run(['--yes', '--only', 'email/postmark'])
  expect(exitCode).toBe(1)
  expect(outcomes[0]?.problem).toContain('POSTMARK_SERVER_TOKEN=…')
})

test('before a deploy there is nothing to register with', async () => {
  delete shop.aws.stacks['shop']
  expect(await run(['--yes'])).toMatchObject({ exitCode: 1, printed: [expect.stringContaining('parley deploy')] })
})
