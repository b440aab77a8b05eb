import { readFeed } from '../../core/feed.ts'
import { listConversations } from '../../core/read.ts'
import type { ParleyEvent } from '../../core/schema/event.ts'
import type { ConsentFact, IdentityFact, MessageFact } from '../../core/schema/fact.ts'
import type { Alias } from '../../core/schema/identity.ts'
import type { Message, OutboundMessage } from '../../core/schema/message.ts'
import { acceptMessage } from '../../core/send/accept.ts'
import { messageFact, messageId } from '../../core/store/keys.ts'
import { ACCOUNT, PRINCIPAL, SHOP, textFact, type World } from '../support/world.ts'

export const PHONE: Alias = { type: 'phone', value: '+15550001111' }
export const OTHER_PHONE: Alias = { type: 'phone', value: '+15550002222' }
export const USER: Alias = { type: 'wa_bsuid', value: 'US.1' }
export const OTHER_USER: Alias = { type: 'wa_bsuid', value: 'US.2' }

/** What every fact about the account states. */
export const ABOUT = { scope: ACCOUNT, account: ACCOUNT, at: null }

/** More options than a list message of WhatsApp holds (10): sent as numbered text, answered by number. */
export const QUESTION: OutboundMessage = {
  text: 'Pick',
  attachments: [],
  content: {
    type: 'choice',
    style: 'buttons',
    sections: [
      {
        options: Array.from({ length: 12 }, (_, index) => ({
          id: `option-${index}`,
          title: `Option number ${index}`,
          kind: 'reply',
        })),
      },
    ],
  },
}

/** A customer says something, everything follows from it, and a second passes. */
export const says = async (world: World, text: string, change: Partial<MessageFact> = {}): Promise<void> => {
  await world.record([textFact(text, change)])
  await world.settle()
  await world.clock.advance(1000)
}

/** Our id of a message the provider calls so. */
export const idOf = (world: World, providerId: string): string =>
  messageId(messageFact(world.ctx.hash, 'whatsapp', ACCOUNT, providerId))

export const openConversations = async (world: World) =>
  (await listConversations(world.ctx, PRINCIPAL, { status: 'open', order: 'recent', limit: 50 })).data

/** The conversation that was written to last. */
export const latestConversation = async (world: World): Promise<string> => {
  const [latest] = await openConversations(world)
  if (latest === undefined) throw new Error('nobody has written yet')
  return latest.id
}

export const accept = (
  world: World,
  conversation: string,
  key: string,
  message: Partial<OutboundMessage> = {},
): Promise<Message> =>
  acceptMessage(world.ctx, PRINCIPAL, key, {
    conversation,
    message: { text: 'Hi', attachments: [], ...message },
    author: { kind: 'agent' },
    purpose: 'service',
  })

/** The shop says something, it is sent, and a second passes. */
export const answers = async (
  world: World,
  conversation: string,
  key: string,
  message: Partial<OutboundMessage> = {},
): Promise<Message> => {
  const accepted = await accept(world, conversation, key, message)
  await world.settle()
  await world.clock.advance(1000)
  return accepted
}

/** Everything the shop is told, once no writer can be at work any more. */
export const told = async (world: World): Promise<readonly ParleyEvent[]> => {
  await world.clock.advance(10_000)
  return (await readFeed(world.ctx, SHOP, 0, 1000)).events
}

export const numberChanged: IdentityFact = {
  ...ABOUT,
  kind: 'identity',
  id: 'wamid.change',
  change: 'number_changed',
  from: [PHONE],
  to: [OTHER_PHONE],
  text: 'The number changed',
}

export const consentFact = (id: string, state: ConsentFact['state'], peer: Alias = PHONE): ConsentFact => ({
  ...ABOUT,
  kind: 'consent',
  id,
  peers: [peer],
  sender: ACCOUNT,
  purpose: 'any',
  state,
  source: 'customer',
  evidence: id,
})
