import type { Capabilities, TextLimit } from '../../core/capabilities.ts'
import type { PartContent } from '../../core/schema/message.ts'
import { measure } from '../../core/text/measure.ts'

type Part<Type extends PartContent['type']> = Extract<PartContent, { type: Type }>
/** Names of limits, and whether they are kept. */
type Checks = Readonly<Record<string, boolean>>

/** An absent text keeps every limit; an absent limit is kept by no text. */
const within = (text: string | undefined, limit: TextLimit | undefined): boolean =>
  text === undefined || (limit !== undefined && measure(text, limit.unit) <= limit.max)

const ofMedia = ({ media, text }: Part<'media'>, { media: kinds, mediaPerPart }: Capabilities): Checks => ({
  'files in a part': media.length <= mediaPerPart,
  kind: media.every(({ kind }) => kinds[kind] !== undefined),
  size: media.every(({ kind }) => media.reduce((sum, { size = 0 }) => sum + size, 0) <= (kinds[kind]?.maxBytes ?? 0)),
  caption: media.every(({ kind }) => within(text, kinds[kind]?.caption)),
  'caption said once': media.every(({ caption }) => caption === undefined),
})

const optionsOf = ({ choice }: Part<'choice'>) => choice.sections.flatMap(({ options }) => options)

const ofButtons = (part: Part<'choice'>, { buttons }: Capabilities): Checks => {
  const options = optionsOf(part)
  return {
    'count of buttons': options.length <= (buttons?.max ?? 0),
    'title of a button': options.every(({ title }) => within(title, buttons?.title)),
    'id of a button': options.every(({ id }) => within(id, buttons?.id)),
    'descriptions on buttons': options.every(({ description }) => description === undefined),
  }
}

const ofList = (part: Part<'choice'>, { list }: Capabilities): Checks => {
  const options = optionsOf(part)
  const { sections, button } = part.choice
  return {
    'count of rows': options.length <= (list?.rows ?? 0),
    'count of sections': sections.length <= (list?.sections ?? 0),
    'button of a list': button !== undefined && within(button, list?.button),
    'title of a section': sections.every(({ title }) => within(title, list?.sectionTitle)),
    'a title for each of several sections': sections.length === 1 || sections.every(({ title }) => title !== undefined),
    'title of a row': options.every(({ title }) => within(title, list?.title)),
    'description of a row': options.every(({ description }) => within(description, list?.description)),
    'id of a row': options.every(({ id }) => within(id, list?.id)),
  }
}

const ofLinks = (part: Part<'choice'>, { links }: Capabilities): Checks => ({
  'count of links': optionsOf(part).length <= (links?.max ?? 0),
  'title of a link': optionsOf(part).every(({ title }) => within(title, links?.title)),
})

const ofForm = (part: Part<'choice'>, capabilities: Capabilities): Checks => {
  const options = optionsOf(part)
  const kind = options[0]?.kind
  if (kind === 'url') return ofLinks(part, capabilities)
  if (kind === 'location') return { 'request for a location': capabilities.locationRequest && options.length === 1 }
  return part.choice.style === 'list' ? ofList(part, capabilities) : ofButtons(part, capabilities)
}

const ofChoice = (part: Part<'choice'>, capabilities: Capabilities): Checks => {
  const options = optionsOf(part)
  const { choiceText, text } = capabilities
  return {
    ...ofForm(part, capabilities),
    'one kind of option': new Set(options.map(({ kind }) => kind)).size === 1,
    'titles that differ': new Set(options.map(({ title }) => title)).size === options.length,
    body: part.text.trim() !== '' && within(part.text, choiceText?.body ?? text),
    header: within(part.choice.header, choiceText?.header),
    footer: within(part.choice.footer, choiceText?.footer),
  }
}

const ofMail = (part: Part<'mail'>, { mail, media }: Capabilities): Checks => ({
  mail: mail !== undefined,
  'kind of a file': part.media.every(({ kind }) => media[kind] !== undefined),
  'files by url': part.media.every(({ url }) => url !== undefined),
  recipients: [...(part.to ?? ['peer']), ...(part.cc ?? []), ...(part.bcc ?? [])].length <= (mail?.recipients ?? 0),
  size:
    part.media.reduce((sum, { size = 0 }) => sum + (size * 4) / 3, measure(part.text, 'bytes')) <=
    (mail?.maxBytes ?? 0),
  'caption said once': part.media.every(({ caption }) => caption === undefined),
})

const ofCards = ({ cards }: Part<'cards'>, { cards: limits }: Capabilities): Checks => {
  const buttons = cards.flatMap((card) => card.buttons)
  return {
    'count of cards': cards.length <= (limits?.max ?? 0),
    'title of a card': cards.every(({ title }) => title.trim() !== '' && within(title, limits?.title)),
    'subtitle of a card': cards.every(({ subtitle }) => within(subtitle, limits?.subtitle)),
    'something beside the title': cards.every((card) => Object.keys(card).length > 2 || card.buttons.length > 0),
    'count of buttons on a card': cards.every((card) => card.buttons.length <= (limits?.buttons.max ?? 0)),
    'title of a button on a card': buttons.every(({ title }) => within(title, limits?.buttons.title)),
    'id of a button on a card': buttons.every(({ id }) => within(id, limits?.buttons.id)),
  }
}

const checksOf = (part: PartContent, capabilities: Capabilities): Checks => {
  if (part.type === 'text')
    return { text: within(part.text, capabilities.text), 'visible text': part.text.trim() !== '' }
  if (part.type === 'media') return ofMedia(part, capabilities)
  if (part.type === 'choice') return ofChoice(part, capabilities)
  if (part.type === 'cards') return ofCards(part, capabilities)
  if (part.type === 'mail') return ofMail(part, capabilities)
  if (part.type === 'contacts') return { contacts: part.contacts.length <= (capabilities.contacts?.max ?? 0) }
  if (part.type === 'location') return { location: capabilities.location }
  return part.type === 'template' ? { template: capabilities.templates } : { reaction: capabilities.reactions }
}

/** The declared limits a part breaks, by name. */
export const broken = (part: PartContent, capabilities: Capabilities): string[] =>
  Object.entries(checksOf(part, capabilities))
    .filter(([, kept]) => !kept)
    .map(([name]) => name)
