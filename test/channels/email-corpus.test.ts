import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { addressOf } from '../../adapters/email/address.ts'
import { replyTextOf } from '../../adapters/email/inbound/text.ts'
import { InboundFact } from '../../core/schema/fact.ts'
import { adapter, mime, multipart, request, sesMail } from './email.inbound.ts'

const corpus = process.env['PARLEY_CORPUS']
const folder = `${corpus}/email`
const list = (path: string): string[] => (corpus === undefined ? [] : readdirSync(`${folder}/${path}`)).sort()
const read = (file: string): Buffer => readFileSync(`${folder}/${file}`)
const json = (file: string): Record<string, unknown> => JSON.parse(read(file).toString()) as Record<string, unknown>

if (corpus === undefined)
  test('recorded mails are not at hand: PARLEY_CORPUS names no folder', () => expect(list('eml')).toEqual([]))
else test('recorded mails are at hand', () => expect(list('eml').length).toBeGreaterThan(300))

/** Valid under the schema, the same again, and the sender an address or explicitly nobody. */
const check = async (parse: () => Promise<InboundFact[]>): Promise<InboundFact[]> => {
  const facts = await parse()
  expect(await parse()).toEqual(facts)
  for (const fact of facts) {
    expect(InboundFact.parse(fact)).toEqual(fact)
    expect(JSON.parse(JSON.stringify(fact))).toEqual(fact)
    const peers = 'peers' in fact ? fact.peers : []
    for (const { type, value } of peers) expect([type, addressOf(value)]).toEqual(['email', value])
    if (fact.kind === 'message') {
      expect(fact.body.text).not.toBe('')
      expect(fact.thread === undefined).toBe(fact.peers.length === 0)
    }
  }
  return facts
}

/** Mails whose From is no address and that name no other: parts of mails, and made-up breakage. */
const NOBODY =
  /^(?:stalwart--|mailparser--mixed|postalmime--mixed|flanker--attached-pdf|mail--(?:error_emails-bad_encoded_subject|plain_emails-mix_caps_content_type|rfc2822-example13))/

const DSN =
  /^(?:sisimai--(?:lhost|rfc3464|rhost)|flanker--bounce|mailparser--delivery|postalmime--bounce|mail--multipart_report)/
/** Reports that name no mail of ours, or none at all. */
const UNKNOWN = /lhost-(?:amazonses-09|postfix-0[12])|rhost-google-01|bounce-(?:broken-mime|delayed|gmail-no-dns)/

if (corpus !== undefined)
  describe('recorded mails', () => {
    for (const file of list('eml'))
      test(`${file} is read`, async () => {
        const raw = sesMail(read(`eml/${file}`))
        const facts = await check(() => adapter({ by: 'ses' }).parse({ ...raw }))
        const message = facts.find((fact) => fact.kind === 'message')
        const named = facts.flatMap((fact) => ('peers' in fact ? fact.peers : []))
        expect(facts.map(({ kind }) => kind)).not.toContain('quarantine')
        expect(named.length > 0 || NOBODY.test(file) || message === undefined).toBe(true)
        const seen = [facts[0]?.kind, message?.body.email?.automated !== undefined]
        const reported = UNKNOWN.test(file) ? ['message', true] : ['receipt', false]
        expect(DSN.test(file) ? seen : reported).toEqual(reported)
      })
  })

if (corpus !== undefined)
  describe('recorded texts', () => {
    const squeezed = (value: string): string => value.replaceAll(/\s+/g, '')
    for (const file of list('reply-text'))
      test(`${file} is read as a mail, and nothing of it is lost`, async () => {
        const type = file.endsWith('.html') ? 'text/html' : 'text/plain'
        const body = read(`reply-text/${file}`)
        const mail = Buffer.concat([Buffer.from(mime({ 'Content-Type': `${type}; charset=utf-8` }, '')), body])
        const [fact] = await check(() => adapter({ by: 'ses' }).parse(sesMail(mail)))
        if (fact?.kind !== 'message') throw new Error('no message')
        const { text, replyText = text } = fact.body
        expect(squeezed(type === 'text/plain' ? text : body.toString())).toBe(squeezed(body.toString()))
        expect(squeezed(text)).toContain(squeezed(replyText))
      })
  })

if (corpus !== undefined) {
  const reply = (name: string) => replyTextOf(read(`reply-text/${name}.txt`).toString().replaceAll('\r\n', '\n'))
  const LOREM = /dio id arcu varius aliquet nec nec nibh\.$/
  test.each([
    'german',
    'german_outlook',
    'french_2',
    'italian',
    'portuguese',
    'russian',
    'finnish',
    'ios_outlook',
    'norwegian_gmail',
  ])('the quotation of crisp--email_%s is told apart', (name) => expect(reply(`crisp--email_${name}`)).toMatch(LOREM))
  test.each(['tricky_18_inline_reply', 'tricky_1_on_false_positive', 'tricky_4_from_in_body', 'not_a_signature'])(
    'crisp--email_%s is left whole',
    (name) => expect(reply(`crisp--email_${name}`)).toBeUndefined(),
  )
}

const files = list('.').filter((file) => file.endsWith('.json'))

/** What the first fact must be, by the name of the recorded notification. */
const EXPECTED: readonly (readonly [RegExp, object])[] = [
  // Cut down to what other tests need: without the mailbox that sent, nothing can be told.
  [/tracking-(?:complaint|delivery|multiple-bounce|reject|rendering|send)|incorrect/, { kind: 'quarantine' }],
  [/bounce|reject|rendering|complaint/, { kind: 'receipt', state: 'failed' }],
  [/deliverydelay|send/, { kind: 'receipt', state: 'sent' }],
  [/delivery/, { kind: 'receipt', state: 'delivered' }],
  [/inbound|amazon-sns-action/, { kind: 'message' }],
  [/subscription/, { kind: 'consent' }],
]

if (corpus !== undefined)
  describe('recorded notifications of SES', () => {
    for (const file of files.filter((name) => /^(?:amazon-ses|ses-|lambda|powertools)/.test(name)))
      test(`${file} is read`, async () => {
        const reader = adapter({ by: 'ses' })
        const queued = reader.queue?.({ id: '1', body: read(file).toString() })
        const expected = EXPECTED.find(([name]) => name.test(file))?.[1] ?? { kind: 'quarantine' }
        const ignored = /open|click|setup/.test(file)
        const raw = queued?.kind === 'delivery' ? queued : undefined
        const object = raw?.object && { name: 'mail/x', body: Buffer.from(mime()) }
        const facts = await check(async () =>
          raw ? reader.parse({ ...raw.delivery, ...(object ? { object } : {}) }) : [],
        )
        const first = facts[0] ?? queued ?? {}
        expect(first).toMatchObject(ignored ? { kind: 'ignore' } : expected)
      })
  })

if (corpus !== undefined)
  describe('recorded webhooks', () => {
    for (const file of files.filter((name) => name.startsWith('postmark')))
      test(`${file} is read`, async () => {
        const raw = request({ 'content-type': 'application/json' }, read(file))
        const facts = await check(() => adapter({ by: 'postmark' }).parse({ ...raw }))
        const kind = /tracking|spammy/.test(file) ? 'quarantine' : 'message'
        expect(facts.map((fact) => fact.kind)).toEqual([kind])
      })
    for (const file of files.filter((name) => /^(?:mailgun|sendgrid)-inbound/.test(name)))
      test(`${file} is read`, async () => {
        const { headers, body } = multipart(Object.entries(json(file)) as [string, string][])
        const [by = ''] = file.split('-')
        const facts = await check(() => adapter({ by }).parse(request(headers, body)))
        expect(facts).toMatchObject([
          { kind: 'message', account: 'test@inbound.example.com', peers: [{ type: 'email' }] },
        ])
      })
  })
