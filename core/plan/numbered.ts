import type { TextLimit } from '../capabilities.ts'
import type { ChoiceOption, OutboundContent } from '../schema/message.ts'
import { lines } from './text.ts'

export type Choice = Extract<OutboundContent, { type: 'choice' }>

/** The long dash is not in GSM-7: one of them would turn an SMS into UCS-2 and halve what a segment holds. */
const dash = (limit: TextLimit): string => (limit.unit === 'segments' ? ' - ' : ' — ')

const line = (option: ChoiceOption, number: number, limit: TextLimit): string => {
  const described = lines([option.title, option.description], dash(limit))
  if (option.kind === 'url') return lines([described, option.url], ': ')
  return option.kind === 'reply' ? `${number}. ${described}` : described
}

/**
 * A choice as text: header, body, the options and footer with blank lines between. Options that can be picked get
 * numbers in their order, after those that `taken` says are given away; links are written out.
 */
export const numberedText = (
  choice: Choice,
  body: string,
  limit: TextLimit,
  taken = 0,
): { readonly text: string; readonly numbered: readonly { readonly id: string; readonly title: string }[] } => {
  const numbered: { id: string; title: string }[] = []
  const sections = choice.sections.map(({ title, options }) => {
    const rows = options.map((option) => {
      if (option.kind === 'reply') numbered.push({ id: option.id, title: option.title })
      return line(option, taken + numbered.length, limit)
    })
    return lines([title, ...rows])
  })
  const titled = choice.sections.some(({ title }) => title !== undefined)
  const options = lines(sections, titled ? '\n\n' : '\n')
  return { text: lines([choice.header, body, options, choice.footer], '\n\n'), numbered }
}
