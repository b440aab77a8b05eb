import * as z from 'zod'
import type { Capabilities } from '../../core/capabilities.ts'
import { Account, AccountHealth, Shop } from '../../core/schema/directory.ts'

const count = z.number().int()
const TextLimit = z.object({ max: count, unit: z.enum(['characters', 'bytes', 'segments']) }).meta({ id: 'TextLimit' })
const Media = z.object({ contentTypes: z.array(z.string()), maxBytes: count, caption: TextLimit.optional() })
const Buttons = z.object({ max: count, title: TextLimit, id: TextLimit })

/** As core/capabilities.ts has it, where every field is explained. */
const CAPABILITIES = {
  text: TextLimit,
  media: z.partialRecord(z.enum(['image', 'audio', 'video', 'document', 'sticker']), Media),
  mediaPerPart: count,
  buttons: Buttons.optional(),
  list: z
    .object({
      rows: count,
      sections: count,
      button: TextLimit,
      title: TextLimit,
      description: TextLimit,
      sectionTitle: TextLimit,
      id: TextLimit,
    })
    .optional(),
  links: z.object({ max: count, title: TextLimit }).optional(),
  cards: z.object({ max: count, title: TextLimit, subtitle: TextLimit, buttons: Buttons }).optional(),
  locationRequest: z.boolean(),
  choiceText: z.object({ body: TextLimit, header: TextLimit, footer: TextLimit }).optional(),
  location: z.boolean(),
  contacts: z.object({ max: count }).optional(),
  templates: z.boolean(),
  reactions: z.boolean(),
  replyTo: z.boolean(),
  keylessEchoes: z.boolean().optional(),
  answersLatest: z.boolean().optional(),
  formatting: z.enum(['none', 'whatsapp', 'html']),
  receipts: z.array(z.enum(['sent', 'delivered', 'read'])),
  mail: z.object({ maxBytes: count, recipients: count }).optional(),
  windowHours: z.number().optional(),
} satisfies Record<keyof Omit<Capabilities, 'threads'>, z.ZodType>

const CapabilitiesAnswer = z
  .object({
    ...CAPABILITIES,
    /** What is different in conversations whose thread has this type. */
    threads: z.record(z.string(), z.object(CAPABILITIES).partial()).optional(),
  })
  .meta({ id: 'Capabilities' })

export const ShopAnswer = Shop.meta({ id: 'Shop' })
export const ChannelAnswer = z
  .object({ channel: z.string(), capabilities: CapabilitiesAnswer.nullable() })
  .meta({ id: 'Channel' })
export const AccountAnswer = Account.extend({
  name: z.string().nullable(),
  capabilities: CapabilitiesAnswer.nullable(),
  health: AccountHealth.extend({ since: count.nullable() }),
}).meta({ id: 'Account' })
