import type { Message } from '../../../core/schema/message.ts'
import type { Provider } from './provider.ts'
import type { Customer, Reply } from './traffic.ts'

/** The whole timeline of a conversation, page after page. */
export type ReadTimeline = (conversation: string) => Promise<readonly Message[]>

const FINAL = { whatsapp: 'read', sms: 'delivered' } as const

const same = (a: readonly string[], b: readonly string[]): boolean => JSON.stringify(a) === JSON.stringify(b)

const isSettled = (message: Message | undefined, { channel }: Customer): boolean =>
  message !== undefined && message.parts.every(({ status }) => status === FINAL[channel] || status === 'unknown')

/** Whether everything acknowledged is there and no send is still under way. */
export const isWhole = async (customers: readonly Customer[], read: ReadTimeline): Promise<boolean> => {
  for (const customer of customers) {
    const timeline = await read(customer.conversation ?? '')
    const inbound = timeline.filter(({ direction }) => direction === 'in')
    const answers = customer.answered.map(({ id }) => timeline.find((message) => message.id === id))
    if (inbound.length < customer.wrote.length || !answers.every((message) => isSettled(message, customer)))
      return false
  }
  return true
}

const difference = (customer: Customer, found: readonly string[]): string => {
  const missing = customer.wrote.filter((text) => !found.includes(text))
  const twice = found.filter((text, index) => found.indexOf(text) !== index)
  return `missing: ${missing.join(', ') || 'none'}; twice: ${twice.join(', ') || 'none'}; order: ${found.join(', ')}`
}

const replyProblems = (
  customer: Customer,
  reply: Reply,
  message: Message | undefined,
  taken: readonly string[],
): string[] => {
  const named = `${customer.name}: reply ${reply.id}`
  if (message === undefined) return [`${named} is in no timeline`]
  if (message.text !== reply.text) return [`${named} says something else`]
  return message.parts.flatMap(({ index, status }) => {
    const times = taken.filter((key) => key === `${reply.id}.${index}`).length
    if (status === 'unknown') return times > 1 ? [`${named} part ${index} is unknown and was sent ${times} times`] : []
    return [
      ...(times === 1 ? [] : [`${named} part ${index} is ${status} and was sent ${times} times`]),
      ...(status === FINAL[customer.channel] ? [] : [`${named} part ${index} stayed ${status}`]),
    ]
  })
}

export interface Verdict {
  readonly problems: readonly string[]
  /** Parts whose outcome stayed unknown. */
  readonly unknown: number
  readonly messages: number
  readonly replies: number
}

/** What is not as it was acknowledged, in words. */
export const judge = async (
  customers: readonly Customer[],
  read: ReadTimeline,
  provider: Provider,
): Promise<Verdict> => {
  const problems: string[] = []
  let unknown = 0
  for (const customer of customers) {
    const { name, channel, wrote, answered, conversation } = customer
    const timeline = await read(conversation ?? '')
    const inbound = timeline.filter(({ direction }) => direction === 'in').map(({ text }) => text)
    const outbound = timeline.filter(({ direction }) => direction === 'out')
    const taken = provider.taken(channel)
    if (!same(inbound, wrote)) problems.push(`${name}: ${difference(customer, inbound)}`)
    if (
      !same(
        outbound.map(({ id }) => id),
        answered.map(({ id }) => id),
      )
    )
      problems.push(`${name}: ${outbound.length} answers are not the ${answered.length} accepted, in their order`)
    for (const reply of answered) {
      const message = timeline.find(({ id }) => id === reply.id)
      problems.push(...replyProblems(customer, reply, message, taken))
      unknown += message?.parts.filter(({ status }) => status === 'unknown').length ?? 0
    }
    const accepted = answered.map(({ id }) => id)
    const sent = taken.map((key) => accepted.indexOf(key.replace(/\.\d+$/, ''))).filter((place) => place >= 0)
    if (sent.some((place, index) => place < (sent[index - 1] ?? 0)))
      problems.push(`${name}: answers were sent in another order than accepted: ${sent.join(' ')}`)
  }
  return {
    problems,
    unknown,
    messages: customers.reduce((sum, { wrote }) => sum + wrote.length, 0),
    replies: customers.reduce((sum, { answered }) => sum + answered.length, 0),
  }
}
