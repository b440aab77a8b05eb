import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { axeFindings } from './support/axe.ts'
import { type Desk, openDesk, PATIENCE, PHONE, WIDE } from './support/desk.ts'

let desk: Desk
/** Of the admin, who goes from page to page. */
let page: Page
beforeAll(async () => {
  desk = await openDesk()
  page = await desk.open()
})
beforeEach(async () => {
  await page.goto(`${desk.gateway.url}/inbox/admin/keys`)
})
afterAll(() => desk.close())

const SECTIONS = ['figures', 'channels', 'people', 'dead-letters', 'webhooks', 'keys'] as const

const visit = async (section: string): Promise<void> => {
  await page.locator(`.admin-link[href$="/${section}"]`).click()
  await page.locator('.admin-page h1').waitFor()
  await page.getByText(/^(Loading…|جارٍ التحميل…)$/).waitFor({ state: 'detached' })
}

/** What lies beside the screen, where nobody would look for it. */
const overflow = (): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

/** A delivery as Meta signs it. */
const deliver = async (phoneNumberId: string, message: object): Promise<void> => {
  const { accounts } = (await (await fetch(`${desk.gateway.url}/local/accounts`)).json()) as {
    readonly accounts: readonly { channel: string; secrets: Readonly<Record<string, string>> }[]
  }
  const whatsapp = accounts.find(({ channel }) => channel === 'whatsapp')
  const value = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: '15550100099', phone_number_id: phoneNumberId },
    contacts: [{ profile: { name: 'Ada' }, wa_id: '15550142201' }],
    messages: [{ from: '15550142201', timestamp: '1767225600', ...message }],
  }
  const body = JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [{ id: '1', changes: [{ field: 'messages', value }] }],
  })
  const signature = createHmac('sha256', whatsapp?.secrets['appSecret'] ?? '')
    .update(body)
    .digest('hex')
  const response = await fetch(`${desk.gateway.url}/webhooks/whatsapp/main`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` },
    body,
  })
  expect(response.status).toBe(200)
}

const detailsOf = async (row: RegExp) => {
  await page
    .getByRole('row', { name: row })
    .getByRole('button', { name: /^Details/ })
    .click()
  return page.getByRole('dialog')
}

test('what could not be placed or read is listed, shown when it is asked for, and tried again', async () => {
  await deliver('100000000000099', { id: 'wamid.stray', type: 'text', text: { body: 'Anybody there?' } })
  await deliver('100000000000001', { id: 'wamid.torn', type: 'reaction', reaction: { emoji: '🚲' } })
  await vi.waitFor(async () => {
    await visit('keys')
    await visit('dead-letters')
    expect(await page.getByRole('row').count()).toBe(3)
  }, PATIENCE)
  const torn = await detailsOf(/reaction without its message/)
  expect(await torn.textContent()).not.toContain('🚲')
  await torn.getByRole('button', { name: 'Show what was delivered' }).click()
  await torn.getByText('🚲').waitFor()
  expect(await axeFindings(page)).toEqual([])
  await page.keyboard.press('Escape')
  const stray = await detailsOf(/The account is not configured/)
  expect(await stray.textContent()).toContain('parley.config.ts')
  expect(await stray.getByRole('button', { name: 'Show what was delivered' }).count()).toBe(0)
  await stray.getByRole('button', { name: 'Try again' }).click()
  await page.getByText('Nothing has changed: The account is not configured').waitFor()
  await page.getByRole('button', { name: 'Try all of these again' }).click()
  await page.getByText('Read: 0. Still dead letters: 2.').waitFor()
  await page.getByLabel('Channel', { exact: true }).selectOption('sms')
  await page.getByRole('button', { name: 'Show', exact: true }).click()
  await page.getByText('None match.').waitFor()
})

test('a key is made, told once, and revoked', async () => {
  await visit('keys')
  await page.getByRole('button', { name: 'Make a key' }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel('Name').fill('Evening report')
  await form.getByRole('radio', { name: /^Read ·|^Read(?! and)/ }).check()
  expect(await axeFindings(page)).toEqual([])
  await form.getByRole('button', { name: 'Make a key' }).click()
  const token = await page.getByRole('textbox', { name: 'Key' }).inputValue()
  await page.getByRole('button', { name: 'Done' }).click()

  const listing = () => fetch(`${desk.gateway.url}/v1/conversations`, { headers: { authorization: `Bearer ${token}` } })
  expect((await listing()).status).toBe(200)
  expect(await page.content()).not.toContain(token)
  await page.getByRole('button', { name: 'Revoke Evening report' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
  await page
    .getByRole('row', { name: /Evening report/ })
    .getByText('Revoked')
    .waitFor()
  expect((await listing()).status).toBe(401)
})

test('an endpoint is made, tested, sent what happens, and sent it again', async () => {
  const received: string[] = []
  const receiver = createServer((request, response) => {
    received.push(String(request.headers['webhook-id']))
    request.resume()
    response.writeHead(204).end()
  }).listen(0, '127.0.0.1')
  await once(receiver, 'listening')
  const { port } = receiver.address() as AddressInfo

  await visit('webhooks')
  await page.getByRole('button', { name: 'Add an endpoint' }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel('URL').fill(`http://127.0.0.1:${port}/parley`)
  await form.getByLabel('message.created').check()
  expect(await axeFindings(page)).toEqual([])
  await form.getByRole('button', { name: 'Add an endpoint' }).click()
  expect(await page.getByRole('textbox', { name: 'Secret' }).inputValue()).toMatch(/^whsec_/)
  await page.getByRole('button', { name: 'Done' }).click()

  await page.getByRole('link', { name: `http://127.0.0.1:${port}/parley` }).click()
  await page.getByRole('button', { name: 'Send a test event' }).click()
  await page.getByText('The test event was taken: 204').waitFor()
  await page.getByRole('row', { name: /webhook\.test/ }).waitFor()

  await desk.customer('whatsapp', { type: 'text', from: '+15550142202', text: 'Tell the helpdesk' })
  await vi.waitFor(() => expect(received).toHaveLength(2), PATIENCE)
  await page.getByRole('button', { name: 'Read again' }).click()
  await page.getByRole('button', { name: /^Send again: message\.created/ }).click()
  await page.getByText('They will be sent again.').waitFor()
  await vi.waitFor(() => expect(received).toHaveLength(3), PATIENCE)
  expect(received[2]).toBe(received[1])

  await page.getByRole('button', { name: 'Pause' }).click()
  await page.getByRole('button', { name: 'Enable' }).waitFor()
  expect(await axeFindings(page)).toEqual([])
  await page.getByRole('button', { name: 'Delete' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await page.getByText('Events are sent nowhere yet.').waitFor()
  receiver.close()
})

test('somebody is added with a link that signs them in, and signed out everywhere when they are disabled', async () => {
  await visit('people')
  await page.getByRole('button', { name: 'Add a person' }).click()
  await page.getByRole('dialog').getByLabel('Name').fill('Omar Desk')
  await page.getByRole('button', { name: 'Add, and make a link' }).click()
  const url = await page.getByRole('textbox', { name: 'One-time link' }).inputValue()
  await page.getByRole('button', { name: 'Done' }).click()

  const theirs = await page.context().browser()?.newContext()
  const other = await theirs?.newPage()
  await other?.goto(url)
  await other?.locator('form button[type=submit]').click()
  await other?.locator('header.top').waitFor()
  await other?.goto(`${desk.gateway.url}/inbox/admin/keys`)
  await other?.getByRole('heading', { name: 'Only for administrators' }).waitFor()
  expect(await other?.getByRole('link', { name: 'Administration' }).count()).toBe(0)

  await page.getByRole('link', { name: 'Omar Desk' }).click()
  await page.getByRole('heading', { name: 'Omar Desk' }).waitFor()
  await page.locator('input[type=file]').setInputFiles({
    name: 'omar.svg',
    mimeType: 'image/svg+xml',
    buffer: Buffer.from(
      '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="200"><rect width="300" height="200" fill="teal"/></svg>',
    ),
  })
  await page.getByText('This file is not a picture that can be read.').waitFor()
  const png = await page.locator('header.top').screenshot()
  await page.locator('input[type=file]').setInputFiles({ name: 'omar.png', mimeType: 'image/png', buffer: png })
  await page.getByRole('button', { name: 'Remove the picture' }).waitFor()
  expect(await axeFindings(page)).toEqual([])
  await page.getByRole('button', { name: 'Disable' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click()
  await page.getByText('Signed in nowhere.').waitFor()
  await other?.reload()
  await other?.getByRole('button', { name: 'Sign in' }).waitFor()
  await theirs?.close()
})

test('figures show how long a customer waited once they were answered, by day and as a table', async () => {
  const conversation = await desk.conversationBy('sms', { from: '+15550142207', text: 'How long?' }, 'How long?')
  await desk.api.POST('/v1/conversations/{conversation}/messages', {
    params: { path: { conversation }, header: { 'Idempotency-Key': 'figures' } },
    body: { text: 'Not long.' },
  })
  await vi.waitFor(async () => {
    await visit('keys')
    await visit('figures')
    expect(await page.locator('figure.chart').count()).toBe(1)
  }, PATIENCE)
  const slider = page.getByRole('slider', { name: 'Day' })
  expect(await slider.getAttribute('aria-valuetext')).toMatch(/: median .*, 9 of 10 within .*, answered 1$/)
  await slider.press('ArrowLeft')
  expect(await slider.getAttribute('aria-valuetext')).toMatch(/: no first answers$/)
  await page.getByText('The same as a table').click()
  await page.getByLabel('Channel', { exact: true }).selectOption('sms')
  await page.getByRole('heading', { name: 'First answer by day: SMS' }).waitFor()
  expect(await axeFindings(page)).toEqual([])
})

test('an account that needs new credentials is told as soon as that is known, with what to do', async () => {
  await visit('channels')
  expect(await page.getByText('Needs new credentials').count()).toBe(0)
  await desk.customer('x', { type: 'revoke' })
  await page.getByText('Needs new credentials').waitFor()
  await page.getByText('npx parley doctor').waitFor()
  expect(await axeFindings(page)).toEqual([])
})

test.each([
  ['at a desk in the dark', 'dark', 'en', WIDE],
  ['on a phone in Arabic', 'light', 'ar', PHONE],
] as const)(
  'axe finds nothing on any of the pages %s, and nothing lies beside the screen',
  async (...[, scheme, language, size]) => {
    await page.setViewportSize(size)
    await page.emulateMedia({ colorScheme: scheme })
    await page.evaluate((chosen) => localStorage.setItem('parley.language', chosen), language)
    await page.reload()
    const found: string[] = []
    for (const section of SECTIONS) {
      await visit(section)
      found.push(...(await axeFindings(page)))
      expect(await overflow(), section).toBeLessThanOrEqual(0)
    }
    expect(found).toEqual([])
  },
)

test('the pages asked nobody else, and went without an error', () => {
  expect(desk.misdeeds).toEqual({ requests: [], errors: [] })
})
