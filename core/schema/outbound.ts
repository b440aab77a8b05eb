import * as z from 'zod'
import {
  Card,
  Cards,
  Choice,
  ChoiceOption,
  Location,
  MediaKind,
  Reaction,
  SharedContacts,
  Template,
} from './content.ts'

export const Degradation = z.object({
  /** JSON pointer into the message as it was given. */
  path: z.string(),
  rule: z.string(),
  level: z.enum(['partial', 'fallback', 'dropped']),
})
export type Degradation = z.infer<typeof Degradation>

/** A place to send, in degrees of WGS 84. What customers send is taken as they send it. */
const Place = Location.extend({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) })
/** One emoji, or null to take a reaction back. */
const React = Reaction.extend({
  target: z.string().meta({ pattern: '^msg_[A-Za-z0-9_-]{22}$' }),
  emoji: z
    .string()
    .regex(/^\p{RGI_Emoji}$/v, 'give one emoji, or null to take the reaction back')
    .meta({ examples: ['👍', '❤️', '🙏'] })
    .nullable(),
})

/** What links look like, for those who read schemas as JSON: a URL of another scheme would be refused. */
const HTTP_URL =
  '^https?://(([A-Za-z0-9]+[.-])*[A-Za-z]+|((0|1[0-9]{0,2}|[2-9][0-9]?)[.]){3}(0|1[0-9]{0,2}|[2-9][0-9]?))(:[0-9]{1,4})?([/?#][!-~]*)?$'
export const Link = z.url({ protocol: /^https?$/ }).meta({ format: undefined, pattern: HTTP_URL })

const CardButton = ChoiceOption.extend({
  kind: z.enum(['reply', 'url']).default('reply'),
  url: Link.optional(),
})
  .refine(({ kind, url }) => kind === 'reply' || url !== undefined, { message: 'a link needs its url', path: ['url'] })
  .meta({ allOf: [{ anyOf: [{ properties: { kind: { const: 'reply' } } }, { required: ['url'] }] }] })
/** 1 to 10 cards, each with up to 3 buttons. Customers are shown what fits: no title is longer than 80 characters. */
const OfferedCards = Cards.extend({
  cards: z
    .array(
      Card.extend({
        title: z.string().min(1).max(80),
        subtitle: z.string().min(1).max(80).optional(),
        imageUrl: Link.optional(),
        url: Link.optional(),
        buttons: z.array(CardButton).max(3).default([]),
      }),
    )
    .min(1)
    .max(10),
})

/** `variables`: what is filled in, by the names that the template itself is listed with, in place of the other three. */
const NamedTemplate = Template.extend({
  variables: z.record(z.string().min(1).max(100), z.string().max(2048)).optional(),
})

/** Content a shop may send. */
export const OutboundContent = z.discriminatedUnion('type', [
  Choice,
  OfferedCards,
  NamedTemplate,
  Place,
  SharedContacts,
  React,
])
export type OutboundContent = z.infer<typeof OutboundContent>

/** A file to send: uploaded here, by a link the provider can fetch, or by the id of an upload the provider already holds. */
export const OutboundMedia = z
  .object({
    kind: MediaKind,
    media: z
      .string()
      .regex(/^mda_[A-Za-z0-9_-]{22}$/, 'give the id of an upload (mda_…)')
      .optional(),
    url: Link.optional(),
    providerMediaId: z.string().min(1).optional(),
    contentType: z.string().optional(),
    size: z.number().int().nonnegative().optional(),
    filename: z.string().min(1).max(240).optional(),
    caption: z.string().optional(),
    voice: z.boolean().optional(),
  })
  .refine((m) => [m.media, m.url, m.providerMediaId].filter((source) => source !== undefined).length === 1, {
    message: 'give exactly one of media, url and providerMediaId',
    path: ['url'],
  })
  .meta({ allOf: [{ oneOf: [{ required: ['media'] }, { required: ['url'] }, { required: ['providerMediaId'] }] }] })
export type OutboundMedia = z.infer<typeof OutboundMedia>

const ONE_LINE = /^[^\p{Cc}\u2028\u2029]*$/u
const Mailboxes = z.array(z.email()).min(1).max(50)

/** The same rule as JSON Schema, for those who extend the message. */
export const SAYS_SOMETHING = {
  allOf: [
    {
      anyOf: [
        { required: ['text'], properties: { text: { type: 'string', minLength: 1 } } },
        { required: ['html'], properties: { html: { type: 'string', minLength: 1 } } },
        { required: ['attachments'], properties: { attachments: { type: 'array', minItems: 1 } } },
        { required: ['content'] },
      ],
    },
  ],
}

const Outbound = z.object({
  text: z.string().max(65_536).default(''),
  attachments: z.array(OutboundMedia).max(10).default([]),
  content: OutboundContent.optional(),
  /** Id (`msg_…`) of the message of this conversation that is answered. */
  replyTo: z.string().startsWith('msg_').optional(),
  linkPreview: z.boolean().optional(),
  /** Mail only, like the four fields below; elsewhere a degradation says that it was dropped. */
  subject: z.string().min(1).max(998).regex(ONE_LINE, 'give one line').optional(),
  html: z.string().max(262_144).optional(),
  /** In place of the person who wrote last. */
  to: Mailboxes.optional(),
  cc: Mailboxes.optional(),
  bcc: Mailboxes.optional(),
})

type Words = Pick<z.infer<typeof Outbound>, 'text' | 'html' | 'attachments'> & { readonly content?: unknown }
const saysSomething = ({ text, html, attachments, content }: Words): boolean =>
  text !== '' || Boolean(html) || attachments.length > 0 || content !== undefined
const SAYS_NOTHING = { message: 'give at least one of text, html, attachments and content', path: ['text'] }

/** What a shop asks to be sent. At least one of text, html, attachments and content. */
export const OutboundMessage = Outbound.refine(saysSomething, SAYS_NOTHING).meta(SAYS_SOMETHING)
export type OutboundMessage = z.infer<typeof OutboundMessage>

/**
 * What is said instead where a message cannot be sent. Only the words: whom it goes to and what it answers are the
 * message's own. A reaction says nothing in place of a message.
 */
export const Fallback = Outbound.omit({ replyTo: true, to: true, cc: true, bcc: true })
  .extend({
    content: z.discriminatedUnion('type', [Choice, OfferedCards, NamedTemplate, Place, SharedContacts]).optional(),
  })
  .refine(saysSomething, SAYS_NOTHING)
  .meta(SAYS_SOMETHING)
export type Fallback = z.infer<typeof Fallback>

/** What one provider request carries. `plan` makes these; adapters render them. */
export const PartContent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string(), linkPreview: z.boolean().optional() }),
  /** One file, or several where the channel takes them together; `text` is the caption. */
  z.object({ type: z.literal('media'), media: z.array(OutboundMedia).min(1), text: z.string().optional() }),
  z.object({ type: z.literal('choice'), text: z.string(), choice: Choice }),
  Cards,
  Template,
  Location,
  SharedContacts,
  /** A whole mail: words, pages and files in one request. */
  z.object({
    type: z.literal('mail'),
    text: z.string(),
    html: z.string().optional(),
    subject: z.string().optional(),
    to: z.array(z.string()).optional(),
    cc: z.array(z.string()).optional(),
    bcc: z.array(z.string()).optional(),
    media: z.array(OutboundMedia),
  }),
  z.object({ type: z.literal('reaction'), target: z.string(), emoji: z.string().nullable() }),
])
export type PartContent = z.infer<typeof PartContent>

/** The exact provider requests of a message, and what had to be changed to fit the channel. */
export const Plan = z.object({
  parts: z.array(PartContent).min(1),
  degradations: z.array(Degradation),
  /** SMS segments in all parts, where the channel counts them. */
  segments: z.number().int().optional(),
  /** Options shown as numbered text, in the order of their numbers: the way back from "2". */
  numbered: z.array(z.object({ id: z.string(), title: z.string() })).optional(),
})
export type Plan = z.infer<typeof Plan>
