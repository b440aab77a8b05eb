import { describe, expect, test } from 'vitest'
import { CLOSED, planned, planOf, refusalOf, RICH, rules, SMS } from './plan-fixtures.ts'

const template = { type: 'template', name: 'order_update', language: 'en' } as const
const location = { type: 'location', latitude: 52.5, longitude: 13.4 } as const

describe('a text', () => {
  test('that fits is one part, as it was written', () => {
    expect(planOf({ text: 'It is *ready*' })).toEqual({
      parts: [{ type: 'text', text: 'It is *ready*' }],
      degradations: [],
    })
  })

  test('keeps its formatting marks on a channel that knows none', () => {
    expect(planOf({ text: '*ready*' }, SMS).parts).toEqual([{ type: 'text', text: '*ready*' }])
  })

  test('that is too long is several parts and says so', () => {
    const text = `${'First sentence. '.repeat(8)}The end.`
    const plan = planOf({ text })
    expect(plan.parts).toHaveLength(2)
    expect(plan.parts.map((part) => part.type === 'text' && part.text).join('')).toBe(text)
    expect(rules(plan)).toEqual(['text.split /text partial'])
  })

  test('gives its link preview to each of its parts', () => {
    const { parts } = planOf({ text: 'word '.repeat(30), linkPreview: false })
    expect(parts).toMatchObject([{ linkPreview: false }, { linkPreview: false }])
  })

  test('makes no part of white space that is left over', () => {
    const plan = planOf({ text: `${'x'.repeat(100)}\n` })
    expect(plan.parts).toEqual([{ type: 'text', text: 'x'.repeat(100) }])
    expect(plan.degradations).toEqual([])
  })

  test('of nothing but white space is refused', () => {
    expect(refusalOf({ text: ' \n ' })).toEqual(['content_unsupported', '/text'])
  })

  test('in segments tells how many there are in all parts', () => {
    expect(planOf({ text: 'a'.repeat(161) }, SMS).segments).toBe(2)
    expect(planOf({ text: 'a'.repeat(1531) }, SMS).segments).toBe(11)
    expect(planOf({ text: 'hello' }).segments).toBeUndefined()
  })

  test('is refused when it takes more than 20 parts, and sent when it takes 20', () => {
    expect(planOf({ text: 'x'.repeat(2000) }).parts).toHaveLength(20)
    expect(refusalOf({ text: 'x'.repeat(2001) })).toEqual(['content_too_large', ''])
  })
})

describe('outside of the reply window', () => {
  test('a template goes', () => {
    expect(planOf({ content: template }, RICH, CLOSED).parts).toMatchObject([template])
  })

  test('everything else is refused at its own place', () => {
    const attachments = [{ kind: 'image' as const, url: 'https://shop.example/a.png' }]
    expect(refusalOf({ text: 'hello' }, RICH, CLOSED)).toEqual(['window_closed', '/text'])
    expect(refusalOf({ text: 'hello', content: template }, RICH, CLOSED)).toEqual(['window_closed', '/text'])
    expect(refusalOf({ attachments, content: template }, RICH, CLOSED)).toEqual(['window_closed', '/attachments'])
    expect(refusalOf({ content: location }, RICH, CLOSED)).toEqual(['window_closed', '/content'])
  })

  test('the failure is not to be retried and concerns the recipient', () => {
    expect(planned({ text: 'hello' }, RICH, CLOSED)).toMatchObject({
      ok: false,
      failure: { code: 'window_closed', retry: 'no', scope: 'recipient' },
    })
  })
})

describe('content', () => {
  test('goes after attachments and text', () => {
    const plan = planOf({
      text: 'Here we are',
      attachments: [
        { kind: 'image', url: 'https://shop.example/a.png' },
        { kind: 'image', url: 'https://shop.example/b.png' },
      ],
      content: location,
    })
    expect(plan.parts.map(({ type }) => type)).toEqual(['media', 'media', 'text', 'location'])
  })

  test('is refused as a template where the channel has none', () => {
    expect(refusalOf({ content: template }, SMS)).toEqual(['content_unsupported', '/content'])
  })

  test('is a reaction, or refused where the channel has none', () => {
    const reaction = { type: 'reaction', target: 'wamid.1', emoji: '👍' } as const
    expect(planOf({ content: reaction }).parts).toEqual([reaction])
    expect(refusalOf({ content: reaction }, SMS)).toEqual(['content_unsupported', '/content'])
  })

  test('is a location, or its name, address and map link as text', () => {
    const shop = { ...location, name: 'Our shop', address: 'Main Street 1', latitude: 0.0000001, longitude: -13.25 }
    expect(planOf({ content: shop }).parts).toEqual([shop])
    const plan = planOf({ content: shop }, SMS)
    expect(plan.parts).toEqual([{ type: 'text', text: 'Our shop\nMain Street 1\nhttps://maps.google.com/?q=0,-13.25' }])
    expect(rules(plan)).toEqual(['location.as_text /content fallback'])
  })

  const person = (formatted: string) => ({
    name: { formatted },
    phones: [{ phone: '+4915112345678', type: 'WORK' }],
    emails: [{ email: 'hello@shop.example' }],
    urls: [],
    addresses: [{ street: 'Main Street 1', zip: '10115', city: 'Berlin' }],
    org: { company: 'The Shop', title: 'Sales' },
  })

  test('is contacts, so many to a part as the channel takes', () => {
    const contacts = ['A', 'B', 'C'].map(person)
    expect(planOf({ content: { type: 'contacts', contacts: contacts.slice(0, 2) } }).degradations).toEqual([])
    const plan = planOf({ content: { type: 'contacts', contacts } })
    expect(plan.parts).toEqual([
      { type: 'contacts', contacts: contacts.slice(0, 2) },
      { type: 'contacts', contacts: contacts.slice(2) },
    ])
    expect(rules(plan)).toEqual(['contacts.split /content partial'])
  })

  test('is contacts as lines of text where the channel has none', () => {
    const plan = planOf({ content: { type: 'contacts', contacts: [person('Ann'), person('Bob')] } }, SMS)
    const rest = 'Sales, The Shop\n+4915112345678\nhello@shop.example\nMain Street 1, 10115, Berlin'
    expect(plan.parts).toEqual([{ type: 'text', text: `Ann\n${rest}\n\nBob\n${rest}` }])
    expect(rules(plan)).toEqual(['contacts.as_text /content fallback'])
  })
})

test('a message that cannot be quoted is sent without its quote, and says so', () => {
  expect(rules(planOf({ text: 'hello', replyTo: 'msg_1' }, SMS))).toEqual(['reply_to.dropped /replyTo dropped'])
  expect(planOf({ text: 'hello', replyTo: 'msg_1' }).degradations).toEqual([])
})
