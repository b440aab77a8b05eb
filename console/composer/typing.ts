import { api } from '../state/session.ts'

const EVERY_MS = 5000
const told = new Map<string, number>()
/** Where the customer cannot be shown it. */
const unable = new Set<string>()

const show = async (conversation: string): Promise<void> => {
  try {
    const params = { path: { conversation } }
    const { data } = await api().POST('/v1/conversations/{conversation}/typing', { params })
    if (data?.reason === 'unsupported') unable.add(conversation)
  } catch {
    // It would have been nice.
  }
}

/** Shows the customer that somebody types, now and then; whether it went well matters to nobody. */
export const tellTyping = (conversation: string): void => {
  const now = Date.now()
  if (unable.has(conversation) || now - (told.get(conversation) ?? 0) < EVERY_MS) return
  told.set(conversation, now)
  void show(conversation)
}
