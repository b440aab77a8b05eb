import { type Client, type Entry, type ListedConversation, type Message, until } from './client.ts'
import { isAbout, type Line, type Played, type Reach } from './play.ts'

const messagesIn = (timeline: readonly Entry[], since: number): Message[] =>
  timeline.filter((entry) => entry.type === 'message').filter(({ firstSeenAt }) => firstSeenAt >= since)

const REACHES: readonly string[] = ['sent', 'delivered', 'read'] satisfies Reach[]

/** An answer may be further than its channel promises; what came in is where it has to be. */
const gotThere = ({ direction, status }: Message, { ends }: Line, reaches: Reach): boolean => {
  if (direction === 'in') return true
  return ends === undefined ? REACHES.indexOf(status) >= REACHES.indexOf(reaches) : status === ends
}

const arrived = (line: Line, reaches: Reach, timeline: readonly Message[]): boolean => {
  const message = timeline.find((entry) => isAbout(entry, line.id))
  return message !== undefined && line.holds?.(message) !== false && gotThere(message, line, reaches)
}

/** The timeline once everything is there; as it is when the wait is over and something is not. */
export const settledTimeline = async (client: Client, { channel, conversation, since, reaches, lines }: Played) => {
  const read = async () => messagesIn(await client.timeline(conversation), since)
  const whole = until(`everything on ${channel}`, async () => {
    const timeline = await read()
    return lines.every((line) => arrived(line, reaches, timeline)) ? timeline : undefined
  })
  return whole.catch(read)
}

const lineProblems = (line: Line, { channel, reaches }: Played, timeline: readonly Message[]): string[] => {
  const { what, id, holds, ends = reaches } = line
  const found = timeline.filter((entry) => isAbout(entry, id))
  const [message] = found
  if (message === undefined) return [`${channel}: ${what} did not arrive`]
  return [
    ...(found.length > 1 ? [`${channel}: ${what} is there ${found.length} times`] : []),
    ...(holds?.(message) === false ? [`${channel}: ${what} is there, but not as it was said`] : []),
    ...(gotThere(message, line, reaches) ? [] : [`${channel}: ${what} is ${message.status} and not ${ends}`]),
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
    ...lines.flatMap((line) => lineProblems(line, played, timeline)),
    ...orderProblems(played, timeline),
    ...(timeline.length > lines.length ? [`${channel}: ${timeline.length - lines.length} messages nobody wrote`] : []),
    ...(taken === parts ? [] : [`${channel}: ${parts} requests should have reached the provider, ${taken} did`]),
  ]
}

/** One phone is one contact, whatever the channel: these are the conversations of one phone. */
export const contactProblems = (conversations: readonly ListedConversation[]): string[] => {
  const contacts = new Set(conversations.map(({ contact }) => contact.id))
  const channels = conversations.map(({ channel }) => channel).join(' and ')
  return contacts.size <= 1 && !contacts.has(null) ? [] : [`the conversations on ${channels} are not of one contact`]
}
