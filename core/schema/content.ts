import * as z from 'zod'
import { EmailInfo } from './email.ts'

export const AuthorKind = z.enum(['customer', 'agent', 'bot', 'system', 'echo'])
/** Who said it. `echo`: sent by the shop from the provider's own app, not through Parley. */
export const Author = z.object({
  kind: AuthorKind,
  id: z.string().optional(),
  name: z.string().optional(),
  avatarUrl: z.string().optional(),
})
export type Author = z.infer<typeof Author>

export const MediaKind = z.enum(['image', 'audio', 'video', 'document', 'sticker'])
export type MediaKind = z.infer<typeof MediaKind>

export const AttachmentState = z.enum(['pending', 'ready', 'expired', 'failed', 'withheld'])

/** Where the provider keeps a file: by its id, or by a link. What else is needed to fetch it is the adapter's business. */
export const RemoteFile = z.object({ id: z.string().optional(), url: z.string().optional() })
export type RemoteFile = z.infer<typeof RemoteFile>

/** A file that came in or goes out. Inbound files start `pending` and carry in `remote` what is needed to fetch them. */
export const Attachment = z.object({
  id: z.string(),
  kind: MediaKind,
  state: AttachmentState,
  contentType: z.string().optional(),
  size: z.number().int().nonnegative().optional(),
  filename: z.string().optional(),
  caption: z.string().optional(),
  sha256: z.string().optional(),
  voice: z.boolean().optional(),
  animated: z.boolean().optional(),
  url: z.string().optional(),
  remote: RemoteFile.optional(),
  /** Name in the object store, once the file is `ready`. */
  object: z.string().optional(),
  /** Why it is `expired`, `failed` or `withheld`, in words for people. */
  reason: z.string().optional(),
  /** Shown inside the HTML of a mail, which refers to it by this id (RFC 2392, without `cid:` and brackets). */
  contentId: z.string().optional(),
})
export type Attachment = z.infer<typeof Attachment>

export const Location = z.object({
  type: z.literal('location'),
  latitude: z.number(),
  longitude: z.number(),
  name: z.string().optional(),
  address: z.string().optional(),
  url: z.string().optional(),
})

export const SharedContact = z.object({
  name: z.object({
    formatted: z.string(),
    first: z.string().optional(),
    last: z.string().optional(),
    middle: z.string().optional(),
    prefix: z.string().optional(),
    suffix: z.string().optional(),
  }),
  birthday: z.string().optional(),
  phones: z.array(
    z.object({
      phone: z.string(),
      type: z.string().optional(),
      waId: z.string().optional(),
      userId: z.string().optional(),
    }),
  ),
  emails: z.array(z.object({ email: z.string(), type: z.string().optional() })),
  urls: z.array(z.object({ url: z.string(), type: z.string().optional() })),
  addresses: z.array(
    z.object({
      street: z.string().optional(),
      city: z.string().optional(),
      state: z.string().optional(),
      zip: z.string().optional(),
      country: z.string().optional(),
      countryCode: z.string().optional(),
      type: z.string().optional(),
    }),
  ),
  org: z
    .object({ company: z.string().optional(), department: z.string().optional(), title: z.string().optional() })
    .optional(),
})
export type SharedContact = z.infer<typeof SharedContact>

/** `origin`: why the contact was shared where the channel says so (`contact_request`). */
export const SharedContacts = z.object({
  type: z.literal('contacts'),
  contacts: z.array(SharedContact).min(1),
  origin: z.string().optional(),
})

/** One thing the customer may pick. `reply` comes back as a selection with this id; the others open something. */
export const ChoiceOption = z.object({
  kind: z.enum(['reply', 'url', 'location']).default('reply'),
  id: z.string().min(1),
  title: z.string().min(1),
  description: z.string().optional(),
  url: z.string().optional(),
})
export type ChoiceOption = z.infer<typeof ChoiceOption>

/** Options offered with a message. `buttons` are shown at once; a `list` opens on `button`. Text is the body. */
export const Choice = z.object({
  type: z.literal('choice'),
  style: z.enum(['buttons', 'list']).default('buttons'),
  header: z.string().optional(),
  footer: z.string().optional(),
  button: z.string().optional(),
  sections: z.array(z.object({ title: z.string().optional(), options: z.array(ChoiceOption).min(1) })).min(1),
})
export type Choice = z.infer<typeof Choice>

/** A product or offer: a title, and a picture, words, a link or buttons beside it. A tap on it opens `url`. */
export const Card = z.object({
  title: z.string().min(1),
  subtitle: z.string().optional(),
  imageUrl: z.string().optional(),
  url: z.string().optional(),
  buttons: z.array(ChoiceOption).default([]),
})
export type Card = z.infer<typeof Card>

/** Cards side by side. The message's text goes before them. */
export const Cards = z.object({ type: z.literal('cards'), cards: z.array(Card).min(1) })
export type Cards = z.infer<typeof Cards>

/** What was picked. `of` is the provider id of the message that offered it, when the channel says so. */
export const Selection = z.object({
  type: z.literal('selection'),
  id: z.string(),
  title: z.string(),
  description: z.string().optional(),
  of: z.string().optional(),
})

/** A template by name. `components` are the channel's parameters in order; `values` are kept for display. */
export const TemplateParameter = z.union([
  z.object({ type: z.literal('text'), text: z.string(), name: z.string().optional() }),
  z.object({ type: z.literal('currency'), code: z.string(), amount1000: z.number().int(), fallback: z.string() }),
  z.object({ type: z.literal('date_time'), fallback: z.string() }).loose(),
  z.object({ type: z.enum(['image', 'video', 'document']), url: z.string(), filename: z.string().optional() }),
  z.object({ type: z.literal('payload'), payload: z.string() }),
])
export const Template = z.object({
  type: z.literal('template'),
  name: z.string().min(1),
  language: z.string().min(2),
  header: z.array(TemplateParameter).default([]),
  body: z.array(TemplateParameter).default([]),
  buttons: z
    .array(
      z.object({
        index: z.number().int().nonnegative(),
        kind: z.enum(['quick_reply', 'url', 'copy_code', 'flow']),
        parameters: z.array(TemplateParameter),
      }),
    )
    .default([]),
})
export type Template = z.infer<typeof Template>

/** A reaction sent by us as a message of its own. Inbound reactions are facts about their target, not messages. */
export const Reaction = z.object({
  type: z.literal('reaction'),
  target: z.string(),
  emoji: z.string().nullable(),
})

export const Order = z.object({
  type: z.literal('order'),
  catalogId: z.string().optional(),
  items: z.array(
    z.object({
      productId: z.string(),
      quantity: z.number().optional(),
      price: z.number().optional(),
      currency: z.string().optional(),
      name: z.string().optional(),
    }),
  ),
  note: z.string().optional(),
})

/** A filled-in form (WhatsApp Flows). `fields` are the answers as the provider sent them, untrusted. */
export const FormResponse = z.object({
  type: z.literal('form_response'),
  name: z.string().optional(),
  token: z.string().optional(),
  fields: z.record(z.string(), z.unknown()),
  of: z.string().optional(),
})

export const Story = z.object({
  type: z.literal('story'),
  relation: z.enum(['mention', 'reply']),
  storyId: z.string().optional(),
  url: z.string().optional(),
})

/** Something the channel cannot express to us. `kind` is the provider's own word, `reason` says why. */
export const Unsupported = z.object({
  type: z.literal('unsupported'),
  kind: z.string(),
  reason: z.string(),
})

export const Content = z.discriminatedUnion('type', [
  Location,
  SharedContacts,
  Choice,
  Cards,
  Selection,
  Template,
  Reaction,
  Order,
  FormResponse,
  Story,
  Unsupported,
])
export type Content = z.infer<typeof Content>

/** Where the customer came from: an advert, a post, a product. */
export const Referral = z.object({
  source: z.string(),
  sourceId: z.string().optional(),
  url: z.string().optional(),
  headline: z.string().optional(),
  body: z.string().optional(),
  mediaType: z.string().optional(),
  mediaUrl: z.string().optional(),
  thumbnailUrl: z.string().optional(),
  clickId: z.string().optional(),
  welcomeText: z.string().optional(),
  product: z.object({ catalogId: z.string().optional(), productId: z.string() }).optional(),
})
export type Referral = z.infer<typeof Referral>

/** The message answered: the provider's id, and ours once it is known. */
export const ReplyTo = z.object({
  providerId: z.string().optional(),
  id: z.string().optional(),
  from: z.string().optional(),
})

/**
 * What was said. `text` is always there, generated where the channel sent none, so that a consumer who reads only
 * `text` and `attachments` shows every message sensibly. At most one structured `content`.
 */
export const MessageBody = z.object({
  text: z.string(),
  attachments: z.array(Attachment).default([]),
  content: Content.optional(),
  replyTo: ReplyTo.optional(),
  referral: Referral.optional(),
  forwarded: z.enum(['once', 'many']).optional(),
  linkPreview: z.boolean().optional(),
  /** Said where everybody can read it (a post that mentions the shop), not in private. */
  public: z.boolean().optional(),
  subject: z.string().optional(),
  /** Sanitised, for display. What is too long for the store is a file instead, see `email.htmlFile`. */
  html: z.string().optional(),
  /** The text without quotes and signature, where it differs from `text`. A view: `text` is always whole. */
  replyText: z.string().optional(),
  to: z.array(z.string()).optional(),
  cc: z.array(z.string()).optional(),
  bcc: z.array(z.string()).optional(),
  headers: z.record(z.string(), z.string()).optional(),
  email: EmailInfo.optional(),
  /** Facts the channel adds that have no field of their own (segment counts, place of the sender). */
  extra: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
})
export type MessageBody = z.infer<typeof MessageBody>
