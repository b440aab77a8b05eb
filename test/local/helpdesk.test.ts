import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openHelpdesk } from '../../examples/helpdesk/helpdesk.ts'
import { testGateway, type TestGateway } from '../support/gateway.ts'

let gateway: TestGateway
let helpdesk: Awaited<ReturnType<typeof openHelpdesk>>
beforeAll(async () => {
  gateway = await testGateway()
  helpdesk = await openHelpdesk({ gateway: gateway.url, apiKey: gateway.apiKey, port: 0 })
})
afterAll(async () => {
  await helpdesk.close()
  await gateway.close()
})

const PATIENCE = { timeout: 20_000, interval: 50 }

const says = async (text: string): Promise<void> => {
  const response = await fetch(`${gateway.url}/local/sandbox/sms`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ from: '+15550142201', text }),
  })
  expect(response.status).toBe(200)
}

const page = async (path: string): Promise<string> => (await fetch(`${helpdesk.url}${path}`)).text()
const found = (text: string, pattern: RegExp): string => pattern.exec(text)?.[1] ?? `nothing like ${pattern}`

/** A customer writes; the path of the conversation, once the helpdesk was told. */
const conversationWith = async (words: string, shown = words): Promise<string> => {
  await says(words)
  return vi.waitFor(async () => {
    const list = await page('/')
    expect(list).toContain(shown)
    return found(list, /href="(\/conversations\/cnv_[\w-]+)"/)
  }, PATIENCE)
}

const submit = (path: string, form: Record<string, string>, origin = helpdesk.url): Promise<Response> =>
  fetch(`${helpdesk.url}${path}`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin },
    body: new URLSearchParams(form),
  })

/** What the sandbox's provider was given to send, with these words. */
const sent = async (words: string): Promise<readonly unknown[]> => {
  const response = await fetch(`${gateway.url}/local/sandbox/sms/requests`)
  const { data } = (await response.json()) as { data: { body: unknown }[] }
  return data.filter(({ body }) => JSON.stringify(body).includes(words))
}

test('a customer is read and answered, once also when the form is sent twice', async () => {
  const shown = 'Where is my &lt;b&gt;parcel&lt;/b&gt;?'
  const path = await conversationWith('Where is my <b>parcel</b>?', shown)
  const before = await vi.waitFor(async () => {
    const text = await page(path)
    expect(text).toContain(shown)
    return text
  }, PATIENCE)
  const key = found(before, /name="key" value="([^"]+)"/)
  const form = { key, text: 'On its way since Monday' }
  const answers = await Promise.all([submit(path, form), submit(path, form)])
  answers.push(await submit(path, form))
  expect(answers.map(({ status, headers }) => [status, headers.get('location')])).toEqual(
    answers.map(() => [303, path]),
  )
  // Its receipts have come back, so that whatever was to be sent before them was sent.
  await vi.waitFor(async () => expect(await page(path)).toContain('<small>delivered</small>'), PATIENCE)
  expect((await page(path)).split('On its way since Monday')).toHaveLength(2)
  expect(await sent('On its way since Monday')).toHaveLength(1)
})

test('what the gateway refuses is told, and the words are kept for another try', async () => {
  const path = await conversationWith('Anybody there?')
  const response = await submit(path, { key: 'another', text: '' })
  expect(response.status).toBe(422)
  expect(await response.text()).toMatch(/role="alert">[^<]+</)
})

test('a page of another origin cannot answer', async () => {
  const path = await conversationWith('Hello?')
  expect((await submit(path, { key: 'forged', text: 'Forged' }, 'https://elsewhere.example')).status).toBe(403)
  expect(await sent('Forged')).toHaveLength(0)
})

test('an event that the gateway did not sign is refused and shown nowhere', async () => {
  const body = JSON.stringify({ id: 'evt_1', type: 'conversation.created', data: { id: 'cnv_forged', version: 1 } })
  const signature = `v1,${Buffer.from('not the signature').toString('base64')}`
  const timestamp = String(Math.floor(Date.now() / 1000))
  const signed = { 'webhook-id': 'evt_1', 'webhook-timestamp': timestamp, 'webhook-signature': signature }
  for (const headers of [signed, {}]) {
    const response = await fetch(`${helpdesk.url}/events`, { method: 'POST', headers, body })
    expect(response.status).toBe(401)
  }
  expect(await page('/')).not.toContain('cnv_forged')
})

test('the pages run no script', async () => {
  const response = await fetch(helpdesk.url)
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(await response.text()).not.toContain('<script')
})
