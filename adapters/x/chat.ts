import { compact } from '../../core/compact.ts'
import type { InboundFact } from '../../core/schema/fact.ts'
import { text, type Json } from '../json.ts'
import { base, eventId, groupOf, person, profileOf, userId, when, type Context } from './event.ts'

/**
 * Encrypted between the people's own devices: neither X nor Parley can read it. The keys are bound to a PIN that only the
 * account's owner has. https://docs.x.com/xchat/introduction
 */
const REASON =
  'An encrypted message (XChat). Only the apps of the two people can read it: open X to read and answer it there.'

const MESSAGES = new Set(['chat.received', 'chat.sent'])

/** Of a 1:1 conversation `{a}:{b}` or `{a}-{b}`, the person who is not this one. */
const other = (conversation: string | undefined, one: string | undefined): string | undefined => {
  const sides = conversation?.split(/[-:]/) ?? []
  return sides.length === 2 && one !== undefined && sides.includes(one)
    ? userId(sides.find((side) => side !== one))
    : undefined
}

/** Whose event it is where the delivery does not say: who sent it, or the other one who received it. */
export const chatAccount = (type: string, payload: Json): string | undefined => {
  const sender = userId(payload['sender_id'])
  return type === 'chat.received' ? other(text(payload['conversation_id']), sender) : sender
}

/** What is kept of it: everything but what would open the conversation to whoever reads it. */
const withoutToken = ({ conversation_token: _, ...rest }: Json): Json => rest

const words = (type: string): string => `Encrypted chat: ${type.slice('chat.'.length).replaceAll(/[._]/g, ' ')}`

/** An event of an encrypted chat: a message that nobody here can read, or something that happened in it. */
export const readChat = (context: Context, type: string, payload: Json): InboundFact[] => {
  const conversation = text(payload['conversation_id'])
  const sender = userId(payload['sender_id'])
  const out = sender === context.account || type === 'chat.sent'
  const customer = out ? other(conversation, context.account) : sender
  const at = when(payload['created_at_msec'])
  const about = {
    ...base(context, at),
    id: eventId(context, payload, at),
    peers: person(customer),
    ...compact({ thread: groupOf(conversation), profile: profileOf(context.users, customer) }),
  }
  if (!MESSAGES.has(type))
    return [{ kind: 'activity', ...about, event: type, text: words(type), detail: compact({ conversation }) }]
  return [
    {
      kind: 'message',
      ...about,
      direction: out ? 'out' : 'in',
      author: { kind: out ? 'echo' : 'customer' },
      body: {
        text: '[encrypted message]',
        attachments: [],
        content: { type: 'unsupported', kind: type, reason: REASON },
      },
      raw: withoutToken(payload),
    },
  ]
}
