import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Conversation } from '../../client/index.ts'
import { axeFindings } from './support/axe.ts'
import { type Desk, openDesk, PATIENCE, PHONE } from './support/desk.ts'

const PHONE_NUMBER = '+15550142201'
const MAIL = 'clara.weber@mail.example'

let desk: Desk
let chat: string
let text: string
let mail: string
let contact: string

const read = async (id: string): Promise<Conversation | undefined> =>
  (await desk.api.GET('/v1/conversations/{conversation}', { params: { path: { conversation: id } } })).data

/** Waits until the API says so too. */
const holds = (id: string, current: Partial<NonNullable<Conversation['case']>>): Promise<void> =>
  vi.waitFor(async () => expect((await read(id))?.case).toMatchObject(current), PATIENCE)

const go = (page: Page, path: string): Promise<unknown> => page.goto(`${desk.gateway.url}${path}`)

beforeAll(async () => {
  desk = await openDesk()
  const from = { type: 'text', from: PHONE_NUMBER, name: 'Clara Weber', text: 'Where is my parcel?' }
  chat = await desk.conversationBy('whatsapp', from, 'parcel')
  text = await desk.conversationBy('sms', { from: PHONE_NUMBER, text: 'And my invoice?' }, 'invoice')
  const letter = { type: 'mail', from: MAIL, name: 'Clara W.', subject: 'Order 4711', text: 'Please send it again.' }
  mail = await desk.conversationBy('email', letter, 'again')
  contact = (await read(chat))?.contact.id ?? ''
})

afterAll(async () => {
  await desk.close()
})

describe('What can be done with a conversation', () => {
  it('is assigned, tagged, put aside, closed and opened again, by the keyboard, and the API says the same', async () => {
    const page = await desk.open()
    await go(page, `/inbox/c/${chat}`)
    const states = page.getByRole('list', { name: 'How it stands' })

    await page.locator('summary', { hasText: 'Assign' }).press('Enter')
    await page.getByRole('button', { name: /^Me \(/ }).press('Enter')
    await page.locator('summary[aria-label^="Assigned to"]').waitFor()
    await vi.waitFor(async () => expect((await read(chat))?.case?.assignee).toMatch(/^usr_/), PATIENCE)

    await page.locator('summary', { hasText: 'Tags' }).press('Enter')
    const tag = page.getByLabel('Add a tag')
    await tag.fill('  late  parcel ')
    await tag.press('Enter')
    await states.getByText('late parcel').waitFor()
    await tag.fill('vip')
    await tag.press('Enter')
    await states.getByText('vip').waitFor()
    await page.getByRole('button', { name: 'Remove the tag late parcel' }).press('Enter')
    await states.getByText('late parcel').waitFor({ state: 'detached' })
    await holds(chat, { tags: ['vip'] })
    expect(await axeFindings(page)).toEqual([])
    await page.keyboard.press('Escape')

    await page.locator('summary', { hasText: 'Snooze' }).press('Enter')
    await page.getByLabel('Another time').fill('2001-01-01T09:00')
    await page.getByRole('button', { name: 'Snooze', exact: true }).press('Enter')
    await page.getByText('Choose a time that is still to come.').waitFor()
    await page.getByRole('button', { name: /^In an hour/ }).press('Enter')
    await states.getByText(/Snoozed until/).waitFor()
    await holds(chat, { status: 'snoozed' })
    await page.getByRole('button', { name: 'Open again' }).press('Enter')
    await holds(chat, { status: 'open' })

    await page.getByRole('button', { name: 'Close conversation' }).press('Enter')
    await states.getByText('Closed').waitFor()
    await holds(chat, { status: 'closed' })
    await page.locator('.notice', { hasText: 'closed' }).getByRole('button', { name: 'Undo' }).press('Enter')
    await page.getByRole('button', { name: 'Close conversation' }).press('Enter')
    await page.getByRole('button', { name: 'Reopen' }).press('Enter')
    await holds(chat, { status: 'open', tags: ['vip'] })
    await page.context().close()
  })

  it('is one menu on a phone, whose choices open over the page', async () => {
    const page = await desk.open({ viewport: PHONE, hasTouch: true, colorScheme: 'dark', role: 'agent' })
    await go(page, `/inbox/c/${text}`)
    await page.locator('summary[aria-label="Actions"]').tap()
    await page.getByRole('button', { name: 'Put aside until…' }).tap()
    await page.getByRole('dialog').getByRole('button', { name: 'Until the customer writes' }).tap()
    await holds(text, { status: 'pending' })
    await page.getByRole('list', { name: 'How it stands' }).getByText('Pending').waitFor()
    await page.getByRole('button', { name: 'Details of the contact' }).tap()
    await page.getByRole('dialog').getByText(PHONE_NUMBER).waitFor()
    await page.getByText('Nothing was said about it.').waitFor()
    expect(await axeFindings(page)).toEqual([])
    expect(await page.getByText('Erase this person').count()).toBe(0)
    const { data } = await desk.api.PATCH('/v1/conversations/{conversation}', {
      params: { path: { conversation: text } },
      body: { status: 'open' },
    })
    expect(data?.case?.status).toBe('open')
    await page.context().close()
  })
})

describe('Contacts', () => {
  it('are changed where they are shown', async () => {
    const page = await desk.open()
    await go(page, `/inbox/c/${chat}`)
    const panel = page.getByRole('complementary')
    await panel.getByRole('button', { name: 'Edit name' }).click()
    await panel.getByLabel('Time zone').fill('Asia/Tokyo')
    await panel.getByRole('button', { name: 'Save' }).click()
    await panel.getByText(/there$/).waitFor()
    await panel.locator('summary', { hasText: 'In other systems' }).click()
    await panel.locator('details[open] .button', { hasText: 'Add' }).last().click()
    await panel.getByLabel('System').fill('crm')
    await panel.getByLabel('Value').fill('C-4711')
    await panel.getByRole('button', { name: 'Save' }).click()
    await panel.getByText('C-4711').waitFor()
    const { data } = await desk.api.GET('/v1/contacts/{contact}', { params: { path: { contact } } })
    expect(data).toMatchObject({ timeZone: 'Asia/Tokyo', externalIds: { crm: 'C-4711' } })
    await page.context().close()
  })

  it('are merged into whom they are, shown together on every channel, and taken apart again', async () => {
    const page = await desk.open()
    await go(page, `/inbox/c/${mail}`)
    await page.getByRole('button', { name: 'This is the same person as…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(/phone number/).fill(PHONE_NUMBER)
    await dialog.getByRole('button', { name: 'Search' }).click()
    await dialog.getByRole('button', { name: /Clara Weber/ }).click()
    await dialog.getByText('2 conversations').waitFor()
    expect(await dialog.getByText(MAIL).count()).toBe(1)
    expect(await axeFindings(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Merge' }).click()
    await page.getByText('Clara W. is shown as Clara Weber now.').waitFor()
    await page.getByRole('heading', { level: 1, name: 'Clara Weber' }).waitFor()
    await page.getByRole('button', { name: 'Take Clara W. apart' }).waitFor()

    await go(page, `/inbox/contacts/${contact}`)
    await vi.waitFor(async () => expect(await page.locator('.column h2').count()).toBe(3), PATIENCE)
    await page.goBack()
    await page.getByRole('heading', { level: 1, name: 'Clara Weber' }).waitFor()
    await page.getByRole('button', { name: /^Take .* apart$/ }).click()
    await page.getByText('They are two contacts again.').waitFor()
    await page.getByRole('heading', { level: 1, name: 'Clara W.' }).waitFor()
    expect((await read(mail))?.contact.id).not.toBe(contact)
    await page.context().close()
  })

  it('have what they say on every channel side by side as it arrives, and are answered on the one they used last', async () => {
    const page = await desk.open()
    await go(page, `/inbox/contacts/${contact}`)
    const columns = page.locator('.column')
    await vi.waitFor(async () => expect(await columns.count()).toBe(2), PATIENCE)
    await columns.filter({ hasText: 'WhatsApp' }).getByText('Where is my parcel?').waitFor()
    await desk.customer('sms', { from: PHONE_NUMBER, text: 'It is here now.' })
    await columns.filter({ hasText: 'SMS' }).getByText('It is here now.', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Answer on SMS' }).click()
    const field = columns.filter({ hasText: 'SMS' }).locator('textarea')
    await field.fill('Good to hear!')
    expect(await page.locator('textarea').count()).toBe(1)
    expect(await axeFindings(page)).toEqual([])
    await columns.filter({ hasText: 'SMS' }).getByRole('button', { name: 'Send' }).click()
    await columns.filter({ hasText: 'SMS' }).getByText('Good to hear!', { exact: true }).first().waitFor()
    await vi.waitFor(async () => expect((await read(text))?.preview?.text).toBe('Good to hear!'), PATIENCE)
    await page.context().close()
  })

  it('are shown one conversation at a time on a phone, in Arabic too, with nothing beyond the edge', async () => {
    const page = await desk.open({ viewport: PHONE, language: 'ar', colorScheme: 'dark' })
    await go(page, `/inbox/contacts/${contact}`)
    await page.getByRole('button', { name: 'واتساب' }).first().click()
    await page.getByText('Where is my parcel?').waitFor()
    expect(await page.locator('.column').count()).toBe(1)
    expect(await axeFindings(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(PHONE.width)
    await page.context().close()
  })

  it('are exported into a file, and erased once that is typed, by an admin', async () => {
    const page = await desk.open()
    await go(page, `/inbox/c/${mail}`)
    await page.locator('summary', { hasText: 'Privacy' }).click()
    await page.getByRole('button', { name: 'Export all that is kept' }).click()
    const file = page.getByRole('link', { name: /^Download the file/ })
    await file.waitFor()
    const written = await (await fetch((await file.getAttribute('href')) ?? '')).text()
    expect(written).toContain(MAIL)

    await page.getByRole('button', { name: 'Erase this person…' }).click()
    const erase = page.getByRole('button', { name: 'Erase for good' })
    expect(await erase.isDisabled()).toBe(true)
    await page.getByLabel('To confirm, type: erase').fill('erase')
    await erase.click()
    await page.getByText('The person is erased.').waitFor()
    await vi.waitFor(async () => expect(await read(mail)).toBeUndefined(), PATIENCE)
    expect(new URL(page.url()).pathname).toMatch(/^\/inbox\/?$/)
    await page.context().close()
  })

  it('do nothing that a page must not', () => {
    expect(desk.misdeeds).toEqual({ requests: [], errors: [] })
  })
})
