import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { axeFindings } from './support/axe.ts'
import { type Desk, openDesk, PATIENCE, PHONE } from './support/desk.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

/** A picture of one pixel. */
const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const PICTURE = { contentType: 'image/png', data: PIXEL }

const at = async (page: Page, conversation: string): Promise<void> => {
  await page.goto(`${new URL(page.url()).origin}/inbox/c/${conversation}`)
  await page.locator('.entry').first().waitFor()
}
const entryWith = (page: Page, text: string) => page.locator('.entry', { hasText: text })
const seen = (page: Page, text: string): Promise<void> =>
  page.locator('.conversation').getByText(text).first().waitFor({ timeout: 30_000 })

const said = async (channel: string, action: object): Promise<string> => {
  const { providerId } = (await desk.customer(channel, action)) as { readonly providerId: string }
  return providerId
}
const send = async (conversation: string, body: object): Promise<string> => {
  const { data } = await desk.api.POST('/v1/conversations/{conversation}/messages', {
    params: { path: { conversation }, header: { 'Idempotency-Key': crypto.randomUUID() } },
    body: { author: { kind: 'agent', name: 'Max Roth' }, ...body } as never,
  })
  return data?.id ?? ''
}

test('every kind of content is shown as itself, and whoever comes to it by keyboard or ear gets all of it', async () => {
  const from = { from: '+15550142301', name: 'Nadia Brandt' }
  const id = await desk.conversationBy(
    'whatsapp',
    { type: 'text', ...from, text: 'Where is *it*? https://shop.example/4711.' },
    'Where',
  )
  const actions = [
    { type: 'image', caption: 'The box', ...PICTURE },
    { type: 'sticker', ...PICTURE },
    { type: 'voice' },
    { type: 'video' },
    { type: 'document', filename: 'invoice.pdf' },
    { type: 'location', latitude: 52.52, longitude: 13.405, placeName: 'Alexanderplatz' },
    {
      type: 'contacts',
      contacts: [{ name: { formatted_name: 'Omar Haddad' }, phones: [{ phone: '+49 30 5550123' }] }],
    },
    { type: 'button_reply', id: 'yes', title: 'Yes, please' },
    { type: 'flow_reply', answers: { colour: 'green' } },
    {
      type: 'order',
      catalogId: 'c1',
      items: [{ productId: 'kettle-1', quantity: 2, price: 24.5, currency: 'EUR' }],
    },
    { type: 'unsupported', kind: 'poll' },
    { type: 'text', text: 'Passed on to you', forwarded: 'many' },
    { type: 'request_welcome' },
  ]
  for (const action of actions) await desk.customer('whatsapp', { ...from, ...action })
  await send(id, {
    text: 'Tomorrow?',
    content: { type: 'choice', sections: [{ options: [{ id: 'y', title: 'At noon' }] }] },
  })
  await send(id, { text: 'Look:', content: { type: 'cards', cards: [{ title: 'Kettle', subtitle: '1 litre' }] } })
  await desk.api.POST('/v1/conversations/{conversation}/notes', {
    params: { path: { conversation: id }, header: { 'Idempotency-Key': crypto.randomUUID() } },
    body: { text: 'Called the carrier', author: { name: 'Max Roth' } },
  })

  const page = await desk.open()
  await at(page, id)
  await seen(page, 'Called the carrier')
  const words = [
    'The box',
    'invoice.pdf',
    'Alexanderplatz',
    'Omar Haddad',
    'Yes, please',
    'colour',
    'kettle-1',
    '€49.00',
    'poll',
    'Forwarded many times',
    'opened the chat',
    'At noon',
    'Kettle',
  ]
  for (const text of words) await seen(page, text)
  expect(await page.locator('.written strong').first().textContent()).toBe('it')
  expect(await page.locator('.written a').first().getAttribute('href')).toBe('https://shop.example/4711')
  expect(await page.locator('a[href^="tel:"]').getAttribute('href')).toBe('tel:+49305550123')
  expect(await page.getByRole('link', { name: 'Open the map' }).getAttribute('href')).toContain(
    'mlat=52.52&mlon=13.405',
  )
  expect(await page.locator('audio').getAttribute('src')).toMatch(/^\/v1\/media\/msg_[\w-]+\/0$/)
  expect(await page.locator('.bubble[data-author=note]').count()).toBe(1)

  for (const picture of await page.locator('.picture img').all()) {
    await picture.scrollIntoViewIfNeeded()
    await vi.waitFor(
      async () => expect(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1),
      PATIENCE,
    )
  }
  expect(await axeFindings(page)).toEqual([])

  await page.locator('.picture').first().press('Enter')
  await page.getByRole('dialog').waitFor()
  expect(await axeFindings(page)).toEqual([])
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
})

const HOSTILE = `
<p>Real words, <a href="https://shop.example/ok">a link</a></p>
<img src="cid:logo" alt="Our logo"><img src="https://evil.example/p.png" alt="A banner">
<script>top.hacked = 1; fetch('https://evil.example/1')</script>
<img src="x" onerror="top.hacked = 2">
<svg onload="top.hacked = 3"><script>top.hacked = 3</script><image href="https://evil.example/s.png"/></svg>
<iframe src="https://evil.example/f" srcdoc="<script>top.hacked = 4</script>"></iframe>
<meta http-equiv="refresh" content="0;url=https://evil.example/m"><base href="https://evil.example/">
<form action="https://evil.example/form"><input autofocus onfocus="top.hacked = 5"><button>Go</button></form>
<a href="javascript:top.hacked = 6" onclick="top.hacked = 7">A trap</a>
<div style="background: url(https://evil.example/b.png)" onmouseover="top.hacked = 8">Styled</div>
<style>@import url(https://evil.example/i.css); body { background: url(https://evil.example/c.png) }</style>
<link rel="stylesheet" href="https://evil.example/l.css"><link rel="prefetch" href="https://evil.example/pre">
<video src="https://evil.example/v.mp4" poster="https://evil.example/v.png" autoplay></video>
<object data="https://evil.example/o"></object><embed src="https://evil.example/e">
<table background="https://evil.example/t.png"><tr><td>Cell</td></tr></table>
<input type="image" src="https://evil.example/in.png"><picture><source srcset="https://evil.example/set.png"><img srcset="https://evil.example/set2.png"></picture>
</body></html><script>top.hacked = 9</script>`

test('a hostile mail runs nothing, loads nothing and leads nowhere, even if the gateway had not cleaned it', async () => {
  const id = await desk.conversationBy(
    'email',
    {
      type: 'mail',
      subject: 'Invoice 4711',
      text: 'Real words\n\nOn Monday, Shop wrote:\n> Quoted words',
      html: HOSTILE,
      attachments: [
        { filename: 'logo.png', ...PICTURE, contentId: 'logo' },
        { filename: 'invoice.pdf', contentType: 'application/pdf', data: 'JVBERi0=' },
      ],
      verdicts: { dmarc: 'FAIL' },
    },
    'Real words',
  )
  const page = await desk.open()
  await at(page, id)
  const address = page.url()
  await page.getByRole('heading', { name: 'Invoice 4711' }).waitFor()
  await seen(page, 'The sender is not proven')
  expect(await page.locator('.file').count()).toBe(1)
  const quoted = page.locator('.mail-quoted .written')
  expect(await quoted.isVisible()).toBe(false)
  await page.locator('.mail-quoted summary').click()
  expect(await quoted.textContent()).toContain('Quoted words')
  expect(await quoted.isVisible()).toBe(true)

  await page.locator('.mail-toggle').click()
  const frame = page.frameLocator('.mail-frame')
  await frame.getByText('Real words').waitFor()
  expect(desk.misdeeds).toEqual({ requests: [], errors: [] })

  // As if it had come through as it was written.
  await page.route(/\/entries\?/, async (route) => {
    const response = await route.fetch()
    const { data, next } = (await response.json()) as { readonly data: readonly object[]; readonly next: null }
    await route.fulfill({ response, json: { data: data.map((entry) => ({ ...entry, html: HOSTILE })), next } })
  })
  await page.reload()
  await page.locator('.mail-toggle').click()
  await frame.getByText('A trap').waitFor()
  await seen(page, 'Pictures from elsewhere are not loaded')
  await frame.getByText('A trap').click()
  await frame.getByText('Styled').hover()
  expect(await page.locator('.mail-frame').getAttribute('sandbox')).toBe(
    'allow-same-origin allow-popups allow-popups-to-escape-sandbox',
  )
  const link = frame.getByRole('link', { name: 'a link' })
  expect(await link.getAttribute('rel')).toBe('noopener noreferrer nofollow')
  expect(await link.getAttribute('target')).toBe('_blank')
  await vi.waitFor(
    async () =>
      expect(await frame.getByAltText('Our logo').evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBe(
        1,
      ),
    PATIENCE,
  )
  const [inner, outer] = await page
    .locator('.mail-frame')
    .evaluate((element: HTMLIFrameElement) => [
      element.contentDocument?.documentElement.scrollHeight ?? 0,
      element.clientHeight,
    ])
  expect(Math.abs((inner ?? 0) - (outer ?? 0))).toBeLessThan(4)
  expect(await axeFindings(page)).toEqual([])
  expect(await page.evaluate(() => (globalThis as { hacked?: number }).hacked)).toBeUndefined()
  expect(page.url()).toBe(address)
  expect(page.context().pages()).toHaveLength(1)
  expect(desk.misdeeds.requests).toEqual([])
  // What the browser refused while the mail was only read; none of it came to the frame.
  const refused = desk.misdeeds.errors.splice(0)
  expect(refused.filter((error) => !error.includes('Content Security Policy directive'))).toEqual([])
})

test('a mail as sent is as high as its words, which quotes of quotes leave room for, and its links say where they lead', async () => {
  const from = { type: 'mail', from: 'leila@customer.example', subject: 'Invoice 4712' }
  const lying = '<a href="https://evil.example/pay" title="https://bank.example">https://bank.example</a>'
  const id = await desk.conversationBy(
    'email',
    { ...from, text: 'Pay there', html: `<p>Pay there: ${lying}</p>` },
    'Pay there',
  )
  const page = await desk.open({ viewport: PHONE })
  await at(page, id)
  await page.locator('.mail-toggle').click()
  const height = (): Promise<number> => page.locator('.mail-frame').evaluate((frame) => frame.clientHeight)
  await vi.waitFor(async () => expect(await height()).toBeLessThan(120), PATIENCE)
  const link = page.frameLocator('.mail-frame').getByRole('link')
  expect(await link.getAttribute('title')).toBe('https://evil.example/pay')

  const deep = `${'<blockquote>'.repeat(60)}<p>The very first words</p>${'</blockquote>'.repeat(60)}`
  await at(
    page,
    await desk.conversationBy('email', { ...from, text: 'And now', html: `<p>And now</p>${deep}` }, 'And now'),
  )
  await page.locator('.mail-toggle').click()
  const words = page.frameLocator('.mail-frame').getByText('The very first words')
  await words.waitFor()
  expect(await words.evaluate((element) => element.clientWidth)).toBeGreaterThan(120)
  expect(await axeFindings(page)).toEqual([])
})

test('who writes what cannot be seen, under a name that cannot, is called by their number', async () => {
  const from = { from: '+15550142304', name: '\u200B\u200D' }
  const id = await desk.conversationBy('whatsapp', { type: 'text', ...from, text: '\u2800\u2800' }, '\u2800')
  const page = await desk.open()
  await at(page, id)
  await seen(page, 'Nothing that can be seen')
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('15550142304')
})

test('a long name of another direction is cut where it ends, and covers nothing', async () => {
  const from = { from: '+15550142305', name: 'Maximilian Alexander Rothenberger-Lindenthal' }
  const id = await desk.conversationBy('whatsapp', { type: 'text', ...from, text: 'A long name' }, 'A long name')
  const page = await desk.open({ viewport: PHONE, language: 'ar' })
  await at(page, id)
  const [name, room] = await page
    .locator('.talk-who h1')
    .evaluate((head) => [head.firstElementChild?.getBoundingClientRect().width ?? 0, head.clientWidth])
  expect(name).toBeLessThanOrEqual(room ?? 0)
  expect(await axeFindings(page)).toEqual([])
})

test('what happens to messages is seen as it happens, and what nobody knows is settled by a person', async () => {
  const from = { from: '+15550142302', name: 'Omar Haddad' }
  const id = await desk.conversationBy('whatsapp', { type: 'text', ...from, text: 'First of Omar' }, 'First of Omar')
  const page = await desk.open({ viewport: PHONE })
  await at(page, id)

  const theirs = await said('whatsapp', { type: 'text', ...from, text: 'Main Stret 5' })
  await seen(page, 'Main Stret 5')
  await desk.customer('whatsapp', { type: 'edit', ...from, target: theirs, text: 'Main Street 5' })
  await entryWith(page, 'Main Street 5').getByText('edited').waitFor()
  await desk.customer('whatsapp', { type: 'revoke', ...from, target: theirs })
  await seen(page, 'Deleted by the customer')

  const ours = await send(id, { text: 'It left today.' })
  await entryWith(page, 'It left today.').locator('[data-status=read]').first().waitFor()
  const { data } = await desk.api.GET('/v1/messages/{message}', { params: { path: { message: ours } } })
  await desk.customer('whatsapp', { type: 'reaction', ...from, target: data?.parts[0]?.providerId, emoji: '❤️' })
  await entryWith(page, 'It left today.').locator('.reactions', { hasText: '❤️' }).waitFor()
  await desk.customer('whatsapp', { type: 'text', ...from, text: 'Thanks!', replyTo: data?.parts[0]?.providerId })
  await entryWith(page, 'Thanks!').getByRole('button', { name: 'It left today.' }).click()
  expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('It left today.')

  await fetch(`${desk.gateway.url}/local/sandbox/whatsapp/faults`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ receipts: [], send: { fault: 'drop', times: 1 } }),
  })
  await send(id, { text: 'Did this arrive?' })
  const unknown = entryWith(page, 'Did this arrive?')
  await unknown.getByText('nobody knows whether it arrived').waitFor()
  expect(await axeFindings(page)).toEqual([])
  await unknown.getByRole('button', { name: 'Send again' }).click()
  await page.getByRole('dialog').getByText('twice').waitFor()
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
  await unknown.getByRole('button', { name: 'It arrived' }).click()
  await unknown.locator('[data-status=sent]').first().waitFor()
  expect(await unknown.locator('.trouble').count()).toBe(0)
})

test('somebody who reads what was before stays there, and is told of what is new', async () => {
  const from = { from: '+15550142303', name: 'Leila Amari' }
  const id = await desk.conversationBy('whatsapp', { type: 'text', ...from, text: 'Leila now' }, 'Leila now')
  const messages = Array.from({ length: 60 }, (_, n) => ({
    externalId: `old/${n}`,
    direction: n % 2 === 0 ? ('in' as const) : ('out' as const),
    text: `Line ${n} of long ago`,
    at: new Date(Date.UTC(2025, 10, 3, 9, n)).toISOString(),
  }))
  await desk.api.POST('/v1/conversations/{conversation}/import', {
    params: { path: { conversation: id } },
    body: { messages },
  })
  const page = await desk.open({ viewport: PHONE, language: 'ar', colorScheme: 'dark' })
  await at(page, id)
  await page.getByText('Line 59 of long ago').waitFor()
  const scroller = page.locator('.timeline-scroll')
  const fromFoot = (): Promise<number> =>
    scroller.evaluate((box) => Math.round(box.scrollHeight - box.scrollTop - box.clientHeight))
  await vi.waitFor(async () => expect(await fromFoot()).toBeLessThan(3), PATIENCE)

  await scroller.evaluate((box) => box.scrollTo(0, 0))
  const before = await fromFoot()
  await page.locator('.timeline-older').click()
  await page.getByText('Line 0 of long ago').waitFor({ state: 'attached' })
  expect(Math.abs((await fromFoot()) - before)).toBeLessThan(80)

  await desk.customer('whatsapp', { type: 'text', ...from, text: 'And this is new' })
  await page.getByRole('button', { name: 'رسائل جديدة' }).click()
  await vi.waitFor(async () => expect(await fromFoot()).toBeLessThan(3), PATIENCE)
  await desk.customer('whatsapp', { type: 'text', ...from, text: 'And one more' })
  await page.locator('.entry', { hasText: 'And one more' }).waitFor()
  await vi.waitFor(async () => expect(await fromFoot()).toBeLessThan(3), PATIENCE)
  expect(await axeFindings(page)).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(PHONE.width)
})

test('a conversation that is not there says so, and leads back', async () => {
  const page = await desk.open()
  await page.goto(`${new URL(page.url()).origin}/inbox/c/cnv_aaaaaaaaaaaaaaaaaaaaaa?view=pending`)
  await page.getByRole('heading', { name: 'There is no such conversation.' }).waitFor()
  expect(await page.getByRole('link', { name: 'To the list' }).getAttribute('href')).toBe('/inbox?view=pending')
  expect(await axeFindings(page)).toEqual([])
})
