import type * as z from 'zod'
import type { Capabilities } from '../../core/capabilities.ts'
import { plan, type PlanResult } from '../../core/plan/plan.ts'
import type { Window } from '../../core/schema/conversation.ts'
import { OutboundMessage, type Degradation, type Plan } from '../../core/schema/message.ts'

const characters = (max: number) => ({ max, unit: 'characters' }) as const
const MB = 1024 * 1024

/** A channel that has nearly everything, with small numbers so that tests stay readable. */
export const RICH: Capabilities = {
  text: characters(100),
  media: {
    image: { contentTypes: ['image/jpeg', 'image/png'], maxBytes: 5 * MB, caption: characters(40) },
    document: { contentTypes: ['application/pdf', 'text/*'], maxBytes: 100 * MB, caption: characters(40) },
    audio: { contentTypes: ['audio/ogg'], maxBytes: 16 * MB },
  },
  mediaPerPart: 1,
  buttons: { max: 3, title: characters(20), id: characters(30) },
  list: {
    rows: 10,
    sections: 10,
    button: characters(20),
    title: characters(24),
    description: characters(30),
    sectionTitle: characters(24),
    id: characters(30),
  },
  links: { max: 1, title: characters(20) },
  locationRequest: true,
  choiceText: { body: characters(60), header: characters(20), footer: characters(20) },
  location: true,
  contacts: { max: 2 },
  templates: true,
  reactions: true,
  replyTo: true,
  formatting: 'whatsapp',
  receipts: ['sent', 'delivered', 'read'],
  windowHours: 24,
}

const TEN_SEGMENTS = { max: 10, unit: 'segments' } as const

/** SMS and MMS: text in segments, files of some kinds several at once, and nothing else. */
export const SMS: Capabilities = {
  text: TEN_SEGMENTS,
  media: {
    image: { contentTypes: ['image/*'], maxBytes: 5 * MB, caption: TEN_SEGMENTS },
    video: { contentTypes: ['video/mp4'], maxBytes: 5 * MB, caption: TEN_SEGMENTS },
  },
  mediaPerPart: 3,
  locationRequest: false,
  location: false,
  templates: false,
  reactions: false,
  replyTo: false,
  formatting: 'none',
  receipts: ['sent', 'delivered'],
}

export const OPEN: Window = { open: true, closesAt: null }
export const CLOSED: Window = { open: false, closesAt: 0 }

/** Plans a message as the API reads it, defaults filled in. */
export const planned = (
  message: z.input<typeof OutboundMessage>,
  capabilities: Capabilities = RICH,
  window: Window = OPEN,
): PlanResult => plan(OutboundMessage.parse(message), capabilities, window)

/** The plan of a message that is expected to have one. */
export const planOf = (...args: Parameters<typeof planned>): Plan => {
  const result = planned(...args)
  if (!result.ok) throw new Error(`refused: ${result.failure.code} at ${result.path}`)
  return result.plan
}

/** Code and path of a refusal. */
export const refusalOf = (...args: Parameters<typeof planned>): readonly [string, string] | undefined => {
  const result = planned(...args)
  return result.ok ? undefined : [result.failure.code, result.path]
}

export const rules = ({ degradations }: Plan): string[] =>
  degradations.map(({ rule, path, level }: Degradation) => `${rule} ${path} ${level}`)

export const replies = (...titles: string[]) => [
  { options: titles.map((title, index) => ({ id: `id-${index + 1}`, title })) },
]
