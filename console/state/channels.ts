import { signal } from '@preact/signals'
import { dataOf, type ListedConversation } from '../../client/index.ts'
import type { components } from '../../client/schema.ts'
import { api } from './session.ts'

export type Channel = components['schemas']['Channel']
export type Capabilities = components['schemas']['Capabilities']

/** The channels on which the shop has an account, with what each can carry. */
export const channelList = signal<readonly Channel[]>([])

let loading: Promise<void> | undefined

const read = async (): Promise<void> => {
  try {
    channelList.value = dataOf(await api().GET('/v1/channels')).data
  } catch {
    loading = undefined
  }
}

/** Reads them once; a failed reading is tried again with the next call. */
export const loadChannels = (): Promise<void> => {
  loading ??= read()
  return loading
}

/** What can be carried in a conversation: its thread's own rules before those of the channel. Undefined until it is known. */
export const capabilitiesOf = ({
  channel,
  thread,
}: Pick<ListedConversation, 'channel' | 'thread'>): Capabilities | undefined => {
  const capabilities = channelList.value.find((one) => one.channel === channel)?.capabilities
  if (!capabilities) return undefined
  const own = thread ? capabilities.threads?.[thread.type] : undefined
  return own ? { ...capabilities, ...(own as Partial<Capabilities>) } : capabilities
}
