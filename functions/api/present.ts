import type { Activity } from '../../core/schema/conversation.ts'
import type { Message } from '../../core/schema/message.ts'

/** A message without what only its adapter needs: `remote` holds the provider's ids and links for fetching a file. */
export const presentMessage = (message: Message): Message => ({
  ...message,
  attachments: message.attachments.map(({ remote: _remote, ...attachment }) => attachment),
})

export const presentEntry = (entry: Message | Activity): Message | Activity =>
  entry.type === 'message' ? presentMessage(entry) : entry
