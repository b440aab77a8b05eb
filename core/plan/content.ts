import type { Capabilities } from '../capabilities.ts'
import type { OutboundContent, OutboundMessage, SharedContact } from '../schema/message.ts'
import { cardsParts } from './cards.ts'
import { choiceParts } from './choice.ts'
import { degraded, draft, inOrder, refuse, type Draft, type Refusal, type Rule } from './draft.ts'
import { lines, textParts } from './text.ts'

type Of<Type extends OutboundContent['type']> = Extract<OutboundContent, { type: Type }>

const asText = (rule: Rule, text: string, message: OutboundMessage, capabilities: Capabilities): Draft | Refusal =>
  inOrder([draft([], [degraded('/content', rule, 'fallback')]), textParts(text, '/content', message, capabilities)])

/** Degrees with six decimals, 11 cm at most; never in exponent notation, which map links do not understand. */
const degrees = (value: number): string => String(Number(value.toFixed(6)))

const locationParts = (
  location: Of<'location'>,
  message: OutboundMessage,
  capabilities: Capabilities,
): Draft | Refusal => {
  if (capabilities.location) return draft([location])
  const { latitude, longitude, name, address, url } = location
  const map = `https://maps.google.com/?q=${degrees(latitude)},${degrees(longitude)}`
  return asText('location.as_text', lines([name, address, url, map]), message, capabilities)
}

const contactText = ({ name, org, phones, emails, urls, addresses, birthday }: SharedContact): string =>
  lines([
    name.formatted,
    lines([org?.title, org?.department, org?.company], ', '),
    ...phones.map(({ phone }) => phone),
    ...emails.map(({ email }) => email),
    ...urls.map(({ url }) => url),
    ...addresses.map(({ street, zip, city, state, country, countryCode }) =>
      lines([street, zip, city, state, country ?? countryCode], ', '),
    ),
    birthday,
  ])

const contactsParts = (
  content: Of<'contacts'>,
  message: OutboundMessage,
  capabilities: Capabilities,
): Draft | Refusal => {
  const { contacts } = content
  const max = capabilities.contacts?.max
  if (max === undefined)
    return asText('contacts.as_text', lines(contacts.map(contactText), '\n\n'), message, capabilities)
  const chunks = Array.from({ length: Math.ceil(contacts.length / max) }, (_, index) => ({
    ...content,
    contacts: contacts.slice(index * max, (index + 1) * max),
  }))
  return draft(chunks, chunks.length > 1 ? [degraded('/content', 'contacts.split', 'partial')] : [])
}

/** The structured content in its own parts. A choice takes the message's text as its body, the others stand alone. */
export const contentParts = (
  content: OutboundContent,
  message: OutboundMessage,
  capabilities: Capabilities,
): Draft | Refusal => {
  if (content.type === 'choice') return choiceParts(content, message, capabilities)
  if (content.type === 'cards') return cardsParts(content, message, capabilities)
  if (content.type === 'location') return locationParts(content, message, capabilities)
  if (content.type === 'contacts') return contactsParts(content, message, capabilities)
  const able = content.type === 'template' ? capabilities.templates : capabilities.reactions
  return able ? draft([content]) : refuse('content_unsupported', '/content', `the channel has no ${content.type}s`)
}
