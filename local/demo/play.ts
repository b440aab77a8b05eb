import { randomUUID } from 'node:crypto'
import type { Message } from '../../core/schema/message.ts'
import { type Client, type Entry, type Reply, until } from './client.ts'

/** One thing that was done, and what the conversation must show of it. */
export interface Line {
  /** Words for the report when it is missing. */
  readonly what: string
  /** Provider id of what the customer wrote, or id of what the shop sent. */
  readonly id: string
  readonly holds?: (message: Message) => boolean
}

export interface Played {
  readonly channel: string
  readonly conversation: string
  readonly lines: readonly Line[]
}

/** The status in which a message has got as far as the channel tells. */
export const FINAL: Readonly<Record<string, Message['status']>> = { whatsapp: 'read', sms: 'delivered' }

const idsOf = (entry: Entry): readonly (string | null)[] =>
  entry.type === 'message' ? [entry.id, entry.providerId] : [entry.id]
export const isAbout = (entry: Entry, id: string): boolean => idsOf(entry).includes(id)

const conversationWith = (client: Client, channel: string, providerId: string): Promise<string> =>
  until(`the first message on ${channel}`, async () => {
    for (const { id, channel: of } of await client.conversations())
      if (of === channel && (await client.timeline(id)).some((entry) => isAbout(entry, providerId))) return id
    return undefined
  })

/** A customer with one phone and an agent, on one channel. */
export const createScene = (client: Client, channel: string, phone: string) => {
  const lines: Line[] = []
  let conversation = ''
  let lastSent = 0

  /** Some channels tell times in whole seconds: an answer within the same second would stand before its question. */
  const nextSecond = (): Promise<true> =>
    until('the next second', async () => (Math.floor(Date.now() / 1000) * 1000 >= lastSent ? true : undefined))

  const act = (action: object): Promise<string> => client.customer(channel, { from: phone, ...action })
  return {
    /** The customer does what leaves no line of its own. */
    act,
    says: async (what: string, action: object, holds?: Line['holds']): Promise<string> => {
      await nextSecond()
      const id = await act(action)
      conversation ||= await conversationWith(client, channel, id)
      lines.push({ what, id, ...(holds && { holds }) })
      return id
    },
    /** The id of what the customer wrote, as the gateway names it. */
    idOf: (providerId: string): Promise<string> =>
      until(
        'a message to answer',
        async () => (await client.timeline(conversation)).find((entry) => isAbout(entry, providerId))?.id,
      ),
    /** Answers, and waits until the provider has taken it. */
    replies: async (what: string, reply: Reply, holds?: Line['holds']): Promise<Message> => {
      const author = { kind: 'agent' as const, name: 'Ben' }
      const { id } = await client.reply(conversation, randomUUID(), { author, ...reply })
      lines.push({ what, id, ...(holds && { holds }) })
      const sent = await until(`"${what}" to be sent`, async () => {
        const message = await client.message(id)
        return message.providerId === null ? undefined : message
      })
      lastSent = sent.at
      return sent
    },
    played: (): Played => ({ channel, conversation, lines }),
  }
}
