import type { Capabilities, TextLimit } from '../capabilities.ts'
import type { ChoiceOption, Degradation } from '../schema/message.ts'
import { degraded } from './draft.ts'
import type { Choice } from './numbered.ts'
import { fits, isBlank, visible } from './text.ts'

/** A choice as the channel itself can show it. */
export interface Form {
  readonly choice: Choice
  readonly degradations: readonly Degradation[]
}

const DEFAULT_LIST_BUTTON = 'Options'

export const optionsOf = (choice: Choice): ChoiceOption[] => choice.sections.flatMap(({ options }) => options)

const distinct = (values: readonly string[]): boolean => new Set(values).size === values.length

/** Titles and ids a provider takes: within the limits, and no two alike (WhatsApp refuses those). */
const wellNamed = (options: readonly ChoiceOption[], title: TextLimit, id?: TextLimit): boolean =>
  options.every((option) => !isBlank(option.title) && fits(option.title, title) && (!id || fits(option.id, id))) &&
  distinct(options.map((option) => option.title.trim())) &&
  distinct(options.map((option) => option.id))

/** Buttons show a title and nothing else: descriptions and section titles would be lost without a word. */
const plain = (choice: Choice): boolean =>
  choice.sections.every(
    ({ title, options }) => title === undefined && options.every(({ description }) => description === undefined),
  )

const asButtons = (choice: Choice, { buttons }: Capabilities): Form | undefined => {
  const options = optionsOf(choice)
  if (buttons === undefined || options.length > buttons.max || !plain(choice)) return undefined
  if (!wellNamed(options, buttons.title, buttons.id)) return undefined
  if (choice.style === 'buttons') return { choice, degradations: [] }
  return {
    choice: { ...choice, style: 'buttons' },
    degradations: [degraded('/content', 'choice.as_buttons', 'partial')],
  }
}

/** Several sections need a title each, so that one can tell them apart (a rule of WhatsApp's). */
const sectionsFit = ({ sections }: Choice, list: NonNullable<Capabilities['list']>): boolean =>
  sections.length <= list.sections &&
  sections.every(({ title }) =>
    title === undefined ? sections.length === 1 : !isBlank(title) && fits(title, list.sectionTitle),
  )

const asList = (choice: Choice, { list }: Capabilities): Form | undefined => {
  const options = optionsOf(choice)
  if (list === undefined || options.length > list.rows || !sectionsFit(choice, list)) return undefined
  if (!wellNamed(options, list.title, list.id)) return undefined
  if (!options.every(({ description = '' }) => fits(description, list.description))) return undefined
  const given = visible(choice.button) || DEFAULT_LIST_BUTTON
  const button = fits(given, list.button) ? given : DEFAULT_LIST_BUTTON
  if (!fits(button, list.button)) return undefined
  const degradations: Degradation[] = []
  if (choice.style !== 'list') degradations.push(degraded('/content', 'choice.as_list', 'partial'))
  // A list that opens on another word is closer to what was meant than no list.
  if (button !== given) degradations.push(degraded('/content/button', 'choice.default_button', 'dropped'))
  return { choice: { ...choice, style: 'list', button }, degradations }
}

const asLinks = (choice: Choice, { links }: Capabilities): Form | undefined => {
  const options = optionsOf(choice)
  if (links === undefined || options.length > links.max || !plain(choice)) return undefined
  return wellNamed(options, links.title) ? { choice, degradations: [] } : undefined
}

const asLocationRequest = (choice: Choice, { locationRequest }: Capabilities): Form | undefined =>
  locationRequest && optionsOf(choice).length === 1 && plain(choice) ? { choice, degradations: [] } : undefined

/**
 * The form in which the channel shows these options, as near to the asked one as it can. Undefined when it has none
 * that keeps all of them: options of several kinds cannot be told to fit into one message by any declared number.
 */
export const formOf = (choice: Choice, capabilities: Capabilities): Form | undefined => {
  const [kind, ...others] = new Set(optionsOf(choice).map((option) => option.kind))
  if (kind === undefined || others.length > 0) return undefined
  if (kind === 'url') return asLinks(choice, capabilities)
  if (kind === 'location') return asLocationRequest(choice, capabilities)
  const [asked, other] = choice.style === 'list' ? [asList, asButtons] : [asButtons, asList]
  return asked(choice, capabilities) ?? other(choice, capabilities)
}
