import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Capabilities } from '../../core/capabilities.ts'
import { plan } from '../../core/plan/plan.ts'
import { OutboundMessage, type Card, type Choice, type PartContent } from '../../core/schema/message.ts'
import { readSelection } from '../../core/selection.ts'
import { anyCapabilities, anyMessage } from './plan-arbitraries.ts'
import { OPEN } from './plan-fixtures.ts'
import { broken } from './plan-limits.ts'

/** Every string in a value, in order, without white space: cuts and paragraphs may change that alone. */
const wordsOf = (value: unknown): string => {
  if (typeof value === 'string') return value.replace(/\s+/g, '')
  if (typeof value !== 'object' || value === null) return ''
  return Object.entries(value)
    .filter(([name]) => name !== 'type')
    .map(([, field]) => wordsOf(field))
    .join('')
}

const onCard = ({ title, subtitle = '', imageUrl = '', url = '', buttons }: Card): string[] => [
  title,
  subtitle,
  imageUrl,
  url,
  ...buttons.flatMap((option) => [option.title, option.kind === 'url' ? (option.url ?? '') : '']),
]

const onChoice = ({ sections, header = '', footer = '' }: Choice): string[] => {
  const options = sections.flatMap((section) => section.options)
  const isRequest = options.length === 1 && options[0]?.kind === 'location'
  const words = options.flatMap(({ kind, title, description = '', url = '' }) => [
    isRequest ? '' : title,
    description,
    kind === 'url' ? url : '',
  ])
  return [...words, header, footer, ...sections.map(({ title = '' }) => title)]
}

const said = ({ text, attachments, content }: OutboundMessage): string[] => {
  const all = [text, ...attachments.flatMap(({ caption = '', url = '' }) => [caption, url])]
  if (content?.type === 'contacts') return [...all, ...content.contacts.map(({ name }) => name.formatted)]
  if (content?.type === 'cards') return [...all, ...content.cards.flatMap(onCard)]
  return content?.type === 'choice' ? [...all, ...onChoice(content)] : all
}

describe('a plan for any message and any channel', () => {
  test('has no part over what the channel declares', () => {
    let plans = 0
    fc.assert(
      fc.property(anyMessage, anyCapabilities, (message, capabilities) => {
        const result = plan(message, capabilities, OPEN)
        if (!result.ok) return
        plans += 1
        expect(result.plan.parts.length).toBeGreaterThan(0)
        expect(result.plan.parts.length).toBeLessThanOrEqual(20)
        for (const part of result.plan.parts) expect(broken(part, capabilities)).toEqual([])
      }),
      { numRuns: 1500 },
    )
    // Refusals must not hide what is tested here.
    expect(plans).toBeGreaterThan(500)
  })

  test('says every word of the message', () => {
    fc.assert(
      fc.property(anyMessage, anyCapabilities, (message, capabilities) => {
        const result = plan(message, capabilities, OPEN)
        if (!result.ok) return
        const parts = wordsOf(result.plan.parts)
        for (const words of said(message)) expect(parts).toContain(wordsOf(words))
      }),
      { numRuns: 1000 },
    )
  })

  test('tells of a change whenever the parts are not simply what was asked', () => {
    fc.assert(
      fc.property(anyMessage, anyCapabilities, (message, capabilities) => {
        const result = plan(message, capabilities, OPEN)
        if (!result.ok || result.plan.degradations.length > 0) return
        const { parts } = result.plan
        const count = (type: PartContent['type']) => parts.filter((part) => part.type === type).length
        expect(parts.flatMap((part) => ('media' in part ? part.media : []))).toHaveLength(message.attachments.length)
        expect(count('text')).toBeLessThanOrEqual(1)
        expect(message.content === undefined || count(message.content.type) === 1).toBe(true)
      }),
    )
  })

  test('is one part, with text, where the channel is mail', () => {
    const mails = anyCapabilities.map((given) => ({ ...given, mail: { maxBytes: 100_000, recipients: 5 } }))
    fc.assert(
      fc.property(anyMessage, mails, (message, capabilities) => {
        const result = plan(message, capabilities, OPEN)
        if (!result.ok) return
        expect(result.plan.parts).toHaveLength(1)
        const [part] = result.plan.parts
        expect(part?.type).toBe('mail')
        expect(part?.type === 'mail' && part.media.length === 0 && part.text.trim() === '').toBe(false)
      }),
    )
  })

  test('numbers the buttons of all cards on, so that each number stands for one', () => {
    const title = fc.stringMatching(/^[A-Za-zéü][A-Za-zéü ]{0,18}$/)
    const buttons = fc.array(fc.record({ id: fc.uuid(), title }), { maxLength: 3 })
    const cards = fc.array(fc.record({ title, subtitle: title, buttons }), { minLength: 1, maxLength: 10 })
    fc.assert(
      fc.property(cards, anyCapabilities, (given, capabilities) => {
        const message = OutboundMessage.parse({ text: 'Look', content: { type: 'cards', cards: given } })
        const bare = { ...capabilities, cards: undefined } as unknown as Capabilities
        const result = plan(message, bare, OPEN)
        if (!result.ok) return
        const { parts, numbered = [] } = result.plan
        const offered = given.flatMap((card) => card.buttons)
        expect(numbered).toEqual(offered)
        const shown = wordsOf(parts)
        for (const [index, option] of offered.entries()) {
          expect(shown).toContain(wordsOf(`${index + 1}. ${option.title}`))
          expect(readSelection(`${index + 1}`, numbered)).toEqual(option)
        }
      }),
    )
  })

  test('is the same again and leaves the message untouched', () => {
    fc.assert(
      fc.property(anyMessage, anyCapabilities, (message, capabilities) => {
        const before = structuredClone(message)
        const first = plan(message, capabilities, OPEN)
        expect(plan(message, capabilities, OPEN)).toEqual(first)
        expect(message).toEqual(before)
      }),
    )
  })

  test('shows numbers that come back as the options they stand for', () => {
    const title = fc.stringMatching(/^[A-Za-zéü][A-Za-zéü0-9 ]{0,30}$/)
    const replies = fc.array(fc.record({ id: fc.uuid(), title }), { minLength: 1, maxLength: 25 })
    fc.assert(
      fc.property(replies, anyCapabilities, (options, capabilities) => {
        const message = OutboundMessage.parse({ text: 'Which?', content: { type: 'choice', sections: [{ options }] } })
        const bare = { ...capabilities, buttons: undefined, list: undefined } as unknown as Capabilities
        const result = plan(message, bare, OPEN)
        if (!result.ok) return
        const { parts, numbered = [] } = result.plan
        const shown = wordsOf(parts)
        expect(numbered).toEqual(options)
        for (const [index, option] of options.entries()) {
          expect(shown).toContain(wordsOf(`${index + 1}. ${option.title}`))
          expect(readSelection(`${index + 1}`, numbered)).toEqual(option)
        }
      }),
    )
  })
})
