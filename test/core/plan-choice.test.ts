import { describe, expect, test } from 'vitest'
import type * as z from 'zod'
import type { Capabilities } from '../../core/capabilities.ts'
import type { Choice } from '../../core/schema/message.ts'
import { readSelection } from '../../core/selection.ts'
import { planOf, refusalOf, replies, RICH, rules, SMS } from './plan-fixtures.ts'

const choice = (sections: z.input<typeof Choice>['sections'], rest: Partial<z.input<typeof Choice>> = {}) => ({
  type: 'choice' as const,
  sections,
  ...rest,
})
const planChoice = (
  sections: z.input<typeof Choice>['sections'],
  rest: Partial<z.input<typeof Choice>> = {},
  capabilities: Capabilities = RICH,
  text = 'Red or white?',
) => planOf({ text, content: choice(sections, rest) }, capabilities)
const without = (...names: (keyof Capabilities)[]): Capabilities =>
  Object.fromEntries(Object.entries(RICH).filter(([name]) => !names.includes(name as keyof Capabilities))) as never

describe('replies', () => {
  test('that fit are buttons, with the text as their body', () => {
    const plan = planChoice(replies('Red', 'White'), { header: 'Wine', footer: 'The shop' })
    expect(plan.degradations).toEqual([])
    expect(plan.numbered).toBeUndefined()
    expect(plan.parts).toMatchObject([
      { type: 'choice', text: 'Red or white?', choice: { style: 'buttons', header: 'Wine', footer: 'The shop' } },
    ])
  })

  test('that are too many for buttons are a list', () => {
    const plan = planChoice(replies('Red', 'White', 'Rosé', 'None'))
    expect(plan.parts).toMatchObject([{ type: 'choice', choice: { style: 'list', button: 'Options' } }])
    expect(rules(plan)).toEqual(['choice.as_list /content partial'])
  })

  test('with descriptions are a list, because buttons would lose them', () => {
    const plan = planChoice([{ options: [{ id: 'r', title: 'Red', description: 'Merlot, 2024' }] }])
    expect(plan.parts).toMatchObject([{ choice: { style: 'list' } }])
    expect(rules(plan)).toEqual(['choice.as_list /content partial'])
  })

  test('asked for as a list are a list that opens on its own label', () => {
    const plan = planChoice(replies('Red', 'White'), { style: 'list', button: 'Wines' })
    expect(plan.parts).toMatchObject([{ choice: { style: 'list', button: 'Wines' } }])
    expect(plan.degradations).toEqual([])
  })

  test('are a list that opens on "Options" when its label is too long', () => {
    const plan = planChoice(replies('Red', 'White'), { style: 'list', button: 'x'.repeat(21) })
    expect(plan.parts).toMatchObject([{ choice: { style: 'list', button: 'Options' } }])
    expect(rules(plan)).toEqual(['choice.default_button /content/button dropped'])
  })

  test('asked for as a list are buttons where the channel has no lists', () => {
    const plan = planChoice(replies('Red', 'White'), { style: 'list' }, without('list'))
    expect(plan.parts).toMatchObject([{ choice: { style: 'buttons' } }])
    expect(rules(plan)).toEqual(['choice.as_buttons /content partial'])
  })

  test.each([
    ['too many for a list', replies(...Array.from({ length: 11 }, (_, index) => `Wine ${index}`))],
    ['named too long', replies('x'.repeat(25))],
    ['named alike', replies('Red', 'Red ')],
    [
      'with ids alike',
      [
        {
          options: [
            { id: 'a', title: 'Red' },
            { id: 'a', title: 'White' },
          ],
        },
      ],
    ],
    ['with an id too long', [{ options: [{ id: 'x'.repeat(31), title: 'Red' }] }]],
    ['described too long', [{ options: [{ id: 'a', title: 'Red', description: 'x'.repeat(31) }] }]],
    [
      'in sections of which one has no title',
      [...replies('Red'), { title: 'More', options: [{ id: 'w', title: 'W' }] }],
    ],
    ['in a section titled too long', [{ title: 'x'.repeat(25), options: [{ id: 'r', title: 'Red' }] }]],
    [
      'beside a link',
      [
        {
          options: [
            { id: 'r', title: 'Red' },
            { kind: 'url' as const, id: 'u', title: 'Shop', url: 'https://shop.example' },
          ],
        },
      ],
    ],
  ])('%s are numbered text', (_, sections) => {
    const plan = planChoice(sections)
    expect(plan.parts.every(({ type }) => type === 'text')).toBe(true)
    expect(rules(plan)).toContain('choice.as_text /content fallback')
    const offered = sections.flatMap(({ options }) => options).filter((option) => !('url' in option))
    expect(plan.numbered).toEqual(offered.map(({ id, title }) => ({ id, title })))
  })

  test('without any body are numbered text, because no channel shows buttons alone', () => {
    const plan = planChoice(replies('Red', 'White'), {}, RICH, '')
    expect(plan.parts).toEqual([{ type: 'text', text: '1. Red\n2. White' }])
  })
})

test('replies in more sections than a list takes are numbered text', () => {
  const list = { ...(RICH.list as NonNullable<Capabilities['list']>), sections: 1 }
  const sections = ['Red', 'White'].map((title) => ({ title, options: [{ id: title, title: `Any ${title}` }] }))
  expect(planChoice(sections, { style: 'list' }).parts).toMatchObject([{ type: 'choice' }])
  expect(planChoice(sections, { style: 'list' }, { ...RICH, list }).parts).toMatchObject([{ type: 'text' }])
})

describe('numbered text', () => {
  test('has header, body, options and footer with blank lines between', () => {
    const sections = [
      {
        options: [
          { id: 'r', title: 'Red', description: 'Merlot' },
          { id: 'w', title: 'White' },
        ],
      },
    ]
    const bare = without('buttons', 'list', 'choiceText')
    const plan = planChoice(sections, { header: 'Wine', footer: 'The shop' }, bare)
    expect(plan.parts).toEqual([
      { type: 'text', text: 'Wine\n\nRed or white?\n\n1. Red — Merlot\n2. White\n\nThe shop' },
    ])
    expect(rules(plan)).toEqual(['choice.as_text /content fallback'])
  })

  test('has section titles over their options, and numbers that go on', () => {
    const sections = [
      { title: 'Red', options: [{ id: 'm', title: 'Merlot' }] },
      { title: 'White', options: [{ id: 'r', title: 'Riesling' }] },
    ]
    expect(planChoice(sections, {}, SMS).parts).toEqual([
      { type: 'text', text: 'Red or white?\n\nRed\n1. Merlot\n\nWhite\n2. Riesling' },
    ])
  })

  test('stays GSM-7 in an SMS', () => {
    const sections = [{ options: [{ id: 'r', title: 'Red', description: 'Merlot' }] }]
    const plan = planChoice(sections, {}, SMS)
    expect(plan.parts).toEqual([{ type: 'text', text: 'Red or white?\n\n1. Red - Merlot' }])
    expect(plan.segments).toBe(1)
  })

  test('writes links out and gives them no number', () => {
    const sections = [
      {
        options: [
          { kind: 'url' as const, id: 'u', title: 'All wines', url: 'https://shop.example' },
          { id: 'r', title: 'Red' },
        ],
      },
    ]
    const plan = planChoice(sections, {}, SMS)
    expect(plan.parts).toEqual([{ type: 'text', text: 'Red or white?\n\nAll wines: https://shop.example\n1. Red' }])
    expect(plan.numbered).toEqual([{ id: 'r', title: 'Red' }])
  })

  test('that is too long is split between options, and the customer is still understood', () => {
    const titles = Array.from({ length: 12 }, (_, index) => `A wine of the year ${2000 + index}`)
    const plan = planChoice(replies(...titles), {}, RICH)
    expect(plan.parts.length).toBeGreaterThan(1)
    for (const part of plan.parts.slice(1)) expect(part).toMatchObject({ text: expect.stringMatching(/^\d+\. A wine/) })
    expect(rules(plan)).toEqual(['choice.as_text /content fallback', 'text.split /content partial'])
    expect(readSelection('11', plan.numbered ?? [])).toEqual({ id: 'id-11', title: 'A wine of the year 2010' })
  })
})

describe('a link', () => {
  const link = (rest = {}) => [
    { options: [{ kind: 'url' as const, id: 'u', title: 'Track it', url: 'https://shop.example/4711', ...rest }] },
  ]

  test('is a button where the channel has link buttons', () => {
    const plan = planChoice(link())
    expect(plan.parts).toMatchObject([{ type: 'choice', text: 'Red or white?' }])
    expect(plan.degradations).toEqual([])
  })

  test('is written out where the channel has none, or where its title is too long', () => {
    const plan = planChoice(link(), {}, SMS)
    expect(plan.parts).toEqual([{ type: 'text', text: 'Red or white?\n\nTrack it: https://shop.example/4711' }])
    expect(plan).not.toHaveProperty('numbered')
    expect(planChoice(link({ title: 'x'.repeat(21) })).parts).toMatchObject([{ type: 'text' }])
  })

  test('is written out beside another when the channel has one link button to a message', () => {
    const two = [...link(), ...link({ id: 'v', title: 'Pay it' })]
    const twice = { ...RICH, links: { max: 2, title: { max: 20, unit: 'characters' as const } } }
    expect(planChoice(two).parts).toMatchObject([{ type: 'text' }])
    expect(planChoice(two, {}, twice).parts).toMatchObject([{ type: 'choice' }])
  })

  test('is refused without a url, and when it is longer than a message', () => {
    const at = '/content/sections/1/options/0/url'
    const missing = [...replies('Red'), ...link({ url: undefined })]
    const long = [...replies('Red'), ...link({ url: `https://shop.example/${'x'.repeat(100)}` })]
    expect(refusalOf({ text: 'Wine', content: choice(missing) })).toEqual(['content_unsupported', at])
    expect(refusalOf({ text: 'Wine', content: choice(long) })).toEqual(['content_too_large', at])
  })
})

describe('a request for a location', () => {
  const request = [{ options: [{ kind: 'location' as const, id: 'l', title: 'Send your location' }] }]

  test('is one where the channel has it, with header and footer in its body', () => {
    const plan = planChoice(request, { header: 'Delivery', footer: 'The shop' }, RICH, 'Where to?')
    expect(plan.parts).toMatchObject([{ type: 'choice', text: 'Delivery\n\nWhere to?\n\nThe shop' }])
    expect(rules(plan)).toEqual([
      'choice.header_in_body /content/header partial',
      'choice.footer_in_body /content/footer partial',
    ])
  })

  test('takes its title for a body when there is no text', () => {
    expect(planChoice(request, {}, RICH, '').parts).toMatchObject([{ type: 'choice', text: 'Send your location' }])
  })

  test('is text beside another, for no channel asks for two places at once', () => {
    const plan = planChoice([...request, ...request], {}, RICH, 'Where to?')
    expect(plan.parts).toMatchObject([{ type: 'text' }])
    expect(rules(plan)).toEqual(['choice.as_text /content fallback'])
  })

  test('is a text that asks for it elsewhere', () => {
    const plan = planChoice(request, {}, SMS, 'Where to?')
    expect(plan.parts).toEqual([{ type: 'text', text: 'Where to?\n\nSend your location' }])
    expect(rules(plan)).toEqual(['location_request.as_text /content fallback'])
    expect(plan).not.toHaveProperty('numbered')
  })
})

describe('the texts of a choice', () => {
  test('send the beginning of a body that is too long before it', () => {
    const text = `${'We have many wines. '.repeat(4)}Red or white?`
    const plan = planChoice(replies('Red', 'White'), {}, RICH, text)
    expect(plan.parts.map(({ type }) => type)).toEqual(['text', 'choice'])
    expect(plan.parts.map((part) => ('text' in part ? part.text : '')).join('')).toBe(text)
    expect(rules(plan)).toEqual(['choice.body_split /text partial'])
  })

  test('keep a header that is too long as the first paragraph, and a footer as the last', () => {
    const plan = planChoice(replies('Red'), { header: 'h'.repeat(21), footer: 'f'.repeat(21) })
    const text = `${'h'.repeat(21)}\n\nRed or white?\n\n${'f'.repeat(21)}`
    expect(plan.parts).toMatchObject([{ type: 'choice', text }])
    expect(plan.parts[0]).not.toHaveProperty('choice.header')
    expect(rules(plan)).toEqual([
      'choice.header_in_body /content/header partial',
      'choice.footer_in_body /content/footer partial',
    ])
  })

  test('keep the header first when the body has to be cut', () => {
    const plan = planChoice(replies('Red'), { header: 'Wine' }, RICH, 'We have many wines. '.repeat(4))
    expect(plan.parts[0]).toMatchObject({ type: 'text', text: expect.stringMatching(/^Wine\n\nWe have/) })
    expect(plan.parts[1]).not.toHaveProperty('choice.header')
  })

  test('make the header the body when there is no text', () => {
    const plan = planChoice(replies('Red'), { header: 'Wine', footer: 'The shop' }, RICH, '')
    expect(plan.parts).toMatchObject([{ type: 'choice', text: 'Wine', choice: { footer: 'The shop' } }])
  })

  test('make the footer the body when there is nothing else', () => {
    const plan = planChoice(replies('Red'), { footer: 'The shop' }, RICH, '')
    expect(plan.parts).toMatchObject([{ type: 'choice', text: 'The shop' }])
    expect(plan.parts[0]).not.toHaveProperty('choice.footer')
  })

  test('go into the body where the channel states no limits for them', () => {
    const plan = planChoice(replies('Red'), { header: 'Wine' }, without('choiceText'))
    expect(plan.parts).toMatchObject([{ type: 'choice', text: 'Wine\n\nRed or white?' }])
  })
})
