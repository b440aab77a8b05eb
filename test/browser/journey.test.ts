import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { axeFindings } from './support/axe.ts'
import { type Desk, openDesk, PHONE } from './support/desk.ts'

let desk: Desk
let page: Page
beforeAll(async () => {
  desk = await openDesk()
  page = await desk.open()
})
afterAll(() => desk.close())

/** How a customer of each channel writes. */
const CUSTOMERS = [
  ['whatsapp', { type: 'text', from: '15550142301', name: 'Wanda' }],
  ['messenger', { type: 'text', from: '7000000000000301', name: 'Mira' }],
  ['instagram', { type: 'text', from: '8000000000000301', name: 'Inga' }],
  ['x', { type: 'text', from: '9000000000000301', name: 'Xenia' }],
  ['email', { type: 'mail', from: 'elsa@mail.example', name: 'Elsa', subject: 'Opening hours' }],
  ['sms', { from: '+15550142301' }],
] as const

const asked = (channel: string): string => `When do you open? (${channel})`

const list = () => page.getByRole('region', { name: 'Conversations' })
const messages = () => page.getByRole('region', { name: 'Messages' })

/** What the provider's side of the sandbox was asked to send, as text. */
const delivered = async (channel: string): Promise<string> =>
  (await fetch(`${desk.gateway.url}/local/sandbox/${channel}/requests`)).text()

test.each(CUSTOMERS)('a customer writes on %s and is answered on the page', async (channel, customer) => {
  const question = asked(channel)
  const answer = `At nine. (${channel})`
  await desk.customer(channel, { ...customer, text: question })
  await list().getByRole('link').filter({ hasText: question }).click({ timeout: 15_000 })
  await messages().getByText(question).last().waitFor()
  await page.getByRole('textbox', { name: /Reply by/ }).fill(answer)
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  const bubble = messages().getByRole('article').filter({ hasText: answer })
  await bubble.waitFor()
  await expect.poll(() => delivered(channel), { timeout: 15_000 }).toContain(answer)
  // The delivery comes back by a receipt, and stands at the bubble without a reload.
  await bubble
    .getByText(/^(Sent|Delivered|Read)/)
    .first()
    .waitFor({ timeout: 15_000, state: 'attached' })
})

test('what everybody wrote is on one page, with nobody left waiting', async () => {
  const waiting = await desk.api.GET('/v1/conversations', { params: { query: { order: 'waiting' } } })
  expect(waiting.data?.data).toEqual([])
  for (const [channel] of CUSTOMERS)
    await list()
      .getByRole('link')
      .filter({ hasText: `At nine. (${channel})` })
      .waitFor()
  expect(await axeFindings(page)).toEqual([])
})

test('what an agent sends bears their name and nobody else’s', async () => {
  const { data } = await desk.api.GET('/v1/conversations', { params: { query: { channel: 'sms' } } })
  const conversation = data?.data[0]?.id ?? ''
  const timeline = await desk.api.GET('/v1/conversations/{conversation}/messages', {
    params: { path: { conversation } },
  })
  const sent = timeline.data?.data.findLast((entry) => entry.type === 'message' && entry.direction === 'out')
  expect(sent).toMatchObject({ author: { kind: 'agent', name: 'Ada Owner' } })
})

test('on a phone the list gives way to the conversation, by keyboard too', async () => {
  const phone = await desk.open({ viewport: PHONE, hasTouch: true, role: 'agent' })
  const row = phone
    .getByRole('region', { name: 'Conversations' })
    .getByRole('link')
    .filter({ hasText: 'At nine. (whatsapp)' })
  await row.focus()
  await phone.keyboard.press('Enter')
  await phone.getByRole('region', { name: 'Messages' }).getByText(asked('whatsapp')).last().waitFor()
  expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBe(PHONE.width)
  expect(await axeFindings(phone)).toEqual([])
  await phone.getByRole('link', { name: 'To the list' }).press('Enter')
  await row.waitFor()
  await phone.context().close()
})

test('nothing was asked of any other host, and nothing broke', () => {
  expect(desk.misdeeds).toEqual({ requests: [], errors: [] })
})
