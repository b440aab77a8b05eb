import { describe, expect, test } from 'vitest'
import type { Capabilities } from '../../core/capabilities.ts'
import { planOf, refusalOf, replies, RICH, rules } from './plan-fixtures.ts'

const MAIL: Capabilities = {
  ...RICH,
  media: {
    image: { contentTypes: ['image/*'], maxBytes: 1_000_000 },
    document: { contentTypes: ['application/*'], maxBytes: 1_000_000 },
  },
  mail: { maxBytes: 100_000, recipients: 3 },
}
const file = (name: string, extra: object = {}) => ({
  kind: 'document' as const,
  url: `https://shop.example/${name}.pdf`,
  ...extra,
})

describe('a mail', () => {
  test('is one part with all there is: words, page, subject, copies and files', () => {
    const plan = planOf(
      {
        text: 'Hello',
        html: '<p>Hello</p>',
        subject: 'Your order',
        to: ['ada@example.com'],
        cc: ['ben@example.com'],
        bcc: ['archive@shop.example'],
        attachments: [file('a'), file('b', { filename: 'b.pdf' })],
      },
      MAIL,
    )
    expect(plan).toEqual({
      parts: [
        {
          type: 'mail',
          text: 'Hello',
          html: '<p>Hello</p>',
          subject: 'Your order',
          to: ['ada@example.com'],
          cc: ['ben@example.com'],
          bcc: ['archive@shop.example'],
          media: [file('a'), file('b', { filename: 'b.pdf' })],
        },
      ],
      degradations: [],
    })
  })

  test('has no page where none was written, and is never cut', () => {
    const text = 'A word. '.repeat(500)
    expect(planOf({ text }, MAIL).parts).toEqual([{ type: 'mail', text, media: [] }])
  })

  test('has the words of its page as text where none was written', () => {
    expect(planOf({ html: '<h1>Hi</h1><p>On its way</p>' }, MAIL).parts).toEqual([
      { type: 'mail', text: 'Hi\n\nOn its way', html: '<h1>Hi</h1><p>On its way</p>', media: [] },
    ])
  })

  test('shows a choice as numbers below the text and at the end of the page', () => {
    const plan = planOf(
      { text: 'Which?', html: '<p>Which?</p>', content: { type: 'choice', sections: replies('Red', 'A < B') } },
      MAIL,
    )
    expect(plan.parts).toEqual([
      {
        type: 'mail',
        text: 'Which?\n\n1. Red\n2. A < B',
        html: '<p>Which?</p>\n<p>1. Red<br>\n2. A &lt; B</p>',
        media: [],
      },
    ])
    expect(plan.numbered).toEqual([
      { id: 'id-1', title: 'Red' },
      { id: 'id-2', title: 'A < B' },
    ])
    expect(rules(plan)).toEqual(['choice.as_text /content fallback'])
  })

  test('says a place and a contact in words, though the channel’s other messages have forms for them', () => {
    const place = planOf({ text: 'Here', content: { type: 'location', latitude: 1, longitude: 2 } }, MAIL)
    expect(place.parts).toEqual([{ type: 'mail', text: 'Here\n\nhttps://maps.google.com/?q=1,2', media: [] }])
    const contacts = [{ name: { formatted: 'Ada' }, phones: [{ phone: '+1' }], emails: [], urls: [], addresses: [] }]
    expect(planOf({ content: { type: 'contacts', contacts } }, MAIL).parts).toEqual([
      { type: 'mail', text: 'Ada\n+1', media: [] },
    ])
  })

  test('has no templates and no reactions', () => {
    const template = { type: 'template', name: 'order_update', language: 'en' } as const
    expect(refusalOf({ content: template }, MAIL)).toEqual(['content_unsupported', '/content'])
    const reaction = { type: 'reaction', target: 'x', emoji: '👍' } as const
    expect(refusalOf({ text: 'a', content: reaction }, MAIL)).toEqual(['content_unsupported', '/content'])
  })

  test('says captions once, in text and page', () => {
    const attachments = [file('a', { caption: 'The invoice' })]
    expect(planOf({ text: 'Hi', html: '<p>Hi</p>', attachments }, MAIL).parts).toEqual([
      { type: 'mail', text: 'Hi\n\nThe invoice', html: '<p>Hi</p>\n<p>The invoice</p>', media: [file('a')] },
    ])
  })

  test('links a file of a kind the channel does not take', () => {
    const plan = planOf({ text: 'Hear', attachments: [{ kind: 'audio', url: 'https://shop.example/a.ogg' }] }, MAIL)
    expect(plan.parts).toEqual([{ type: 'mail', text: 'Hear\n\nhttps://shop.example/a.ogg', media: [] }])
    expect(rules(plan)).toEqual(['media.as_link /attachments/0 fallback'])
  })

  test('takes a file that was uploaded, which gets a link when it is sent', () => {
    const media = { kind: 'document', media: 'mda_0000000000000000000001', contentType: 'application/pdf' } as const
    expect(planOf({ text: 'Hi', attachments: [media] }, MAIL).parts).toEqual([
      { type: 'mail', text: 'Hi', media: [media] },
    ])
  })

  test('takes no file that only another provider holds', () => {
    expect(refusalOf({ text: 'a', attachments: [{ kind: 'image', providerMediaId: '1' }] }, MAIL)).toEqual([
      'media_rejected',
      '/attachments/0',
    ])
  })

  test('is too large when its files are, as they are written into a mail', () => {
    const most = Math.floor((100_000 - 2) / 78) * 57
    expect(refusalOf({ text: 'Hi', attachments: [file('a', { size: most })] }, MAIL)).toBeUndefined()
    expect(refusalOf({ text: 'Hi', attachments: [file('a', { size: most + 1 })] }, MAIL)).toEqual([
      'content_too_large',
      '/attachments',
    ])
    const halves = [file('a', { size: most / 2 + 100 }), file('b', { size: most / 2 + 100 })]
    expect(refusalOf({ text: 'Hi', attachments: halves }, MAIL)).toEqual(['content_too_large', '/attachments'])
    expect(refusalOf({ html: `<p>${'é'.repeat(30_000)}</p>` }, MAIL)).toEqual(['content_too_large', '/html'])
  })

  test('has no more words than can be stored twice', () => {
    const wide: Capabilities = { ...MAIL, mail: { maxBytes: 40_000_000, recipients: 50 } }
    expect(refusalOf({ html: 'é'.repeat(40_000) }, wide)).toBeUndefined()
    expect(refusalOf({ html: 'é'.repeat(45_000) }, wide)).toEqual(['content_too_large', '/html'])
    expect(refusalOf({ text: '"'.repeat(65_536) }, wide)).toBeUndefined()
    expect(refusalOf({ html: `${'"'.repeat(65_000)}</a>`, text: 'a' }, wide)).toBeUndefined()
    expect(refusalOf({ html: '"'.repeat(65_000), text: '"'.repeat(30_000) }, wide)).toEqual([
      'content_too_large',
      '/html',
    ])
  })

  test('goes to no more people than the channel takes, all fields together', () => {
    const cc = ['a@example.com', 'b@example.com']
    expect(refusalOf({ text: 'Hi', cc }, MAIL)).toBeUndefined()
    expect(refusalOf({ text: 'Hi', cc, bcc: ['c@example.com'] }, MAIL)).toEqual(['content_too_large', '/cc'])
  })

  test('needs something to say', () => {
    expect(refusalOf({ text: '  ', html: '<p> </p>' }, MAIL)).toEqual(['content_unsupported', '/text'])
    expect(refusalOf({ text: '  ' }, MAIL)).toEqual(['content_unsupported', '/text'])
  })
})

describe('elsewhere', () => {
  test('subject, page and copies are dropped, and it is said', () => {
    const copies = { to: ['a@example.com'], cc: ['b@example.com'], bcc: ['c@example.com'] }
    const plan = planOf({ text: 'Hello', html: '<p>Hello</p>', subject: 'Hi', ...copies })
    expect(plan.parts).toEqual([{ type: 'text', text: 'Hello' }])
    expect(rules(plan)).toEqual([
      'subject.dropped /subject dropped',
      'to.dropped /to dropped',
      'cc.dropped /cc dropped',
      'bcc.dropped /bcc dropped',
      'html.dropped /html dropped',
    ])
  })

  test('a page alone goes as its words', () => {
    const plan = planOf({ html: '<p>Hello <b>Ada</b></p>' })
    expect(plan.parts).toEqual([{ type: 'text', text: 'Hello Ada' }])
    expect(rules(plan)).toEqual(['html.as_text /html fallback'])
  })
})
