import { describe, expect, test } from 'vitest'
import { isShowable, wordsOfHtml } from '../../adapters/email/inbound/html.ts'
import { MAX_DEPTH, MAX_PARTS, refusal } from '../../adapters/email/inbound/limits.ts'
import { joinLines, type Inside } from '../../adapters/email/inbound/parse-mime.ts'
import { InboundFact } from '../../core/schema/fact.ts'
import { adapter, jsonRequest, mime, multipart, parseSes, request, sesMail } from './email.inbound.ts'

const html = (body: string): string => mime({ 'Content-Type': 'text/html' }, body)
const parts = (count: number): string =>
  mime(
    { 'Content-Type': 'multipart/mixed; boundary=x' },
    `${'--x\r\nContent-Type: image/png\r\n\r\nx\r\n'.repeat(count)}--x--\r\n`,
  )
const nested = (depth: number): string => {
  const levels = Array.from({ length: depth }, (_, level) => level)
  const [first = '', ...opened] = levels.map((level) => `multipart/mixed; boundary=b${level}\r\n\r\n--b${level}\r\n`)
  return `${mime({}, '').trimEnd()}\r\nContent-Type: ${[first, ...opened].join('Content-Type: ')}Content-Type: text/plain\r\n\r\nat the bottom\r\n${levels
    .toReversed()
    .map((level) => `--b${level}--\r\n`)
    .join('')}`
}

/** One fact that can be stored, whatever the mail. */
const one = async (mail: string | Uint8Array): Promise<InboundFact> => {
  const facts = await parseSes(mail)
  expect(facts).toHaveLength(1)
  const [fact] = facts
  if (fact === undefined) throw new Error('no fact')
  expect(InboundFact.parse(fact)).toEqual(fact)
  // An item of the table holds 400 KB.
  expect(JSON.stringify(fact).length).toBeLessThan(300_000)
  return fact
}
const text = async (mail: string): Promise<string> => {
  const fact = await one(mail)
  if (fact.kind !== 'message') throw new Error('no message')
  return fact.body.text
}

describe('a hostile mail is one fact', () => {
  test.each<readonly [string, string]>([
    ['a line of 200 KB', mime({}, 'a '.repeat(100_000))],
    ['parts without a boundary', mime({ 'Content-Type': 'multipart/mixed' }, '--x\r\n\r\n'.repeat(100_000))],
    ['a quotation heading of 200 KB', mime({}, `On ${'a '.repeat(100_000)}wrote:`)],
    ['empty lines', mime({}, '\r\n'.repeat(50_000))],
    ['elements never closed', html('<div>'.repeat(50_000))],
    ['elements closed by others', html('<b>x</i>'.repeat(9000))],
    ['tables in tables', html('<table><tr><td>'.repeat(3000))],
    ['tags never ended', html('<a href="'.repeat(50_000))],
    ['comments never ended', html('<!--'.repeat(50_000))],
    ['nothing but brackets', html('<'.repeat(200_000))],
    ['attributes', html(`<p ${'a=b '.repeat(50_000)}>`)],
    ['recipients', mime({ To: 'a@b.example, '.repeat(20_000) })],
    ['brackets for recipients', mime({ To: '<'.repeat(200_000), Cc: '('.repeat(100_000) })],
    ['references', mime({ References: '<a@b> '.repeat(30_000) })],
    ['different references', mime({ References: Array.from({ length: 9000 }, (_, at) => `<${at}@b>`).join(' ') })],
    ['encoded words', mime({ Subject: '=?utf-8?q?a?= '.repeat(20_000) })],
    ['a name without end', mime({ From: `${'x '.repeat(100_000)}<ada@customer.example>` })],
    [
      'results without end',
      mime({ 'Authentication-Results': `amazonses.com; ${'dkim=pass header.i=@x; '.repeat(10_000)}` }),
    ],
    ['a filename without end', mime({ 'Content-Type': `image/png; name="${'x'.repeat(200_000)}"` })],
    ['headers', `${'X-A: b\r\n'.repeat(40_000)}${mime()}`],
    ['headers beyond the limit', `${'X-A: b\r\n'.repeat(100_000)}${mime()}`],
    [
      'attached mails in attached mails',
      `${mime({}, '').trimEnd()}\r\n${'Content-Type: message/rfc822\r\n\r\n'.repeat(2000)}`,
    ],
    ['no header at all', 'hello'],
    ['nothing', ''],
    ['only a line end', '\r\n'],
    ['bytes of all kinds', Buffer.from(Array.from({ length: 4096 }, (_, at) => (at * 97) % 256)).toString('latin1')],
  ])('of %s', async (_, mail) => {
    await one(mail)
  })
})

describe('MIME parts', () => {
  test('are read up to their limit', async () => {
    const fact = await one(parts(MAX_PARTS - 1))
    expect(fact).toMatchObject({ kind: 'message', body: { extra: { filesLeftOut: MAX_PARTS - 1 - 200 } } })
  })
  test('beyond their limit are not taken apart, and the mail is kept as it came', async () => {
    expect(await one(parts(10_000))).toMatchObject({
      kind: 'quarantine',
      account: 'support@shop.example',
      reason: `the mail has more than ${MAX_PARTS} parts`,
      raw: { original: 'mail/in/o3vrnil0e2ic' },
    })
  })
  test('are counted by their boundaries, not by lines of dashes', async () => {
    expect(await text(mime({}, '----------\r\n'.repeat(5000)))).toMatch(/^-{10}\n-{10}/)
    expect(
      refusal(Buffer.from(mime({ 'Content-Type': 'multipart/mixed; boundary="-y-"' }, '---y-\r\n'.repeat(5000)))),
    ).toMatch(/more than/)
  })
  test('nested 64 deep are read', async () => {
    expect(await text(nested(64))).toBe('at the bottom')
  })
  test('nested deeper than the limit are not', async () => {
    expect(await one(nested(MAX_DEPTH + 1))).toMatchObject({
      kind: 'quarantine',
      reason: expect.stringMatching(/nests too deeply/) as string,
    })
    expect(await one(nested(5000))).toMatchObject({ kind: 'quarantine' })
  })
})

test('a mail larger than the limit is not taken apart', () => {
  expect(refusal(new Uint8Array(40 * 1024 * 1024))).toBeUndefined()
  expect(refusal(new Uint8Array(40 * 1024 * 1024 + 1))).toMatch(/larger/)
})

test('HTML with more elements than can be shown is read as words', async () => {
  const many = `<p>Hello</p>${'<b>x</b>'.repeat(6000)}`
  expect(isShowable(many)).toBe(false)
  const fact = await one(html(many))
  expect(fact).not.toHaveProperty('body.html')
  expect(fact).toMatchObject({ body: { text: expect.stringMatching(/^Hello x x/) as string } })
  expect(wordsOfHtml('<<<a <b>c</b>')).toBe('<<<a c')
})

test('lines of an unencoded part come out as they went in, however many', async () => {
  const lines = Array.from({ length: 30_000 }, (_, at) => `line ${at}`)
  const reader = adapter({ by: 'ses' })
  const raw = sesMail(mime({ 'Content-Type': 'application/x-log' }, `${lines.join('\r\n')}\r\n`))
  const [log] = (await reader.objects?.(raw)) ?? []
  expect(Buffer.from(log?.body ?? []).toString()).toBe(`${lines.join('\n')}\n`)
})

test('lines of an unencoded part are joined while it is read, each of them once', async () => {
  const chunks: (Uint8Array | string)[] = []
  const parser: Inside = {
    currentNode: { contentDecoder: { chunks } },
    processLine: async (line) => void chunks.push(line, '\n'),
  }
  joinLines(parser)
  const line = new TextEncoder().encode('line')
  let most = 0
  const sizes = new Map<number, number>()
  for (let at = 0; at < 100_000; at++) {
    await parser.processLine?.(line, false)
    most = Math.max(most, chunks.length)
    for (const { length } of chunks.slice(0, 1)) sizes.set(length, at)
  }
  expect(most).toBeLessThan(10_000)
  // The first piece does not grow: what was joined is not copied again.
  expect(sizes.size).toBeLessThanOrEqual(2)
  expect(Buffer.concat(chunks.map((chunk) => Buffer.from(chunk as string))).toString()).toBe('line\n'.repeat(100_000))
})

describe('forms', () => {
  const mail = (body: Uint8Array, type: string) =>
    adapter({ by: 'mailgun' }).parse(request({ 'content-type': type }, body))
  test.each([
    [
      'without an end',
      multipart([['from', 'a@b.example']]).body.subarray(0, 60),
      'multipart/form-data; boundary=parley-form-boundary',
    ],
    ['of another boundary', multipart([['from', 'a@b.example']]).body, 'multipart/form-data; boundary=x'],
    ['of fields without a name', Buffer.from('--x\r\n\r\na\r\n--x--'), 'multipart/form-data; boundary=x'],
    ['of nothing but boundaries', Buffer.from('--x\r\n'.repeat(20_000)), 'multipart/form-data; boundary=x'],
    ['of nothing but signs', Buffer.from('&=%'.repeat(20_000)), 'application/x-www-form-urlencoded'],
  ])('%s are dead letters', async (_, body, type) => {
    expect(await mail(body, type)).toMatchObject([{ kind: 'quarantine' }])
  })
  test('that name no charset are windows-1252 where they are no UTF-8', async () => {
    const { headers, body } = multipart([
      ['recipient', 'support@shop.example'],
      ['from', 'ada@customer.example'],
      ['subject', Buffer.from('Gr\xf6\xdfe', 'latin1')],
      ['body-plain', Buffer.from('F\xfcnf', 'latin1')],
    ])
    expect(await mail(body, headers['content-type'] ?? '')).toMatchObject([
      { body: { text: 'Fünf', subject: 'Größe' } },
    ])
  })
  test('keep the bytes of a mail in any charset', async () => {
    const latin1 = Buffer.from(mime({ 'Content-Type': 'text/plain; charset=iso-8859-1' }, 'Gr\u00f6\u00dfe'), 'latin1')
    const { headers, body } = multipart([
      ['recipient', 'support@shop.example'],
      ['body-mime', latin1],
    ])
    const escaped = Array.from(latin1, (byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')
    const urlencoded = Buffer.from(`recipient=support%40shop.example&body-mime=${escaped}`)
    expect(await mail(body, headers['content-type'] ?? '')).toMatchObject([{ body: { text: 'Größe' } }])
    expect(await mail(urlencoded, 'application/x-www-form-urlencoded')).toMatchObject([{ body: { text: 'Größe' } }])
  })
})

test.each(['ses', 'postmark', 'mailgun', 'sendgrid'])(
  '%s survives any body, and keeps different ones apart',
  async (by) => {
    const bodies = [
      '',
      'x',
      '{',
      'null',
      '[]',
      '{}',
      '"a"',
      '{"FromFull":null}',
      '{"RawEmail":5}',
      `${'['.repeat(1000)}${']'.repeat(1000)}`,
    ]
    const facts = await Promise.all(
      bodies.map((body) => adapter({ by }).parse({ ...jsonRequest({}), body: Buffer.from(body) })),
    )
    for (const fact of facts.flat()) expect(InboundFact.parse(fact)).toEqual(fact)
    const ids = facts.flat().map((fact) => 'id' in fact && fact.id)
    expect(new Set(ids).size).toBe(bodies.length)
  },
)

test('a request too long for a dead letter is a file that it names', async () => {
  const raw = request({ 'content-type': 'application/json' }, Buffer.from('x'.repeat(100_000)))
  const reader = adapter({ by: 'postmark' })
  const [fact] = await reader.parse(raw)
  const [object] = (await reader.objects?.(raw)) ?? []
  expect(fact).toMatchObject({ kind: 'quarantine', raw: { object: object?.name } })
  expect(object?.body).toEqual(raw.body)
})
