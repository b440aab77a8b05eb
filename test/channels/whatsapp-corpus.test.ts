import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from '../../adapters/whatsapp/parse.ts'
import { render } from '../../adapters/whatsapp/render.ts'
import { InboundFact } from '../../core/schema/fact.ts'
import { PartContent } from '../../core/schema/message.ts'
import { deliver, OWN_KEY } from './whatsapp.fixtures.ts'

const root = process.env['PARLEY_CORPUS']
const folder = root === undefined ? undefined : `${root}/whatsapp`
const files = folder === undefined ? [] : readdirSync(folder).filter((file) => file.endsWith('.json'))
const read = (file: string): Uint8Array => readFileSync(`${folder}/${file}`)
const json = (file: string): unknown => JSON.parse(new TextDecoder().decode(read(file)))

/** What WhatsApp itself says it could not express, and bodies that are no webhook of its own. */
const UNSUPPORTED = /unsupported|type-unknown|interactive-message-with-err/
const QUARANTINED = /malformed/

const inbound = files.filter((file) => file.startsWith('in-'))
const outbound = files.filter((file) => file.startsWith('out-meta-'))

if (folder === undefined)
  test('recorded payloads are not at hand: PARLEY_CORPUS names no folder', () => expect(inbound).toEqual([]))
else test('recorded payloads are at hand', () => expect(inbound.length).toBeGreaterThan(50))

for (const file of inbound)
  test(`reads ${file} into typed facts`, () => {
    const facts = parse(deliver(read(file)))
    expect(facts.length).toBeGreaterThan(0)
    expect(parse(deliver(read(file)))).toEqual(facts)
    for (const fact of facts) {
      expect(InboundFact.parse(fact)).toEqual(fact)
      expect(fact.kind === 'quarantine').toBe(QUARANTINED.test(file))
    }
    for (const { body } of facts.filter((fact) => fact.kind === 'message')) {
      expect(body.text).not.toBe('')
      expect(body.content?.type === 'unsupported').toBe(UNSUPPORTED.test(file))
    }
  })

const media = (kind: string, file: object, text?: string) => ({
  type: 'media',
  media: [{ kind, ...file }],
  ...(text === undefined ? {} : { text }),
})
const dateTime = {
  type: 'date_time',
  fallback: 'February 25, 1977',
  day_of_week: 5,
  day_of_month: 25,
  year: 1977,
  month: 2,
  hour: 15,
  minute: 33,
  calendar: 'GREGORIAN',
}
const templateBody = [
  { type: 'text', text: 'text-string' },
  { type: 'currency', code: 'USD', amount1000: 100_990, fallback: '$100.99' },
  dateTime,
]
const template = { type: 'template', name: 'template-name', language: 'language-and-locale-code', body: templateBody }
const work = { type: 'WORK' }
const home = { type: 'HOME' }
const address = { city: 'Menlo Park', state: 'CA', zip: '94025', country: 'United States', countryCode: 'us' }
const row = (section: number, at: number) => ({
  id: `<LIST_SECTION_${section}_ROW_${at}_ID>`,
  title: `<SECTION_${section}_ROW_${at}_TITLE>`,
  description: `<SECTION_${section}_ROW_${at}_DESC>`,
})
const section = (at: number) => ({ title: `<LIST_SECTION_${at}_TITLE>`, options: [row(at, 1), row(at, 2)] })

/** The part that must render to each of Meta's own samples; placeholders that are no URL are put back afterwards. */
const PARTS: Readonly<Record<string, { readonly content: object; readonly replyTo?: string }>> = {
  'send-text-message': { content: { type: 'text', text: 'text-message-content' } },
  'send-text-message-with-preview-url': {
    content: { type: 'text', text: 'Please visit https://youtu.be/hpltvTEiRrY.', linkPreview: true },
  },
  'send-reply-to-text-message': {
    content: { type: 'text', text: '<TEXT_MSG_CONTENT>' },
    replyTo: '<MSGID_OF_PREV_MSG>',
  },
  'send-image-message-by-id': { content: media('image', { providerMediaId: '<IMAGE_OBJECT_ID>' }) },
  'send-image-message-by-url': { content: media('image', { url: 'https://link.example/' }) },
  'send-audio-message-by-id': { content: media('audio', { providerMediaId: '<AUDIO_OBJECT_ID>' }) },
  'send-document-message-by-id': {
    content: media(
      'document',
      { providerMediaId: '<DOCUMENT_OBJECT_ID>', filename: '<DOCUMENT_FILENAME>' },
      '<DOCUMENT_CAPTION_TO_SEND>',
    ),
  },
  'send-document-message-by-url': {
    content: media('document', { url: 'https://link.example/' }, '<DOCUMENT-CAPTION-TEXT>'),
  },
  'send-sticker-message-by-id': { content: media('sticker', { providerMediaId: '<MEDIA_OBJECT_ID>' }) },
  'send-video-message-by-url': {
    content: media('video', { url: 'https://link.example/' }, '<VIDEO_CAPTION_TEXT>'),
  },
  'send-location-message': {
    content: {
      type: 'location',
      latitude: 37.758056,
      longitude: -122.425332,
      name: 'META HQ',
      address: '1 Hacker Way, Menlo Park, CA 94025',
    },
  },
  'send-contact-message': {
    content: {
      type: 'contacts',
      contacts: [
        {
          name: { formatted: 'John Smith', first: 'John', last: 'Smith', middle: 'D.', prefix: 'Dr', suffix: 'Jr' },
          birthday: '2012-08-18',
          phones: [
            { phone: '+1 (940) 555-1234', ...home },
            { phone: '+1 (650) 555-1234', waId: '16505551234', ...work },
          ],
          emails: [
            { email: 'test@fb.com', ...work },
            { email: 'test@whatsapp.com', ...home },
          ],
          urls: [
            { url: 'https://www.facebook.com', ...work },
            { url: 'https://www.whatsapp.com', ...home },
          ],
          addresses: [
            { street: '1 Hacker Way', ...address, ...home },
            { street: '200 Jefferson Dr', ...address, ...work },
          ],
          org: { company: 'WhatsApp', department: 'Design', title: 'Manager' },
        },
      ],
    },
  },
  'send-reply-button': {
    content: {
      type: 'choice',
      text: '<BUTTON_TEXT>',
      choice: {
        type: 'choice',
        style: 'buttons',
        sections: [
          {
            options: [
              { id: '<UNIQUE_BUTTON_ID_1>', title: '<BUTTON_TITLE_1>' },
              { id: '<UNIQUE_BUTTON_ID_2>', title: '<BUTTON_TITLE_2>' },
            ],
          },
        ],
      },
    },
  },
  'send-list-message': {
    content: {
      type: 'choice',
      text: '<BODY_TEXT>',
      choice: {
        type: 'choice',
        style: 'list',
        header: '<HEADER_TEXT>',
        footer: '<FOOTER_TEXT>',
        button: '<BUTTON_TEXT>',
        sections: [section(1), section(2)],
      },
    },
  },
  'send-message-template-text': { content: template },
  'send-message-template-interactive': {
    content: {
      ...template,
      header: [{ type: 'image', url: 'https://link.example/' }],
      buttons: [
        { index: 0, kind: 'quick_reply', parameters: [{ type: 'payload', payload: 'aGlzIHRoaXMgaXMgY29v' }] },
        { index: 1, kind: 'quick_reply', parameters: [{ type: 'payload', payload: '9rwnB8RbYmPF5t2Mn09x4h' }] },
      ],
    },
  },
  'send-reply-with-reaction-message': { content: { type: 'reaction', target: 'wamid.HBgLM...', emoji: '😀' } },
}

/** Samples of what is left out; the coverage table says why. */
const LEFT_OUT = /catalog|product|flow|typing-indicator/

/** The sample with documented defaults filled in, our recipient, and a link that is a URL. */
const completed = (sample: unknown, to: string): unknown => {
  const linked: unknown = JSON.parse(JSON.stringify(sample), (key, value: unknown) =>
    key === 'link' ? 'https://link.example/' : value,
  )
  return { type: 'text', recipient_type: 'individual', ...(linked as object), to }
}

for (const file of outbound.filter((name) => !LEFT_OUT.test(name)))
  test(`renders ${file} as Meta shows it`, () => {
    const part = PARTS[file.slice('out-meta-'.length, -'.json'.length)]
    if (part === undefined) throw new Error(`no part for ${file}`)
    const to = '+15550142201'
    const rendered = render({
      key: OWN_KEY,
      address: { channel: 'whatsapp', account: '770055001122', peers: [{ type: 'phone', value: to }] },
      ...part,
      content: PartContent.parse(part.content),
    })
    if (!('body' in rendered)) throw new Error('refused')
    const { biz_opaque_callback_data: key, ...body } = rendered.body
    expect(key).toBe('parley/1/0/msg_8sKq2')
    expect(body).toEqual(completed(json(file), to))
  })
