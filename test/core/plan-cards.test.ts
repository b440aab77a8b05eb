import { describe, expect, test } from 'vitest'
import type { Capabilities } from '../../core/capabilities.ts'
import { OutboundMessage } from '../../core/schema/message.ts'
import { readSelection } from '../../core/selection.ts'
import { OPEN, planOf, planned, refusalOf, RICH, rules, SMS } from './plan-fixtures.ts'

const characters = (max: number) => ({ max, unit: 'characters' }) as const
const WITH_CARDS: Capabilities = {
  ...RICH,
  cards: {
    max: 2,
    title: characters(20),
    subtitle: characters(20),
    buttons: { max: 2, title: characters(12), id: characters(10) },
  },
}
const IMAGE = 'https://shop.example/kettle.jpg'
const reply = (id: string, title: string) => ({ id, title })
const kettle = { title: 'Kettle', subtitle: '1 litre', imageUrl: IMAGE, buttons: [reply('k', 'Take it')] }
const pot = { title: 'Pot', subtitle: '2 litres', buttons: [reply('p', 'Take that')] }
const offer = (cards: unknown[], text = '') =>
  ({ text, content: { type: 'cards', cards } }) as Parameters<typeof planned>[0]

describe('cards on a channel that has them', () => {
  test('are one part, and the text goes before them', () => {
    const plan = planOf(offer([kettle, pot], 'Which one?'), WITH_CARDS)
    expect(plan.parts).toEqual([
      { type: 'text', text: 'Which one?' },
      {
        type: 'cards',
        cards: [
          { ...kettle, buttons: [{ kind: 'reply', ...reply('k', 'Take it') }] },
          { ...pot, buttons: [{ kind: 'reply', ...reply('p', 'Take that') }] },
        ],
      },
    ])
    expect([rules(plan), plan.numbered]).toEqual([[], undefined])
  })

  test('are several parts when there are more than one takes', () => {
    const plan = planOf(offer([kettle, pot, kettle]), WITH_CARDS)
    expect(plan.parts.map((part) => part.type === 'cards' && part.cards.length)).toEqual([2, 1])
    expect(rules(plan)).toEqual(['cards.split /content partial'])
  })

  test.each([
    ['a title that is too long', { ...kettle, title: 'A kettle for everybody' }],
    ['a subtitle that is too long', { ...kettle, subtitle: 'Holds a litre and more' }],
    ['a blank title', { ...kettle, title: ' ' }],
    ['nothing but a title', { title: 'Kettle' }],
    ['too many buttons', { ...kettle, buttons: [reply('a', 'A'), reply('b', 'B'), reply('c', 'C')] }],
    ['a button that is too long', { ...kettle, buttons: [reply('a', 'Take this one')] }],
    ['an id that is too long', { ...kettle, buttons: [reply('eleven-char', 'A')] }],
    ['a description on a button', { ...kettle, buttons: [{ ...reply('a', 'A'), description: 'The best' }] }],
  ])('are words when one of them has %s', (_, card) => {
    const plan = planOf(offer([pot, card]), WITH_CARDS)
    expect(plan.parts.some(({ type }) => type === 'cards')).toBe(false)
    expect(rules(plan)).toContain('cards.as_text /content fallback')
  })
})

describe('cards on a channel without', () => {
  test('are pictures with words, the numbers going on from card to card', () => {
    const link = { kind: 'url', id: 'more', title: 'More', url: 'https://shop.example/pot' }
    const cards = [
      { ...kettle, url: 'https://shop.example/k' },
      { ...pot, buttons: [link, ...pot.buttons] },
    ]
    const { parts, ...plan } = planOf(offer(cards, 'Which one?'), { ...RICH, text: characters(200), media: long })
    expect(parts).toEqual([
      { type: 'text', text: 'Which one?' },
      {
        type: 'media',
        media: [{ kind: 'image', url: IMAGE }],
        text: 'Kettle\n1 litre\nhttps://shop.example/k\n\n1. Take it',
      },
      { type: 'text', text: 'Pot\n2 litres\n\nMore: https://shop.example/pot\n2. Take that' },
    ])
    expect(rules({ parts, ...plan })).toEqual(['cards.as_text /content fallback'])
    expect(readSelection('2', plan.numbered ?? [])).toEqual(reply('p', 'Take that'))
    expect(readSelection('take it', plan.numbered ?? [])).toEqual(reply('k', 'Take it'))
  })
  const long = { image: { contentTypes: ['image/jpeg'], maxBytes: 1000, caption: characters(200) } }

  test('have their words after the picture where it takes no caption', () => {
    const bare = { image: { contentTypes: ['image/jpeg'], maxBytes: 1000 } }
    expect(planOf(offer([kettle]), { ...RICH, media: bare }).parts).toEqual([
      { type: 'media', media: [{ kind: 'image', url: IMAGE }] },
      { type: 'text', text: 'Kettle\n1 litre\n\n1. Take it' },
    ])
  })

  test('have the link of a picture the channel does not take', () => {
    const plan = planOf(offer([{ ...kettle, imageUrl: 'https://shop.example/kettle.webp' }]), RICH)
    expect(plan.parts).toEqual([
      { type: 'text', text: 'Kettle\n1 litre\n\n1. Take it\nhttps://shop.example/kettle.webp' },
    ])
    expect(rules(plan)).toEqual(['cards.as_text /content fallback', 'media.as_link /content/cards/0/imageUrl fallback'])
  })

  test('say where a text had to be cut', () => {
    const card = { title: 'x'.repeat(60), subtitle: 'y'.repeat(60) }
    expect(rules(planOf(offer([pot, card]), { ...RICH, media: {} }))).toEqual([
      'cards.as_text /content fallback',
      'text.split /content/cards/1 partial',
    ])
  })

  test('go as MMS, and are counted in segments where they are text', () => {
    const { parts, segments } = planOf(offer([kettle, pot]), SMS)
    expect(parts.map(({ type }) => type)).toEqual(['media', 'text'])
    expect(segments).toBe(1)
  })

  test('are refused for a link that no text can hold', () => {
    const link = `https://shop.example/${'x'.repeat(100)}`
    const button = { kind: 'url', id: 'm', title: 'More', url: link }
    expect(refusalOf(offer([{ ...pot, url: link }]))).toEqual(['content_too_large', '/content/cards/0/url'])
    expect(refusalOf(offer([pot, { ...pot, buttons: [button] }]))).toEqual([
      'content_too_large',
      '/content/cards/1/buttons/0/url',
    ])
    expect(refusalOf(offer([{ ...pot, imageUrl: `${link}.webp` }]))).toEqual([
      'content_too_large',
      '/content/cards/0/imageUrl',
    ])
  })

  test('are words and links in a mail', () => {
    const mail = { ...RICH, mail: { maxBytes: 100_000, recipients: 5 } }
    const plan = planOf(offer([kettle, pot], 'Which one?'), mail)
    expect(plan.parts).toMatchObject([
      {
        type: 'mail',
        media: [],
        text: `Which one?\n\nKettle\n1 litre\n\n1. Take it\n${IMAGE}\n\nPot\n2 litres\n\n2. Take that`,
      },
    ])
    expect(plan.numbered).toHaveLength(2)
  })

  test('are refused outside of the reply window', () => {
    expect(refusalOf(offer([kettle]), RICH, { open: false, closesAt: 0 })).toEqual(['window_closed', '/content'])
    expect(planned(offer([kettle]), RICH, OPEN).ok).toBe(true)
  })
})

test.each([
  ['no cards', []],
  ['eleven cards', Array.from({ length: 11 }, () => pot)],
  ['a title of 81 characters', [{ ...pot, title: 'x'.repeat(81) }]],
  ['a subtitle of 81 characters', [{ ...pot, subtitle: 'x'.repeat(81) }]],
  ['four buttons', [{ ...pot, buttons: ['a', 'b', 'c', 'd'].map((id) => reply(id, id)) }]],
  ['a picture that is no link', [{ ...pot, imageUrl: 'kettle.jpg' }]],
  ['a link button without its link', [{ ...pot, buttons: [{ kind: 'url', ...reply('a', 'A') }] }]],
  ['a button that asks for the place', [{ ...pot, buttons: [{ kind: 'location', ...reply('a', 'A') }] }]],
])('the API takes no message with %s', (_, cards) => {
  expect(OutboundMessage.safeParse(offer(cards)).success).toBe(false)
})
