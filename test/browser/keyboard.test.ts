import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDesk, PHONE, type Desk } from './support/desk.ts'

let desk: Desk
let page: Page

beforeAll(async () => {
  desk = await openDesk()
  await desk.conversationBy('sms', { from: '+15550142201', text: 'Is my wheel ready?' }, 'wheel')
  await desk.conversationBy('whatsapp', { type: 'text', from: '15550142202', name: 'Mei Lin', text: 'Hello' }, 'Hello')
  page = await desk.open()
}, 60_000)
afterAll(() => desk.close())

/** What has the focus, by what it is called. */
const focused = (of: Page): Promise<string> =>
  of.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '')

const has = async (of: Page, name: RegExp): Promise<void> => {
  await expect.poll(() => focused(of)).toMatch(name)
}

const press = (of: Page, role: 'button' | 'link', name: RegExp): Promise<void> =>
  of.getByRole(role, { name }).first().press('Enter')

test('who opens a conversation goes on in it, and Escape leads back to its row', async () => {
  await press(page, 'link', /^Mei Lin/)
  await has(page, /^Mei Lin$/)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Escape')
  await has(page, /^Mei Lin.*Hello/)
  await press(page, 'link', /^Mei Lin/)
})

test('on a phone, where the list is gone meanwhile, as well', async () => {
  const phone = await desk.open({ viewport: PHONE })
  await press(phone, 'link', /^Mei Lin/)
  await has(phone, /^Mei Lin$/)
  await press(phone, 'link', /^To the list/)
  await has(phone, /^Mei Lin.*Hello/)
  await phone.context().close()
})

test('what is pressed and goes leaves the focus at what comes in its place', async () => {
  await press(page, 'button', /^Close conversation/)
  await has(page, /^Reopen$/)
  await page.keyboard.press('Enter')
  await has(page, /^Close conversation$/)
})

test('what is closed gives the focus back to what opened it', async () => {
  await page.getByRole('complementary').getByRole('button', { name: 'Close' }).press('Enter')
  await has(page, /^Details of the contact$/)
})

test('a quote that is taken away leaves the focus in the answer', async () => {
  await press(page, 'button', /^Reply to this message/)
  await press(page, 'button', /^Do not quote/)
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('TEXTAREA')
})

test('a notice that is dismissed leaves the focus where it was before', async () => {
  await page.getByRole('button', { name: 'Close conversation' }).press('Enter')
  await has(page, /^Reopen$/)
  const notice = page.locator('.notices').getByRole('button', { name: 'Close' })
  await notice.first().waitFor()
  while ((await notice.count()) > 0) await notice.first().press('Enter')
  await has(page, /^Reopen$/)
})

test('a filter that is removed leaves the focus beside it', async () => {
  await press(page, 'button', /^Filters/)
  await page.getByLabel('Channel').selectOption('sms')
  await page.getByRole('button', { name: /^Remove the filter/ }).press('Enter')
  await expect.poll(() => page.getByRole('button', { name: /^Remove the filter/ }).count()).toBe(0)
  expect(await page.evaluate(() => document.activeElement === document.body)).toBe(false)
})

test('what goes wrong in a dialog is said in it, where it is read out and can be dismissed', async () => {
  const phone = await desk.open({ viewport: PHONE })
  await press(phone, 'link', /^\+15550142201/)
  await phone.locator('.talk-head summary').press('Enter')
  await press(phone, 'button', /^Tags of this conversation/)
  await phone.route('**/v1/conversations/*', (route) => route.fulfill({ status: 503 }))
  const dialog = phone.getByRole('dialog')
  await dialog.getByRole('textbox').fill('urgent')
  await dialog.getByRole('textbox').press('Enter')
  const notice = dialog.getByRole('status').filter({ hasText: 'That did not work' })
  await notice.waitFor()
  await notice.getByRole('button', { name: 'Close' }).press('Enter')
  await expect.poll(() => notice.count()).toBe(0)
  await expect.poll(() => phone.evaluate(() => document.activeElement?.tagName)).toBe('INPUT')
  await phone.context().close()
})
