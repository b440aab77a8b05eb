import type { Message } from '../../../client/index.ts'

/** A picture of one pixel. */
export const PICTURE =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

/** Options of a choice, each with its title in small letters for an id. */
export const options = (...titles: readonly string[]) =>
  titles.map((title) => ({ id: title.toLowerCase().replaceAll(/\W+/g, '-'), title }))

export const hasFile = (kind: string) => (message: Message) =>
  message.attachments.some((file) => file.kind === kind && file.state === 'ready')

export const picked =
  (id: string) =>
  ({ content }: Message) =>
    content?.type === 'selection' && content.id === id

export const reacted =
  (wanted: string) =>
  ({ reactions }: Message) =>
    reactions.some(({ emoji }) => emoji === wanted)
