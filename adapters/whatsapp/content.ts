import { compact } from '../../core/compact.ts'
import type { MessageBody, SharedContact } from '../../core/schema/message.ts'
import { list, number, record, records, text, type Json } from '../json.ts'
import { readError, sentence } from '../meta.ts'

/** What a message says by itself, without what it answers or where it came from. */
export interface Said {
  readonly text: string
  readonly attachments?: MessageBody['attachments']
  readonly content?: MessageBody['content']
  readonly extra?: MessageBody['extra']
}

const joined = (parts: readonly (string | undefined)[]): string | undefined =>
  parts.filter((part) => part !== undefined).join(', ') || undefined

export const textOf = (_: string, item: Json): Said | undefined => {
  const body = text(record(item['text'])['body'])
  return body === undefined ? undefined : { text: body }
}

export const locationOf = (_: string, item: Json): Said | undefined => {
  const place = record(item['location'])
  const latitude = number(place['latitude'])
  const longitude = number(place['longitude'])
  if (latitude === undefined || longitude === undefined) return undefined
  const name = text(place['name'])
  const address = text(place['address'])
  return {
    text: `Location: ${joined([name, address]) ?? `${latitude}, ${longitude}`}`,
    content: compact({ type: 'location' as const, latitude, longitude, name, address, url: text(place['url']) }),
  }
}

const phonesOf = (contact: Json): SharedContact['phones'] =>
  records(contact['phones']).flatMap((entry) => {
    const waId = text(entry['wa_id'])
    const phone = text(entry['phone']) ?? waId
    const details = { type: text(entry['type']), waId, userId: text(entry['user_id']) }
    return phone === undefined ? [] : [compact({ phone, ...details })]
  })

const emailsOf = (contact: Json): SharedContact['emails'] =>
  records(contact['emails']).flatMap((entry) => {
    const email = text(entry['email'])
    return email === undefined ? [] : [compact({ email, type: text(entry['type']) })]
  })

const urlsOf = (contact: Json): SharedContact['urls'] =>
  records(contact['urls']).flatMap((entry) => {
    const url = text(entry['url'])
    return url === undefined ? [] : [compact({ url, type: text(entry['type']) })]
  })

const addressesOf = (contact: Json): SharedContact['addresses'] =>
  records(contact['addresses']).map((entry) =>
    compact({
      street: text(entry['street']),
      city: text(entry['city']),
      state: text(entry['state']),
      zip: text(entry['zip']),
      country: text(entry['country']),
      countryCode: text(entry['country_code']),
      type: text(entry['type']),
    }),
  )

/** The name may be missing: then the contact is called by its number, address or company. */
const sharedContact = (contact: Json): SharedContact => {
  const name = record(contact['name'])
  const org = record(contact['org'])
  const phones = phonesOf(contact)
  const emails = emailsOf(contact)
  const first = text(name['first_name'])
  const last = text(name['last_name'])
  const written = text(name['formatted_name']) ?? ([first, last].filter(Boolean).join(' ') || undefined)
  const company = compact({
    company: text(org['company']),
    department: text(org['department']),
    title: text(org['title']),
  })
  return compact({
    name: compact({
      formatted: written ?? phones[0]?.phone ?? emails[0]?.email ?? company.company ?? 'Unnamed contact',
      first,
      last,
      middle: text(name['middle_name']),
      prefix: text(name['prefix']),
      suffix: text(name['suffix']),
    }),
    birthday: text(contact['birthday']),
    phones,
    emails,
    urls: urlsOf(contact),
    addresses: addressesOf(contact),
    org: Object.keys(company).length === 0 ? undefined : company,
  })
}

export const contactsShared = (_: string, item: Json): Said | undefined => {
  const shared = records(item['contacts'])
  if (shared.length === 0) return undefined
  const contacts = shared.map(sharedContact)
  const origin = shared.map((contact) => text(contact['origin'])).find((word) => word !== undefined)
  return {
    text: `Contact: ${contacts.map(({ name }) => name.formatted).join(', ')}`,
    content: compact({ type: 'contacts' as const, contacts, origin }),
  }
}

export const orderOf = (_: string, item: Json): Said | undefined => {
  const order = record(item['order'])
  const items = records(order['product_items']).flatMap((entry) => {
    const productId = text(entry['product_retailer_id'])
    if (productId === undefined) return []
    const price = number(entry['item_price'])
    const details = { quantity: number(entry['quantity']), price, currency: text(entry['currency']) }
    return [compact({ productId, ...details, name: text(entry['product_name']) })]
  })
  if (items.length === 0) return undefined
  const note = text(order['text'])
  const lines = items.map(({ quantity, name, productId }) => `${quantity ?? 1} × ${name ?? productId}`)
  return {
    text: [`Order: ${lines.join(', ')}`, ...(note === undefined ? [] : [note])].join('\n'),
    content: compact({ type: 'order' as const, catalogId: text(order['catalog_id']), items, note }),
  }
}

/** What WhatsApp itself could not put into the webhook, or what is new: its own word for it and its reason. */
export const unsupported = (type: string, item: Json, errors: readonly unknown[]): Said => {
  const stated = list(item['errors']).length > 0 ? list(item['errors']) : errors
  const error = stated.map(readError).find((found) => found !== undefined)
  const kind = text(record(item['unsupported'])['type']) ?? type
  const reason = error?.detail ?? sentence(stated.map((entry) => record(entry)['title']))
  const theirs = kind === 'unsupported' || kind === 'unknown'
  const words = text(record(record(item['interactive'])['body'])['text'])
  return {
    text: words ?? `[unsupported message${theirs ? '' : `: ${kind}`}]`,
    content: {
      type: 'unsupported',
      kind,
      reason: reason ?? (theirs ? 'WhatsApp gave no reason.' : `Parley cannot read this as ${kind}.`),
    },
    ...(error === undefined ? {} : { extra: { errorCode: error.code } }),
  }
}
