import { randomUUID } from 'node:crypto'
import { ImpossibleAction } from '../../adapters/sandbox.ts'
import { type Client, type Entry, type Message, type Reply, until } from './client.ts'
import type { Customer } from './customer.ts'

/** One thing that was done, and what the conversation must show of it. */
export interface Line {
  /** Words for the report when it is missing. */
  readonly what: string
  /** Provider id of what the customer wrote, or id of what the shop sent. */
  readonly id: string
  readonly holds?: (message: Message) => boolean
  /** Where it has to end, when that is not where the channel's answers end. */
  readonly ends?: 'failed'
}

/** How far the channel tells that an answer got. */
export type Reach = 'sent' | 'delivered' | 'read'

export interface Played {
  readonly channel: string
  readonly conversation: string
  /** When it began, ms since epoch: what was said before is not ours. */
  readonly since: number
  readonly reaches: Reach
  readonly lines: readonly Line[]
}

/** What a customer and an agent do on one channel. */
export interface Scene {
  /** As people call the channel. */
  readonly name: string
  readonly reaches: Reach
  /** The channel knows its people by their phone: with others that do, they are one contact. */
  readonly byPhone: boolean
  play(stage: Stage): Promise<void>
}

const idsOf = (entry: Entry): readonly (string | null)[] =>
  entry.type === 'message' ? [entry.id, entry.providerId] : [entry.id]
export const isAbout = (entry: Entry, id: string): boolean => idsOf(entry).includes(id)

const conversationWith = (client: Client, channel: string, providerId: string): Promise<string> =>
  until(`the first message on ${channel}`, async () => {
    for (const { id, channel: of } of await client.conversations())
      if (of === channel && (await client.timeline(id)).some((entry) => isAbout(entry, providerId))) return id
    return undefined
  })

export interface Stage {
  readonly customer: Customer
  /** A customer says hello in whatever way the sandbox of this channel knows. */
  greeting(): Promise<object>
  /** The customer does what leaves no line of its own. */
  act(action: object): Promise<string>
  /** The customer says something; answers the provider's id of it. */
  says(what: string, action: object, holds?: Line['holds']): Promise<string>
  /** The same where the account's provider knows a way to do it; else nothing, and nothing is answered. */
  mayBeSaid(what: string, action: object, holds?: Line['holds']): Promise<string | undefined>
  /** The id of what the customer wrote, as the gateway names it. */
  idOf(providerId: string): Promise<string>
  /** Answers, and waits until the provider has taken it. */
  replies(what: string, reply: Reply, holds?: Line['holds'], ends?: Line['ends']): Promise<Message>
}

/** A customer and an agent on one channel. */
export const createStage = (
  client: Client,
  channel: string,
  customer: Customer,
  { reaches }: Pick<Scene, 'reaches'>,
): Stage & { played(): Played } => {
  const lines: Line[] = []
  const since = Date.now()
  let conversation = ''

  const act = (action: object): Promise<string> => client.customer(channel, action)
  const says: Stage['says'] = async (what, action, holds) => {
    const id = await act(action)
    conversation ||= await conversationWith(client, channel, id)
    lines.push({ what, id, ...(holds && { holds }) })
    return id
  }
  return {
    customer,
    greeting: () => client.greeting(channel),
    act,
    says,
    mayBeSaid: async (what, action, holds) => {
      try {
        return await says(what, action, holds)
      } catch (error) {
        if (error instanceof ImpossibleAction) return undefined
        throw error
      }
    },
    idOf: (providerId) =>
      until(
        'a message to answer',
        async () => (await client.timeline(conversation)).find((entry) => isAbout(entry, providerId))?.id,
      ),
    replies: async (what, reply, holds, ends) => {
      const author = { kind: 'agent' as const, name: 'Ben' }
      const { id } = await client.reply(conversation, randomUUID(), { author, ...reply })
      lines.push({ what, id, ...(holds && { holds }), ...(ends && { ends }) })
      return until(`"${what}" to be sent`, async () => {
        const message = await client.message(id)
        return message.providerId === null ? undefined : message
      })
    },
    played: () => ({ channel, conversation, since, reaches, lines }),
  }
}
