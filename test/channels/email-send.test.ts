import PostalMime from 'postal-mime'
import { describe, expect, test } from 'vitest'
import type { SendOutcome } from '../../adapters/adapter.ts'
import { capabilities } from '../../adapters/email/capabilities.ts'
import { SES_FAILURES } from '../../adapters/email/errors.ts'
import { threadOf } from '../../adapters/email/thread.ts'
import {
  CUSTOMER,
  expectedMail,
  filesFrom,
  mail,
  MAILBOX,
  mailIn,
  partOf,
  sendFixture,
  sending,
  sendNames,
  taken,
  THREAD,
  TOKENS,
  type Sending,
} from './email.sends.ts'

const queued = (): Response => Response.json({ reply: '250 2.0.0 Ok: queued', step: 'data' })
const failureOf = (outcome: SendOutcome) => (outcome.kind === 'refused' ? outcome.failure : undefined)

/** The mail that is sent, as a mail program reads it. */
const read = async (part = mail(), given: Sending = {}) => {
  const { requests } = await sending(part, taken, given)
  return PostalMime.parse(mailIn(requests[0]?.body))
}
const headerOf = (parsed: Awaited<ReturnType<typeof read>>, name: string) =>
  parsed.headers.filter(({ key }) => key === name).map(({ value }) => value)

describe('a part becomes one mail', () => {
  test.each(sendNames())('%s', async (name) => {
    const fixture = sendFixture(name)
    const { send = { by: 'ses' }, names = {}, files = {}, recipients } = fixture
    const smtp = (send as { readonly by: string }).by === 'smtp'
    const { requests, outcome } = await sending(partOf(fixture), smtp ? queued : taken, {
      send,
      names,
      deps: { fetchPublic: filesFrom(files), mode: smtp ? 'test' : 'live' },
    })
    expect(outcome.kind).toBe('accepted')
    expect(requests).toHaveLength(1)
    const { body = {} } = requests[0] ?? {}
    expect(mailIn(body)).toBe(expectedMail(name))
    const lists = body['Destination'] ?? { recipients: body['recipients'] }
    expect(Object.values(lists).flat()).toEqual(recipients)
  })
})

describe('by SES', () => {
  test('one signed request to the endpoint of the region, with tags that come back with every event', async () => {
    const { requests, outcome } = await sending(mail(), taken, { send: { by: 'ses', configurationSet: 'events' } })
    expect(requests).toHaveLength(1)
    expect(requests[0]?.url).toBe('https://email.eu-central-1.amazonaws.com/v2/email/outbound-emails')
    expect(requests[0]?.headers.get('authorization')).toBe('AWS4-HMAC-SHA256 ses')
    expect(requests[0]?.body).toMatchObject({
      FromEmailAddress: MAILBOX,
      ConfigurationSetName: 'events',
      EmailTags: [
        { Name: 'parley-message', Value: 'msg_8sKq2' },
        { Name: 'parley-part', Value: '0' },
      ],
    })
    expect(outcome).toMatchObject({ kind: 'accepted', providerId: '0100019f-4d1c-000000' })
  })

  test('another region than the function’s is called where the config names one', async () => {
    const { requests } = await sending(mail(), taken, { send: { by: 'ses', region: 'us-east-1' } })
    expect(requests[0]?.url).toContain('https://email.us-east-1.amazonaws.com/')
  })

  const threads = (outcome: SendOutcome) => (outcome.kind === 'accepted' ? outcome.aliases : undefined)
  const thread = (id: string, from = CUSTOMER) => ({ type: 'mail_thread', value: threadOf(MAILBOX, from, id) })

  test('an answer that keeps only the id that SES gave the mail finds the conversation', async () => {
    const answered = { messageId: 'a@example.com', references: [] }
    const elsewhere = await sending(mail({}, { answered }), taken)
    expect(threads(elsewhere.outcome)).toEqual([thread('0100019f-4d1c-000000@eu-central-1.amazonses.com')])
    const virginia = await sending(mail({}, { answered }), taken, { send: { by: 'ses', region: 'us-east-1' } })
    expect(threads(virginia.outcome)).toEqual([thread('0100019f-4d1c-000000@email.amazonses.com')])
  })

  test('an answer to a first mail finds it by the id that is first among its references, too', async () => {
    const { outcome } = await sending(mail(), taken)
    expect(threads(outcome)).toEqual([
      thread('0100019f-4d1c-000000@eu-central-1.amazonses.com'),
      thread('msg_8sKq2.0@shop.example'),
    ])
  })

  test('whoever got a copy that can be seen belongs to the conversation, whoever got a blind one does not', async () => {
    const part = mail(
      { cc: ['ben@example.com'], bcc: ['spy@example.com'] },
      { answered: { messageId: 'a@b', references: [] } },
    )
    const id = '0100019f-4d1c-000000@eu-central-1.amazonses.com'
    expect(threads((await sending(part, taken)).outcome)).toEqual([thread(id), thread(id, 'ben@example.com')])
  })

  test.each(Object.entries(SES_FAILURES))('%s is what the table says', async (name, expected) => {
    const byHeader = () =>
      new Response('{"message":"no"}', {
        status: 400,
        headers: { 'x-amzn-errortype': `${name}:http://internal.amazon.com/` },
      })
    const byBody = () => Response.json({ __type: `com.amazonaws.sesv2#${name}` }, { status: 400 })
    for (const answer of [byHeader, byBody]) {
      const failure = failureOf((await sending(mail(), answer)).outcome)
      expect(failure).toMatchObject(expected)
      expect(failure?.provider?.code).toBe(name)
    }
  })

  test('an error nobody knows is refused, unless the server itself failed', async () => {
    const answer = (status: number) => () => Response.json({ __type: 'NewException' }, { status })
    expect(failureOf((await sending(mail(), answer(400))).outcome)?.code).toBe('provider_rejected')
    expect((await sending(mail(), answer(500))).outcome.kind).toBe('unknown')
  })

  test('nobody is called for an address that SES cannot write', async () => {
    for (const to of [['jörg@example.com'], ['not an address'], ['ada@example.com', 'ben@-'], []]) {
      const { outcome, requests } = await sending(mail({ to }), taken)
      expect(failureOf(outcome)).toMatchObject({ code: 'recipient_unreachable' })
      expect(requests).toHaveLength(0)
    }
  })
})

describe('the address to answer to', () => {
  test('names the thread, signed', async () => {
    const { replyTo } = await read()
    expect(TOKENS.read(replyTo?.[0]?.address ?? '')).toBe(THREAD)
  })

  test('names the thread that a first mail begins, where there is none yet', async () => {
    const { replyTo } = await read({
      ...mail(),
      address: { channel: 'email', account: MAILBOX, peers: [{ type: 'email', value: CUSTOMER }] },
    })
    expect(TOKENS.read(replyTo?.[0]?.address ?? '')).toBe(threadOf(MAILBOX, CUSTOMER, 'msg_8sKq2.0@shop.example'))
  })

  test('is the mailbox itself where no answers come in', async () => {
    expect((await read(mail(), { receives: false })).replyTo).toBeUndefined()
  })
})

describe('threading', () => {
  test('a long chain keeps its first and its latest ids', async () => {
    const references = Array.from({ length: 200 }, (_, index) => `id-${index}@example.com`)
    const parsed = await read(mail({}, { answered: { messageId: 'last@example.com', references } }))
    const kept = (parsed.references ?? '').split(/\s+/)
    expect(kept).toHaveLength(31)
    expect(kept[0]).toBe('<id-0@example.com>')
    expect(kept.slice(-3)).toEqual(['<id-199@example.com>', '<last@example.com>', '<msg_8sKq2.0@shop.example>'])
  })

  test('the answered mail is the last but our own, and neither is named twice, wherever else they stand', async () => {
    const references = ['msg_8sKq2.0@shop.example', 'first@example.com', 'last@example.com', 'first@example.com', 'b@c']
    const parsed = await read(mail({}, { answered: { messageId: 'last@example.com', references } }))
    expect(parsed.references).toBe('<first@example.com> <b@c> <last@example.com> <msg_8sKq2.0@shop.example>')
    expect(parsed.inReplyTo).toBe('<last@example.com>')
  })

  test('a first mail by SES names nothing but itself', async () => {
    expect((await read(mail())).references).toBe('<msg_8sKq2.0@shop.example>')
  })

  test('ids that are none are left out', async () => {
    const references = [
      'good@example.com',
      'a b@example.com',
      '<x@y>',
      'é@example.com',
      'a\r\nBcc: eve@example.com',
      '',
    ]
    const parsed = await read(mail({}, { answered: { messageId: 'c\r\nX: y', references } }))
    expect(parsed.references).toBe('<good@example.com> <msg_8sKq2.0@shop.example>')
    expect(parsed.inReplyTo).toBeUndefined()
  })

  test('a part that is sent again has the same Message-ID', async () => {
    const first = await read()
    const again = await read(mail(), { deps: { now: () => 0, nonce: () => 'another' } })
    expect(again.messageId).toBe(first.messageId)
  })

  test('the subject of an answer says Re: once, whatever language it was said in', async () => {
    const said = async (subject: string) => (await read(mail({}, { answered: { subject, references: [] } }))).subject
    expect(await said('Re: RE: Aw: Sv: Parcel')).toBe('Re: Parcel')
    expect(await said('Re[12]: Parcel')).toBe('Re: Parcel')
    expect(await said('回复：Parcel')).toBe('Re: Parcel')
    expect(await said('Fwd: Parcel')).toBe('Re: Fwd: Parcel')
    expect(await said('Regarding: Parcel')).toBe('Re: Regarding: Parcel')
    expect(await said('Re: ')).toBe(`Message from ${MAILBOX}`)
    expect(await said(`Re: ${'x'.repeat(5000)}`)).toBe(`Re: ${'x'.repeat(250)}`)
  })
})

describe('nothing that is said becomes a header', () => {
  const evil = 'Hi\r\nBcc: eve@example.com\r\n\r\nbody\u2028X: y\0'

  test('in a subject, a name, an address or a file’s name', async () => {
    const files = { 'https://files.example/a': { text: 'a' } }
    const media = [
      { kind: 'document', url: 'https://files.example/a', filename: evil, contentType: `text/plain\r\nX: y` },
    ]
    for (const part of [
      mail({ subject: evil, media }),
      mail({ media }, { answered: { subject: evil, messageId: evil, references: [evil] } }),
    ]) {
      const parsed = await read(part, { names: { [MAILBOX]: evil }, deps: { fetchPublic: filesFrom(files) } })
      expect(headerOf(parsed, 'bcc')).toEqual([])
      expect(headerOf(parsed, 'x')).toEqual([])
      expect(parsed.text?.trim()).toBe('Hello Ada')
      expect(parsed.attachments).toHaveLength(1)
      expect(parsed.to).toEqual([{ name: '', address: CUSTOMER }])
    }
    const { outcome, requests } = await sending(mail({ to: [`${CUSTOMER}\r\nBcc: eve@example.com`] }), taken)
    expect([failureOf(outcome)?.code, requests.length]).toEqual(['recipient_unreachable', 0])
  })

  test('and no text ends its part of the mail', async () => {
    const text = '--=_parley-nonce1-Part_1--\r\nContent-Type: text/html\r\n\r\nevil'
    const parsed = await read(mail({ text, html: '<p>page</p>' }), { deps: { nonce: () => 'unguessable' } })
    expect(parsed.text).toContain('evil')
    expect(parsed.html).toContain('<p>page</p>')
  })

  test('and nothing is read from a path or a URL that is named', async () => {
    const parsed = await read(mail({ text: 'file:///etc/passwd', html: '<img src="file:///etc/passwd">' }))
    expect(parsed.text?.trim()).toBe('file:///etc/passwd')
    expect(parsed.attachments).toEqual([])
  })
})

describe('mail of a program', () => {
  test.each(['bot', 'system'] as const)('of a %s says so', async (author) => {
    const parsed = await read(mail({}, { author }))
    expect(headerOf(parsed, 'auto-submitted')).toEqual(['auto-generated'])
    expect(headerOf(parsed, 'x-auto-response-suppress')).toEqual(['All'])
  })

  test('what a person writes does not', async () => {
    const parsed = await read(mail({}, { author: 'agent' }))
    expect(headerOf(parsed, 'auto-submitted')).toEqual([])
  })
})

describe('files', () => {
  const media = (url: string, extra: object = {}) => [{ kind: 'document', url, ...extra }]
  const URL_OF_FILE = 'https://files.example/a%20b.pdf'
  const withFile = (answer: () => Response | Promise<Response>, extra: object = {}) =>
    sending(mail({ media: media(URL_OF_FILE, extra) }), taken, { deps: { fetchPublic: async () => answer() } })

  test('go as they are, by the name of their link where they have no other', async () => {
    const bytes = Uint8Array.from({ length: 5000 }, (_, index) => (index * 7919) % 256)
    const { requests } = await withFile(
      () => new Response(bytes, { headers: { 'content-type': 'Application/PDF; x=1' } }),
    )
    const [file] = (await PostalMime.parse(mailIn(requests[0]?.body))).attachments
    expect(file).toMatchObject({ filename: 'a b.pdf', mimeType: 'application/pdf', disposition: 'attachment' })
    expect(new Uint8Array(file?.content as ArrayBuffer)).toEqual(bytes)
  })

  test.each([
    [403, 'media_rejected', 'no'],
    [404, 'media_rejected', 'no'],
    [410, 'media_rejected', 'no'],
    [429, 'provider_unavailable', 'backoff'],
    [500, 'provider_unavailable', 'backoff'],
    [503, 'provider_unavailable', 'backoff'],
  ])('a host that answers %i makes the mail %s, to be tried again: %s', async (status, code, retry) => {
    const { outcome, requests } = await withFile(() => new Response('no', { status }))
    expect(failureOf(outcome)).toMatchObject({ code, retry, scope: 'message' })
    expect(requests).toHaveLength(0)
  })

  test('a host that is away, or ends in the middle, is asked again', async () => {
    const gone = () =>
      Promise.reject(new TypeError('fetch failed', { cause: Object.assign(new Error(), { code: 'ECONNREFUSED' }) }))
    const cut = () => new Response(new ReadableStream({ pull: (body) => body.error(new Error('cut')) }))
    for (const answer of [gone, cut]) {
      const { outcome, requests } = await withFile(answer)
      expect(failureOf(outcome)).toMatchObject({ code: 'provider_unavailable', retry: 'backoff', scope: 'message' })
      expect(requests).toHaveLength(0)
    }
  })

  test('a link into a private network is never tried again', async () => {
    const forbidden = Object.assign(new Error('no'), { code: 'ERR_FORBIDDEN_URL' })
    for (const error of [forbidden, new TypeError('fetch failed', { cause: forbidden })])
      expect(failureOf((await withFile(() => Promise.reject(error))).outcome)?.code).toBe('media_rejected')
  })

  test('what is larger than stated is not read to its end', async () => {
    let read = 0
    const endless = () =>
      new Response(
        new ReadableStream({
          pull: (body) => {
            read += 1_000_000
            body.enqueue(new Uint8Array(1_000_000))
          },
        }),
      )
    const { outcome, requests } = await withFile(endless)
    expect(failureOf(outcome)?.code).toBe('content_too_large')
    expect(requests).toHaveLength(0)
    expect(read).toBeLessThan(capabilities.mail?.maxBytes ?? 0)
  })

  test('a mail that is too large as it is written is not sent', async () => {
    const most = capabilities.mail?.maxBytes ?? 0
    const { outcome, requests } = await withFile(() => new Response(new Uint8Array(Math.floor((most / 78) * 57))))
    expect(failureOf(outcome)?.code).toBe('content_too_large')
    expect(requests).toHaveLength(0)
  })
})

describe('a mailbox that sends nothing', () => {
  test('refuses every mail', async () => {
    const { outcome, requests } = await sending(mail(), taken, { send: { by: 'none' } })
    expect([failureOf(outcome)?.code, requests.length]).toEqual(['content_unsupported', 0])
  })
})
