import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { axeFindings } from './support/axe.ts'
import { type Desk, openDesk, PATIENCE, PHONE } from './support/desk.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

const ADA = '+15550142201'

const at = async (page: Page, conversation: string): Promise<void> => {
  await page.goto(`${new URL(page.url()).origin}/inbox/c/${conversation}`)
  await page.locator('.composer').waitFor()
}
const words = (page: Page) => page.locator('.composer-text')
const send = (page: Page) => page.locator('.composer-send')
const composer = (page: Page) => page.locator('.composer')

interface Request {
  readonly method: string
  readonly path: string
  readonly body: unknown
}
/** What the provider was asked to send that has these words in it. */
const requestsWith = async (channel: string, said: string): Promise<readonly Request[]> => {
  const response = await fetch(`${desk.gateway.url}/local/sandbox/${channel}/requests`)
  const { data } = (await response.json()) as { readonly data: readonly Request[] }
  return data.filter(({ method, body }) => method === 'POST' && JSON.stringify(body).includes(said))
}
const isSentOnce = (channel: string, said: string): Promise<void> =>
  vi.waitFor(async () => expect(await requestsWith(channel, said)).toHaveLength(1), PATIENCE)

/** The gateway says of the conversation that nothing more is under way. */
const messagesWith = async (conversation: string, said: string): Promise<number> => {
  const { data } = await desk.api.GET('/v1/conversations/{conversation}/messages', {
    params: { path: { conversation }, query: { order: 'newest' } },
  })
  return (data?.data ?? []).filter((entry) => 'text' in entry && entry.text?.includes(said)).length
}

test('an answer goes once, however often one sends it, and its draft is gone', async () => {
  const conversation = await desk.conversationBy('whatsapp', { type: 'text', from: ADA, text: 'Where is it?' }, 'Where')
  const page = await desk.open()
  await at(page, conversation)

  await words(page).fill('On its way, once.')
  await send(page).dblclick()
  await isSentOnce('whatsapp', 'On its way, once.')
  expect(await words(page).inputValue()).toBe('')

  await page.locator('.composer-habits summary').click()
  await page.getByLabel('Enter sends').check()
  await page.keyboard.press('Escape')
  await words(page).fill('By the keyboard')
  await words(page).press('Shift+Enter')
  await words(page).pressSequentially('alone.')
  await words(page).press('Enter')
  await words(page).press('Enter')
  await words(page).press('Control+Enter')
  await isSentOnce('whatsapp', String.raw`By the keyboard\nalone.`)
  await vi.waitFor(async () => expect(await messagesWith(conversation, 'By the keyboard')).toBe(1), PATIENCE)
  expect(await words(page).inputValue()).toBe('')
  expect(await messagesWith(conversation, 'On its way, once.')).toBe(1)
  await page.context().close()
})

test('a draft outlives a reload, and what is sent without a connection goes when there is one', async () => {
  const conversation = await desk.conversationBy('whatsapp', { type: 'text', from: ADA, text: 'Still there?' }, 'Still')
  const page = await desk.open()
  await at(page, conversation)

  await words(page).fill('A draft that stays')
  await page.reload()
  expect(await words(page).inputValue()).toBe('A draft that stays')

  await page.context().setOffline(true)
  await words(page).fill('Written in a tunnel')
  await send(page).click()
  await page.locator('.composer-outbox').getByText('Not sent yet: it is tried again').waitFor()
  expect(await axeFindings(page)).toEqual([])
  await page.context().setOffline(false)
  await isSentOnce('whatsapp', 'Written in a tunnel')
  await page.locator('.composer-outbox').waitFor({ state: 'detached' })
  await page.context().close()
})

test('what was sent goes once, though its answer got lost, and after a reload too', async () => {
  const conversation = await desk.conversationBy('whatsapp', { type: 'text', from: ADA, text: 'Hello again' }, 'again')
  const page = await desk.open()
  await at(page, conversation)

  // The gateway takes it, and its answer never arrives.
  await page.route(
    '**/messages',
    async (route) => {
      await route.fetch()
      await route.abort()
    },
    { times: 1 },
  )
  await words(page).fill('The answer got lost')
  await send(page).click()
  await page.locator('.composer-outbox').getByText('The answer got lost').waitFor()
  await page.locator('.composer-outbox').waitFor({ state: 'detached' })
  await isSentOnce('whatsapp', 'The answer got lost')
  await vi.waitFor(async () => expect(await messagesWith(conversation, 'The answer got lost')).toBe(1), PATIENCE)

  await page.route('**/messages', (route) => route.abort())
  await words(page).fill('Sent before a reload')
  await send(page).click()
  await page.locator('.composer-outbox').getByText('Not sent yet: it is tried again').waitFor()
  await page.unroute('**/messages')
  await page.reload()
  await isSentOnce('whatsapp', 'Sent before a reload')
  await page.context().close()
})

test('what the channel makes of it is said before it is sent', async () => {
  const page = await desk.open()
  const sms = await desk.conversationBy('sms', { from: ADA, text: 'Any news?' }, 'Any news')
  await at(page, sms)
  await words(page).fill('a'.repeat(161))
  await composer(page).getByText('2 SMS · 145 characters left').waitFor()
  await words(page).fill('Привет')
  await composer(page).getByText('1 SMS · 64 characters left · Special characters').waitFor()
  await page.locator('.bubble-reply').first().click()
  await composer(page).getByText('This channel cannot quote').waitFor()
  expect(await axeFindings(page)).toEqual([])

  const whatsapp = await desk.conversationBy('whatsapp', { type: 'text', from: ADA, text: 'Tell me all' }, 'Tell me')
  await at(page, whatsapp)
  await words(page).fill('All of it. '.repeat(400))
  await composer(page).getByText('Goes as 2 messages.').waitFor()
  await composer(page).getByText('The text is too long for one message').waitFor()
  await words(page).fill('Short.')
  await composer(page).getByText('Goes as 2 messages.').waitFor({ state: 'detached' })

  await page.getByRole('button', { name: 'Offer choices' }).click()
  await page.getByLabel('Choice 1').fill('Yes, please')
  await page.getByLabel('Choice 2').fill('No')
  await page.locator('.bubble-reply').last().click()
  await composer(page)
    .getByText(/^You answer/)
    .waitFor()
  expect(await axeFindings(page)).toEqual([])
  await send(page).click()
  await isSentOnce('whatsapp', 'Yes, please')
  expect(JSON.stringify(await requestsWith('whatsapp', 'Yes, please'))).toContain('"context":{"message_id"')
  await page.context().close()
})

test('outside of the window a template is chosen, filled in and sent', async () => {
  const { data: accounts } = await desk.api.GET('/v1/accounts')
  const account = accounts?.data.find(({ channel }) => channel === 'whatsapp')?.id ?? ''
  const { data: started } = await desk.api.POST('/v1/conversations', {
    params: { header: { 'Idempotency-Key': 'first' } },
    body: {
      channel: 'whatsapp',
      account,
      to: { alias: { type: 'phone', value: '+15550003333' } },
      purpose: 'service',
      message: { content: { type: 'template', name: 'order_sent', language: 'en' } },
    },
  })
  const page = await desk.open({ viewport: PHONE, colorScheme: 'dark' })
  await at(page, started?.conversation.id ?? '')
  await composer(page).getByText('The customer has not written yet').waitFor()
  expect(await words(page).count()).toBe(0)
  expect(await axeFindings(page)).toEqual([])

  await page.getByRole('button', { name: 'Choose a template' }).click()
  await page.getByLabel('Search templates').fill('guests see you')
  await page.getByRole('button', { name: /reservation/ }).click()
  await page.getByLabel('Heading').fill('The Kettle')
  await page.getByLabel('Text: guests').fill('5')
  expect(await page.getByRole('button', { name: 'Send template' }).isDisabled()).toBe(true)
  await page.getByLabel('Text: day').fill('Sunday')
  await page.getByText('5 guests on Sunday. See you then!').waitFor()
  expect(await axeFindings(page)).toEqual([])
  await page.getByRole('button', { name: 'Send template' }).click()
  await isSentOnce('whatsapp', '"reservation"')
  await page.context().close()
})

test('a file goes up and out; one that the channel would refuse does not', async () => {
  const conversation = await desk.conversationBy(
    'whatsapp',
    { type: 'text', from: ADA, text: 'My invoice?' },
    'invoice',
  )
  const page = await desk.open({ language: 'ar', viewport: PHONE })
  await at(page, conversation)
  await page.locator('input[type=file]').setInputFiles([
    { name: 'invoice.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 invoice') },
    { name: 'page.html', mimeType: 'text/html', buffer: Buffer.from('<p>no</p>') },
  ])
  await page.locator('.composer-files li[data-state=ready]').getByText('invoice.pdf').waitFor()
  await page.locator('.composer-files li[data-state=refused]').getByText('text/html').waitFor()
  expect(await send(page).isDisabled()).toBe(true)
  expect(await axeFindings(page)).toEqual([])
  await page.getByRole('button', { name: 'إزالة page.html' }).click()
  await words(page).fill('تفضل الفاتورة')
  await send(page).click()
  await isSentOnce('whatsapp', 'invoice.pdf')
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(overflow).toBe(0)
  await page.context().close()
})

test('a mail goes with its subject, its copies and its files', async () => {
  const mail = { type: 'mail', subject: 'Invoice 4711', text: 'It is missing.' }
  const conversation = await desk.conversationBy('email', mail, 'missing')
  const page = await desk.open()
  await at(page, conversation)
  await page.locator('.composer-mail summary').click()
  await page.getByLabel('Copy to (Cc)').fill('max@shop.example, nobody')
  await page.getByLabel('Subject').fill('Your invoice')
  await page
    .locator('input[type=file]')
    .setInputFiles([{ name: 'copy.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 copy') }])
  await page.locator('.composer-files li[data-state=ready]').waitFor()
  await words(page).fill('Here it is again.')
  await composer(page).getByText('Copy to (Cc) 2: ').waitFor()
  expect(await axeFindings(page)).toEqual([])
  await page.getByLabel('Copy to (Cc)').fill('max@shop.example')
  await send(page).click()
  await vi.waitFor(async () => {
    const sent = JSON.stringify(await requestsWith('email', 'Here it is again.'))
    expect(sent).toContain('Your invoice')
    expect(sent).toContain('max@shop.example')
    expect(sent).toContain('copy.pdf')
  }, PATIENCE)
  await page.context().close()
})

test('what is refused comes back to be changed, and notes go to nobody but colleagues', async () => {
  const conversation = await desk.conversationBy('sms', { from: '+15550142209', text: 'STOP' }, 'STOP')
  const page = await desk.open()
  await at(page, conversation)
  await words(page).fill('Please stay')
  await send(page).click()
  await composer(page).getByText('does not want messages from this sender').waitFor()
  expect(await words(page).inputValue()).toBe('Please stay')
  expect(await requestsWith('sms', 'Please stay')).toEqual([])
  expect(await axeFindings(page)).toEqual([])

  await page.locator('.composer-modes label[data-mode=note]').click()
  await words(page).fill('She wants no more messages.')
  expect(await axeFindings(page)).toEqual([])
  await page.getByRole('button', { name: 'Keep note' }).click()
  await page.locator('.conversation').getByText('She wants no more messages.').first().waitFor()
  expect(await requestsWith('sms', 'She wants')).toEqual([])
  await page.context().close()
})

test('who wants to answer for a bot takes over first', async () => {
  const conversation = await desk.conversationBy('whatsapp', { type: 'text', from: ADA, text: 'A person?' }, 'A person')
  await desk.api.POST('/v1/conversations/{conversation}/control', {
    params: { path: { conversation } },
    body: { by: 'bot', name: 'Robin' },
  })
  const page = await desk.open()
  await at(page, conversation)
  await composer(page).getByText('Robin answers here.').waitFor()
  await words(page).fill('I am one.')
  expect(await send(page).isDisabled()).toBe(true)
  await page.getByRole('button', { name: 'Take over' }).click()
  await composer(page).getByText('Robin answers here.').waitFor({ state: 'detached' })
  await send(page).click()
  await isSentOnce('whatsapp', 'I am one.')
  expect(desk.misdeeds).toEqual({ requests: [], errors: [] })
  await page.context().close()
})
