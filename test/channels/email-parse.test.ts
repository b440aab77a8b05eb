import { describe, expect, test } from 'vitest'
import { addressOf, mailboxes, withoutLabel } from '../../adapters/email/address.ts'
import { safeFilename } from '../../adapters/email/inbound/files.ts'
import { displayHtml, textOfHtml } from '../../adapters/email/inbound/html.ts'
import { replyTextOf } from '../../adapters/email/inbound/text.ts'
import { InboundFact, type MessageFact } from '../../core/schema/fact.ts'
import {
  adapter,
  deliver,
  expectedFacts,
  fixture,
  fixtureNames,
  mime,
  multipart,
  parseSes,
  request,
  sesMail,
} from './email.inbound.ts'

const only = (facts: readonly InboundFact[]): MessageFact => {
  const [fact] = facts
  if (fact?.kind !== 'message' || facts.length !== 1) throw new Error('not one message')
  return fact
}
const said = async (mail: string | Uint8Array): Promise<MessageFact['body']> => only(await parseSes(mail)).body

describe('a delivery becomes facts', () => {
  test.each(fixtureNames())('%s', async (name) => {
    const { config } = fixture(name)
    const facts = await adapter(config).parse(deliver(fixture(name)))
    expect(facts).toEqual(expectedFacts(name))
    for (const fact of facts) expect(InboundFact.parse(fact)).toEqual(fact)
    expect(await adapter(config).parse(deliver(fixture(name)))).toEqual(facts)
  })
})

/** Names of objects that the facts speak of. */
const named = (facts: readonly InboundFact[]): string[] =>
  facts
    .flatMap((fact) => {
      if (fact.kind === 'quarantine') return [(fact.raw as { original?: string }).original ?? []].flat()
      if (fact.kind !== 'message') return []
      const { attachments, email } = fact.body
      return [...attachments.map(({ object }) => object), email?.original, email?.textFile, email?.htmlFile]
    })
    .filter((name) => name !== undefined)

describe('files', () => {
  test.each(fixtureNames())('are exactly those that the facts of %s name', async (name) => {
    const { config } = fixture(name)
    const raw = deliver(fixture(name))
    const reader = adapter(config)
    const objects = (await reader.objects?.(raw)) ?? []
    const stored = raw.object === undefined ? [] : [raw.object.name]
    const names = new Set(named(await reader.parse(raw)))
    expect(new Set([...objects.map((object) => object.name), ...(names.size === 0 ? [] : stored)])).toEqual(names)
  })

  test('hold what was attached', async () => {
    const raw = deliver(fixture('ses-html'))
    const reader = adapter({ by: 'ses' })
    const [picture, invoice] = (await reader.objects?.(raw)) ?? []
    expect(picture).toMatchObject({ filename: 'photo.png', contentType: 'image/png' })
    expect(Buffer.from(invoice?.body ?? []).toString()).toBe('%PDF-1.4\n')
  })

  test('of a mail with a virus are not kept, nor is the mail', async () => {
    const form = { recipient: 'support@shop.example', sender: 'x@evil.example', 'body-mime': mime() }
    const { headers, body } = multipart(Object.entries(form))
    const infected = request(headers, body)
    expect(await adapter({ by: 'mailgun' }).objects?.(infected)).toHaveLength(1)
    const ses = adapter({ by: 'ses' })
    expect(await ses.objects?.(sesMail(mime(), { receipt: { virusVerdict: { status: 'FAIL' } } }))).toEqual([])
  })

  test.each([
    ['../../etc/passwd', 'passwd'],
    [String.raw`C:\Users\ada\a.txt`, 'a.txt'],
    ['.hidden', 'hidden'],
    ['a\u202Efdp.exe', 'a fdp.exe'],
    ['line\r\nbreak.txt', 'line break.txt'],
    [`${'x'.repeat(300)}.pdf`, `${'x'.repeat(146)}.pdf`],
    ['/', undefined],
    [undefined, undefined],
  ])('named %j are kept as %j', (name, safe) => {
    expect(safeFilename(name)).toBe(safe)
  })
})

describe('the id of a mail', () => {
  const id = async (mail: string): Promise<string> => only(await parseSes(mail)).id
  test('is the same when a server sends it again, with other headers on top', async () => {
    const again = `Received: from relay.example by mx.example\r\nX-SES-RECEIPT: other\r\n${mime()}`
    expect(await id(again)).toBe(await id(mime()))
  })
  test.each([
    ['Message-ID', mime({ 'Message-ID': '<m2@customer.example>' })],
    ['sender', mime({ From: 'eve@customer.example' })],
    ['body', mime({}, 'Hello!\r\n')],
  ])('is another for another %s', async (_, other) => {
    expect(await id(other)).not.toBe(await id(mime()))
  })
  test('is another in each mailbox', async () => {
    const facts = await parseSes(mime(), { recipients: ['a@shop.example', 'b@shop.example'] })
    expect(new Set(facts.map((fact) => fact.kind === 'message' && fact.id)).size).toBe(2)
    expect(facts.map(({ account }) => account)).toEqual(['a@shop.example', 'b@shop.example'])
  })
})

describe('addresses', () => {
  test.each([
    ['Ada@Customer.EXAMPLE', 'ada@customer.example'],
    ['jürgen@größe.example', 'jürgen@größe.example'],
    ['"a b"@customer.example', '"a b"@customer.example'],
    ["o'hara+x@customer.example", "o'hara+x@customer.example"],
    ['ada@[192.0.2.1]', 'ada@[192.0.2.1]'],
  ])('%s is one', (text, address) => {
    expect(addressOf(text)).toBe(address)
  })
  test.each([
    'ada',
    '@customer.example',
    'ada@',
    'a b@customer.example',
    'ada@@customer.example',
    'ada@cust omer.example',
    '.ada@customer.example',
    'ada@-customer.example',
    'ada@customer..example',
    'ada\u200b@customer.example',
    `${'a'.repeat(65)}@customer.example`,
    `ada@${'a.'.repeat(140)}example`,
  ])('%s is none', (text) => {
    expect(addressOf(text)).toBeUndefined()
  })
  test('are read from lists with names, comments and groups', () => {
    const list =
      'Ada Bär <ada@a.example>, "Bear, \\"Bob\\"" <bob@b.example>, Team: c@c.example, D <d@d.example>;, e@e.example (Eve)'
    expect(mailboxes(list)).toEqual([
      { address: 'ada@a.example', name: 'Ada Bär' },
      { address: 'bob@b.example', name: 'Bear, "Bob"' },
      { address: 'c@c.example', name: '' },
      { address: 'd@d.example', name: 'D' },
      { address: 'e@e.example', name: 'Eve' },
    ])
  })
  test.each([
    '"victim@bank.example" evil',
    'victim@bank.example evil@evil.example',
    '<a@a.example> <b@b.example>',
    '=?utf-8?q?victim=40bank.example?=',
    'victim@bank.example <evil',
  ])('are not made up from %s', (header) => {
    expect(mailboxes(header)).toEqual([])
  })
  test('in a name stay a name', () => {
    expect(mailboxes('"boss@bank.example" <eve@evil.example>')).toEqual([
      { address: 'eve@evil.example', name: 'boss@bank.example' },
    ])
    expect(mailboxes('=?utf-8?q?boss=40bank.example=3E?= <eve@evil.example>')[0]?.address).toBe('eve@evil.example')
  })
  test('lose a label', () => {
    expect(withoutLabel('support+a+b@shop.example')).toBe('support@shop.example')
    expect(withoutLabel('+a@shop.example')).toBe('+a@shop.example')
  })
})

describe('recipients', () => {
  test('are those of the envelope, whatever the header says', async () => {
    const [fact] = await parseSes(mime({ To: 'somebody@else.example' }))
    expect(fact).toMatchObject({ account: 'support@shop.example', body: { to: ['somebody@else.example'] } })
  })
  test('are looked for in the headers where no envelope is told', async () => {
    const [fact] = await parseSes(mime({ 'Delivered-To': 'sales+x@shop.example' }), { recipients: [] })
    expect(fact).toMatchObject({ account: 'sales@shop.example' })
  })
  test('that nobody names make a dead letter', async () => {
    const [fact] = await parseSes(mime({ To: 'undisclosed-recipients:;' }), { recipients: [] })
    expect(fact).toMatchObject({ kind: 'quarantine', account: 'unknown', reason: 'the mail names no recipient' })
  })
})

describe('texts', () => {
  test('lose null bytes and controls, and keep their lines', async () => {
    expect((await said(mime({}, 'a\0b\r\nc\u0007\td\r\n'))).text).toBe('ab\nc\td')
  })
  test('in a charset nobody knows are still read', async () => {
    const body = Buffer.concat([
      Buffer.from(mime({ 'Content-Type': 'text/plain; charset=x-unheard-of' }, '')),
      Buffer.from([0x47, 0x72, 0xf6]),
    ])
    expect((await said(body)).text).toBe('Grö')
  })
  const bytes = (headers: Readonly<Record<string, string>>, body: string): Buffer =>
    Buffer.from(mime(headers, body), 'latin1')
  test('that name no charset are windows-1252 where they are no UTF-8, in headers as well', async () => {
    const letter = await said(
      bytes({ Subject: 'Gr\xf6\xdfe', From: 'J\xfcrgen <ada@customer.example>' }, 'F\xfcnf \x80\r\n'),
    )
    expect(letter).toMatchObject({ text: 'Fünf €', subject: 'Größe' })
    expect(only(await parseSes(bytes({ From: 'J\xfcrgen <ada@customer.example>' }, ''))).profile).toEqual({
      name: 'Jürgen',
    })
  })
  test.each([
    ['HTML', { 'Content-Type': 'text/html' }, '<p>F\xfcnf</p>'],
    ['quoted-printable', { 'Content-Transfer-Encoding': 'quoted-printable' }, 'F=FCnf'],
    [
      'a part of many',
      { 'Content-Type': 'multipart/mixed; boundary=b' },
      '--b\r\nContent-Type: text/plain\r\n\r\nF\xfcnf\r\n--b--\r\n',
    ],
  ])('of %s without a charset are read the same way', async (_, headers, body) => {
    expect((await said(bytes(headers, body))).text).toBe('Fünf')
  })
  test('that are UTF-8 stay UTF-8, named or not', async () => {
    expect(await said(Buffer.from(mime({ Subject: 'Größe' }, 'Fünf €')))).toMatchObject({
      text: 'Fünf €',
      subject: 'Größe',
    })
    expect((await said(bytes({ 'Content-Type': 'text/plain; charset=utf-8' }, 'F\xfcnf'))).text).toBe('F\ufffdnf')
  })
  test.each([
    ['no boundary', 'multipart/mixed', 'Hello\r\nthere\r\n', 'Hello\nthere'],
    ['a boundary that never comes', 'multipart/alternative; boundary=b', '--c\r\n\r\nHello\r\n', '--c\n\nHello'],
    [
      'a part that has none',
      'multipart/mixed; boundary=b',
      '--b\r\nContent-Type: multipart/alternative\r\n\r\nHello\r\n--b--\r\n',
      'Hello',
    ],
    ['many parts that are empty', 'multipart/mixed; boundary=b', '--b\r\n\r\n--b--\r\n', '[no text]'],
    ['nothing', 'multipart/mixed; boundary=b', '', '[no text]'],
  ])('of many parts with %s are shown as they are', async (_, type, body, text) => {
    expect((await said(mime({ 'Content-Type': type }, body))).text).toBe(text)
  })
  test('of headers lose what no store takes', async () => {
    expect(await said(mime({ Subject: '=?utf-8?q?a=00b?=' }))).toMatchObject({ subject: 'ab' })
  })
  test('too long for a fact are cut between characters and kept whole in a file', async () => {
    const long = 'ä'.repeat(40_000)
    const raw = sesMail(mime({ 'Content-Type': 'text/plain; charset=utf-8' }, long))
    const reader = adapter({ by: 'ses' })
    const { body } = only(await reader.parse(raw))
    expect(body.text).toBe('ä'.repeat(30_720))
    const file = (await reader.objects?.(raw))?.find(({ name }) => name === body.email?.textFile)
    expect(Buffer.from(file?.body ?? []).toString()).toBe(long)
  })
  test('of HTML too long for a fact is a file, too', async () => {
    const raw = sesMail(mime({ 'Content-Type': 'text/html' }, `<p>${'word '.repeat(20_000)}</p>`))
    const reader = adapter({ by: 'ses' })
    const { body } = only(await reader.parse(raw))
    expect(body.html).toBeUndefined()
    const file = (await reader.objects?.(raw))?.find(({ name }) => name === body.email?.htmlFile)
    expect(Buffer.from(file?.body ?? []).toString()).toMatch(/^<p>word word .*<\/p>$/s)
  })
})

describe('HTML for display', () => {
  test.each([
    ['<script>alert(1)</script>x', 'x'],
    ['<p onclick="alert(1)" style="position:fixed">x</p>', '<p>x</p>'],
    ['<a href="javascript:alert(1)">x</a>', '<a rel="noopener noreferrer nofollow" target="_blank">x</a>'],
    ['<a href="java\tscript:alert(1)">x</a>', '<a rel="noopener noreferrer nofollow" target="_blank">x</a>'],
    ['<form action="https://evil.example"><input name="pin">x</form>', 'x'],
    ['<iframe src="https://evil.example"></iframe><object data="x"></object><embed src="x">x', 'x'],
    ['<svg><script>alert(1)</script></svg>x', 'x'],
    ['<style>@import "https://evil.example"</style><link rel="stylesheet" href="x"><meta http-equiv="refresh">x', 'x'],
    ['<base href="https://evil.example">x', 'x'],
    ['<img src="http://plain.example/a.png"><img src="data:image/png;base64,AA"><img src="//x.example/a.png">x', 'x'],
    ['<img src="https://x.example/a.png" width="1" height="1"><img src="https://x.example/a.png" height=0>x', 'x'],
    ['<table background="https://x.example/a.png"><tr><td>x</td></tr></table>', '<table><tr><td>x</td></tr></table>'],
  ])('%s is %s', (html, shown) => {
    expect(displayHtml(html)).toBe(shown)
  })
  test('keeps images on https and those of the mail, and gives no referrer away', () => {
    expect(displayHtml('<img src="https://x.example/a.png"><img src="cid:a@b">')).toBe(
      '<img src="https://x.example/a.png" referrerpolicy="no-referrer" /><img src="cid:a@b" referrerpolicy="no-referrer" />',
    )
  })
  test('is words and lines as text', () => {
    const html =
      '<p>Dear&nbsp;shop,</p><ul><li>one<li>two</ul><p>a &lt;b&gt; &amp; <a href="https://c.example/">c</a><br>d</p>'
    expect(textOfHtml(html)).toBe('Dear shop,\n\n- one\n- two\n\na <b> & c (https://c.example/)\nd')
  })
})

describe('what was newly said', () => {
  const quoted = 'On Mon, 5 Oct 2026 at 10:00, Shop <s@shop.example> wrote:\n> Is it blue?\n> Or red?'
  test('is the text above the quotation, without the signature', () => {
    expect(replyTextOf(`Blue.\n\n-- \nAda\n\n${quoted}`)).toBe('Blue.')
  })
  test.each([
    ['nothing is quoted', 'Blue.'],
    ['everything is quoted', quoted],
    ['answers stand between the lines', `On Mon, Shop wrote:\n> Is it blue?\n\nYes.\n\n> Or red?\n\nNo.`],
    ['the answer stands below', `${quoted}\n\nBlue.`],
    ['a line is too long for the parser', `Blue ${'x'.repeat(1001)}\n\n${quoted}`],
    ['the text is too long for the parser', `Blue\n${'x\n'.repeat(40_000)}\n\n${quoted}`],
    ['lines look like headings again and again', `${'Op maandag\n'.repeat(30)}\n${quoted}`],
  ])('is not told apart when %s', (_, text) => {
    expect(replyTextOf(text)).toBeUndefined()
  })
  test('keeps the lines that the parser would join', () => {
    const dutch = `Op zich wel.\nMaar niet nu.\n\nOp 5 oktober 2026 schreef Shop <s@shop.example>:\n> Is het blauw?`
    expect(replyTextOf(dutch) ?? dutch).toContain('Op zich wel.\nMaar niet nu.')
  })
})
