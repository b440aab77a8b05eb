import type { Conversation } from '../../core/schema/conversation.ts'
import type { Message } from '../../core/schema/message.ts'
import { type Client, type Entry, until } from './client.ts'
import { FINAL, isAbout, type Line, type Played } from './play.ts'

const messagesIn = (timeline: readonly Entry[]): Message[] => timeline.filter((entry) => entry.type === 'message')

const arrived = (line: Line, channel: string, timeline: readonly Message[]): boolean => {
  const message = timeline.find((entry) => isAbout(entry, line.id))
  if (message === undefined || line.holds?.(message) === false) return false
  return message.direction === 'in' || message.status === FINAL[channel]
}

/** The timeline once everything is there; as it is when the wait is over and something is not. */
export const settledTimeline = async (client: Client, { channel, conversation, lines }: Played) => {
  const read = async () => messagesIn(await client.timeline(conversation))
  const whole = until(`everything on ${channel}`, async () => {
    const timeline = await read()
    return lines.every((line) => arrived(line, channel, timeline)) ? timeline : undefined
  })
  return whole.catch(read)
}

const lineProblems = ({ what, id, holds }: Line, channel: string, timeline: readonly Message[]): string[] => {
  const found = timeline.filter((entry) => isAbout(entry, id))
  const [message] = found
  if (message === undefined) return [`${channel}: ${what} did not arrive`]
  return [
    ...(found.length > 1 ? [`${channel}: ${what} is there ${found.length} times`] : []),
    ...(holds?.(message) === false ? [`${channel}: ${what} is there, but not as it was said`] : []),
    ...(message.direction === 'out' && message.status !== FINAL[channel]
      ? [`${channel}: ${what} is ${message.status} and not ${FINAL[channel]}`]
      : []),
  ]
}

const orderProblems = ({ channel, lines }: Played, timeline: readonly Message[]): string[] => {
  const shown = timeline.flatMap((entry) => lines.filter(({ id }) => isAbout(entry, id)))
  const place = shown.findIndex(
    (line, index) => index > 0 && lines.indexOf(line) < lines.indexOf(shown[index - 1] as Line),
  )
  return place < 0 ? [] : [`${channel}: ${shown[place]?.what} stands too late`]
}

/** Everything that is wrong with a conversation, in words. */
export const problemsOf = async (
  client: Client,
  played: Played,
  timeline: readonly Message[],
  digits: string,
): Promise<readonly string[]> => {
  const { channel, lines } = played
  const parts = timeline.reduce((sum, message) => sum + message.parts.length, 0)
  const taken = (await client.taken(channel, digits)).length
  return [
    ...lines.flatMap((line) => lineProblems(line, channel, timeline)),
    ...orderProblems(played, timeline),
    ...(timeline.length > lines.length ? [`${channel}: ${timeline.length - lines.length} messages nobody wrote`] : []),
    ...(taken === parts ? [] : [`${channel}: ${parts} requests should have reached the provider, ${taken} did`]),
  ]
}

/** One phone is one contact, whatever the channel. */
export const contactProblems = (conversations: readonly Conversation[]): string[] => {
  const contacts = new Set(conversations.map(({ contact }) => contact.id))
  return contacts.size === 1 && !contacts.has(null) ? [] : ['the two conversations are not of one contact']
}
