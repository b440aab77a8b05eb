import { createHmac, randomBytes } from 'node:crypto'
import { type IncomingHttpHeaders, request as httpRequest } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { instagram } from '../../adapters/instagram/index.ts'
import { messenger } from '../../adapters/messenger/index.ts'
import { Faults } from '../../adapters/sandbox.ts'
import config from '../../parley.config.ts'
import { testGateway, type TestGateway } from '../support/gateway.ts'
import { read } from '../support/tree.ts'
import smsOverAws from './sms-aws.config.ts'

let gateway: TestGateway
beforeAll(async () => {
  gateway = await testGateway()
})
afterAll(() => gateway.close())

const answerOf = (status: number, headers: IncomingHttpHeaders, text: string) => ({
  status,
  headers,
  text,
  json: (): unknown => JSON.parse(text),
})

/** A call as it is put on the wire: path and headers, Host too, are sent as given. */
const call = (
  method: string,
  path: string,
  { body, headers = {} }: { body?: string | Uint8Array; headers?: Record<string, string> } = {},
): Promise<ReturnType<typeof answerOf>> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(gateway.url)
    const request = httpRequest({ hostname, port, method, path, headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () =>
        resolve(answerOf(response.statusCode ?? 0, response.headers, Buffer.concat(chunks).toString())),
      )
    })
    request.on('error', reject).end(body)
  })

const post = (path: string, value: unknown, headers: Record<string, string> = {}) =>
  call('POST', path, { body: JSON.stringify(value), headers: { 'content-type': 'application/json', ...headers } })

interface Accounts {
  readonly apiKey: string
  readonly accounts: readonly {
    readonly channel: string
    readonly webhookUrl: string
    readonly secrets: Readonly<Record<string, string>>
  }[]
}
const accounts = async () => (await call('GET', '/local/accounts')).json() as Accounts
const accountOf = async (channel: string) => {
  const found = (await accounts()).accounts.find((account) => account.channel === channel)
  if (found === undefined) throw new Error(`no account of ${channel}`)
  return found
}

describe('accounts', () => {
  test('hands out the API key and what it takes to sign webhooks, and nothing that calls a provider', async () => {
    const { apiKey, accounts: all } = await accounts()
    expect(apiKey).toBe(gateway.apiKey)
    expect(all.map(({ channel }) => channel)).toEqual(config.connections.map(({ adapter }) => adapter.channel))
    expect(Object.fromEntries(all.map(({ channel, secrets }) => [channel, Object.keys(secrets)]))).toEqual({
      whatsapp: ['appSecret', 'verifyToken'],
      sms: ['authToken'],
      messenger: ['appSecret', 'verifyToken'],
      instagram: ['appSecret', 'verifyToken'],
      x: ['consumerSecret'],
      email: [],
    })
    expect(all.slice(0, 2)).toEqual([
      {
        channel: 'whatsapp',
        connection: 'main',
        account: '100000000000001',
        webhookUrl: `${gateway.url}/webhooks/whatsapp/main`,
        secrets: { appSecret: expect.stringMatching(/^[0-9a-f]{32}$/), verifyToken: expect.any(String) },
      },
      {
        channel: 'sms',
        connection: 'main',
        account: '+15550100001',
        webhookUrl: `${gateway.url}/webhooks/sms/main`,
        secrets: { authToken: expect.any(String) },
      },
    ])
  })

  test('tells how the start went', async () => {
    expect((await call('GET', '/local/health')).json()).toEqual({ status: 'ok', found: { records: 0, claims: 0 } })
  })
})

describe('who may call what is for this machine alone', () => {
  const PATHS = [
    '/local/accounts',
    '/local/sign-in',
    '/local/health',
    '/local/sandbox/sms/requests',
    '/sandbox/sms/storage/x',
  ]

  test.each([
    ['the name of a page that had itself resolved to this machine', { host: 'rebound.example:8787' }],
    ['a name that only begins like ours', { host: 'localhost.rebound.example' }],
    ['a page of another origin', { origin: 'https://elsewhere.example' }],
    ['a page without an origin', { origin: 'null' }],
    ['a tunnel', { 'x-forwarded-for': '203.0.113.7' }],
    ['a proxy', { forwarded: 'for=203.0.113.7' }],
  ])('refuses %s', async (_, headers) => {
    for (const path of PATHS) {
      const { status, text } = await call('GET', path, { headers: headers as unknown as Record<string, string> })
      expect(status, path).toBe(403)
      expect(text).not.toContain(gateway.apiKey)
    }
  })

  test.each([
    ['127.0.0.1', { host: '127.0.0.1:1234' }],
    ['localhost', { host: 'localhost' }],
    ['a page of this machine', { origin: 'http://localhost:5173' }],
  ])('lets %s in', async (_, headers) => {
    expect((await call('GET', '/local/health', { headers })).status).toBe(200)
  })

  test('a tunnel may bring webhooks and API calls', async () => {
    const headers = { host: 'tunnel.example', 'x-forwarded-for': '203.0.113.7' }
    expect((await call('GET', '/v1/conversations', { headers })).status).toBe(401)
    expect((await call('POST', '/webhooks/sms/main', { headers })).status).toBe(401)
  })
})

describe('webhooks', () => {
  const signedPost = async (body: string | Uint8Array, contentType = 'application/json') => {
    const { secrets } = await accountOf('whatsapp')
    const signature = createHmac('sha256', secrets['appSecret'] ?? '')
      .update(body)
      .digest('hex')
    return call('POST', '/webhooks/whatsapp/main', {
      body,
      headers: { 'content-type': contentType, 'x-hub-signature-256': `sha256=${signature}` },
    })
  }

  test('are verified over the bytes that came: spaces, escapes and what is no text at all', async () => {
    const bodies = [
      '{ "object" : "whatsapp_business_account",\r\n "entry" : [ ] }',
      '{"object":"\\u00e4/\u00e4","entry":[]}',
    ]
    for (const body of bodies) expect((await signedPost(body)).status).toBe(200)
    expect((await signedPost(randomBytes(64))).status).toBe(200)
    expect((await signedPost(randomBytes(64), 'text/plain')).status).toBe(200)
  })

  test('a byte-order mark is a byte like others', async () => {
    expect((await signedPost(Buffer.from('\uFEFF{"object":"whatsapp_business_account","entry":[]}'))).status).toBe(200)
  })

  test('a wrong signature is answered 401, counted and logged without a word of the content', async () => {
    const before = gateway.logs.length
    const { status } = await call('POST', '/webhooks/whatsapp/main', {
      body: '{"secret-word":1}',
      headers: { 'x-hub-signature-256': 'sha256=00' },
    })
    expect(status).toBe(401)
    const lines = gateway.logs.slice(before)
    expect(lines).toContainEqual(expect.objectContaining({ event: 'webhook_rejected', channel: 'whatsapp', count: 1 }))
    expect(JSON.stringify(lines)).not.toContain('secret-word')
  })

  test('the path and query that were called are the ones that count in the signature', async () => {
    const { webhookUrl, secrets } = await accountOf('sms')
    const suffix = '?a=1%2f2&b=%20x&c=+'
    const sign = (url: string) =>
      createHmac('sha1', secrets['authToken'] ?? '')
        .update(`${url}AccountSid${secrets['accountSid']}`)
        .digest('base64')
    const send = (signature: string) =>
      call('POST', `${new URL(webhookUrl).pathname}${suffix}`, {
        body: `AccountSid=${secrets['accountSid']}`,
        headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': signature },
      })
    expect((await send(sign(`${webhookUrl}${suffix}`))).status).toBe(200)
    expect((await send(sign(webhookUrl))).status).toBe(401)
  })

  test("answers Meta's check of the webhook with the bare challenge", async () => {
    const { secrets } = await accountOf('whatsapp')
    const query = `hub.mode=subscribe&hub.verify_token=${secrets['verifyToken']}&hub.challenge=1158201444`
    const { status, text } = await call('GET', `/webhooks/whatsapp/main?${query}`)
    expect([status, text]).toEqual([200, '1158201444'])
  })

  test('a connection nobody configured is 404', async () => {
    expect((await call('POST', '/webhooks/whatsapp/other')).status).toBe(404)
  })

  test('a body above what an HTTP API takes is 413', async () => {
    expect((await signedPost('x'.repeat(10 * 1024 * 1024 + 1))).status).toBe(413)
  })
})

test('behind a tunnel its URL is the one that is signed, and the sandbox still finds its way', async () => {
  const tunnelled = await testGateway({ env: { PARLEY_PUBLIC_URL: 'https://tunnel.example/' } })
  try {
    const { accounts: all } = (await (await fetch(`${tunnelled.url}/local/accounts`)).json()) as Accounts
    expect(all.map(({ webhookUrl }) => webhookUrl)).toEqual(
      config.connections.map(({ adapter, name }) => `https://tunnel.example/webhooks/${adapter.channel}/${name}`),
    )
    for (const [channel, greeting] of tunnelled.greetings) {
      const url = `${tunnelled.url}/local/sandbox/${channel}`
      const answer = await fetch(url, { method: 'POST', body: JSON.stringify(greeting) })
      expect(await answer.json()).toMatchObject({ status: 200 })
    }
  } finally {
    await tunnelled.close()
  }
})

test('every channel of the configuration has a customer who says hello', async () => {
  const configured = await testGateway({
    config: {
      connections: [messenger, instagram].map((adapter) => ({
        adapter,
        name: 'main',
        secrets: {
          appSecret: `${adapter.channel.toUpperCase()}_APP_SECRET`,
          verifyToken: `${adapter.channel.toUpperCase()}_VERIFY_TOKEN`,
          accessToken: `${adapter.channel.toUpperCase()}_ACCESS_TOKEN`,
        },
        accounts: [{ id: '100000000000042', mode: 'test' as const }],
      })),
    },
  })
  try {
    expect(Array.from(configured.greetings.keys())).toEqual(['messenger', 'instagram'])
    for (const [channel, greeting] of configured.greetings) {
      const url = `${configured.url}/local/sandbox/${channel}`
      const answer = await fetch(url, { method: 'POST', body: JSON.stringify(greeting) })
      expect(await answer.json()).toMatchObject({ status: 200 })
    }
  } finally {
    await configured.close()
  }
})

test('what the provider of an account knows no way to do is refused as that', async () => {
  const configured = await testGateway({ config: smsOverAws })
  try {
    const media = [{ contentType: 'image/png', data: '' }]
    const body = JSON.stringify({ from: '+15550001111', text: 'Look', media })
    const answer = await fetch(`${configured.url}/local/sandbox/sms`, { method: 'POST', body })
    expect(answer.status).toBe(400)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(await answer.json()).toMatchObject({
      title: 'The customer cannot do that',
      detail: 'AWS takes no MMS from customers',
      code: 'impossible_action',
    })
    expect(configured.logs.filter(({ event }) => event.includes('failed'))).toEqual([])
  } finally {
    await configured.close()
  }
})

test('with a sandbox elsewhere nobody plays the customer here', async () => {
  const elsewhere = await testGateway({ sandboxUrl: 'http://127.0.0.1:1' })
  try {
    expect(elsewhere.greetings.size).toBe(0)
    expect((await fetch(`${elsewhere.url}/local/sandbox/sms`)).status).toBe(404)
    expect((await fetch(`${elsewhere.url}/local/accounts`)).status).toBe(200)
  } finally {
    await elsewhere.close()
  }
})

describe('the sandbox', () => {
  test('a customer writes, by the account of the channel or another that is named', async () => {
    expect((await post('/local/sandbox/sms', { text: 'Hi' })).json()).toMatchObject({ status: 200 })
    const named = { type: 'text', text: 'Hi', account: '100000000000001', connection: 'main' }
    expect((await post('/local/sandbox/whatsapp', named)).json()).toMatchObject({ status: 200 })
  })

  test('what a customer cannot do is answered with the field and everything they can', async () => {
    const { status, headers, json } = await post('/local/sandbox/whatsapp', { type: 'text', txt: 'Hi' })
    expect(status).toBe(400)
    expect(headers['content-type']).toBe('application/problem+json')
    const problem = json() as { errors: { path: string }[]; actions: { type: string; required: string[] }[] }
    expect(problem.errors).toContainEqual(expect.objectContaining({ path: '/text' }))
    expect(problem.actions).toContainEqual(
      expect.objectContaining({ type: 'location', required: ['latitude', 'longitude'] }),
    )
    const unknown = await post('/local/sandbox/whatsapp', { type: 'dance' })
    expect(unknown.json()).toMatchObject({ errors: [{ path: '/type' }] })
  })

  test('says what a customer can do', async () => {
    const { actions } = (await call('GET', '/local/sandbox/sms')).json() as { actions: { optional: string[] }[] }
    expect(actions[0]?.optional).toEqual(expect.arrayContaining(['from', 'text', 'media']))
  })

  test.each([
    ['no JSON', 'Hi'],
    ['no object', '["Hi"]'],
    ['nothing', ''],
  ])('refuses %s', async (_, body) => {
    const { status, json } = await call('POST', '/local/sandbox/sms', { body })
    expect(status).toBe(400)
    expect(json()).toHaveProperty('actions')
  })

  test('names the accounts there are when another is asked for', async () => {
    const { status, json } = await post('/local/sandbox/sms', { text: 'Hi', account: '+19' })
    expect(status).toBe(400)
    expect(json()).toMatchObject({ accounts: [{ connection: 'main', account: '+15550100001' }] })
  })

  test('a channel it does not know is 404 with those it knows', async () => {
    const { status, json } = await post('/local/sandbox/pigeon', {})
    expect(status).toBe(404)
    expect(json()).toMatchObject({ channels: config.connections.map(({ adapter }) => adapter.channel) })
  })

  test('faults are set whole, read back, and cleared by {}', async () => {
    const faults = { duplicates: 2, receipts: ['sent'] }
    for (const method of ['PUT', 'POST']) {
      const set = await call(method, '/local/sandbox/sms/faults', { body: JSON.stringify(faults) })
      expect(set.json()).toEqual(faults)
      expect((await call('GET', '/local/sandbox/sms/faults')).json()).toEqual(faults)
      expect((await post('/local/sandbox/sms/faults', {})).json()).toEqual({})
    }
  })

  test('a misspelt or impossible switch changes nothing and is named', async () => {
    await post('/local/sandbox/sms/faults', { duplicates: 1 })
    for (const [body, path] of [
      [{ duplicate: 2 }, '/duplicate'],
      [{ duplicates: 99 }, '/duplicates'],
      [{ send: { fault: 'explode', times: 1 } }, '/send/fault'],
    ] as const) {
      const { status, json } = await post('/local/sandbox/sms/faults', body)
      expect(status).toBe(400)
      expect(json()).toMatchObject({ errors: [{ path }] })
    }
    expect((await call('GET', '/local/sandbox/sms/faults')).json()).toEqual({ duplicates: 1 })
    await post('/local/sandbox/sms/faults', {})
  })
})

test('a provider that drops a connection has taken the message and says nothing', async () => {
  const { accountSid, authToken } = gateway.accounts.find(({ channel }) => channel === 'sms')?.secrets ?? {}
  await post('/local/sandbox/sms/faults', { send: { fault: 'drop', times: 1 }, receipts: [] })
  const sent = call('POST', `/sandbox/sms/2010-04-01/Accounts/${accountSid}/Messages.json`, {
    body: new URLSearchParams({ From: '+15550100001', To: '+15555100009', Body: 'An answer' }).toString(),
    headers: {
      authorization: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
  })
  await expect(sent).rejects.toMatchObject({ code: 'ECONNRESET' })
  expect((await call('GET', '/local/sandbox/sms/requests')).text).toContain('+15555100009')
  await post('/local/sandbox/sms/faults', {})
})

interface Sent {
  readonly status: string
  readonly parts: readonly { readonly attempts: number; readonly failure: { readonly code: string } | null }[]
}

describe('a reply through the sandbox', () => {
  const authorised = (extra: Record<string, string> = {}) => ({ authorization: `Bearer ${gateway.apiKey}`, ...extra })
  const conversationWith = async (channel: string, name: string): Promise<string> => {
    const action = channel === 'whatsapp' ? { type: 'text', text: name } : { text: name }
    await post(`/local/sandbox/${channel}`, { ...action, from: `+1555${name}` })
    for (;;) {
      const page = await call('GET', '/v1/conversations?limit=100', { headers: authorised() })
      const { data } = page.json() as { data: { id: string; preview: { text: string } }[] }
      const found = data.find(({ preview }) => preview.text === name)
      if (found) return found.id
    }
  }
  const reply = async (conversation: string, until: (sent: Sent) => boolean): Promise<Sent> => {
    const path = `/v1/conversations/${conversation}/messages`
    const headers = authorised({ 'idempotency-key': randomBytes(8).toString('hex') })
    const { id } = (await post(path, { text: 'An answer' }, headers)).json() as { id: string }
    for (;;) {
      const message = (await call('GET', `/v1/messages/${id}`, { headers: authorised() })).json() as Sent
      if (until(message)) return message
    }
  }
  const received = async (channel: string, number: string) => {
    const { data } = (await call('GET', `/local/sandbox/${channel}/requests`)).json() as {
      data: { body: unknown }[]
    }
    return data.filter(({ body }) => JSON.stringify(body).includes(number))
  }

  test.each([
    ['whatsapp', '5100001', 'read'],
    ['sms', '5100002', 'delivered'],
  ])('%s: reaches the provider once, and its receipts come back', async (channel, number, final) => {
    const conversation = await conversationWith(channel, number)
    await reply(conversation, ({ status }) => status === final)
    expect(await received(channel, number)).toHaveLength(1)
    const { text } = await call('GET', `/local/sandbox/${channel}/requests`)
    // The account's own id is in the path of the provider's API.
    const secrets = gateway.accounts.flatMap(({ secrets: own }) => Object.values({ ...own, accountSid: '-' }))
    expect(secrets.filter((secret) => text.includes(secret) && secret !== '-')).toEqual([])
  })

  test.each([
    ['whatsapp', '5100003'],
    ['sms', '5100004'],
  ])(
    '%s: a connection that ends after the provider took it leaves the outcome to the receipts',
    async (channel, number) => {
      const conversation = await conversationWith(channel, number)
      await post(`/local/sandbox/${channel}/faults`, { send: { fault: 'drop', times: 1 } })
      const message = await reply(conversation, ({ status }) => status === 'delivered' || status === 'read')
      expect(message.parts).toMatchObject([{ attempts: 1 }])
      expect(await received(channel, number)).toHaveLength(1)
      await post(`/local/sandbox/${channel}/faults`, {})
    },
  )

  test.each([
    ['whatsapp', '5100005'],
    ['sms', '5100006'],
  ])('%s: a connection that was refused is tried again', async (channel, number) => {
    const conversation = await conversationWith(channel, number)
    await post(`/local/sandbox/${channel}/faults`, { send: { fault: 'refuse_connection', times: 1 } })
    const message = await reply(conversation, ({ status }) => status === 'delivered' || status === 'read')
    expect(message.parts).toMatchObject([{ attempts: 2 }])
    expect(await received(channel, number)).toHaveLength(1)
    await post(`/local/sandbox/${channel}/faults`, {})
  })
})

test('the documentation names every fault, every switch and every route', () => {
  const page = read('docs/local.md')
  const { send, ...switches } = Faults.shape
  const faults = send.unwrap().shape.fault.options
  const routes = ['accounts', 'health', 'sandbox/{channel}', 'sandbox/{channel}/requests', 'sandbox/{channel}/faults']
  const rows = page.split('\n').map((line) => /^\| `(\w+)` +\|/.exec(line)?.[1])
  expect([...Object.keys(switches), 'send', ...faults].filter((name) => !rows.includes(name))).toEqual([])
  expect(routes.filter((route) => !page.includes(`/local/${route}\``))).toEqual([])
})

test('the API answers under /v1, and what nobody knows is a problem document', async () => {
  const { status, headers } = await call('GET', '/v1/nothing')
  expect([status, headers['content-type']]).toEqual([401, 'application/problem+json'])
  const lost = await call('GET', '/lost')
  expect([lost.status, lost.headers['content-type']]).toEqual([404, 'application/problem+json'])
})
