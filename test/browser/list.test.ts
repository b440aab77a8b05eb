import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { axeFindings } from './support/axe.ts'
import { type Desk, openDesk, PATIENCE, PHONE } from './support/desk.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

const ROSA = { type: 'text', from: '15550142301', name: 'Rosa Marín' }
const TOM = { from: '+15550142302' }
const MEI = { type: 'text', from: '7000000000000031', name: 'Mei Lin' }

/** What the page may take to show what the API shows already. */
const SOON = { timeout: 3000 }

const rows = (page: Page): Locator => page.locator('a.row')
const rowOf = (page: Page, name: string | RegExp): Locator => page.getByRole('link', { name })
const names = (page: Page): Promise<string[]> => page.locator('.row-name').allTextContents()
const showsNames = (page: Page, expected: readonly string[]): Promise<void> =>
  vi.waitFor(async () => expect(await names(page)).toEqual(expected), PATIENCE)
const focused = (page: Page): Promise<string | null> =>
  page.evaluate(() => document.activeElement?.querySelector('.row-name')?.textContent ?? null)
const overflows = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > innerWidth)

test('an empty list says how it begins; who writes appears without a reload, after those who wait longer, and moves when answered', async () => {
  const page = await desk.open()
  await page.getByText('No conversation yet').waitFor()
  await page.getByRole('link', { name: 'See the channels' }).waitFor()
  expect(await axeFindings(page)).toEqual([])
  const rosa = await desk.conversationBy('whatsapp', { ...ROSA, text: 'Do you ship bells?' }, 'Do you ship bells?')
  await rowOf(page, /Rosa Marín.*WhatsApp.*1 unread message.*waits/).waitFor(SOON)
  await desk.conversationBy('sms', { ...TOM, text: 'Is my wheel ready?' }, 'Is my wheel ready?')
  await desk.conversationBy('messenger', { ...MEI, text: 'Blue or green?' }, 'Blue or green?')
  await showsNames(page, ['Rosa Marín', TOM.from, 'Mei Lin'])
  expect(await page.title()).toBe('(3) Parley')
  await page
    .locator('[role=status]')
    .filter({ hasText: 'Mei Lin' })
    .waitFor({ state: 'attached', ...PATIENCE })
  await desk.api.POST('/v1/conversations/{conversation}/messages', {
    params: { path: { conversation: rosa }, header: { 'Idempotency-Key': crypto.randomUUID() } },
    body: { text: 'We do!', author: { kind: 'agent' } },
  })
  await showsNames(page, [TOM.from, 'Mei Lin', 'Rosa Marín'])
  await rowOf(page, /Rosa Marín.*Your side:.*We do!/).waitFor()
  await page.context().close()
})

test('a conversation that was opened is read, and keeps its place when it is closed meanwhile', async () => {
  const page = await desk.open()
  await rowOf(page, /\+15550142302/).click()
  await rowOf(page, /^(?!.*unread).*\+15550142302/).waitFor(PATIENCE)
  await vi.waitFor(async () => expect(await page.title()).toBe('(1) Parley'), PATIENCE)
  const conversation = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  await desk.api.POST('/v1/conversations/{conversation}/close', { params: { path: { conversation } } })
  await rowOf(page, /\+15550142302.*Closed/).waitFor(PATIENCE)
  expect(await names(page)).toEqual([TOM.from, 'Mei Lin', 'Rosa Marín'])
  expect(await page.locator('a.row[aria-current=true] .row-name').textContent()).toBe(TOM.from)
  await rowOf(page, /Mei Lin/).click()
  await showsNames(page, ['Mei Lin', 'Rosa Marín'])
  await page.getByRole('link', { name: 'Closed', exact: true }).click()
  await showsNames(page, [TOM.from])
  await page.context().close()
})

test('filters stand in the address, are kept when a conversation is opened, and are taken away again', async () => {
  const page = await desk.open()
  await rowOf(page, /Mei Lin/).waitFor()
  await page.getByRole('button', { name: 'Filters' }).click()
  await page.getByLabel('Channel').selectOption('whatsapp')
  await showsNames(page, ['Rosa Marín'])
  await page.getByRole('combobox', { name: 'Tag' }).fill('vip')
  await page.keyboard.press('Tab')
  await page.getByText('No conversation here matches the filters.').waitFor()
  expect(await axeFindings(page)).toEqual([])
  const { data } = await desk.api.GET('/v1/conversations', { params: { query: { channel: 'whatsapp' } } })
  await desk.api.PATCH('/v1/conversations/{conversation}', {
    params: { path: { conversation: data?.data[0]?.id ?? '' } },
    body: { tags: ['vip'] },
  })
  await rowOf(page, /Rosa Marín.*vip/).click()
  expect(new URL(page.url()).search).toBe('?channel=whatsapp&tag=vip')
  await page.reload()
  await showsNames(page, ['Rosa Marín'])
  await page.getByRole('button', { name: /Filters.*2 active/ }).waitFor()
  await page.getByRole('button', { name: 'Remove the filter Tag: vip' }).click()
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await showsNames(page, ['Mei Lin', 'Rosa Marín'])
  expect(new URL(page.url()).search).toBe('')
  await page.context().close()
})

test('by keyboard alone a name is looked for, rows are walked and one is opened; a whole number finds a contact', async () => {
  const page = await desk.open()
  await showsNames(page, ['Mei Lin', 'Rosa Marín'])
  await page.keyboard.press('/')
  await page.keyboard.type('marin')
  await showsNames(page, ['Rosa Marín'])
  await page.keyboard.press('Escape')
  await showsNames(page, ['Mei Lin', 'Rosa Marín'])
  await page.keyboard.press('ArrowDown')
  expect(await focused(page)).toBe('Mei Lin')
  await page.keyboard.press('j')
  expect(await focused(page)).toBe('Rosa Marín')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('k')
  expect(await focused(page)).toBe('Mei Lin')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/inbox\/c\/cnv_/)
  // A whole number finds the contact, however it is written.
  await page.getByRole('searchbox').fill('+1 (555) 014-2302')
  await page.keyboard.press('Enter')
  await page.locator('a[href^="/inbox/contacts/ctc_"]').filter({ hasText: TOM.from }).waitFor()
  await page.getByText('Is my wheel ready?').waitFor()
  await page.getByRole('searchbox').fill('+1 555 999 9999')
  await page.getByRole('button', { name: /Look among all contacts/ }).click()
  await page.getByText('No contact has exactly').waitFor()
  expect(await axeFindings(page)).toEqual([])
  await page.context().close()
})

test('on a phone the list is a page of its own, which is found again as it was left', async () => {
  const page = await desk.open({ viewport: PHONE, hasTouch: true, language: 'ar', colorScheme: 'dark' })
  await showsNames(page, ['Mei Lin', 'Rosa Marín'])
  expect(await overflows(page)).toBe(false)
  expect(await axeFindings(page)).toEqual([])
  await rows(page).last().tap()
  await page.locator('.inbox-list').waitFor({ state: 'hidden' })
  await page.goBack()
  await rows(page).last().waitFor()
  await page.getByRole('button', { name: 'التصفية' }).tap()
  expect(await overflows(page)).toBe(false)
  expect(await axeFindings(page)).toEqual([])
  await page.context().close()
})

test('a long list is read on as it is scrolled', async () => {
  const many = Array.from({ length: 56 }, (_, n) => `+1555015${String(1000 + n)}`)
  await Promise.all(many.map((from) => desk.customer('sms', { from, text: 'Hello!' })))
  await vi.waitFor(async () => {
    const { data } = await desk.api.GET('/v1/conversations', { params: { query: { limit: 100, order: 'waiting' } } })
    expect(data?.data.length).toBe(57)
  }, PATIENCE)
  const page = await desk.open()
  await rows(page).nth(49).waitFor()
  await page.getByRole('heading', { name: /Waiting for an answer/ }).waitFor()
  await rows(page).last().scrollIntoViewIfNeeded()
  await rowOf(page, /Rosa Marín/).waitFor(PATIENCE)
  expect(new Set(await rows(page).evaluateAll((all) => all.map((one) => one.getAttribute('href')))).size).toBe(58)
  expect(await rows(page).count()).toBe(58)
  await page.context().close()
})

test('nothing was asked of any other host, and nothing broke', () => {
  expect(desk.misdeeds).toEqual({ requests: [], errors: [] })
})
