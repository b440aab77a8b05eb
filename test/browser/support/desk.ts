import type { BrowserContextOptions, Page } from 'playwright-core'
import { expect, vi } from 'vitest'
import { type Client, createClient } from '../../../client/index.ts'
import { testGateway, type TestGateway } from '../../support/gateway.ts'
import { openBrowser } from './chromium.ts'

export const PHONE = { width: 360, height: 740 } as const
export const WIDE = { width: 1280, height: 800 } as const

export interface DeskOptions extends Pick<BrowserContextOptions, 'colorScheme' | 'viewport' | 'hasTouch'> {
  readonly language?: 'en' | 'ar'
  /** Of the person who is signed in, a new one each time. */
  readonly role?: 'admin' | 'agent'
}

/** What pages did that they must not do: requests to other hosts, errors, and what the policy refused. */
export interface Misdeeds {
  readonly requests: string[]
  readonly errors: string[]
}

export interface Desk {
  readonly gateway: TestGateway
  /** The API by the key of the gateway. */
  readonly api: Client
  readonly misdeeds: Misdeeds
  /** A customer does something in the sandbox of a channel; answers what the sandbox says. */
  customer(channel: string, action: object): Promise<unknown>
  /** A customer writes, by what they say: the id of the conversation, once the API shows it. */
  conversationBy(channel: string, action: object, text: string): Promise<string>
  /** A one-time link. */
  link(role?: 'admin' | 'agent'): Promise<string>
  /** A browser of its own, with somebody signed in, at the list. */
  open(options?: DeskOptions): Promise<Page>
  close(): Promise<void>
}

/** How long what comes over the feed may take in a test, which runs beside others. */
export const PATIENCE = { timeout: 15_000, interval: 50 }

const watch = (page: Page, origins: readonly string[], { requests, errors }: Misdeeds): void => {
  page.on('request', (request) => {
    const url = new URL(request.url())
    if (/^https?:$/.test(url.protocol) && !origins.includes(url.hostname)) requests.push(request.url())
  })
  page.on('pageerror', (error) => errors.push(String(error)))
  page.on('console', (message) => {
    if (/Content Security Policy|Uncaught/.test(message.text())) errors.push(message.text())
  })
  // Nothing on the page opens one; a hostile mail would like to.
  page.on('dialog', (dialog) => {
    errors.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
}

/** A local gateway with the sandboxes of all channels, and a browser beside it. */
export const openDesk = async (): Promise<Desk> => {
  const gateway = await testGateway()
  const browser = await openBrowser()
  const api = createClient({ url: gateway.url, apiKey: gateway.apiKey })
  const misdeeds: Misdeeds = { requests: [], errors: [] }

  const customer = async (channel: string, action: object): Promise<unknown> => {
    const response = await fetch(`${gateway.url}/local/sandbox/${channel}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(action),
    })
    const answer: unknown = await response.json()
    expect(response.status, JSON.stringify(answer)).toBe(200)
    return answer
  }

  const link = async (role: 'admin' | 'agent' = 'admin'): Promise<string> => {
    const params = { header: { 'Idempotency-Key': crypto.randomUUID() } }
    const { data: person } = await api.POST('/v1/people', {
      params,
      body: { name: role === 'admin' ? 'Ada Owner' : 'Nadia Agent', role },
    })
    const { data } = await api.POST('/v1/people/{person}/sign-ins', {
      params: { path: { person: person?.id ?? '' } },
      body: {},
    })
    return data?.url ?? ''
  }

  return {
    gateway,
    api,
    misdeeds,
    customer,
    link,
    conversationBy: async (channel, action, text) => {
      await customer(channel, action)
      return vi.waitFor(async () => {
        const { data } = await api.GET('/v1/conversations', { params: { query: { channel } } })
        const found = data?.data.find(({ preview }) => preview?.text.includes(text))
        expect(found, `a conversation with ${text}`).toBeDefined()
        return found?.id ?? ''
      }, PATIENCE)
    },
    open: async ({ language = 'en', role = 'admin', ...options } = {}) => {
      const context = await browser.newContext({ viewport: WIDE, locale: language, ...options })
      const page = await context.newPage()
      watch(page, ['127.0.0.1', 'localhost'], misdeeds)
      await page.goto(await link(role))
      await page.locator('form button[type=submit]').click()
      await page.locator('header.top').waitFor()
      return page
    },
    close: async () => {
      await browser.close()
      await gateway.close()
    },
  }
}
