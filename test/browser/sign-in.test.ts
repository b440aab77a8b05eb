import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { axeFindings } from './support/axe.ts'
import { type Desk, openDesk, PHONE } from './support/desk.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

const signInPage = (page: Page) => page.getByRole('heading', { name: /Sign in/ })
const menu = (page: Page) => page.locator('header.top summary')

test('somebody signs in by a link, and out again', async () => {
  const page = await desk.open()
  expect(page.url()).toMatch(/\/inbox$/)
  await menu(page).click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await signInPage(page).waitFor()
  await page.reload()
  await signInPage(page).waitFor()
  expect(await axeFindings(page)).toEqual([])
  await page.context().close()
})

test('a link works once, and the code of another is typed in as one likes', async () => {
  const page = await desk.open()
  const [used, fresh] = [await desk.link(), await desk.link()]
  const other = await desk.open()
  await other.context().clearCookies()
  await other.goto(used)
  await other.getByRole('button', { name: 'Sign in' }).click()
  await other.locator('header.top').waitFor()
  await page.context().clearCookies()
  await page.goto('about:blank')
  await page.goto(used)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('alert').getByText('This code is not valid').waitFor()
  const code = new URL(fresh).hash.slice(1)
  await page.getByLabel('Code').fill(code.toLowerCase().replaceAll('-', ' '))
  await page.keyboard.press('Enter')
  await page.locator('header.top').waitFor()
  await page.context().close()
  await other.context().close()
})

test('a page whose session was ended by somebody else asks to sign in', async () => {
  const page = await desk.open()
  const { data } = await desk.api.GET('/v1/people', {})
  for (const person of data?.data ?? [])
    await desk.api.DELETE('/v1/people/{person}/sessions', { params: { path: { person: person.id } } })
  await signInPage(page).waitFor({ timeout: 15_000 })
  await page.context().close()
})

test('the page is in the language, direction and colours that were chosen, and stays in them', async () => {
  const page = await desk.open({ viewport: PHONE, colorScheme: 'dark' })
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  const dark = await ground()
  await menu(page).click()
  await page.getByLabel('Appearance').selectOption({ label: 'Light' })
  expect(await ground()).not.toBe(dark)
  await page.getByLabel('Language').selectOption({ label: 'العربية' })
  await page.reload()
  await menu(page).click()
  await page.getByRole('button', { name: 'تسجيل الخروج' }).waitFor()
  expect(await page.evaluate(() => [document.documentElement.dir, document.documentElement.lang])).toEqual([
    'rtl',
    'ar',
  ])
  expect(await ground()).not.toBe(dark)
  expect(await axeFindings(page)).toEqual([])
  await page.context().close()
})

test('an agent is led to no administration', async () => {
  const page = await desk.open({ role: 'agent' })
  expect(await page.getByRole('link', { name: 'Administration' }).count()).toBe(0)
  await page.context().close()
})

test('nothing was asked of any other host, and nothing broke', () => {
  expect(desk.misdeeds).toEqual({ requests: [], errors: [] })
})
