import * as fc from 'fast-check'
import type { Capabilities, MediaCapability, TextLimit } from '../../core/capabilities.ts'
import { OutboundMessage } from '../../core/schema/message.ts'
import { asHtml } from '../../core/text/plain.ts'
import { anyText } from './texts.ts'

const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })
/** Drops absent fields, as JSON does. */
const absent = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T

const limit = (min: number, max: number): fc.Arbitrary<TextLimit> =>
  fc.oneof(
    fc.record({ max: fc.integer({ min, max }), unit: fc.constantFrom('characters' as const, 'bytes' as const) }),
    fc.record({ max: fc.integer({ min: 1, max: 3 }), unit: fc.constant('segments' as const) }),
  )
/** A limit for small texts that may also be none at all. */
const smallLimit = limit(0, 40)
const textLimit = limit(30, 400)

const KINDS = ['image', 'audio', 'video', 'document', 'sticker'] as const
const TYPES = ['image/png', 'image/webp', 'video/mp4', 'audio/ogg', 'application/pdf'] as const
const mediaCapability: fc.Arbitrary<MediaCapability> = fc
  .record({
    contentTypes: fc.subarray([...TYPES, 'image/*'], { minLength: 1 }),
    maxBytes: fc.integer({ min: 1, max: 1000 }),
    caption: optional(smallLimit),
  })
  .map(absent) as fc.Arbitrary<MediaCapability>

/** Any channel that can say a sentence. */
export const anyCapabilities = fc
  .record({
    text: textLimit,
    media: fc
      .record(Object.fromEntries(KINDS.map((kind) => [kind, optional(mediaCapability)])))
      .map((media) => absent(media)),
    mediaPerPart: fc.integer({ min: 1, max: 4 }),
    buttons: optional(fc.record({ max: fc.integer({ min: 1, max: 6 }), title: smallLimit, id: smallLimit })),
    list: optional(
      fc.record({
        rows: fc.integer({ min: 1, max: 8 }),
        sections: fc.integer({ min: 1, max: 3 }),
        button: smallLimit,
        title: smallLimit,
        description: smallLimit,
        sectionTitle: smallLimit,
        id: smallLimit,
      }),
    ),
    links: optional(fc.record({ max: fc.integer({ min: 1, max: 3 }), title: smallLimit })),
    cards: optional(
      fc.record({
        max: fc.integer({ min: 1, max: 10 }),
        title: limit(0, 80),
        subtitle: limit(0, 80),
        buttons: fc.record({ max: fc.integer({ min: 1, max: 3 }), title: smallLimit, id: smallLimit }),
      }),
    ),
    locationRequest: fc.boolean(),
    choiceText: optional(fc.record({ body: limit(10, 80), header: smallLimit, footer: smallLimit })),
    location: fc.boolean(),
    contacts: optional(fc.record({ max: fc.integer({ min: 1, max: 3 }) })),
    templates: fc.boolean(),
    reactions: fc.boolean(),
    replyTo: fc.boolean(),
    formatting: fc.constantFrom('none', 'whatsapp', 'html'),
    receipts: fc.constant(['sent']),
    mail: fc.option(fc.record({ maxBytes: fc.constant(100_000), recipients: fc.integer({ min: 1, max: 5 }) }), {
      nil: undefined,
      freq: 3,
    }),
  })
  .map((capabilities) => absent(capabilities) as Capabilities)

const word = fc.oneof(
  fc.stringMatching(/^[a-z]{1,12}$/),
  anyText.filter((text) => text !== ''),
)
const url = fc.stringMatching(/^[a-z0-9]{1,60}$/).map((path) => `https://shop.example/${path}`)

const option = fc
  .record({
    kind: fc.constantFrom('reply', 'reply', 'reply', 'url', 'location'),
    id: word,
    title: word,
    description: optional(word),
    url: optional(url),
  })
  .map(absent)
const options = (max: number) =>
  fc.oneof(
    fc.array(option, { minLength: 1, maxLength: max }),
    fc.array(
      option.map((given) => ({ ...given, kind: 'reply' })),
      { minLength: 1, maxLength: max },
    ),
  )
const choice = fc
  .record({
    type: fc.constant('choice'),
    style: fc.constantFrom('buttons', 'list'),
    header: optional(word),
    footer: optional(word),
    button: optional(word),
    sections: fc.array(fc.record({ title: optional(word), options: options(6) }).map(absent), {
      minLength: 1,
      maxLength: 3,
    }),
  })
  .map(absent)

const card = fc
  .record({
    title: word,
    subtitle: optional(word),
    imageUrl: optional(url),
    url: optional(url),
    buttons: fc.array(
      fc
        .record({ kind: fc.constantFrom('reply', 'reply', 'url'), id: word, title: word, url: optional(url) })
        .map(absent),
      { maxLength: 3 },
    ),
  })
  .map(absent)
const cards = fc.record({ type: fc.constant('cards'), cards: fc.array(card, { minLength: 1, maxLength: 6 }) })

const contact = fc.record({
  name: fc.record({ formatted: word }),
  phones: fc.array(fc.record({ phone: fc.constant('+4915112345678') }), { maxLength: 2 }),
  emails: fc.array(fc.record({ email: fc.constant('a@shop.example') }), { maxLength: 1 }),
  urls: fc.array(fc.record({ url }), { maxLength: 1 }),
  addresses: fc.array(fc.record({ city: word }), { maxLength: 1 }),
})
const content = fc.oneof(
  { weight: 4, arbitrary: choice },
  { weight: 3, arbitrary: cards },
  fc.record({
    type: fc.constant('location'),
    latitude: fc.double({ min: -90, max: 90, noNaN: true }),
    longitude: fc.double({ min: -180, max: 180, noNaN: true }),
  }),
  fc.record({ type: fc.constant('contacts'), contacts: fc.array(contact, { minLength: 1, maxLength: 5 }) }),
  fc.record({ type: fc.constant('template'), name: fc.constant('order_update'), language: fc.constant('en') }),
  fc.record({ type: fc.constant('reaction'), target: fc.constant('wamid.1'), emoji: fc.constantFrom('👍', null) }),
)

const mailboxes = optional(
  fc.array(fc.constantFrom('a@shop.example', 'b@shop.example'), { minLength: 1, maxLength: 2 }),
)

const attachment = fc
  .tuple(
    fc.record({
      kind: fc.constantFrom(...KINDS),
      contentType: optional(fc.constantFrom(...TYPES)),
      size: optional(fc.nat({ max: 1200 })),
      caption: optional(word),
    }),
    fc.oneof({ weight: 4, arbitrary: fc.record({ url }) }, fc.record({ providerMediaId: fc.constant('media-1') })),
  )
  .map(([file, source]) => absent({ ...file, ...source }))

/** Any message the API takes. */
export const anyMessage = fc
  .record({
    text: fc.oneof(
      fc.constant(''),
      anyText,
      fc.tuple(anyText, fc.nat(20)).map(([text, times]) => text.repeat(times)),
    ),
    attachments: fc.oneof(fc.constant([]), fc.array(attachment, { maxLength: 5 })),
    content: optional(content),
    replyTo: optional(fc.constant('msg_1')),
    subject: optional(fc.stringMatching(/^[a-z ]{1,20}$/)),
    html: optional(word.map((words) => `<p>${asHtml(words)}</p>`)),
    to: mailboxes,
    cc: mailboxes,
    bcc: mailboxes,
  })
  .map((message) => OutboundMessage.safeParse(absent(message)))
  .filter((parsed) => parsed.success)
  .map((parsed) => parsed.data)
