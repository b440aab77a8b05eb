import * as z from 'zod'

/** Only `approved` ones can be sent. `disabled`: for good, or for whatever the provider does not let it be sent. */
export const TemplateStatus = z.enum(['approved', 'pending', 'rejected', 'paused', 'disabled'])
export type TemplateStatus = z.infer<typeof TemplateStatus>

const MediaFormat = z.enum(['image', 'video', 'document', 'location'])

/**
 * What a template is made of. Texts, and the addresses of links, have `{{name}}` where something is filled in; a header
 * that is no text is filled in whole, and so is the code of `copy_code`. Buttons are named by their place, from 0.
 */
export const TemplateComponents = z.object({
  header: z
    .discriminatedUnion('format', [
      z.object({ format: z.literal('text'), text: z.string() }),
      z.object({ format: MediaFormat }),
    ])
    .nullable(),
  body: z.string(),
  footer: z.string().nullable(),
  buttons: z.array(
    z.object({
      kind: z.enum(['quick_reply', 'url', 'phone', 'copy_code', 'flow', 'other']),
      title: z.string(),
      url: z.string().optional(),
      phone: z.string().optional(),
    }),
  ),
})
export type TemplateComponents = z.infer<typeof TemplateComponents>

/**
 * A template as an adapter reads it. `examples` are by the names of variables: those of the body by what stands between
 * the braces, the header's one as `header.` and its format, that of a button as `button.` and its place.
 */
export const ChannelTemplate = z.object({
  name: z.string().min(1),
  language: z.string().min(1),
  status: TemplateStatus,
  providerId: z.string().nullable(),
  /** The provider's word, such as `UTILITY`. */
  category: z.string().nullable(),
  /** Why it was rejected, in the provider's word. */
  reason: z.string().nullable(),
  components: TemplateComponents,
  examples: z.record(z.string(), z.string()),
})
export type ChannelTemplate = z.infer<typeof ChannelTemplate>

/** Something to be filled in. `name` is unique in the template; `button` is the place of the button it belongs to. */
export const TemplateVariable = z.object({
  name: z.string(),
  where: z.enum(['header', 'body', 'button']),
  button: z.number().int().nullable(),
  /** `text` takes words; the others the http(s) link of a file. */
  type: z.enum(['text', ...MediaFormat.options]),
  example: z.string().nullable(),
})
export type TemplateVariable = z.infer<typeof TemplateVariable>

/** A message that the provider has looked at before it may be sent, of one account in one language. */
export const MessageTemplate = ChannelTemplate.omit({ examples: true }).extend({
  id: z.string().startsWith('tpl_'),
  shop: z.string(),
  channel: z.string(),
  connection: z.string(),
  account: z.string(),
  variables: z.array(TemplateVariable),
  /** What a customer would see, with the examples filled in; a variable without one stays `{{name}}`. */
  preview: z.string(),
  /** When it was last found changed, ms since epoch. */
  updatedAt: z.number().int(),
})
export type MessageTemplate = z.infer<typeof MessageTemplate>
