import { mkdtempSync, mkdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { createClient, dataOf } from '../client/index.ts'
import { connect } from '../local/demo/client.ts'
import { openGateway } from '../local/gateway.ts'
import config from '../parley.config.ts'
import { openBrowser } from '../test/browser/support/chromium.ts'
import { drawing } from './screenshots/drawing.ts'
import { play } from './screenshots/story.ts'

/** Takes the pictures of the page that README shows, into docs/images: `npm run screenshots`. Needs a Chromium. */

const DESK = { viewport: { width: 1280, height: 800 } }
const PHONE = { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true }

const folder = fileURLToPath(new URL('../docs/images/', import.meta.url))
mkdirSync(folder, { recursive: true })
const dir = mkdtempSync(join(tmpdir(), 'parley-pictures-'))
const gateway = await openGateway({ port: 0, fresh: true, dir, config, env: {}, log: () => undefined })
const browser = await openBrowser()

const picture = async (of: Browser): Promise<string> => {
  const page = await of.newPage({ viewport: { width: 640, height: 420 } })
  await page.setContent(drawing)
  const png = await page.screenshot()
  await page.close()
  return png.toString('base64')
}

try {
  const story = await play(await connect(gateway.url), await picture(browser))
  const api = createClient({ url: gateway.url, apiKey: gateway.apiKey })
  const header = { 'Idempotency-Key': 'pictures' }
  const ada = dataOf(await api.POST('/v1/people', { params: { header }, body: { name: 'Ada Berg', role: 'admin' } }))
  const path = { conversation: story.shown }
  await api.PATCH('/v1/conversations/{conversation}', {
    params: { path },
    body: { assignee: ada.id, tags: ['repair'] },
  })
  await api.POST('/v1/conversations/{conversation}/notes', {
    params: { path, header: { 'Idempotency-Key': 'pictures' } },
    body: { text: 'The workshop is free on Tuesday morning.', author: { name: 'Ada Berg' } },
  })

  const take = async (
    name: string,
    address: string,
    options: object,
    language = 'en',
    then?: (page: Page) => Promise<void>,
  ): Promise<void> => {
    const context = await browser.newContext({ locale: language, ...options })
    const page = await context.newPage()
    const link = dataOf(
      await api.POST('/v1/people/{person}/sign-ins', { params: { path: { person: ada.id } }, body: {} }),
    )
    await page.goto(link.url)
    await page.locator('form button[type=submit]').click()
    await page.locator('header.top').waitFor()
    await page.goto(gateway.url + address)
    await page.waitForLoadState('networkidle', { timeout: 4000 }).catch(() => undefined)
    await then?.(page)
    await page.screenshot({ path: join(folder, `${name}.png`) })
    await context.close()
    console.log(`docs/images/${name}.png`)
  }

  const conversation = `/inbox/c/${story.shown}`
  for (const colorScheme of ['light', 'dark'] as const) {
    await take(`desk-${colorScheme}`, conversation, { ...DESK, colorScheme })
    await take(`phone-list-${colorScheme}`, '/inbox/', { ...PHONE, colorScheme })
    await take(`phone-conversation-${colorScheme}`, conversation, { ...PHONE, colorScheme })
  }
  await take('phone-arabic', conversation, { ...PHONE, colorScheme: 'light' }, 'ar')
  await take('desk-mail', `/inbox/c/${story.mail}`, { ...DESK, colorScheme: 'light' }, 'en', async (page) => {
    await page.getByRole('button', { name: 'Show as sent' }).click()
    await page.frameLocator('iframe').getByText('Kind regards').waitFor()
  })
  await take('desk-figures', '/inbox/admin/figures', { ...DESK, colorScheme: 'light' })
} finally {
  await browser.close()
  await gateway.close()
  rmSync(dir, { recursive: true, force: true })
}
